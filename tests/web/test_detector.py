"""With a detector, the page looks where it says: every hand once, at its angle, as Python does."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from web.toy_models import write_detector
from web.visitor import choose, hands, table, text, visit

from handpose import shipped
from handpose.errors import HandposeError
from handpose.inference.detector import HandDetector
from handpose.inference.landmarker import HandLandmarker
from handpose.inference.search import detector_of, searching
from handpose.pictures import encode_png
from handpose.web.models import detector, landmarker
from handpose.web.site import site

SHEET = Path(__file__).resolve().parents[2] / "docs" / "images" / "synthetic_hands.jpg"

# Boxes in a picture 300 px wide and 200 px high: a hand, the same once more, one that reaches out
# of the picture, one that lies outside, and what is too unsure to be one.
BOXES = np.array(
    [[60, 40, 75, 75], [63, 40, 75, 75], [180, 150, 60, 90], [-50, 20, 40, 40], [10, 10, 40, 40]]
)
ANGLES, SCORES = np.array([30.0, 31, 350, 0, 0]), np.array([0.9, 0.8, 0.7, 0.6, 0.01])


def letterboxed(boxes):
    """Boxes of that picture in the detector's 224 px: 50 px of black above and below."""
    return (boxes + np.array([0, 50, 0, 0])) * 224 / 300


@pytest.fixture(scope="module", name="picture")
def _picture():
    return np.random.default_rng(3).integers(0, 256, (200, 300, 3), np.uint8)


def see(browser, serve, model, detector_file, path):
    visit(browser, serve(site(landmarker(model), detector(detector_file))))
    choose(browser, path)


def test_each_hand_is_looked_at_once_at_its_angle(browser, serve, model, picture, tmp_path):
    seen = write_detector(tmp_path / "detector.tflite", letterboxed(BOXES), ANGLES, SCORES)
    (tmp_path / "picture.png").write_bytes(encode_png(picture))
    see(browser, serve, model, seen, tmp_path / "picture.png")
    assert hands(browser) == ["Left hand, 95 %"] * 2
    found = HandDetector(seen)(picture)
    np.testing.assert_allclose(found.boxes, [[60, 40, 75, 75], [180, 150, 60, 50]], atol=1e-3)
    expected = HandLandmarker(model)(picture, found.boxes, found.angles)
    for hand in (0, 1):
        theirs = table(browser, hand)
        np.testing.assert_allclose(theirs[:, :2], expected.keypoints[hand], atol=1)
        np.testing.assert_allclose(theirs[:, 2], expected.scores[hand], atol=0.02)


def test_where_the_detector_sees_nothing_there_is_no_hand(browser, serve, model, picture, tmp_path):
    seen = write_detector(tmp_path / "detector.tflite", BOXES[:1], ANGLES[:1], SCORES[4:])
    (tmp_path / "picture.png").write_bytes(encode_png(picture))
    see(browser, serve, model, seen, tmp_path / "picture.png")
    assert hands(browser) == []
    assert text(browser, "message") == "No hand found."


def test_the_shipped_models_answer_as_in_python(browser, serve, tmp_path):
    sheet = cv2.imread(str(SHEET), cv2.IMREAD_COLOR_RGB)
    picture = np.ascontiguousarray(sheet[:160, 324:484])
    (tmp_path / "hand.png").write_bytes(encode_png(picture))
    file = shipped.hand_model(shipped.NAME)
    see(browser, serve, file, shipped.detector(), tmp_path / "hand.png")
    search = searching(detector_of("", shipped.SURENESS, 1), HandLandmarker(file), shipped.SURENESS)
    expected = search(picture)
    assert len(hands(browser)) == len(expected) > 0
    for place, hand in enumerate(expected):
        np.testing.assert_allclose(table(browser, place)[:, :2], hand.keypoints, atol=1)


@pytest.mark.parametrize(("shift", "hands_seen"), [(14, 1), (16, 2)])
def test_boxes_that_share_up_to_six_tenths_are_two_hands(
    browser, serve, model, picture, tmp_path, shift, hands_seen
):
    boxes = np.array([[60, 40, 60, 60], [60 + shift, 40, 60, 60]])
    shared = (60 - shift) / (60 + shift)
    assert (shared <= 0.6) == (hands_seen == 2)
    opposite = np.array([30.0, 210.0])  # so that their keypoints lie apart
    seen = write_detector(tmp_path / "d.tflite", letterboxed(boxes), opposite, SCORES[:2])
    assert len(HandDetector(seen)(picture)) == hands_seen
    (tmp_path / "picture.png").write_bytes(encode_png(picture))
    see(browser, serve, model, seen, tmp_path / "picture.png")
    assert len(hands(browser)) == hands_seen


def test_a_detector_tells_its_size_and_when_hands_are_some(tmp_path):
    found = detector(write_detector(tmp_path / "detector.tflite", BOXES, ANGLES, SCORES))
    assert found.about == {"input_size": 224, "sureness": 0.45, "most_overlap": 0.6}


def test_another_model_is_no_detector(model, tmp_path):
    with pytest.raises(HandposeError, match="a model for landmarks, one for detection expected"):
        detector(model)
    (tmp_path / "broken.tflite").write_bytes(b"no model")
    with pytest.raises(HandposeError, match="not a LiteRT file"):
        detector(tmp_path / "broken.tflite")
    with pytest.raises(HandposeError, match=r"the page runs \.tflite files"):
        detector(tmp_path / "detector.onnx")
