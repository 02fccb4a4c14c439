"""The contact sheet of what the network sees."""

import cv2
import pytest
from layouts import make_rhd

from handpose.config import Config
from handpose.errors import HandposeError
from handpose.pipeline.browse import COLUMNS, COUNT, SIDE, browse
from handpose.records.convert import convert


def drawn(tmp_path, **options):
    return Config(data_path=str(tmp_path), state="eval", workers=1, crop_size=64, **options)


def test_the_sheet_shows_48_crops_with_keypoints(tmp_path):
    make_rhd(tmp_path / "RHD_published_v2", n_train=1, n_eval=COUNT)
    config = drawn(tmp_path)
    convert(config)
    sheet = cv2.imread(str(browse(config, tmp_path / "out" / "sheet.png")))
    assert sheet.shape == (COUNT // COLUMNS * (SIDE + 2), COLUMNS * (SIDE + 2), 3)
    assert sheet[: SIDE // 2, :SIDE].any()
    assert sheet[-SIDE:, -SIDE:].any()


def test_without_records_the_command_is_named(tmp_path):
    with pytest.raises(HandposeError, match="handpose convert --dataset_list=RHD --state=eval"):
        browse(drawn(tmp_path), tmp_path / "sheet.png")
    assert not (tmp_path / "sheet.png").exists()
