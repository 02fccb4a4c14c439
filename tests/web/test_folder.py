"""The page as a folder: whole or not at all, and nobody else's folder is touched."""

import pytest

from handpose.errors import HandposeError, UsageError
from handpose.web.folder import write_folder

SITE = {"about.json": b"{}", "index.html": b"page", "vendor/run.wasm": b"\0asm"}


def content(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("is_there", [False, True])
def test_all_files_are_written_and_nothing_is_left_beside_them(tmp_path, is_there):
    out = tmp_path / "made" / "page"
    if is_there:
        out.mkdir(parents=True)
    write_folder(SITE, out)
    assert content(out) == SITE
    assert [path.name for path in out.parent.iterdir()] == ["page"]


def test_an_earlier_export_is_replaced(tmp_path):
    write_folder(SITE, tmp_path / "page")
    write_folder({**SITE, "index.html": b"new"}, tmp_path / "page")
    assert content(tmp_path / "page")["index.html"] == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["page"]


@pytest.mark.parametrize(
    ("own", "named"),
    [
        ({"index.html": b"mine"}, "index.html"),
        ({**SITE, "notes.txt": b"mine"}, "notes.txt"),
        ({**SITE, ".git/HEAD": b"mine"}, ".git/HEAD"),
    ],
)
def test_a_folder_that_holds_anything_else_is_left_alone(tmp_path, own, named):
    for name, text in own.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text)
    with pytest.raises(UsageError, match=f"holds {named}, which is not the page's; name a new"):
        write_folder(SITE, tmp_path)
    assert content(tmp_path) == own


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "page").write_text("mine")
    with pytest.raises(UsageError, match=r"--export=.+page: is a file; name a folder"):
        write_folder(SITE, tmp_path / "page")


def test_when_the_system_refuses_the_earlier_export_stays(tmp_path, monkeypatch):
    write_folder(SITE, tmp_path / "page")

    def refuse(self, target):
        if self.suffix == ".part":
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    rename = type(tmp_path).rename
    monkeypatch.setattr(type(tmp_path), "rename", refuse)
    with pytest.raises(HandposeError, match=r"cannot be written \(Permission denied\)"):
        write_folder({**SITE, "index.html": b"new"}, tmp_path / "page")
    assert content(tmp_path / "page") == SITE
    assert [path.name for path in tmp_path.iterdir()] == ["page"]
