"""The sheet of scenes, and what it cannot show."""

import pytest

from handpose.cli import actions
from handpose.detection.batches import scene_batches
from handpose.detection.browse import COLUMNS, COUNT, browse
from handpose.errors import HandposeError, UsageError
from handpose.models.detector.targets import HAND
from handpose.pictures import decode
from handpose.records import hands
from handpose.records.locate import open_all


def test_the_sheet_shows_24_scenes_with_the_boxes_of_their_hands(config, tmp_path, capsys):
    actions.browse(config.replace(save_result_path=str(tmp_path / "seen")))
    path = tmp_path / "seen" / "RHD_train.png"
    assert capsys.readouterr().out == f"open {path}\n"
    sheet = decode(path.read_bytes(), path)
    side = 2 * config.crop_size + 2
    assert sheet.shape == (COUNT // COLUMNS * side, COLUMNS * side, 3)
    # Lines between pixels are mixed with what is below them.
    green = sheet[..., 1] > 120 + sheet[..., (0, 2)].max(axis=-1).astype(int)
    tiles = green.reshape(COUNT // COLUMNS, side, COLUMNS, side).any(axis=(1, 3))
    batches = scene_batches(config.replace(batch_size=COUNT), open_all(config, "train"))
    kinds = next(batches.as_numpy_iterator())["kind"]
    shown = (kinds == HAND).any(axis=1)
    assert tiles.ravel().tolist() == shown.tolist()
    assert shown.any()


def test_whole_pictures_are_drawn_by_the_evaluation(config, tmp_path):
    with pytest.raises(UsageError, match=r"--state=eval: scenes are for training; .*--plot_eval"):
        browse(config.replace(state="eval"), tmp_path / "sheet.png")


def test_records_of_one_hand_a_picture_are_refused(config, tmp_path, monkeypatch):
    monkeypatch.setattr(hands, "OTHER", "another")
    with pytest.raises(HandposeError, match="tells of one hand"):
        browse(config, tmp_path / "sheet.png")
