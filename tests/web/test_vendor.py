"""The runtime in the package is the published one, unchanged since it was fetched."""

import base64
import hashlib
import importlib
import io
import tarfile
from pathlib import Path

import pytest

from handpose.web.site import FOLDER

TOOLS = Path(__file__).resolve().parents[2] / "tools"


def test_the_files_are_those_that_were_fetched():
    lines = (FOLDER / "vendor" / "SHA256SUMS").read_text().splitlines()
    expected = {name: digest for digest, name in (line.split("  ") for line in lines)}
    files = [path for path in (FOLDER / "vendor").iterdir() if path.suffix in (".js", ".wasm")]
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files} == expected
    assert len(expected) == 4


def archive(name, content):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as files:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        files.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


@pytest.fixture(name="tool")
def _tool(monkeypatch):
    """tools/npm_package.py with an npm that always packs the same package."""
    monkeypatch.syspath_prepend(TOOLS)
    tool = importlib.import_module("npm_package")
    packed = archive("package/index.js", b"1")

    def run(command, cwd, **options):
        assert command == ["npm", "pack", "--silent", "@some/thing@1.0.0"]
        (cwd / "some-thing-1.0.0.tgz").write_bytes(packed)

    monkeypatch.setattr(tool.subprocess, "run", run)
    return tool, "sha512-" + base64.b64encode(hashlib.sha512(packed).digest()).decode()


def test_a_package_with_the_right_checksum_is_unpacked(tool, tmp_path):
    module, integrity = tool
    package = module.unpacked("@some/thing@1.0.0", integrity, tmp_path)
    assert (package / "index.js").read_bytes() == b"1"


def test_another_package_of_the_same_name_is_refused(tool, tmp_path):
    module, integrity = tool
    with pytest.raises(SystemExit, match=r"its checksum is sha512-.+ expected; do not use it"):
        module.unpacked("@some/thing@1.0.0", integrity[:-4] + "AA==", tmp_path)
    assert not (tmp_path / "@some_thing@1.0.0" / "package").exists()
