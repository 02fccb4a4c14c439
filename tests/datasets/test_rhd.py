"""RHD: which hand, which order, what RHD_slim leaves out, and labels that cannot be used."""

import pickle

import cv2
import numpy as np
import pytest
from drawn import Drawn
from layouts import make_rhd, write_pickle

from handpose.config import Config
from handpose.datasets.registry import open_dataset
from handpose.errors import BadSampleError, HandposeError


@pytest.fixture(name="folder")
def _folder(tmp_path):
    return make_rhd(tmp_path / "RHD_published_v2", n_train=2, n_eval=1)


def open_here(folder, name="RHD"):
    return open_dataset(name, Config(dataset_path=str(folder)))


def annotations(folder, name="training"):
    return pickle.loads((folder / name / f"anno_{name}.pickle").read_bytes())


def test_keypoints_come_in_canonical_order(folder):
    sample, drawn = open_here(folder).sample("train", "00001"), Drawn().sample("train", "00001")
    np.testing.assert_allclose(sample.keypoints, drawn.keypoints, atol=1e-4)
    assert sample.handedness == drawn.handedness
    assert sample.root == "wrist"


def test_the_picture_comes_byte_for_byte(folder):
    sample = open_here(folder).sample("eval", "00000")
    assert sample.image == (folder / "evaluation/color/00000.png").read_bytes()


def test_the_hand_with_more_mask_pixels_is_taken(folder):
    mask = np.zeros((160, 160), np.uint8)
    mask[:10, :10], mask[20:30, :11] = 5, 20  # 100 px left, 110 px right
    cv2.imwrite(str(folder / "training/mask/00000.png"), mask)
    assert open_here(folder).sample("train", "00000").handedness == "right"
    mask[:10, 10:13] = 17  # 130 px left, the last of its values
    cv2.imwrite(str(folder / "training/mask/00000.png"), mask)
    assert open_here(folder).sample("train", "00000").handedness == "left"


def test_the_body_in_the_mask_is_no_hand(folder):
    mask = np.ones((160, 160), np.uint8)
    mask[0, 0] = 2
    cv2.imwrite(str(folder / "training/mask/00000.png"), mask)
    assert open_here(folder).sample("train", "00000").handedness == "left"


def test_the_other_hand_comes_along_in_canonical_order(folder):
    content = annotations(folder)
    rows = content[0]["uv_vis"].reshape(2, 21, 3)
    left = Drawn().sample("train", "00000").handedness == "left"
    rows[int(left)] = np.stack([np.arange(21), np.arange(21) + 100, np.arange(21) < 5], axis=1)
    write_pickle(folder / "training" / "anno_training.pickle", content)
    other = open_here(folder).sample("train", "00000").other
    # RHD counts the thumb from its tip: its row 1 is canonical keypoint 4.
    np.testing.assert_array_equal(other[[4, 1, 20]], [[1, 101, 1], [4, 104, 1], [17, 117, 0]])


def test_rows_of_zero_are_no_other_hand(folder):
    assert np.isnan(open_here(folder).sample("train", "00000").other).all()


def hide(folder, keep, scale=1.0):
    """Leave `keep` keypoints of picture 0 visible, at `scale` times their place."""
    content = annotations(folder)
    rows = content[0]["uv_vis"].reshape(2, 21, 3)
    rows[..., 2] = np.arange(21) < keep
    rows[..., :2] *= scale
    write_pickle(folder / "training" / "anno_training.pickle", content)


@pytest.mark.parametrize(
    ("keep", "scale", "kept"), [(10, 1, True), (9, 1, False), (21, 0.2, False)]
)
def test_slim_leaves_out_hidden_and_small_hands(folder, keep, scale, kept):
    hide(folder, keep, scale)
    assert ("00000" in open_here(folder, "RHD_slim").keys("train")) is kept
    assert "00000" in open_here(folder, "RHD").keys("train")


def test_a_hidden_keypoint_stays_labelled(folder):
    hide(folder, keep=12)
    sample = open_here(folder).sample("train", "00000")
    assert sample.labelled.all()
    assert sample.visible.sum() == 12


def test_rows_of_zero_are_a_fault_of_rhd(folder):
    content = annotations(folder)
    content[0]["uv_vis"][:] = 0
    write_pickle(folder / "training" / "anno_training.pickle", content)
    assert open_here(folder).sample("train", "00000").fault() == "no labelled keypoint"


def test_slim_leaves_a_broken_mask_to_be_named_later(folder):
    (folder / "training/mask/00000.png").write_bytes(b"")
    dataset = open_here(folder, "RHD_slim")
    assert "00000" in dataset.keys("train")
    with pytest.raises(BadSampleError, match=r"mask/00000.png: an empty file"):
        dataset.sample("train", "00000")


@pytest.mark.parametrize("label", [None, {}, {"uv_vis": np.zeros((41, 3))}, {"uv_vis": "none"}])
def test_a_label_that_cannot_be_used_is_named(folder, label):
    content = annotations(folder)
    content[1] = label
    write_pickle(folder / "training" / "anno_training.pickle", content)
    with pytest.raises(BadSampleError, match=r"anno_training.pickle: picture 00001: "):
        open_here(folder).sample("train", "00001")


class Evil:
    def __reduce__(self):
        return print, ("owned",)


def test_a_pickle_that_would_run_code_is_refused(folder, capsys):
    write_pickle(folder / "training" / "anno_training.pickle", {0: Evil()})
    with pytest.raises(HandposeError, match=r"anno_training.pickle: .*print, which is not plain"):
        open_here(folder).keys("train")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("content", [[1, 2], {"0": {}}])
def test_a_pickle_of_something_else_is_named(folder, content):
    write_pickle(folder / "training" / "anno_training.pickle", content)
    with pytest.raises(HandposeError, match="a dictionary from picture numbers to labels expected"):
        open_here(folder).keys("train")


def test_a_missing_dataset_says_how_to_name_it(tmp_path):
    with pytest.raises(HandposeError, match="RHD is not there; give its folder"):
        open_here(tmp_path).keys("train")
