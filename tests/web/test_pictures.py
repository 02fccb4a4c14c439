"""The page finds in a picture what HandLandmarker finds in it, and tells what it cannot read."""

import struct
from pathlib import Path

import cv2
import numpy as np
import pytest
from encoded import jpeg, with_segment
from web.toy_models import write_landmarker
from web.visitor import choose, drop, hands, table, text, visit

from handpose import shipped
from handpose.inference.landmarker import HandLandmarker
from handpose.pictures import decode, encode_png
from handpose.web.models import landmarker
from handpose.web.site import site

SHEET = Path(__file__).resolve().parents[2] / "docs" / "images" / "synthetic_hands.jpg"


def picture(height, width):
    """An RGB picture (height, width, 3) with coarse and fine detail, from a fixed seed."""
    random = np.random.default_rng(height)
    coarse = random.integers(0, 256, (6, 8, 3)).astype(np.float32)
    smooth = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(smooth + random.normal(0, 20, smooth.shape), 0, 255).astype(np.uint8)


def sideways(encoded):
    """A JPEG whose EXIF data say that its right side is up."""
    tiff = b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, 8, 0, 0)
    return with_segment(encoded, 0xE1, b"Exif\0\0" + tiff)


def expected(model, encoded):
    """What Python finds: (21, 3) x, y, score."""
    found = HandLandmarker(model)(decode(encoded, "picture", upright=True))
    return np.column_stack([found.keypoints[0], found.scores[0]])


@pytest.fixture(scope="module", name="open_browser")
def _open_browser(browser, address):
    visit(browser, address)
    return browser


CASES = {
    "shrunk.png": encode_png(picture(480, 640)),
    "magnified.png": encode_png(picture(70, 40)),
    "tall.jpg": jpeg(picture(900, 300)),
    "sideways.jpg": sideways(jpeg(picture(200, 300))),
}


@pytest.mark.parametrize("name", CASES)
def test_keypoints_and_scores_are_those_of_python(name, open_browser, model, tmp_path):
    (tmp_path / name).write_bytes(CASES[name])
    choose(open_browser, tmp_path / name)
    assert text(open_browser, "problem") == ""
    assert hands(open_browser) == ["Left hand, 95 %"]
    own, theirs = expected(model, CASES[name]), table(open_browser)
    np.testing.assert_allclose(theirs[:, :2], own[:, :2], atol=1)
    np.testing.assert_allclose(theirs[:, 2], own[:, 2], atol=0.02)
    # The numbers must be able to differ: keypoints all over the picture.
    assert np.ptp(own[:, :2], axis=0).min() > 20


@pytest.mark.parametrize("name", shipped.PREVIEWS)
def test_a_shipped_model_answers_as_in_python(name, browser, serve, tmp_path):
    model = shipped.hand_model(name)
    visit(browser, serve(site(landmarker(model), None)))
    encoded = encode_png(rendered_hand())
    (tmp_path / "rendered.png").write_bytes(encoded)
    choose(browser, tmp_path / "rendered.png")
    assert len(hands(browser)) == 1
    np.testing.assert_allclose(table(browser)[:, :2], expected(model, encoded)[:, :2], atol=1)


def rendered_hand():
    """The first of the synthetic hands that the documents show."""
    sheet = cv2.imread(str(SHEET), cv2.IMREAD_COLOR_RGB)
    return np.ascontiguousarray(sheet[:160, :160])


def test_a_file_that_is_no_picture_is_told_and_harms_nothing(open_browser, tmp_path):
    good, bad = tmp_path / "good.png", tmp_path / "<b>bad<b>.png"
    good.write_bytes(CASES["magnified.png"])
    bad.write_bytes(CASES["magnified.png"][:60])
    choose(open_browser, good)
    before = table(open_browser)
    drop(open_browser, bad)
    assert text(open_browser, "problem") == (
        "<b>bad<b>.png cannot be read as a picture: choose a JPEG, PNG or WebP file."
    )
    np.testing.assert_array_equal(table(open_browser), before)
    drop(open_browser, good)
    assert text(open_browser, "problem") == ""


def test_a_picture_without_a_hand_shows_none(browser, serve, tmp_path):
    model = write_landmarker(tmp_path / "hand.tflite", presence=-1.0)
    visit(browser, serve(site(landmarker(model), None)))
    (tmp_path / "empty.png").write_bytes(CASES["magnified.png"])
    choose(browser, tmp_path / "empty.png")
    assert hands(browser) == []
    assert text(browser, "message") == "No hand found."
