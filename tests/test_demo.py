"""The demo does the whole job, and empties no folder but its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from handpose.demo import demo
from handpose.demo_options import DemoConfig
from handpose.errors import UsageError


@pytest.mark.slow
def test_it_ends_by_naming_what_is_there(tmp_path):
    command = [
        *(sys.executable, "-m", "handpose", "demo"),
        *(f"--out={tmp_path}/demo", "--hands=32", "--max_iter=3", "--pictures=2"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    pictures, *files = named(done.stdout)
    assert sorted(path.name for path in pictures.iterdir()) == ["00000.jpg", "00001.jpg"]
    assert all(path.exists() for path in files)
    assert len(json.loads((tmp_path / "demo/found/predictions.json").read_text())) == 2


def named(output: str) -> list[Path]:
    """The paths in the lines after 'Open:'."""
    lines = output.split("Open:")[1].split("\n\n")[0].strip().splitlines()
    return [Path(line.split()[-1]) for line in lines]


def test_a_folder_with_anything_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "thesis.tex").touch()
    with pytest.raises(UsageError, match="holds files that are not a demo's; name a new folder"):
        demo(DemoConfig(out=str(tmp_path)))
    assert (tmp_path / "thesis.tex").exists()


def test_a_file_in_the_folders_place_is_left_alone(tmp_path):
    (tmp_path / "demo").write_text("mine")
    with pytest.raises(UsageError, match="name a new folder"):
        demo(DemoConfig(out=str(tmp_path / "demo")))
    assert (tmp_path / "demo").read_text() == "mine"
