"""`test`: pictures in, drawings and predictions out; what is broken is named and skipped."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from made_hands import a_row, hands_at
from toy_landmarker import dot, make_litert

from handpose.config import Config
from handpose.errors import HandposeError, UsageError
from handpose.inference import pictures
from handpose.models.build import build_model
from handpose.pictures import decode
from handpose.runs.checkpoints import Checkpoint, save_checkpoint
from handpose.runs.folder import new_run
from handpose.runs.weights import weights_of


@pytest.fixture(name="trained", scope="module")
def _trained(tmp_path_factory):
    """The configuration of a run with fresh weights."""
    config = Config(
        data_path=str(tmp_path_factory.mktemp("data")),
        network="handnet",
        crop_size=64,
        batch_size=2,
    )
    run = new_run(config)
    network = build_model(config).network
    weights = {name: np.asarray(weight) for name, weight in weights_of(network).items()}
    save_checkpoint(run, Checkpoint(1, weights), keep=1)
    return Config(data_path=config.data_path, load_path=run.name, batch_size=2, cropped=True)


@pytest.fixture(name="photos")
def _photos(tmp_path):
    """Three pictures of different shapes, two of one name."""
    folder = tmp_path / "photos"
    rng = np.random.default_rng(0)
    for name, shape in (("a.jpg", (40, 90)), ("b/a.jpg", (80, 50)), ("c.png", (30, 30))):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(folder / name), rng.integers(0, 255, (*shape, 3), np.uint8))
    return folder


def entries(folder: Path) -> dict[str, dict]:
    content = json.loads((folder / "predictions.json").read_text())
    return {entry["file_name"]: entry for entry in content}


def shape_of(path: Path) -> tuple[int, ...]:
    return decode(path.read_bytes(), path.name).shape


def test_every_picture_is_drawn_in_its_own_shape_and_written_down(trained, photos):
    results = pictures.test(trained.replace(test_data_path=str(photos)))
    assert not (results / "panels").exists()
    assert results == Path(trained.runs_folder) / trained.load_path / "results" / "test_photos"
    assert shape_of(results / "pictures" / "a.jpg") == (40, 90, 3)
    assert shape_of(results / "pictures" / "b" / "a.jpg") == (80, 50, 3)
    assert list(entries(results)) == ["a.jpg", "b/a.jpg", "c.png"]
    assert len((results / "predictions.csv").read_text().splitlines()) == 1 + 3


def test_keypoints_lie_inside_the_letterboxed_square(trained, photos):
    results = pictures.test(trained.replace(test_data_path=str(photos / "a.jpg")))
    rows = np.array(entries(results)["a.jpg"]["keypoints"]).reshape(21, 3)
    assert ((rows[:, 0] >= 0) & (rows[:, 0] <= 90)).all()
    assert ((rows[:, 1] >= -25) & (rows[:, 1] <= 65)).all()  # 90 px high round the middle


def test_the_answer_does_not_depend_on_the_batch(trained, photos):
    asked = trained.replace(test_data_path=str(photos))
    together = entries(pictures.test(asked.replace(batch_size=3)))
    alone = entries(pictures.test(asked.replace(batch_size=1)))
    for name, entry in together.items():
        np.testing.assert_allclose(alone[name]["keypoints"], entry["keypoints"], atol=1e-2)


def test_a_broken_picture_is_named_and_skipped(trained, photos, capfd):
    whole = (photos / "c.png").read_bytes()
    (photos / "cut.png").write_bytes(whole[: len(whole) // 2])
    (photos / "empty.jpg").touch()
    (photos / "phone.heic").write_bytes(b"\x00\x00\x00\x18ftypheic")
    results = pictures.test(trained.replace(test_data_path=str(photos)))
    told = capfd.readouterr().err
    assert "skipped cut.png: a truncated PNG" in told
    assert "skipped empty.jpg: an empty file" in told
    assert "skipped phone.heic: neither JPEG nor PNG" in told
    assert "3 pictures tested, 3 hands, 3 skipped" in told
    assert list(entries(results)) == ["a.jpg", "b/a.jpg", "c.png"]


def test_no_readable_picture_at_all_is_an_error(trained, tmp_path):
    (tmp_path / "empty.jpg").touch()
    with pytest.raises(HandposeError, match="none of 1 pictures can be read"):
        pictures.test(trained.replace(test_data_path=str(tmp_path)))


def test_a_photo_is_turned_upright_as_its_exif_data_say(trained, tmp_path):
    plain = cv2.imencode(".jpg", np.zeros((20, 60, 3), np.uint8))[1].tobytes()
    turned_right = 6
    tag = b"\x01\x12\x00\x03\x00\x00\x00\x01" + bytes([0, turned_right, 0, 0])
    tiff = b"MM\x00\x2a\x00\x00\x00\x08" + b"\x00\x01" + tag + b"\x00\x00\x00\x00"
    exif = b"Exif\x00\x00" + tiff
    segment = b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif
    (tmp_path / "turned.jpg").write_bytes(plain[:2] + segment + plain[2:])
    results = pictures.test(trained.replace(test_data_path=str(tmp_path)))
    assert shape_of(results / "pictures" / "turned.jpg") == (60, 20, 3)


def test_plot_eval_adds_a_picture_with_every_probability(trained, photos):
    results = pictures.test(trained.replace(test_data_path=str(photos), plot_eval=True))
    for name in ("a.jpg.png", "b/a.jpg.png", "c.png.png"):
        panels = decode((results / "panels" / name).read_bytes(), name)
        assert panels.shape == (480, 960, 3)
        assert panels[:, :480].std() > 10
        assert panels[:, 480:].std() > 10


def test_save_test_plot_path_names_another_folder(trained, photos, tmp_path):
    asked = trained.replace(test_data_path=str(photos), save_test_plot_path=str(tmp_path / "out"))
    assert pictures.test(asked) == tmp_path / "out"
    assert (tmp_path / "out" / "pictures" / "b" / "a.jpg").exists()


def test_a_model_file_leaves_its_results_in_the_current_folder(photos, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cv2.imwrite(str(photos / "a.jpg"), dot((40, 90), 70, 12)[..., ::-1])
    asked = Config(load_path=str(make_litert(tmp_path)), cropped=True, plot_eval=True)
    asked = asked.replace(test_data_path=str(photos))
    results = pictures.test(asked)
    assert results == Path("test_photos")
    assert list(entries(results)) == ["a.jpg", "b/a.jpg", "c.png"]
    rows = np.array(entries(results)["a.jpg"]["keypoints"]).reshape(21, 3)
    np.testing.assert_allclose(rows[:, :2], np.tile([70, 12], (21, 1)), atol=2)
    assert shape_of(results / "panels" / "b" / "a.jpg.png") == (480, 960, 3)


def test_testing_the_current_folder_twice_does_not_test_the_results(photos, tmp_path, monkeypatch):
    monkeypatch.chdir(photos)
    asked = Config(test_data_path=".", load_path=str(make_litert(tmp_path)), cropped=True)
    first, second = (list(entries(pictures.test(asked))) for _ in range(2))
    assert first == second == ["a.jpg", "b/a.jpg", "c.png"]


def test_a_misspelt_model_leaves_no_folder_behind(photos, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(HandposeError, match=r"hand.tflite: no such file; make one"):
        pictures.test(Config(test_data_path=str(photos), load_path="hand.tflite", cropped=True))
    assert [path.name for path in tmp_path.iterdir()] == ["photos"]


def test_pictures_are_needed(trained):
    with pytest.raises(UsageError, match="--test_data_path=: a folder"):
        pictures.test(trained)


def test_a_folder_that_takes_no_files_is_an_error_before_any_picture(trained, photos, tmp_path):
    (tmp_path / "taken").touch()
    asked = trained.replace(test_data_path=str(photos), save_test_plot_path=f"{tmp_path}/taken")
    with pytest.raises(HandposeError, match="cannot be written"):
        pictures.test(asked)


def test_large_pictures_go_through_the_network_fewer_at_a_time(photos, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pictures, "PIXELS_AT_ONCE", 40 * 90 + 80 * 50)
    finder = Recorder()
    monkeypatch.setattr(pictures, "chosen_finder", lambda *_: finder)
    pictures.test(Config(test_data_path=str(photos), load_path="toy.tflite", cropped=True))
    assert finder.sizes == [2, 1]


class Recorder:
    """A finder that knows how many pictures it was given."""

    batch = 3

    def __init__(self):
        self.sizes = []

    def in_crops(self, images):
        self.sizes.append(len(images))
        return [hands_at([a_row(1, 1)]) for _ in images]


def test_a_file_too_large_to_be_a_picture_is_not_read(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pictures, "chosen_finder", lambda *_: Recorder())
    with (tmp_path / "film.jpg").open("wb") as film:
        film.truncate(5_000_000_000)
    with pytest.raises(HandposeError, match="none of 1 pictures"):
        pictures.test(Config(test_data_path="film.jpg", load_path="toy.tflite", cropped=True))
    assert capfd.readouterr().err == "skipped film.jpg: 5000 MB, at most 1000 MB can be read\n"
