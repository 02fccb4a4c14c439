"""`handpose serve`: served until Ctrl-C, or written into a folder."""

import json
import signal
import subprocess
import sys
import urllib.request

import numpy as np
import pytest
from web.toy_models import write_detector

from handpose.errors import HandposeError
from handpose.options import resolve
from handpose.web import command
from handpose.web.options import ServeConfig

# Whoever starts the tests in the background has SIGINT ignored, and children inherit that.
RUN = "import json, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
RUN += "from handpose.web.command import serve; "
RUN += "from handpose.web.options import ServeConfig; serve(ServeConfig(**json.loads(sys.argv[1])))"


def test_it_serves_until_ctrl_c(model):
    options = json.dumps({"model": str(model), "cropped": True, "port": 0})
    words, pipe = [sys.executable, "-W", "error", "-c", RUN, options], subprocess.PIPE
    with subprocess.Popen(words, stdout=pipe, stderr=pipe, text=True) as running:
        line = running.stdout.readline()
        address = line.removeprefix("open ").removesuffix(" (Ctrl-C ends it)\n")
        with urllib.request.urlopen(address) as answer:
            assert answer.read().startswith(b"<!doctype html>")
        running.send_signal(signal.SIGINT)
        try:
            _, said = running.communicate(timeout=60)
        finally:
            running.kill()
    assert running.returncode == 0
    assert "Traceback" not in said


def test_export_writes_the_folder_and_says_so(model, tmp_path, capsys):
    out = tmp_path / "page"
    command.serve(ServeConfig(model=str(model), cropped=True, export=str(out)))
    assert capsys.readouterr().out == f"wrote {out}: any web server can hand it out\n"
    assert (out / "models" / "landmarker.tflite").read_bytes() == model.read_bytes()
    assert (out / "index.html").is_file()


def test_a_detector_goes_with_the_page(model, tmp_path):
    seen = write_detector(tmp_path / "d.tflite", np.zeros((1, 4)), np.zeros(1), np.zeros(1))
    out = tmp_path / "page"
    command.serve(ServeConfig(model=str(model), detector=str(seen), export=str(out)))
    assert json.loads((out / "about.json").read_text())["detector"] == {
        "file": "models/detector.tflite",
        "input_size": 224,
        "sureness": 0.45,
        "most_overlap": 0.6,
    }
    assert (out / "models" / "detector.tflite").read_bytes() == seen.read_bytes()


def test_without_a_detector_the_shipped_one_goes_with_the_page(model, tmp_path, monkeypatch):
    monkeypatch.setattr(command.shipped, "FOLDER", tmp_path)
    with pytest.raises(HandposeError, match=r"detector_float16.tflite is missing.*--cropped=True"):
        command.serve(ServeConfig(model=str(model)))
    found = tmp_path / command.shipped.DETECTOR
    write_detector(found, np.zeros((1, 4)), np.zeros(1), np.zeros(1))
    command.serve(ServeConfig(model=str(model), export=str(tmp_path / "page")))
    served = tmp_path / "page" / "models" / "detector.tflite"
    assert served.read_bytes() == found.read_bytes()


def test_a_detector_beside_cropped_is_refused():
    with pytest.raises(HandposeError, match="--detector: not used with --cropped=True"):
        ServeConfig(detector="d.tflite", cropped=True)


def test_open_opens_the_browser(model, monkeypatch, capsys):
    opened = []
    monkeypatch.setattr(command.webbrowser, "open", opened.append)
    monkeypatch.setattr(command.Server, "serve_forever", lambda self: None)
    command.serve(ServeConfig(model=str(model), cropped=True, port=0, open=True))
    assert capsys.readouterr().out == f"open {opened[0]} (Ctrl-C ends it)\n"


def test_a_missing_model_is_told(tmp_path):
    with pytest.raises(HandposeError, match="no such file"):
        command.serve(ServeConfig(model=str(tmp_path / "hand.tflite")))


def test_a_port_that_cannot_be_is_refused():
    with pytest.raises(HandposeError, match="--port=70000: 0 to 65535 expected"):
        resolve(ServeConfig, {"port": 70000})
