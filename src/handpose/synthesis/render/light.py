"""Light on a scene: soft light from all sides, and a few lamps; the first casts shadows."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from handpose.synthesis.render import environment, spherical
from handpose.synthesis.rotations import X, Y, about
from handpose.synthesis.vectors import unit

_KEY_CONE = 0.94  # cosine of the angle round the brightest direction that makes the key light
_KEY_LIMIT = 2.2
_HOTTEST = 200.0
_LAMP_SIDE = np.array([0, -0.7, -0.7])  # above, on the camera's side
_BEHIND = np.array([0, -0.5, 1.0])


class Lighting(NamedTuple):
    """Light in the camera's frame, contiguous float32; about 1 lights a white surface fully.

    surround: (3, 9) spherical harmonics of the light from all sides. diffuse: the same after
    a matt surface's cosine. directions: (n, 3) unit vectors toward the lamps. colours: (n, 3).
    softness: the width of the first lamp's shadow edge, shadow-map texels a tap.
    """

    surround: np.ndarray
    diffuse: np.ndarray
    directions: np.ndarray
    colours: np.ndarray
    softness: float


class Surroundings(NamedTuple):
    """A lit place: its light, and the panorama behind it with its rotation (camera to panorama)."""

    lighting: Lighting
    name: str
    rotation: np.ndarray


@cache
def captured(name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A panorama as soft light (3, 9), key light's colour (3,) and direction (3,).

    Normalised so that the soft light and half the key light give 1, with half the colour of
    the soft light and a quarter of the key's taken out: a camera balances white.
    """
    light = np.minimum(environment.radiance(name), _HOTTEST)
    directions = environment.directions(*light.shape[:2])
    angles = environment.solid_angles(*light.shape[:2])
    brightest = np.unravel_index((light.mean(-1) * angles).argmax(), angles.shape)
    toward = directions[brightest]
    cone = directions @ toward > _KEY_CONE
    ambient = np.median(light[~cone], axis=0)
    excess = np.maximum(light - ambient, 0)
    key = (excess * (angles * cone)[..., None]).sum((0, 1)) / np.pi
    calm = np.where(cone[..., None], np.minimum(light, ambient * 1.5), light)
    soft = spherical.project(calm, directions, angles)
    soft, key = 0.5 * soft + 0.5 * soft.mean(0), 0.75 * key + 0.25 * key.mean()
    scale = 1 / (soft[:, 0].mean() * 0.282095 + key.mean() / 2)
    return soft * scale, key * scale, toward


def in_environment(name: str, rng: np.random.Generator) -> Surroundings:
    """The light of a panorama turned at random about the vertical and a little tilted."""
    soft, key, toward = captured(name)
    turn = about(X, rng.uniform(-0.35, 0.35)) @ about(Y, rng.uniform(-np.pi, np.pi))
    colour = np.minimum(key, _KEY_LIMIT) * rng.uniform(0.5, 1.3)
    soft = spherical.rotate(soft, turn) * rng.uniform(0.75, 1.3)
    lighting = _with_lamps(soft, turn @ toward, colour, rng)
    return Surroundings(lighting, name, turn.T)


def invented(rng: np.random.Generator) -> Lighting:
    """Light from above and below with one lamp, mostly from above and from the camera's side."""
    above = rng.uniform(0.35, 1.0) * _temperature(rng, 0.08)
    below = above * rng.uniform(0.3, 1.0) * _temperature(rng, 0.08)
    soft = spherical.uniform((above + below) / 2)
    soft[:, 1] = -(above - below) / 2 / 0.488603
    soft[:, 2:4] = rng.normal(0, 0.15, 2) * above.mean()
    toward = unit(rng.normal(size=3) + _LAMP_SIDE)
    return _with_lamps(soft, toward, _temperature(rng, 0.15) * rng.uniform(0.2, 1.5), rng)


def from_behind(lighting: Lighting, rng: np.random.Generator) -> Lighting:
    """The same light with the key lamp strong and behind what is seen."""
    directions, colours = lighting.directions.copy(), lighting.colours.copy()
    directions[0] = unit(rng.normal(size=3) * (1, 0.6, 0.3) + _BEHIND)
    colours[0] = np.maximum(colours[0], 0.6) * rng.uniform(1.5, 2.5)
    dimmer = np.float32(rng.uniform(0.25, 0.6))
    return lighting._replace(
        directions=directions,
        colours=colours,
        surround=lighting.surround * dimmer,
        diffuse=lighting.diffuse * dimmer,
    )


def coloured(lighting: Lighting, rng: np.random.Generator) -> Lighting:
    """The same light with lamps of one strong colour, and the rest a little coloured.

    The backdrop keeps its colours, so the light from all sides must nearly keep its own.
    """
    lamps = rng.uniform(0.3, 1.3, 3).astype(np.float32)
    rest = rng.uniform(0.7, 1.1, 3).astype(np.float32)
    return lighting._replace(
        colours=lighting.colours * lamps / lamps.mean(),
        surround=lighting.surround * (rest / rest.mean())[:, None],
        diffuse=lighting.diffuse * (rest / rest.mean())[:, None],
    )


def _with_lamps(
    soft: np.ndarray, toward: np.ndarray, colour: np.ndarray, rng: np.random.Generator
) -> Lighting:
    soft, colour = _balanced(soft, colour, rng.uniform(0.4, 1.0))
    extra = int(rng.integers(0, 3))
    more = [unit(rng.normal(size=3) + 0.6 * _LAMP_SIDE) for _ in range(extra)]
    weak = [_temperature(rng, 0.2) * rng.uniform(0.05, 0.4) for _ in range(extra)]
    return Lighting(
        surround=_float(soft),
        diffuse=_float(spherical.diffuse(soft)),
        directions=_float([toward, *more]),
        colours=_float([colour, *weak]),
        softness=float(rng.uniform(0.4, 2.2)),
    )


def _balanced(soft: np.ndarray, colour: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray]:
    """White balance: `share` of the light's common colour taken out, as cameras do."""
    common = soft[:, 0] * 0.282095 + colour / 2
    gain = (common.mean() / common) ** share
    return soft * gain[:, None], colour * gain


def _temperature(rng: np.random.Generator, spread: float) -> np.ndarray:
    """A white (3,) that is warmer or colder."""
    warmth = rng.uniform(-spread, spread)
    return np.array([1 + warmth, 1.0, 1 - 1.2 * warmth])


def _float(values: object) -> np.ndarray:
    return np.ascontiguousarray(values, np.float32)
