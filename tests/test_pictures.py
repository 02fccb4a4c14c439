"""Encoded pictures to arrays: what is broken is found, whatever OpenCV makes of it."""

import cv2
import encoded as files
import numpy as np
import pytest

from handpose.errors import BadSampleError
from handpose.pictures import decode, decode_mask, encode_png

RED = np.zeros((6, 4, 3), np.uint8) + np.array([255, 0, 0], np.uint8)
NOISE = np.random.default_rng(0).integers(0, 255, (40, 40, 3), np.uint8)
PNG = encode_png(NOISE)
JPEG = files.jpeg(NOISE)
SCAN = JPEG.index(b"\xff\xda")


def test_a_picture_comes_as_rgb():
    assert (decode(encode_png(RED), "red.png") == RED).all()


@pytest.mark.parametrize("level", [0, 9])
def test_png_keeps_every_pixel(level):
    assert (decode(encode_png(NOISE, level), "noise.png") == NOISE).all()


@pytest.mark.parametrize(
    ("encoded", "reason"),
    [
        (b"", "an empty file"),
        (b"GIF89a", "neither JPEG nor PNG"),
        (PNG[:-5], "a truncated PNG"),
        (PNG[: len(PNG) // 2], "a truncated PNG"),
        (PNG[:60] + bytes([PNG[60] ^ 1]) + PNG[61:], "an altered PNG (checksum)"),
        (JPEG[: len(JPEG) // 2], "a truncated JPEG"),
        (b"\xff\xd8\xff\xd9" + bytes(100), "cannot be decoded"),
        (files.png_of_size(40, 40), "cannot be decoded"),
        (files.png_of_size(0, 40), "cannot be decoded"),
        (
            files.png_of_size(12_000, 12_000),
            "12000x12000 px; at most 128 megapixels and 65500 px a side can be read, scale it down",
        ),
        # The end is there, but not what lies before it.
        (
            JPEG[: SCAN + 300] + b"\xff\xd9",
            "an altered JPEG (premature end of data segment)",
        ),
    ],
)
def test_a_broken_picture_is_named_with_its_reason(encoded, reason):
    with pytest.raises(BadSampleError) as caught:
        decode(encoded, "hand.png")
    assert str(caught.value) == f"hand.png: {reason}"


@pytest.mark.parametrize(
    ("encoded", "pixel"),
    [
        (files.png(files.GREY, 8, b"\xc8"), (200, 200, 200)),
        (files.png(files.GREY, 1, b"\x80"), (255, 255, 255)),
        (files.png(files.GREY, 16, b"\xc8\xff"), (200, 200, 200)),
        (files.png(files.GREY_ALPHA, 8, b"\xc8\x00"), (200, 200, 200)),
        (files.png(files.RGBA, 8, b"\xc8\x14\x0a\x00"), (200, 20, 10)),
        (files.png(files.RGB, 16, b"\xc8\xff\x14\xff\x0a\xff"), (200, 20, 10)),
        (files.png(files.RGBA, 16, b"\xc8\xff\x14\xff\x0a\xff\x00\x00"), (200, 20, 10)),
        (
            files.png(files.PALETTE, 8, b"\x00", files.chunk(b"PLTE", b"\xc8\x14\x0a")),
            (200, 20, 10),
        ),
        # The only colour of the palette is transparent.
        (
            files.png(
                files.PALETTE,
                8,
                b"\x00",
                files.chunk(b"PLTE", b"\xc8\x14\x0a") + files.chunk(b"tRNS", b"\x00"),
            ),
            (200, 20, 10),
        ),
        (files.jpeg(np.full((8, 8), 200, np.uint8)), (200, 200, 200)),
        (files.jpeg(RED, cv2.IMWRITE_JPEG_PROGRESSIVE, 1), (254, 0, 0)),
        # 50 / 255 of the light is left, and of it 0, 250 / 255 and all are taken away.
        (files.CMYK_JPEG, (205, 4, 0)),
    ],
)
def test_every_kind_of_picture_comes_as_rgb(encoded, pixel):
    image = decode(encoded, "kind")
    assert image.dtype == np.uint8
    assert image.ndim == 3
    np.testing.assert_allclose(image[0, 0], pixel, atol=2)


@pytest.mark.parametrize("shape", [(1, 1), (1, 3000), (3000, 1), (1, 65_500)])
@pytest.mark.parametrize("encode", [files.jpeg, encode_png])
def test_a_picture_may_be_a_line_or_a_point(shape, encode):
    assert (decode(encode(np.full((*shape, 3), 7, np.uint8)), "thin") == 7).all()


# Where the white corner of a picture (16, 32) lies once it stands upright, and its shape then.
UPRIGHT = {
    1: ("top left", (16, 32)),
    2: ("top right", (16, 32)),
    3: ("bottom right", (16, 32)),
    4: ("bottom left", (16, 32)),
    5: ("top left", (32, 16)),
    6: ("top right", (32, 16)),
    7: ("bottom right", (32, 16)),
    8: ("bottom left", (32, 16)),
    9: ("top left", (16, 32)),  # no such orientation: as it is
}


def white_corner(image: np.ndarray) -> str:
    y, x = np.argwhere(image[..., 0] > 128).mean(axis=0) / image.shape[:2]
    return f"{'top' if y < 0.5 else 'bottom'} {'left' if x < 0.5 else 'right'}"


@pytest.mark.parametrize("encode", [files.jpeg, encode_png])
@pytest.mark.parametrize("orientation", UPRIGHT)
def test_upright_follows_the_exif_data(orientation, encode):
    image = np.zeros((16, 32, 3), np.uint8)
    image[:8, :8] = 255
    encoded = files.turned(encode(image), orientation)
    upright = decode(encoded, "turned", upright=True)
    assert (white_corner(upright), upright.shape[:2]) == UPRIGHT[orientation]
    stored = decode(encoded, "turned")
    assert (white_corner(stored), stored.shape[:2]) == UPRIGHT[1]


def test_the_decoders_do_not_speak_for_themselves(capfd):
    with pytest.raises(BadSampleError):
        decode(files.png_of_size(40, 40), "short.png")
    padded = JPEG[:-2] + b"pad" + JPEG[-2:]
    np.testing.assert_array_equal(decode(padded, "padded.jpg"), decode(JPEG, "plain.jpg"))
    assert capfd.readouterr() == ("", "")


def test_what_the_decoder_throws_is_the_pictures_fault(monkeypatch):
    def without_memory(*_):
        raise cv2.error("Insufficient memory")

    monkeypatch.setattr(cv2, "imdecode", without_memory)
    with pytest.raises(BadSampleError, match=r"^hand.png: cannot be decoded$"):
        decode(PNG, "hand.png")


def test_a_mask_is_one_channel_of_eight_bits():
    mask = np.arange(12, dtype=np.uint8).reshape(3, 4)
    encoded = cv2.imencode(".png", mask)[1].tobytes()
    assert (decode_mask(encoded, "mask.png") == mask).all()
    for wrong in (PNG, cv2.imencode(".png", mask.astype(np.uint16))[1].tobytes()):
        with pytest.raises(BadSampleError, match="not an 8-bit one-channel picture"):
            decode_mask(wrong, "mask.png")
