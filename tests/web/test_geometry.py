"""The page's geometry is that of handpose/geometry.py and inference/crops.py."""

import base64
import json

import numpy as np
import pytest
from web.visitor import visit

from handpose.geometry import image_to_crop, invert, letterbox, square_round, transform
from handpose.inference.crops import cut, upright_boxes


@pytest.fixture(scope="module", name="page")
def _page(browser, address):
    visit(browser, address)
    return browser


def call(page, module, function, *arguments):
    """What a function of one of the page's modules answers."""
    words = ", ".join(map(json.dumps, arguments))
    return page.evaluate(f"import('./{module}').then(m => m.{function}({words}))")


def test_maps_lead_where_python_leads(page):
    ours = image_to_crop(np.array([300.0, 200, 250]), 128, turn=35.0)
    theirs = call(page, "geometry.js", "pictureToCrop", [300, 200, 250], 128, 35)
    np.testing.assert_allclose(np.reshape(theirs, (2, 3)), ours, atol=1e-9)
    back = call(page, "geometry.js", "inverse", theirs)
    np.testing.assert_allclose(np.reshape(back, (2, 3)), invert(ours), atol=1e-9)
    point = call(page, "geometry.js", "moved", theirs, [310, 190])
    np.testing.assert_allclose(point, transform(ours, np.array([[310.0, 190]]))[0], atol=1e-9)


def test_squares_are_those_of_python(page):
    size = {"width": 640, "height": 480}
    assert call(page, "geometry.js", "letterbox", size) == letterbox((480, 640)).tolist()
    assert call(page, "geometry.js", "centreSquare", size) == [320, 240, 480]
    square = call(page, "geometry.js", "squareRound", [10, 20, 30, 60], 1.5)
    assert square == square_round(np.array([10, 20, 30, 60]), 1.5).tolist() == [25, 50, 90]


def test_overlap_is_intersection_over_union(page):
    boxes = [0, 0, 10, 10], [5, 0, 10, 10], [20, 0, 5, 5]
    assert call(page, "geometry.js", "overlap", *boxes[:2]) == pytest.approx(50 / 150)
    assert call(page, "geometry.js", "overlap", boxes[0], boxes[2]) == 0


def test_a_followed_hand_is_cut_out_as_python_cuts_it_out(page):
    keypoints = np.random.default_rng(1).uniform(100, 300, (21, 2))
    boxes, angles = upright_boxes(keypoints[None])
    theirs = call(page, "tracker.js", "uprightBox", keypoints.tolist())
    np.testing.assert_allclose(theirs["box"], boxes[0], atol=1e-6)
    assert theirs["angle"] == pytest.approx(angles[0])


CROPS = {
    "magnified": (60, 40, 30, 0),
    "a little smaller": (150, 100, 180, 20),
    "four times smaller, turned": (140, 95, 260, 60),
    "mostly outside": (-20, 210, 120, 10),
    "outside": (900, 900, 50, 0),
    "far smaller than the picture": (150, 100, 2000, 0),
}


@pytest.mark.parametrize("name", CROPS)
def test_crops_have_the_pixels_of_python(page, name):
    *square, turn = CROPS[name]
    picture = np.random.default_rng(2).integers(0, 256, (201, 299, 3), np.uint8)
    to_crop = image_to_crop(np.array(square, float), 64, turn)
    ours = cut(picture, to_crop[None], 64)[0]
    theirs = np.reshape(warped(page, picture, to_crop, 64), (64, 64, 3))
    # Rounding, and weights of 1/32 in some releases of OpenCV, are all that may differ.
    assert np.abs(theirs - ours).max() <= 8
    assert np.abs(theirs - ours).mean() < 0.5


def warped(page, picture, to_crop, size):
    """The page's crop of an RGB picture, size * size * 3 numbers."""
    rgba = np.dstack([picture, np.full(picture.shape[:2], 255, np.uint8)])
    packed = base64.b64encode(rgba.tobytes()).decode()
    height, width = picture.shape[:2]
    pixels = f"Uint8ClampedArray.from(atob('{packed}'), letter => letter.charCodeAt(0))"
    image = f"{{data: {pixels}, width: {width}, height: {height}}}"
    call_ = f"m.warp({image}, {to_crop.ravel().tolist()}, {size})"
    return page.evaluate(f"import('./warp.js').then(m => Array.from({call_}))")
