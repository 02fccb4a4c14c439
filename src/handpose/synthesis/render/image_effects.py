"""From light to a photograph: exposure, blur, tone, noise, sharpening, low resolution, JPEG."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from handpose.synthesis.options import SynthConfig

_LEVELS = 4096
_GAMMA = 2.2
_TO_8_BITS = (255 * (np.arange(_LEVELS) / (_LEVELS - 1)) ** (1 / _GAMMA)).astype(np.float32)
_FIELD_MARGIN = 512  # more places to cut a part from: so many squared
_MIDDLE = 0.3  # luminance of a hand of middle tone in full light
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)


@dataclass(frozen=True)
class Effects:
    """What a camera does to a picture.

    brightness: linear luminance that the hand is exposed for. contrast: 0 a plain curve, 1 a
    strong shoulder. white: (3,) gains of a wrong white balance. blur: "none", "motion" or
    "defocus", with its width in pixels at side 320 and, for motion, its angle in radians.
    noise: std of 255 at mid grey. sharpen: 0..1. vignette: what the corners lose, 0..1.
    shrink: 1, or the share of the side that a low resolution leaves. quality: of JPEG, 0 none.
    """

    brightness: float
    contrast: float
    white: tuple[float, float, float]
    blur: str
    blur_width: float
    blur_angle: float
    noise: float
    sharpen: float
    vignette: float
    shrink: float
    quality: int
    dim: bool


def draw_effects(rng: np.random.Generator, config: SynthConfig) -> Effects:
    """A camera and its settings at random."""
    chance = rng.random()
    moving = chance < config.motion_blur
    blurred = chance < config.motion_blur + config.defocus
    dim = rng.random() < config.dim
    warmth, tint = rng.normal(0, 0.045), rng.normal(0, 0.02)
    return Effects(
        brightness=rng.uniform(0.03, 0.09) if dim else rng.uniform(0.16, 0.36),
        contrast=rng.uniform(0, 1),
        white=(1 + warmth, 1 + tint, 1 - warmth),
        blur="motion" if moving else "defocus" if blurred else "none",
        blur_width=rng.uniform(2, 8) if moving else rng.uniform(0.8, 3.0),
        blur_angle=rng.uniform(0, np.pi),
        noise=config.noise * rng.uniform(0.08, 1) * (1.4 if dim else 0.6),
        sharpen=rng.uniform(0, 0.8) * (rng.random() < 0.5),
        vignette=rng.uniform(0, 0.3),
        shrink=rng.uniform(0.25, 0.6) if rng.random() < config.low_resolution else 1.0,
        quality=int(rng.integers(50, 96)) if rng.random() < config.jpeg else 0,
        dim=dim,
    )


def compose(hand: np.ndarray, coverage: np.ndarray, backdrop: np.ndarray, aim: float) -> np.ndarray:
    """The exposed picture (h, w, 3) float32, linear.

    hand: (h, w, 3) radiance times coverage; coverage: (h, w) 0..1; backdrop: (h, w, 3).
    aim: the luminance that a hand of middle tone gets; a darker or lighter one keeps part of
    its difference, as with cameras.
    """
    seen = max(1e-3, float((hand @ _LUMINANCE).sum() / max(1.0, float(coverage.sum()))))
    gain = np.float32(aim / _MIDDLE * np.clip(_MIDDLE / seen, 0.2, 5) ** 0.65)
    return gain * (hand + backdrop * (1 - coverage[..., None]))


def develop(light: np.ndarray, effects: Effects, rng: np.random.Generator) -> np.ndarray:
    """The photograph (h, w, 3) uint8 of a linear picture (h, w, 3) float32."""
    light = light * np.array(effects.white, np.float32)
    light = _vignette(_blur(light, effects), effects.vignette)
    picture = _tone(light, effects.contrast)
    if effects.shrink < 1:
        picture = _shrunk(picture, effects.shrink)
    picture = _sharpened(picture, effects.sharpen)
    picture = _noisy(picture, effects.noise, rng)
    if effects.shrink < 1:
        picture = cv2.resize(picture, light.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    whole = np.clip(picture + 0.5, 0, 255).astype(np.uint8)
    return _through_jpeg(whole, effects.quality) if effects.quality else whole


def _blur(light: np.ndarray, effects: Effects) -> np.ndarray:
    width = effects.blur_width * light.shape[0] / 320
    if effects.blur == "motion":
        return cv2.filter2D(light, -1, motion_kernel(width, effects.blur_angle))
    if effects.blur == "defocus":
        return cv2.filter2D(light, -1, disc_kernel(width))
    return light


def motion_kernel(length: float, angle: float) -> np.ndarray:
    """The path of a point that moves `length` pixels in a straight line; sums to 1."""
    side = int(np.ceil(length)) // 2 * 2 + 3
    along = np.linspace(-0.5, 0.5, 8 * side) * length
    x, y = (side // 2 + along * turn for turn in (np.cos(angle), np.sin(angle)))
    kernel = np.zeros((side, side), np.float32)
    low_x, low_y = np.floor(x).astype(int), np.floor(y).astype(int)
    for dx in (0, 1):
        for dy in (0, 1):
            share = np.abs(1 - dx - (x - low_x)) * np.abs(1 - dy - (y - low_y))
            np.add.at(kernel, (low_y + dy, low_x + dx), share)
    return kernel / kernel.sum()


def disc_kernel(radius: float) -> np.ndarray:
    """The disc of confusion of a lens out of focus, with a soft edge; sums to 1."""
    reach = int(np.ceil(radius + 0.5))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    kernel = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
    return kernel / kernel.sum()


def _vignette(light: np.ndarray, loss: float) -> np.ndarray:
    y, x = (np.linspace(-1, 1, length, dtype=np.float32) ** 2 for length in light.shape[:2])
    return light * (1 - np.float32(loss / 2) * (y[:, None] + x))[..., None]


def _tone(light: np.ndarray, contrast: float) -> np.ndarray:
    """0..255 float32 by the usual gamma, bright parts bent as film and phones do."""
    bent = light * (1 + light * 0.08) / (1 + light * 0.55) * 1.35
    mixed = light + np.float32(contrast) * (bent - light)
    index = np.clip(mixed * (_LEVELS - 1), 0, _LEVELS - 1).astype(np.uint16)
    return _TO_8_BITS[index]


def _shrunk(picture: np.ndarray, share: float) -> np.ndarray:
    size = tuple(max(8, round(length * share)) for length in picture.shape[1::-1])
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


def _sharpened(picture: np.ndarray, amount: float) -> np.ndarray:
    """The halo that phones draw along edges."""
    if amount <= 0:
        return picture
    soft = cv2.GaussianBlur(picture, (0, 0), 1.0)
    return picture + np.float32(amount) * (picture - soft)


def _noisy(picture: np.ndarray, deviation: float, rng: np.random.Generator) -> np.ndarray:
    """Noise stronger in the dark than in the light, half of it shared by the three colours."""
    height, width = picture.shape[:2]
    grey, *colours = (_grain(rng, height, width) for _ in range(4))
    noise = cv2.merge([grey + colour for colour in colours])
    return picture + noise * (np.float32(0.7 * deviation) * (1.2 - picture / np.float32(320)))


def _grain(rng: np.random.Generator, height: int, width: int) -> np.ndarray:
    """White noise (height, width) float32 of standard deviation 1: a part of a stored field."""
    field = _noise_field(max(height, width) + _FIELD_MARGIN)
    top, left = rng.integers(0, len(field) - height + 1), rng.integers(0, len(field) - width + 1)
    return field[top : top + height, left : left + width]


@cache
def _noise_field(side: int) -> np.ndarray:
    return np.random.default_rng(0).standard_normal((side, side), np.float32)


def _through_jpeg(picture: np.ndarray, quality: int) -> np.ndarray:
    settings = [cv2.IMWRITE_JPEG_QUALITY, quality]
    encoded = cv2.imencode(".jpg", picture[..., ::-1], settings)[1]
    return np.ascontiguousarray(np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR))[..., ::-1])
