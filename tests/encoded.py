"""Encoded pictures of every kind, put together byte by byte."""

import struct
import zlib
from base64 import b85decode

import cv2
import numpy as np

PNG_START = b"\x89PNG\r\n\x1a\n"
GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6

# A JPEG (8, 8) with four inks 0, 250, 255 and 50 of 255, as Pillow 12 writes it.
CMYK_JPEG = b85decode(
    "|JeWT01iQ9Z(?NtWB>pF0095n07C!+0s;d90s{jB0|WyD1O*5M1q1{I3I_)U2n-4g3=0Yi3k?nu5Dg9y4hstq77!5"
    "=6crT}3=bC=78Do~6crTzzyK5o00;mG1Va%3O%VWD5dcdO0RO}Q6#xMN000000000000000000RH|HJ?k5CH%H000"
    "0000000000000095m01gC008Ic{080P>KLAw4xT;yN|Je"
)


def chunk(kind: bytes, content: bytes) -> bytes:
    """One chunk of a PNG, with its checksum."""
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def png(colour: int, depth: int, pixel: bytes, before: bytes = b"", rows: int = 1) -> bytes:
    """A PNG one pixel wide; before: chunks between its header and its pixels."""
    header = struct.pack(">IIBBBBB", 1, rows, depth, colour, 0, 0, 0)
    content = zlib.compress((b"\0" + pixel) * rows)
    chunks = chunk(b"IHDR", header) + before + chunk(b"IDAT", content) + chunk(b"IEND", b"")
    return PNG_START + chunks


def png_of_size(width: int, height: int) -> bytes:
    """A PNG whose checksums are right and that holds next to no pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, RGB, 0, 0, 0)
    content = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"0")) + chunk(b"IEND", b"")
    return PNG_START + content


def jpeg(image: np.ndarray, *options: int) -> bytes:
    """An RGB uint8 picture (h, w, 3), or a grey one (h, w), as JPEG; options: of OpenCV."""
    return cv2.imencode(".jpg", image[..., ::-1] if image.ndim == 3 else image, options)[
        1
    ].tobytes()


def jpeg_of_size(width: int, height: int) -> bytes:
    """A small JPEG whose header says something else."""
    small = jpeg(np.zeros((8, 8), np.uint8))
    at = small.index(b"\xff\xc0") + 5
    return small[:at] + struct.pack(">HH", height, width) + small[at + 4 :]


def with_segment(encoded: bytes, marker: int, content: bytes) -> bytes:
    """A JPEG with one more segment at its start."""
    return (
        encoded[:2]
        + bytes([0xFF, marker])
        + struct.pack(">H", len(content) + 2)
        + content
        + (encoded[2:])
    )


def exif(orientation: int) -> bytes:
    """EXIF data that say nothing but how a picture is turned, 1 to 8."""
    tag = b"\x01\x12\x00\x03\x00\x00\x00\x01" + bytes([0, orientation, 0, 0])
    return b"MM\x00\x2a\x00\x00\x00\x08" + b"\x00\x01" + tag + b"\x00\x00\x00\x00"


def turned(encoded: bytes, orientation: int) -> bytes:
    """A JPEG or PNG with EXIF data of an orientation."""
    if encoded.startswith(PNG_START):
        end = len(PNG_START) + 25
        return encoded[:end] + chunk(b"eXIf", exif(orientation)) + encoded[end:]
    return with_segment(encoded, 0xE1, b"Exif\x00\x00" + exif(orientation))
