"""The protocols as data: crops, keypoints and units as they are frozen."""

import numpy as np
import pytest

from handpose.config import PROTOCOLS as NAMES
from handpose.config import Config
from handpose.evaluation.protocols import PROTOCOLS, chosen, without_crop


def test_every_protocol_that_the_flag_offers_is_there():
    assert tuple(PROTOCOLS) == NAMES


def test_titles_name_protocol_and_variant():
    titles = [protocol.title for protocol in chosen(["mmpose", "hand3d", "mmpose", "real-photo"])]
    assert titles == [*("mmpose", "hand3d part", "hand3d all", "real-photo 1.25", "real-photo 1.5")]


@pytest.mark.parametrize(
    ("name", "crop", "scales"),
    [
        ("hand3d", "hand3d", [1.2, 1.2]),
        ("mmpose", "box", [1.5]),
        ("real-photo", "box", [1.25, 1.5]),
    ],
)
def test_crops(name, crop, scales):
    run = Config(crop="box", box_scale=1.1)
    cropped = [protocol.cropped(run) for protocol in PROTOCOLS[name]]
    assert [config.crop for config in cropped] == [crop] * len(scales)
    assert [config.box_scale for config in cropped] == pytest.approx(scales)


def test_hand3d_takes_the_scale_of_a_run_with_its_crop():
    run = Config(crop="hand3d", box_scale=1.1)
    assert [p.settled(run).box_scale for p in PROTOCOLS["hand3d"]] == [1.1, 1.1]


def test_which_keypoints_count():
    assert [p.keypoints for p in chosen(NAMES)] == [
        *("visible", "labelled", "visible", "labelled", "labelled")
    ]


def test_the_unit_of_real_photo_is_a_hand_of_256_px_over_1_25():
    protocol = PROTOCOLS["real-photo"][0]
    errors = np.full((1, 21), 10.0)
    # A hand of 100 px is seen at 204.8 px, so that 10 px become 20.48.
    assert protocol.in_unit(errors, np.array([100.0]))[0, 0] == pytest.approx(20.48)
    assert PROTOCOLS["mmpose"][0].in_unit(errors, np.array([100.0]))[0, 0] == 10.0


def test_predictions_from_elsewhere_have_one_real_photo_result():
    bare = without_crop(chosen(NAMES))
    assert [protocol.title for protocol in bare] == [
        *("hand3d part", "hand3d all", "mmpose", "real-photo")
    ]
    assert {protocol.crop for protocol in bare} == {""}
