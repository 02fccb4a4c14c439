"""A browser, a hand model and a server for the tests of the page."""

import os
import threading
from pathlib import Path

import pytest
from web.chromium import chromium
from web.toy_models import write_landmarker

from handpose.web.models import landmarker
from handpose.web.server import Server
from handpose.web.site import site

PROGRAM = Path(__file__).resolve().parents[2] / ".venv" / "chromium" / "chromium"


@pytest.fixture(scope="session", name="program")
def _program():
    """A headless Chromium; `HANDPOSE_CHROMIUM` names another one."""
    program = Path(os.environ.get("HANDPOSE_CHROMIUM", PROGRAM))
    if program.is_file():
        return program
    how = f"no Chromium; run: python tools/fetch_chromium.py {PROGRAM.parent}"
    return pytest.fail(how) if os.environ.get("CI") else pytest.skip(how)


@pytest.fixture(scope="session", name="model")
def _model(tmp_path_factory):
    """A LiteRT file of a hand model whose answer depends on every part of its crop."""
    return write_landmarker(tmp_path_factory.mktemp("toy") / "hand.tflite")


@pytest.fixture(scope="session", name="files")
def _files(model):
    return site(landmarker(model), None)


@pytest.fixture(scope="session", name="serve")
def _serve():
    """A function that serves a site for as long as the tests run; its address."""
    servers = []

    def serve(files):
        servers.append(Server(files, 0))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return servers[-1].address

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session", name="address")
def _address(files, serve):
    return serve(files)


@pytest.fixture(scope="session", name="browse")
def _browse(program, tmp_path_factory):
    """A function that starts a browser with more flags, as a context manager."""
    return lambda *flags: chromium(program, tmp_path_factory.mktemp("profile"), flags)


@pytest.fixture(scope="session", name="browser")
def _browser(browse):
    with browse() as browser:
        yield browser
