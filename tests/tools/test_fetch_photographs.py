"""What counts as a photograph in a package, on pictures made here; npm is not asked."""

import importlib
import re
import subprocess
import sys

import cv2
import numpy as np
import pytest

TOOLS = "tools"


@pytest.fixture(name="tool")
def _tool(monkeypatch, request):
    monkeypatch.syspath_prepend(request.config.rootpath / TOOLS)
    return importlib.import_module("fetch_photographs")


def photograph(seed, width=900, height=600):
    """Soft colours with the grain of a sensor, (h, w, 3) uint8."""
    rng = np.random.default_rng(seed)
    soft = cv2.resize(
        rng.uniform(0, 255, (9, 13, 3)), (width, height), interpolation=cv2.INTER_CUBIC
    )
    return np.clip(soft + rng.normal(0, 6, soft.shape), 0, 255).astype(np.uint8)


def drawing():
    picture = np.full((400, 400, 3), 255, np.uint8)
    cv2.circle(picture, (200, 200), 120, (0, 80, 200), -1)
    return picture


@pytest.fixture(name="package")
def _package(tmp_path):
    folder = tmp_path / "package" / "img"
    folder.mkdir(parents=True)
    cv2.imwrite(str(folder / "a.jpg"), photograph(1))
    cv2.imwrite(str(folder / "a_small.jpg"), cv2.resize(photograph(1), (450, 300)))
    cv2.imwrite(str(folder / "b.PNG"), photograph(2, 300, 500))
    cv2.imwrite(str(folder / "thumbnail.png"), photograph(3, 200, 150))
    cv2.imwrite(str(folder / "see_through.png"), np.dstack([photograph(4), photograph(4)[..., 0]]))
    cv2.imwrite(str(folder / "drawing.bmp"), drawing())
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff" + bytes(30_000))
    (folder / "about.txt").write_text("x" * 30_000)
    return folder.parent


def test_photographs_come_once_each_and_made_smaller(tool, package):
    found = list(tool.new_photographs(package, []))
    assert [picture.shape for picture in found] == [(427, 640, 3), (500, 300, 3)]


def test_one_that_an_earlier_package_brought_is_left_out(tool, package):
    earlier = [tool.fingerprint(photograph(1, 640, 427))]
    assert [picture.shape for picture in tool.new_photographs(package, earlier)] == [(500, 300, 3)]


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (photograph(5), True),
        (drawing(), False),
        (photograph(5)[..., 0], False),
        (photograph(5).astype(np.uint16), False),
        (photograph(5, 239, 600), False),
    ],
)
def test_what_is_a_photograph(tool, picture, expected):
    assert tool.is_photograph(picture) is expected


def test_packages_are_fetched_once_into_folders_of_their_own(tool, package, tmp_path, monkeypatch):
    listed = tmp_path / "photographs.txt"
    listed.write_text("@some/thing@1.0.0 sha512-one\nother@2.0.0 sha512-two\n")
    monkeypatch.setattr(tool, "LIST", listed)
    asked = []
    monkeypatch.setattr(
        tool, "unpacked", lambda name, integrity, folder: asked.append((name, integrity)) or package
    )
    hands = tmp_path / "hands.txt"
    hands.write_text("@some_thing@1.0.0/0001.jpg\nother@2.0.0/0000.jpg\n")
    monkeypatch.setattr(tool, "WITH_HANDS", hands)
    out = tmp_path / "out"
    tool.main(str(out))
    # The second brings the same pictures again.
    assert sorted(str(file.relative_to(out)) for file in out.rglob("*.jpg")) == [
        "with_hands/@some_thing@1.0.0/0001.jpg",
        "without_hands/@some_thing@1.0.0/0000.jpg",
    ]
    assert {folder.name for folder in out.glob("*/*")} == {"@some_thing@1.0.0", "other@2.0.0"}
    tool.main(str(out))
    assert asked == [("@some/thing@1.0.0", "sha512-one"), ("other@2.0.0", "sha512-two")]


def test_every_package_of_the_list_has_a_version_and_a_checksum(tool):
    lines = [line.split() for line in tool.LIST.read_text().splitlines()]
    assert len(lines) > 50
    for name, integrity in lines:
        assert name.lstrip("@").count("@") == 1
        assert integrity.startswith("sha512-")


def test_hands_were_seen_in_photographs_of_listed_packages(tool):
    packages = {line.split()[0].replace("/", "_") for line in tool.LIST.read_text().splitlines()}
    files = tool.WITH_HANDS.read_text().split()
    assert len(files) > 100
    assert len(files) == len(set(files))
    for file in files:
        package, name = file.split("/")
        assert package in packages
        assert re.fullmatch(r"\d{4}\.jpg", name)


def test_help_fetches_nothing(tmp_path, request):
    command = [sys.executable, request.config.rootpath / TOOLS / "fetch_photographs.py", "--help"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "Fetch package by package" in done.stdout + done.stderr
    assert not list(tmp_path.iterdir())
