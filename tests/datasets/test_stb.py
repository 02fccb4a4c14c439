"""STB: labels found again in the pixels, the split, and what is missing or broken."""

import re
import shutil

import numpy as np
import pytest
from dots import dots_at
from layouts import make_stb, posed_hand, stb_uv
from scipy.io import savemat

from handpose.config import Config
from handpose.datasets import stb
from handpose.datasets.registry import open_dataset
from handpose.datasets.stb_cameras import CAMERAS, project
from handpose.errors import BadSampleError, HandposeError
from handpose.hand import MIDDLE_MCP, WRIST
from handpose.pictures import decode


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory):
    return make_stb(tmp_path_factory.mktemp("stb") / "STB")


def open_here(folder, **options):
    return open_dataset("STB", Config(dataset_path=str(folder), **options))


@pytest.mark.parametrize("camera", CAMERAS)
def test_every_keypoint_lies_on_its_dot(folder, camera):
    sample = open_here(folder).sample("eval", f"B1Counting/{camera}_1")
    picture = decode(sample.image, sample.name)
    assert dots_at(picture, sample.keypoints) == list(range(21))
    assert sample.visible.all()


@pytest.mark.parametrize("camera", CAMERAS)
def test_the_projection_is_opencvs(camera):
    points = posed_hand(3, 500.0)
    np.testing.assert_allclose(project(points, camera), stb_uv(points, camera), atol=1e-9)


def test_a_point_on_the_axis_projects_onto_the_principal_point():
    uv = project(np.array([[0, 0, 500.0], [120.054, 0, 500.0]]), "BB_left")
    np.testing.assert_allclose(uv[0], [318.47345, 250.31296])
    # 822.79041 * 120.054 / 500 = 197.55856 px of disparity
    np.testing.assert_allclose(uv[1], [318.47345 + 197.55856, 250.31296], atol=1e-4)
    right = project(np.array([[120.054, 0, 500.0]]), "BB_right")
    np.testing.assert_allclose(right[0], [318.47345, 250.31296])


def test_a_point_behind_the_camera_has_no_place():
    assert np.isnan(project(np.array([[0, 0, -1.0]]), "BB_left")).all()


def test_the_wrist_lies_beyond_the_palm_as_far_as_the_middle_mcp_before_it():
    points = np.zeros((21, 3))
    points[WRIST], points[MIDDLE_MCP] = (1, 2, 3), (5, 0, 3)
    np.testing.assert_array_equal(stb.with_wrist(points)[WRIST], [-3, 4, 3])
    np.testing.assert_array_equal(points[WRIST], [1, 2, 3])


def test_hands_are_left_and_say_where_they_come_from(folder):
    sample = open_here(folder).sample("train", "B2Random/SK_color_0")
    assert (sample.handedness, sample.root, sample.source) == ("left", "wrist", "STB SK_color")
    assert sample.attributes == {"sequence": "B2Random", "camera": "SK_color"}
    assert sample.name == "B2Random/SK_color_0.png"


def test_the_split_is_by_sequence(folder, capsys):
    dataset = open_here(folder)
    assert {key.split("/")[0] for key in dataset.keys("eval")} == {"B1Counting"}
    assert {key.split("/")[0] for key in dataset.keys("train")} == {"B2Random"}
    assert len(dataset.keys("eval")) == len(CAMERAS) * 2
    assert "leaks" not in capsys.readouterr().err


def test_twelve_sequences_are_two_for_evaluation():
    assert len(stb.SEQUENCES) == 12
    assert set(stb.EVALUATION) == {"B1Counting", "B1Random"}
    assert set(stb.EVALUATION) < set(stb.SEQUENCES)


def test_a_random_split_says_that_it_leaks(folder, capsys):
    dataset = open_here(folder, random_split=True)
    train, held_out = dataset.keys("train"), dataset.keys("eval")
    assert "the evaluation leaks" in capsys.readouterr().err
    assert len(held_out) == len(open_here(folder).keys("eval"))
    assert set(train).isdisjoint(held_out)
    assert {key.split("/")[0] for key in held_out} == {"B1Counting", "B2Random"}
    assert train == open_here(folder, random_split=True).keys("train")


def test_another_seed_splits_otherwise(folder):
    first, second = (open_here(folder, random_split=True, seed=s).keys("eval") for s in (0, 1))
    assert first != second


def test_missing_sequences_of_the_part_are_named(folder, capsys):
    open_here(folder).keys("eval")
    assert capsys.readouterr().err == f"STB: not in {folder}: B1Random\n"
    open_here(folder).keys("train")
    assert "B2Counting, B3Counting" in capsys.readouterr().err


def test_a_camera_without_pictures_is_named_once_and_left_out(folder, tmp_path, capsys):
    copy = shutil.copytree(folder, tmp_path / "STB")
    for picture in (copy / "B2Random").glob("BB_right_*"):
        picture.unlink()
    keys = open_here(copy).keys("train")
    assert "B2Random BB_right" in capsys.readouterr().err
    assert [key for key in keys if "BB_right" in key] == []


def test_one_missing_picture_is_named_when_it_is_read(folder, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "STB")
    (copy / "B2Random/BB_left_1.png").unlink()
    dataset = open_here(copy)
    assert "B2Random/BB_left_1" in dataset.keys("train")
    with pytest.raises(BadSampleError, match=r"B2Random/BB_left_1.png: No such file"):
        dataset.sample("train", "B2Random/BB_left_1")


def test_pictures_may_lie_in_a_folder_images(folder, tmp_path):
    copy = tmp_path / "STB"
    shutil.copytree(folder / "labels", copy / "labels")
    shutil.copytree(folder / "B2Random", copy / "images/B2Random")
    assert open_here(copy).sample("train", "B2Random/BB_left_0").image


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"handPara": np.zeros((3, 20, 2))}, "shape (3, 20, 2), (3, 21, n) expected"),
        ({"other": np.zeros(3)}, "not STB's labels, 'handPara' (3, 21, n)"),
    ],
)
def test_labels_of_something_else_are_named(folder, tmp_path, content, message):
    copy = shutil.copytree(folder, tmp_path / "STB")
    savemat(copy / "labels/B2Random_BB.mat", content)
    with pytest.raises(HandposeError, match="B2Random_BB.mat: .*" + re.escape(message)):
        open_here(copy).keys("train")


def test_a_broken_label_file_is_named(folder, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "STB")
    (copy / "labels/B2Random_SK.mat").write_bytes(b"no matlab")
    with pytest.raises(HandposeError, match=r"B2Random_SK.mat: not STB's labels"):
        open_here(copy).keys("train")


def test_an_empty_folder_is_no_stb(tmp_path):
    (tmp_path / "labels").mkdir()
    with pytest.raises(HandposeError, match="no labels of STB with their pictures"):
        open_here(tmp_path).keys("train")
    with pytest.raises(HandposeError, match="STB is not there; give its folder"):
        open_here(tmp_path / "none").keys("train")
