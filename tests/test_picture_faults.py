"""What the bytes tell of a picture before it is decoded."""

import encoded as files
import numpy as np
import pytest

from handpose.picture_faults import fault

JPEG = files.jpeg(np.random.default_rng(0).integers(0, 255, (40, 40, 3), np.uint8))
PREVIEW = files.jpeg(np.zeros((8, 8, 3), np.uint8))
LIMITS = "at most 128 megapixels and 65500 px a side can be read, scale it down"


@pytest.mark.parametrize("of_size", [files.png_of_size, files.jpeg_of_size])
def test_what_large_cameras_take_is_let_through(of_size):
    assert fault(of_size(11_648, 8_736)) is None  # 102 megapixels
    assert fault(of_size(12_000, 9_000)) is None  # 108 megapixels
    assert fault(of_size(65_500, 1)) is None


@pytest.mark.parametrize("of_size", [files.png_of_size, files.jpeg_of_size])
@pytest.mark.parametrize("size", [(16_320, 12_240), (65_500, 65_500), (65_501, 1), (1, 65_535)])
def test_a_larger_one_is_refused_by_its_header(size, of_size):
    assert fault(of_size(*size)) == f"{size[0]}x{size[1]} px; {LIMITS}"


def test_the_largest_of_several_headers_counts():
    small = files.png_of_size(4, 4)
    large = files.png_of_size(2**31 - 1, 2**31 - 1)[8:33]
    assert fault(small[:33] + large + small[33:]) == f"2147483647x2147483647 px; {LIMITS}"


def test_the_end_of_a_preview_is_not_the_end_of_the_picture():
    photo = files.with_segment(JPEG, 0xE1, PREVIEW)
    assert fault(photo) is None
    assert fault(photo[:-2]) == "a truncated JPEG"
    assert fault(photo[: len(PREVIEW) + 300]) == "a truncated JPEG"


def test_a_film_behind_a_photo_does_not_matter():
    assert fault(JPEG + bytes(100_000)) is None
    assert fault(files.png(files.GREY, 8, b"\x00") + bytes(100_000)) is None


def test_endless_scans_are_refused():
    at = JPEG.index(b"\xff\xda")
    scan = JPEG[at : at + 14]
    assert fault(JPEG[:at] + 49 * scan + JPEG[at:]) is None
    assert fault(JPEG[:at] + 50 * scan + JPEG[at:]) == (
        "more than 50 scans; save it as an ordinary JPEG"
    )


@pytest.mark.parametrize("end", [1, 4, 12, 13, 30, 45])
def test_every_missing_piece_of_a_png_is_noticed(end):
    whole = files.png(files.GREY, 8, b"\x00")
    assert fault(whole) is None
    assert fault(whole[:-end]) == "a truncated PNG"
