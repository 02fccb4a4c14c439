"""The commands that have no test of their own elsewhere, run as a user would."""

import subprocess
import sys
from pathlib import Path

import cv2
import pytest
from layouts import make_rhd

from handpose import __version__
from handpose.cli import main
from handpose.cli.verbs import VERBS


def run(*words: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "handpose", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", VERBS)
def test_every_command_has_help_and_an_example_with_known_options(name, capsys):
    assert main([*name.split(), "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"{name}: {VERBS[name].summary}")
    for word in VERBS[name].example.split():
        if word.startswith("--"):
            assert f"\n  {word.split('=')[0]}=" in shown


def test_data_check_finds_a_sound_dataset_sound(tmp_path):
    make_rhd(tmp_path)
    done = run("data", "check", str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "RHD train" in done.stdout


def test_data_check_names_the_broken_picture_and_exits_1(tmp_path):
    make_rhd(tmp_path)
    broken = tmp_path / "training" / "color" / "00002.png"
    broken.write_bytes(broken.read_bytes()[:-20])
    done = run("data", "check", str(tmp_path))
    assert done.returncode == 1
    assert "00002.png" in done.stdout
    assert "truncated PNG" in done.stdout
    assert done.stderr == ""


def test_system_says_what_is_installed():
    done = run("system")
    lines = done.stdout.splitlines()
    assert lines[0] == f"handpose {__version__}"
    assert lines[1].startswith(f"python {sys.version_info.major}.{sys.version_info.minor}.")
    assert any(line.startswith("devices ") and "CPU:0" in line for line in lines)
    assert done.stderr == ""


def test_data_browse_writes_a_sheet_and_says_where_and_nothing_else(tmp_path):
    make_rhd(tmp_path / "RHD_published_v2", n_train=1, n_eval=48)
    flags = ["--dataset_type=RHD", f"--data_path={tmp_path}", "--crop_size=64"]
    convert = ["--dataset_list=RHD", "--state=eval", "--workers=1", f"--data_path={tmp_path}"]
    assert main(["convert", *convert]) == 0
    done = run("data", "browse", "--state=eval", f"--save_result_path={tmp_path}/seen", *flags)
    assert done.stderr == ""
    sheet = Path(done.stdout.strip().removeprefix("open "))
    assert sheet == tmp_path / "seen" / "RHD_eval.png"
    assert cv2.imread(str(sheet)).shape[1] > 8 * 64
