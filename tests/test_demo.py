"""The demo does the whole job, and empties no folder but its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from handpose.demo import DemoConfig, demo
from handpose.errors import UsageError


@pytest.mark.slow
def test_it_ends_by_naming_what_is_there(tmp_path):
    command = [
        *(sys.executable, "-m", "handpose", "demo"),
        *(f"--out={tmp_path}/demo", "--max_iter=3", "--pictures=2"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    pictures, results, run = named(done.stdout)
    assert sorted(path.name for path in (pictures / "pictures").iterdir()) == [
        "00000.png",
        "00001.png",
    ]
    assert len(json.loads((pictures / "predictions.json").read_text())) == 2
    assert list(results.glob("*.png"))
    assert (run / "config.yaml").exists()
    assert "Traceback" not in done.stderr


def named(output: str) -> list[Path]:
    """The paths in the lines after 'Open:'."""
    return [Path(line.split()[0]) for line in output.split("Open:")[1].strip().splitlines()]


def test_a_folder_with_anything_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "thesis.tex").touch()
    with pytest.raises(UsageError, match="holds files that are not a demo's; name a new folder"):
        demo(DemoConfig(out=str(tmp_path)))
    assert (tmp_path / "thesis.tex").exists()
