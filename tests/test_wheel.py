"""The wheel carries the shipped network: .gitignore, which the build heeds, must not name it."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BUILT_FROM = ("pyproject.toml", "README.md", "LICENSE")
SHIPPED = (
    *("hand_preview_float16.tflite", "hand_preview_int8.tflite", "detector_float16.tflite"),
    "README.md",
    *("hand_run/config.yaml", "hand_run/checkpoints/best.npz"),
    *("detector_run/config.yaml", "detector_run/checkpoints/best.npz"),
)


@pytest.fixture
def sources(tmp_path):
    """The project with a package that is empty but for the files that are to be shipped."""
    for name in (*BUILT_FROM, ".gitignore", "src/handpose/__init__.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    for name in SHIPPED:
        path = tmp_path / "src" / "handpose" / "weights" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("toy")
    return tmp_path


def test_the_wheel_holds_every_shipped_file(sources):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "out"]
    done = subprocess.run(command, cwd=sources, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = (sources / "out").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {f"handpose/weights/{name}" for name in SHIPPED} <= set(names)
