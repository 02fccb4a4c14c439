"""Backdrop: what is behind the hands, as light."""

from __future__ import annotations

import cv2
import numpy as np

from handpose.synthesis.backdrops import lettering, patches, photographs, shelf
from handpose.synthesis.backdrops.distractors import add_distractors
from handpose.synthesis.backdrops.patches import as_picture
from handpose.synthesis.backdrops.room import room
from handpose.synthesis.render import environment
from handpose.synthesis.render.light import Surroundings

_TO_LINEAR = ((np.arange(256) / 255) ** 2.2).astype(np.float32)
_BRIGHTEST = 1.6
_PAINTED = {
    "room": (room,),
    "close": (patches.plaster, patches.planks, patches.tiles, patches.fabric, patches.flecks),
    "writing": (lettering.page, lettering.sign, lettering.screen, lettering.keyboard),
    "things": (shelf.shelf, shelf.clutter),
}
_SHARES = {"room": 0.45, "close": 0.15, "writing": 0.15, "things": 0.25}
# Panoramas are soft: a hand that is the only sharp thing in its picture is too easy to find.
_PANORAMA, _PHOTOGRAPH, _OWN_PHOTOGRAPH, _SOFT = 0.35, 0.25, 0.8, 0.4
DISTRACTED_ALONE = 0.7  # where nothing but the backdrop can show skin colours
_WITH_SKIN_COLOURS = " with skin colours"


def random_backdrop(
    rng: np.random.Generator,
    side: int,
    field: float,
    surroundings: Surroundings | None,
    backgrounds: str = "",
) -> tuple[np.ndarray, str]:
    """A picture (side, side, 3) float32, linear, about 0.3 bright, and what it shows.

    field: the camera's angle of view, radians; surroundings: the panorama that lights the
    hands; backgrounds: a folder of the user's photographs, "" for those of the package.
    """
    own = _OWN_PHOTOGRAPH if backgrounds else 0.0
    chance = rng.random()
    if chance >= own and surroundings is not None and rng.random() < _PANORAMA:
        seen = environment.look(surroundings.name, surroundings.rotation, field, side)
        return _calm(seen * np.float32(rng.uniform(0.2, 0.5))), "panorama"
    if chance < max(own, _PHOTOGRAPH):
        picture = photographs.crop(photographs.random_photograph(rng, backgrounds), side, rng)
        return _lit(picture, rng), "photograph"
    kind = str(rng.choice(list(_SHARES), p=list(_SHARES.values())))
    picture = _PAINTED[kind][rng.integers(len(_PAINTED[kind]))](rng, side)
    return _lit(picture, rng), kind


def with_skin_colours(
    light: np.ndarray, shown: str, skins: np.ndarray, rng: np.random.Generator, share: float
) -> tuple[np.ndarray, str]:
    """Any backdrop and what it shows, for a share of them with skin-coloured shapes before it.

    skins: rows of the people in the picture.
    """
    if rng.random() >= share:
        return light, shown
    picture = as_picture(255 * np.minimum(light, 1) ** (1 / 2.2))
    return _TO_LINEAR[add_distractors(picture, rng, skins)], shown + _WITH_SKIN_COLOURS


def _lit(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A painted or photographed picture as light, at times out of focus behind the hand."""
    light = _TO_LINEAR[picture]
    light = light * (rng.uniform(0.5, 1.1) * rng.uniform(0.92, 1.08, 3)).astype(np.float32)
    if rng.random() < _SOFT:
        light = cv2.GaussianBlur(light, (0, 0), rng.uniform(0.5, 4.0) * len(light) / 320)
    return _calm(light)


def _calm(light: np.ndarray) -> np.ndarray:
    """With the brightest parts cut, as a sensor does."""
    return np.minimum(light, np.float32(_BRIGHTEST))
