"""The camera on the page: a film of one picture stands for it."""

import cv2
import numpy as np
import pytest
from web.visitor import READY, hands, table, text, visit

BACKGROUND = (40, 90, 160)


@pytest.fixture(scope="module", name="film")
def _film(tmp_path_factory):
    """An MJPEG film: a grey disc before a blue-green wall, 320 x 240."""
    frame = np.full((240, 320, 3), BACKGROUND, np.uint8)
    cv2.circle(frame, (160, 120), 60, (200, 200, 200), -1)
    encoded = cv2.imencode(".jpg", frame[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 95])[1]
    path = tmp_path_factory.mktemp("film") / "camera.mjpeg"
    path.write_bytes(encoded.tobytes() * 30)
    return path


@pytest.fixture(name="visited")
def _visited(browse, film, address):
    flags = ("--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}")
    with browse(*flags, "--use-fake-ui-for-media-stream") as browser:
        visit(browser, address)
        yield browser


def press(browser, button):
    browser.evaluate(f"document.getElementById('{button}').click()")


def pixel(browser, x, y):
    """The RGB colour of the page's canvas, in its own pixels."""
    read = f"document.getElementById('canvas').getContext('2d').getImageData({x}, {y}, 1, 1)"
    return browser.evaluate(f"Array.from({read}.data)")[:3]


def test_hands_are_drawn_over_the_camera_until_it_is_stopped(visited):
    press(visited, "toggle")
    speed = "document.getElementById('speed').textContent"
    visited.wait_for(f"/^[1-9][0-9]* frames per second, [0-9]+ ms/.test({speed})")
    assert text(visited, "problem") == ""
    assert text(visited, "toggle") == "Stop the camera"
    assert hands(visited) == ["Left hand, 95 %"]
    assert np.isfinite(table(visited)).all()
    # The film's colour, where no keypoint of this model ever is.
    np.testing.assert_allclose(pixel(visited, 2, 237), BACKGROUND, atol=12)
    assert visited.evaluate("document.getElementById('canvas').className") == "mirrored"
    press(visited, "toggle")
    visited.wait_for(READY)
    assert text(visited, "toggle") == "Start the camera"
    assert visited.evaluate("document.getElementById('video').srcObject") is None
    assert visited.evaluate("document.getElementById('canvas').className") == ""


REFUSED = "The camera is not allowed: allow it in the browser's address bar."
MISSING = "There is no camera: choose a picture instead."


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream=deny"], REFUSED),
        (["--use-fake-ui-for-media-stream"], MISSING),
    ],
)
def test_a_camera_that_is_not_to_be_had_is_told(flags, said, browse, address):
    with browse(*flags) as browser:
        visit(browser, address)
        press(browser, "toggle")
        browser.wait_for(READY)
        assert text(browser, "problem") == said
        assert text(browser, "toggle") == "Start the camera"
