"""`handpose test` over a folder of all that people have: an answer or one line for each."""

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path

import cv2
import encoded as files
import numpy as np
import pytest
from toy_landmarker import dot, make_litert

from handpose.cli import main
from handpose.pictures import decode, encode_png

DOT = dot((40, 90), 70, 12)
CLEAR = np.dstack([DOT[..., ::-1], 0 * DOT[..., 0]])
JPEG, PNG = files.jpeg(DOT), encode_png(DOT)

# Where the dot lies in the upright picture.
GOOD: dict[str, tuple[bytes, tuple[int, int]]] = {
    "photo.jpg": (JPEG, (70, 12)),
    "PHOTO.JPEG": (JPEG, (70, 12)),
    "drawing.png": (PNG, (70, 12)),
    "progressive.jpg": (files.jpeg(DOT, cv2.IMWRITE_JPEG_PROGRESSIVE, 1), (70, 12)),
    "transparent.png": (cv2.imencode(".png", CLEAR)[1], (70, 12)),
    "deep.png": (cv2.imencode(".png", DOT[..., ::-1].astype(np.uint16) * 257)[1], (70, 12)),
    "turned 1.jpg": (files.turned(JPEG, 1), (70, 12)),
    "turned 2.jpg": (files.turned(JPEG, 2), (20, 12)),
    "turned 3.jpg": (files.turned(JPEG, 3), (20, 28)),
    "turned 4.jpg": (files.turned(JPEG, 4), (70, 28)),
    "turned 5.jpg": (files.turned(JPEG, 5), (12, 70)),
    "turned 6.jpg": (files.turned(JPEG, 6), (28, 70)),
    "turned 7.jpg": (files.turned(JPEG, 7), (28, 20)),
    "turned 8.jpg": (files.turned(JPEG, 8), (12, 20)),
    "turned 6.png": (files.turned(PNG, 6), (28, 70)),
    "film behind.jpg": (JPEG + bytes(100_000), (70, 12)),
    "preview inside.jpg": (files.with_segment(JPEG, 0xE1, JPEG), (70, 12)),
    "a jpeg called.png": (JPEG, (70, 12)),
    "a png called.jpg": (PNG, (70, 12)),
    "a png called.webp": (PNG, (70, 12)),
    "手 ü.jpg": (JPEG, (70, 12)),
    "two\nlines.jpg": (JPEG, (70, 12)),
    "~tilde.jpg": (JPEG, (70, 12)),
    "[a]*?.jpg": (JPEG, (70, 12)),
    "n" * 251 + ".jpg": (JPEG, (70, 12)),
    "folder.jpg/inside.jpg": (JPEG, (70, 12)),
}  # fmt: skip
GOOD_WITHOUT_A_DOT = {
    "grey.jpg": files.jpeg(DOT[..., 0]),
    "grey.png": cv2.imencode(".png", DOT[..., 0])[1],
    "inks.jpg": files.CMYK_JPEG,
    "point.png": files.png(files.GREY, 8, b"\xc8"),
    "line.jpg": files.jpeg(np.zeros((1, 65_500, 3), np.uint8)),
}
BAD = {
    "empty.jpg": (b"", "an empty file"),
    "cut.jpg": (JPEG[:300], "a truncated JPEG"),
    "cut preview.jpg": (files.with_segment(JPEG, 0xE1, JPEG)[:-2], "a truncated JPEG"),
    "cut.png": (PNG[: len(PNG) // 2], "a truncated PNG"),
    "flipped.png": (PNG[:60] + bytes([PNG[60] ^ 1]) + PNG[61:], "an altered PNG (checksum)"),
    "short.png": (files.png_of_size(40, 40), "cannot be decoded"),
    "text.jpg": (b"hands are hard", "neither JPEG nor PNG"),
    "phone.heic": (b"\x00\x00\x00\x18ftypheic", "neither JPEG nor PNG"),
    "bad\nname.png": (b"GIF89a", "neither JPEG nor PNG"),
    "colour\x1b[31m.png": (b"", "an empty file"),
    "large.png": (
        files.png_of_size(16_320, 12_240),
        "16320x12240 px; at most 128 megapixels and 65500 px a side can be read, scale it down",
    ),
    "long.jpg": (
        files.png_of_size(70_000, 1),
        "70000x1 px; at most 128 megapixels and 65500 px a side can be read, scale it down",
    ),
}


FLAGS = ["--cropped", "--save_test_plot_path=out"]


@pytest.fixture(name="model", scope="module")
def _model(tmp_path_factory):
    return make_litert(tmp_path_factory.mktemp("model"))


@pytest.fixture(name="run")
def _run(model, tmp_path, monkeypatch, capfd) -> Callable[[str], tuple[int, list[str]]]:
    """`handpose test` of something in the folder `asked`: exit code and lines on standard error."""
    (tmp_path / "asked").mkdir()
    monkeypatch.chdir(tmp_path)

    def run(asked: str) -> tuple[int, list[str]]:
        capfd.readouterr()
        code = main(["test", asked, f"--load_path={model}", *FLAGS])
        return code, capfd.readouterr().err.splitlines()

    return run


def put(name: str, content: bytes | np.ndarray) -> None:
    path = Path("asked") / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(bytes(content))


def entries() -> dict[str, dict]:
    content = json.loads(Path("out/predictions.json").read_text(encoding="utf-8"))
    return {entry["file_name"]: entry for entry in content}


def middle(name: str) -> np.ndarray:
    return np.array(entries()[name]["keypoints"]).reshape(21, 3)[0, :2]


def test_each_of_many_files_is_answered_or_named_in_one_line(run):
    for name, (content, _) in GOOD.items():
        put(name, content)
    for name, content in GOOD_WITHOUT_A_DOT.items():
        put(name, content)
    for name, (content, _) in BAD.items():
        put(name, content)
    Path("asked/nowhere.jpg").symlink_to("missing")
    Path("asked/round.jpg").symlink_to("round.jpg")
    Path("asked/endless.jpg").symlink_to("/dev/zero")
    os.mkfifo("asked/pipe.jpg")
    code, lines = run("asked")
    assert code == 0
    shown = {name: name.replace("\n", r"\n").replace("\x1b", r"\x1b") for name in BAD}
    expected = [f"skipped {shown[name]}: {reason}" for name, (_, reason) in BAD.items()]
    expected.append("skipped nowhere.jpg: No such file or directory")
    expected.append("skipped round.jpg: Too many levels of symbolic links")
    assert sorted(lines[:-1]) == sorted(expected)
    assert lines[-1] == "31 pictures tested, 31 hands, 14 skipped; open out"
    assert set(entries()) == {*GOOD, *GOOD_WITHOUT_A_DOT}
    for name, (_, place) in GOOD.items():
        np.testing.assert_allclose(middle(name), place, atol=2, err_msg=name)
    with Path("out/predictions.csv").open(encoding="utf-8", newline="") as table:
        assert {row["name"] for row in csv.DictReader(table)} == set(entries())


def test_the_drawing_is_upright_too(run):
    put("turned.jpg", files.turned(JPEG, 6))
    assert run("asked/turned.jpg")[0] == 0
    drawn = decode(Path("out/pictures/turned.jpg").read_bytes(), "turned.jpg", upright=True)
    assert drawn.shape == (90, 40, 3)


@pytest.mark.parametrize("name", ["a b.jpg", "手.jpg", "two\nlines.jpg", "~tilde.jpg", "[a]*?.jpg"])
def test_a_file_of_any_name_can_be_asked_for(name, run, monkeypatch):
    put(name, JPEG)
    monkeypatch.chdir("asked")
    assert run(name) == (0, ["1 pictures tested, 1 hands, 0 skipped; open out"])


def test_a_name_that_is_no_text_is_written_down_with_escapes(run):
    name = os.fsdecode(b"\xff.jpg")
    try:
        put(name, JPEG)
    except OSError:
        pytest.skip("the file system takes names of text alone")
    assert run("asked") == (0, ["1 pictures tested, 1 hands, 0 skipped; open out"])
    assert list(entries()) == [r"\udcff.jpg"]
    assert Path("out/pictures", name).exists()


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ("asked/nowhere.jpg", "skipped nowhere.jpg: No such file or directory"),
        ("asked/bad\nname.jpg", r"skipped bad\nname.jpg: neither JPEG nor PNG"),
    ],
)
def test_one_bad_file_is_a_line_for_itself_and_one_for_all(asked, line, run):
    Path("asked/nowhere.jpg").symlink_to("missing")
    put("bad\nname.jpg", b"bad")
    assert run(asked) == (1, [line, "handpose: asked: none of 1 pictures can be read"])


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ("asked", "handpose: --test_data_path=asked: no picture in asked"),
        ("~nobody-of-this-name.jpg", None),
        ("asked/two\nlines.jpg", None),
        (
            "n" * 300 + ".jpg",
            "handpose: " + "n" * 300 + ".jpg: File name too long; name another one",
        ),
    ],
)
def test_what_is_not_there_is_one_line(asked, line, run):
    code, lines = run(asked)
    assert (code, len(lines)) == (1, 1)
    assert lines == [line] if line else "no folder, file or glob" in lines[0]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(run):
    put("secret.jpg", JPEG)
    Path("asked/secret.jpg").chmod(0)
    put("photo.jpg", JPEG)
    assert run("asked")[1][0] == "skipped secret.jpg: Permission denied"
