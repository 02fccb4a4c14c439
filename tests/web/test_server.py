"""The server hands out its list of files to this computer, and nothing else to anybody."""

import http.client
import socket
import threading

import pytest

from handpose.errors import HandposeError
from handpose.web.server import HEADERS, Server

SITE = {
    "index.html": b"<p>page</p>",
    "vendor/run.wasm": b"\0asm",
    "page.js": b"1",
    "models/hand.tflite": b"TFL3",
}


@pytest.fixture(scope="module", name="server")
def _server():
    with Server(SITE, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def ask(server, path, method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, content


@pytest.mark.parametrize(
    ("path", "name", "kind"),
    [
        ("/", "index.html", "text/html; charset=utf-8"),
        ("/index.html?lang=zh", "index.html", "text/html; charset=utf-8"),
        ("/page.js", "page.js", "text/javascript; charset=utf-8"),
        ("/vendor/run.wasm", "vendor/run.wasm", "application/wasm"),
        ("/models/hand.tflite", "models/hand.tflite", "application/octet-stream"),
    ],
)
def test_a_file_comes_with_its_kind_and_the_headers(server, path, name, kind):
    answer, content = ask(server, path)
    assert (answer.status, content) == (200, SITE[name])
    assert answer.getheader("Content-Type") == kind
    assert {key: answer.getheader(key) for key in HEADERS} == HEADERS
    assert HEADERS["Cross-Origin-Opener-Policy"] == "same-origin"
    assert HEADERS["Cross-Origin-Embedder-Policy"] == "require-corp"


def test_head_says_what_get_would(server):
    answer, content = ask(server, "/index.html", "HEAD")
    assert (answer.status, content) == (200, b"")
    assert answer.getheader("Content-Length") == "11"


@pytest.mark.parametrize(
    "path",
    [
        *("/vendor", "/vendor/", "/models/", "/nothing.html", "/["),
        *("/../server.py", "/vendor/../index.html", "/%2e%2e/server.py", "/%2e/index.html"),
        *("//127.0.0.1/index.html", "/etc/passwd", "/index.html/", "/index.html%00"),
    ],
)
def test_what_is_not_in_the_list_is_not_there(server, path):
    answer, content = ask(server, path)
    assert (answer.status, content) == (404, b"Not Found\n")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_can_be_sent(server, method):
    assert ask(server, "/index.html", method)[0].status == 501


@pytest.mark.parametrize("host", ["a.example", "a.example:{port}", "127.0.0.1", "127.0.0.1:1"])
def test_a_name_that_leads_here_from_elsewhere_is_refused(server, host):
    host = host.format(port=server.server_port)
    answer, content = ask(server, "/index.html", Host=host)
    assert (answer.status, content) == (403, b"Forbidden\n")


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_its_own_names_are_known(server, name):
    assert ask(server, "/", Host=f"{name}:{server.server_port}")[0].status == 200


def test_only_this_computer_is_listened_to(server):
    assert server.server_address[0] == "127.0.0.1"
    assert server.address == f"http://127.0.0.1:{server.server_port}/"


def test_a_browser_that_hangs_up_is_no_news(server, capfd):
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", server.server_port)) as browser:
            browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            browser.sendall(b"GET /page.js HTTP/1.1\r\nHost: localhost\r\n")
    assert ask(server, "/")[0].status == 200
    assert capfd.readouterr().err == ""


def test_a_port_that_is_taken_is_told(server):
    port = server.server_port
    with pytest.raises(HandposeError, match=rf"--port={port}: cannot be used \(.+\); name another"):
        Server(SITE, port)
