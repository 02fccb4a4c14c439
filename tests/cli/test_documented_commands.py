"""Every command in the README and the documentation is one that the program understands."""

import re
import shlex
from pathlib import Path

import pytest

from handpose.cli import main
from handpose.cli.verbs import Verb

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("handpose ", "python handpose_tf.py ", "python convert_to_tfrecords.py ")
DOCKER = re.compile(r"docker compose run --rm handpose(-cuda)? ")
PAGES = [*ROOT.glob("README*.md"), ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]


def commands() -> list[str]:
    """The lines of fenced shell blocks that call the program, without the program's name."""
    found = []
    for page in PAGES:
        for block in re.findall(r"```(?:bash|sh|shell)\n(.*?)```", page.read_text(), re.DOTALL):
            lines = block.replace("\\\n", " ").splitlines()
            found += [words for line in lines if (words := _arguments(line))]
    return sorted(set(found))


def _arguments(line: str) -> str:
    line = DOCKER.sub("handpose ", line.strip())
    program = next((name for name in PROGRAMS if line.startswith(name)), None)
    return line.removeprefix(program) if program else ""


def test_there_are_documented_commands():
    verbs = {command.split()[0] for command in commands()}
    assert {"train", "evaluation", "test", "convert", "compare", "data"} <= verbs


@pytest.mark.parametrize("command", commands())
def test_a_documented_command_is_understood(command, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(Verb, "function", lambda self: lambda *accepted: 0)
    # The runs that documents name are not here.
    monkeypatch.setattr(Verb, "settled", lambda self, options, given: options)
    monkeypatch.chdir(tmp_path)
    for name in re.findall(r"--config=(\S+)", command):
        _write_config(Path(name))
    assert main(shlex.split(command, comments=True)) == 0, capsys.readouterr().err


def _write_config(path: Path) -> None:
    """The recipe of that name, or a file that somebody might have written."""
    recipe = ROOT / path
    path.parent.mkdir(exist_ok=True)
    path.write_text(recipe.read_text() if recipe.is_file() else "batch_size: 8\n")
