"""Encoded pictures are read as they are; damaged ones are refused with the reason."""

import struct
import zlib

import cv2
import numpy as np
import pytest

from handpose.errors import BadSampleError
from handpose.pictures import decode, decode_mask, encode_png

PIXELS = np.random.default_rng(0).integers(0, 256, (30, 20, 3), np.uint8)
PNG = encode_png(PIXELS)
JPEG = cv2.imencode(".jpg", np.full((16, 24, 3), (255, 0, 0), np.uint8))[1].tobytes()


def test_a_png_comes_back_exactly_as_rgb():
    np.testing.assert_array_equal(decode(PNG, "a.png"), PIXELS)


def test_a_jpeg_is_rgb_too():
    image = decode(JPEG, "a.jpg")  # written as blue, in OpenCV's order
    assert image.shape == (16, 24, 3)
    np.testing.assert_allclose(image[8, 12], [0, 0, 255], atol=4)


def test_a_grey_picture_gets_three_channels():
    grey = cv2.imencode(".png", np.full((4, 5), 77, np.uint8))[1].tobytes()
    np.testing.assert_array_equal(decode(grey, "g.png"), np.full((4, 5, 3), 77))


def flipped(data, place):
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


@pytest.mark.parametrize(
    ("encoded", "reason"),
    [
        (b"", "an empty file"),
        (b"hello", "neither JPEG nor PNG"),
        (PNG[:-30], "a truncated PNG"),
        (PNG[:-1], "a truncated PNG"),
        (PNG[:8], "a truncated PNG"),
        (flipped(PNG, 500), "an altered PNG (checksum)"),
        (flipped(PNG, 20), "an altered PNG (checksum)"),
        (JPEG[:-2], "a truncated JPEG"),
        (JPEG[: len(JPEG) // 2], "a truncated JPEG"),
        (b"\xff\xd8\xff\xff\xd9", "cannot be decoded"),
    ],
)
def test_a_damaged_picture_is_refused_with_the_reason(encoded, reason):
    with pytest.raises(BadSampleError) as caught:
        decode(encoded, "folder/a.png")
    assert (caught.value.file, caught.value.reason) == ("folder/a.png", reason)


def with_orientation(jpeg, orientation):
    """A JPEG with an EXIF block that says how it is to be turned."""
    entry = struct.pack("<HHHI", 1, 0x0112, 3, 1) + struct.pack("<HH", orientation, 0)
    exif = b"Exif\0\0" + b"II*\0" + struct.pack("<I", 8) + entry + struct.pack("<I", 0)
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:]


def test_only_upright_turns_by_exif():
    turned = with_orientation(JPEG, 6)
    assert decode(turned, "a.jpg").shape == (16, 24, 3)
    assert decode(turned, "a.jpg", upright=True).shape == (24, 16, 3)


def test_a_mask_keeps_its_numbers():
    numbers = np.arange(34, dtype=np.uint8).reshape(2, 17)
    encoded = cv2.imencode(".png", numbers)[1].tobytes()
    np.testing.assert_array_equal(decode_mask(encoded, "m.png"), numbers)


@pytest.mark.parametrize(
    ("encoded", "reason"),
    [(PNG, "not an 8-bit one-channel picture"), (PNG[:50], "a truncated PNG")],
)
def test_what_is_no_mask_is_refused(encoded, reason):
    with pytest.raises(BadSampleError, match=rf"m\.png: {reason}"):
        decode_mask(encoded, "m.png")


def test_a_chunk_that_claims_to_be_huge_is_a_truncated_png():
    header = struct.pack(">I", 2**31 - 1) + b"IDAT"
    forged = PNG[:33] + header + zlib.compress(b"x")
    with pytest.raises(BadSampleError, match="a truncated PNG"):
        decode(forged, "a.png")
