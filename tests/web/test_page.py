"""The whole page: offline, from any server, in two languages, and clear when it cannot work."""

import functools
import http.server
import socket
import threading

import numpy as np
import pytest
from web.visitor import choose, hands, text, visit

from handpose.pictures import encode_png
from handpose.web.folder import write_folder


@pytest.fixture(name="picture")
def _picture(tmp_path):
    path = tmp_path / "picture.png"
    path.write_bytes(encode_png(np.full((50, 60, 3), 128, np.uint8)))
    return path


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Any web server: it knows nothing of the page."""

    def log_message(self, format, *arguments):
        """Keep the test's output clean."""


@pytest.fixture(name="anywhere")
def _anywhere(tmp_path):
    """A function that lets another web server hand out `tmp_path`; where that is."""
    handler = functools.partial(Quiet, directory=tmp_path)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_the_exported_folder_works_from_any_server(browser, files, anywhere, picture, tmp_path):
    write_folder(files, tmp_path / "some" / "place")
    visit(browser, f"{anywhere}some/place/")
    choose(browser, picture)
    assert hands(browser) == ["Left hand, 95 %"]


def test_no_request_goes_anywhere_else(browser, address, files, picture):
    browser.requests.clear()
    visit(browser, address)
    choose(browser, picture)
    assert hands(browser) == ["Left hand, 95 %"]
    asked = {name.removeprefix(address) for name in browser.requests}
    # A browser without windows shows no icon, and the licence is for those who copy the files.
    assert asked | {"icon.svg", "vendor/LICENSE.txt"} == {"", *files} - {"index.html"}


def test_the_browser_itself_holds_requests_back(browser, address):
    visit(browser, address)
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.setblocking(False)
        there = f"http://127.0.0.1:{elsewhere.getsockname()[1]}/"
        options = "{ mode: 'no-cors', signal: AbortSignal.timeout(2000) }"
        browser.evaluate(f"fetch('{there}', {options}).catch(() => null)")
        browser.evaluate(f"new Promise(done => {{ const image = new Image();"
                         f"image.onerror = () => done(); image.src = '{there}';"
                         f"setTimeout(done, 2000) }})")  # fmt: skip
        with pytest.raises(BlockingIOError):
            elsewhere.accept()


def test_no_picture_is_sent_at_all(browser, address, picture):
    visit(browser, address)
    browser.requests.clear()
    choose(browser, picture)
    assert hands(browser) == ["Left hand, 95 %"]
    assert browser.requests == []


def test_the_page_speaks_chinese_too(browser, address, picture):
    visit(browser, address)
    choose(browser, picture)
    browser.evaluate(
        "const list = document.getElementById('language'); list.value = 'zh';"
        "list.dispatchEvent(new Event('change'))"
    )
    assert text(browser, "toggle") == "打开摄像头"
    assert hands(browser) == ["左手，95 %"]
    assert browser.evaluate("[document.documentElement.lang, document.title]") == [
        "zh",
        "浏览器里的手部姿态",
    ]


def test_every_sentence_is_there_in_every_language(browser, address):
    visit(browser, address)
    words = browser.evaluate("import('./words.js').then(m => m.WORDS)")
    assert words.keys() == {"en", "zh"}
    assert words["en"].keys() == words["zh"].keys()
    for word, sentence in words["en"].items():
        assert sentence.count("{") == words["zh"][word].count("{"), word


@pytest.mark.parametrize(
    ("wishes", "language"),
    [(["de", "zh-CN", "en"], "zh"), (["en-GB", "zh"], "en"), (["de"], "en"), ([], "en")],
)
def test_the_browsers_wishes_choose_the_language(wishes, language, browser, address):
    visit(browser, address)
    assert browser.evaluate(f"import('./words.js').then(m => m.preferred({wishes}))") == language


def test_a_missing_model_is_told(browser, serve, files):
    without = {name: content for name, content in files.items() if not name.endswith(".tflite")}
    visit(browser, serve(without))
    assert text(browser, "problem") == (
        "This does not work here: reload the page, or try a newer browser. "
        "(models/landmarker.tflite: 404 Not Found)"
    )


def test_everything_that_can_be_used_has_a_name_and_can_be_reached(browser, address):
    visit(browser, address)
    nodes = browser.call("Accessibility.getFullAXTree")["nodes"]
    named = {
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if any(p["name"] == "focusable" and p["value"]["value"] for p in node.get("properties", []))
    }
    assert ("button", "Start the camera") in named
    assert ("combobox", "Language") in named
    assert any("choose a picture" in name for _, name in named)
    assert all(name for role, name in named), named


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_cut_off_on_a_phone_or_a_desk(width, browser, address):
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.call("Emulation.setDeviceMetricsOverride", **size)
    visit(browser, address)
    assert browser.evaluate("document.documentElement.scrollWidth") <= width
    browser.call("Emulation.clearDeviceMetricsOverride")
