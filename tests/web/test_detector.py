"""With a detector, the page looks where it says: every hand once, at its angle, as Python does."""

import numpy as np
import pytest
from web.toy_models import write_detector
from web.visitor import choose, hands, table, text, visit

from handpose.errors import HandposeError
from handpose.inference.landmarker import HandLandmarker
from handpose.pictures import encode_png
from handpose.web.models import detector, landmarker
from handpose.web.site import site

# Boxes in a picture 300 px wide and 200 px high: a hand, the same once more, another one, and
# what is too unsure to be one.
BOXES = np.array([[60, 40, 75, 75], [63, 40, 75, 75], [180, 100, 60, 45], [10, 10, 40, 40]])
ANGLES, SCORES = np.array([30.0, 31, 350, 0]), np.array([0.9, 0.8, 0.7, 0.49])


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
    expected = HandLandmarker(model)(picture, BOXES[[0, 2]], ANGLES[[0, 2]])
    for hand in (0, 1):
        theirs = table(browser, hand)
        np.testing.assert_allclose(theirs[:, :2], expected.keypoints[hand], atol=1)
        np.testing.assert_allclose(theirs[:, 2], expected.scores[hand], atol=0.02)


def test_where_the_detector_sees_nothing_there_is_no_hand(browser, serve, model, picture, tmp_path):
    seen = write_detector(tmp_path / "detector.tflite", BOXES[:1], ANGLES[:1], SCORES[3:])
    (tmp_path / "picture.png").write_bytes(encode_png(picture))
    see(browser, serve, model, seen, tmp_path / "picture.png")
    assert hands(browser) == []
    assert text(browser, "message") == "No hand found."


def test_a_detector_tells_its_size_and_threshold(tmp_path):
    found = detector(write_detector(tmp_path / "detector.tflite", BOXES, ANGLES, SCORES))
    assert found.about == {"input_size": 224, "threshold": 0.5}


def test_another_model_is_no_detector(model, tmp_path):
    with pytest.raises(HandposeError, match="not a hand detector of this version"):
        detector(model)
    (tmp_path / "broken.tflite").write_bytes(b"no model")
    with pytest.raises(HandposeError, match="LiteRT cannot run it"):
        detector(tmp_path / "broken.tflite")
    with pytest.raises(HandposeError, match=r"the page runs \.tflite files"):
        detector(tmp_path / "detector.onnx")
