"""Run names, as the 2018 scripts wrote them."""

import datetime

import pytest

from handpose.config import Config
from handpose.runs.name import run_name

DAY = datetime.date(2018, 8, 10)


def test_the_name_of_the_original_documentation():
    config = Config(train_marker="2", max_iter=30000)
    assert run_name(config, DAY) == "0810_n2_RHD_c1.2_b8_aFalse_vTrue_dTrue_i3.0w"


def test_every_part_of_the_name_follows_its_option():
    config = Config(
        train_marker="left-3", dataset_type="RS_320", box_scale=1.5, batch_size=32, augment=True,
        train_vis=False, with_dsnt=False, max_iter=400,
    )  # fmt: skip
    expected = "0105_nleft-3_RS_320_c1.5_b32_aTrue_vFalse_dFalse_i0.04w"
    assert run_name(config, datetime.date(2026, 1, 5)) == expected


@pytest.mark.parametrize(("head", "dsnt"), [("dsnt", True), ("heatmap", False), ("simcc", False)])
def test_an_explicit_head_decides_what_the_name_says_of_the_dsnt(head, dsnt):
    assert f"_d{dsnt}_" in run_name(Config(head=head), DAY)
