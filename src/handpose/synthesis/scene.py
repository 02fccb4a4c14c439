"""One picture from one seed: stage, light, camera, lens, and the labels."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from handpose.datasets.rhd import larger_hand
from handpose.hand import HANDEDNESS
from handpose.synthesis.backdrops.backdrop import (
    DISTRACTED_ALONE,
    random_backdrop,
    with_skin_colours,
)
from handpose.synthesis.options import SynthConfig
from handpose.synthesis.render import environment, noise, shadow
from handpose.synthesis.render.image_effects import Effects, compose, develop, draw_effects
from handpose.synthesis.render.light import (
    Lighting,
    Surroundings,
    coloured,
    from_behind,
    in_environment,
)
from handpose.synthesis.render.light import invented as invented_light
from handpose.synthesis.render.raster import Buffers, coverage, rasterise
from handpose.synthesis.render.shading import SAMPLES, Lens, View, shade
from handpose.synthesis.rendered import Rendered
from handpose.synthesis.stage.empty import empty_stage
from handpose.synthesis.stage.stage import Stage, random_stage
from handpose.synthesis.stage.truth import label_rows, mask_and_depth

STATES = ("train", "eval")
_LEAST_EXPOSED_FOR = 0.05  # of the picture, where it shows no hand
_SHADOW_REACH = 0.20  # metres round the stage's middle that the shadow map covers


class Illumination(NamedTuple):
    """Light with its name, and the panorama it came from, None for invented light."""

    lighting: Lighting
    surroundings: Surroundings | None
    name: str


def render_sample(options: SynthConfig, state: str, number: int) -> Rendered:
    """Picture `number` of a part; it depends on the options and its number alone."""
    place = options.seed, STATES.index(state), number
    rng = np.random.default_rng(place)
    # Drawn apart: the share decides which pictures lose their hand and changes no other.
    absent = np.random.default_rng((*place, 1)).random() < options.absent
    stage = empty_stage(options, rng) if absent else random_stage(options, rng)
    buffers = _buffers(stage)
    light = _illumination(options, rng)
    effects = draw_effects(rng, options)
    image, backdrop = _photograph(stage, buffers, light, effects, options, rng)
    uv_vis, xyz = label_rows(stage.hands, stage.camera, buffers, stage.mesh.label)
    mask, depth = mask_and_depth(buffers, stage.mesh.label)
    looks, sample = _looks(light, effects, backdrop), _of_sample(stage, mask, uv_vis)
    attributes = {**stage.attributes, **looks, **sample}
    return Rendered(image, mask, depth, uv_vis, xyz, stage.camera.matrix(), attributes)


def _buffers(stage: Stage) -> Buffers:
    vertices, side = stage.mesh.vertices, stage.camera.side * SAMPLES
    uv = stage.camera.project(vertices) * SAMPLES
    points = np.concatenate([uv, vertices[:, 2:]], axis=1)
    return rasterise(points, stage.mesh.triangles, (side, side))


def _illumination(options: SynthConfig, rng: np.random.Generator) -> Illumination:
    surroundings = None
    if rng.random() < options.hdri:
        surroundings = in_environment(str(rng.choice(environment.names())), rng)
    lighting = surroundings.lighting if surroundings else invented_light(rng)
    name = "captured" if surroundings else "invented"
    if rng.random() < options.backlit:
        lighting, name = from_behind(lighting, rng), "backlit"
    elif rng.random() < options.coloured_light:
        lighting, name = coloured(lighting, rng), "coloured"
    return Illumination(lighting, surroundings, name)


def _photograph(
    stage: Stage,
    buffers: Buffers,
    light: Illumination,
    effects: Effects,
    options: SynthConfig,
    rng: np.random.Generator,
) -> tuple[np.ndarray, str]:
    """The picture (side, side, 3) uint8 RGB, and what its backdrop shows."""
    camera = stage.camera
    # The user's own may show hands, which an empty picture must not.
    own = options.backgrounds if stage.hands or options.handless else ""
    backdrop, shown = random_backdrop(rng, camera.side, camera.field(), light.surroundings, own)
    share = options.distractors if stage.hands else DISTRACTED_ALONE
    backdrop, shown = with_skin_colours(backdrop, shown, stage.skins, rng, share)
    radiance, covered = _radiance(stage, buffers, light.lighting), coverage(buffers.triangle)
    if covered.mean() < _LEAST_EXPOSED_FOR and not stage.hands:
        # Hardly anything to expose for, so the camera goes by the whole picture.
        radiance += backdrop * (1 - covered[..., None])
        covered = np.ones_like(covered)
    exposed = compose(radiance, covered, backdrop, effects.brightness)
    return develop(exposed, effects, rng), shown


def _radiance(stage: Stage, buffers: Buffers, lighting: Lighting) -> np.ndarray:
    """Light (side, side, 3) float32 of what stands on the stage, times its coverage."""
    mesh, camera = stage.mesh, stage.camera
    shadows = shadow.cast(
        mesh.vertices, mesh.triangles, lighting.directions[0], stage.middle, _SHADOW_REACH
    )
    lens = Lens(*(value * SAMPLES for value in (camera.focal, camera.x, camera.y)))
    view = View(
        buffers, mesh, stage.materials, stage.skins, noise.volume(), lighting, shadows, lens
    )
    return shade(view)


def _looks(light: Illumination, effects: Effects, backdrop: str) -> dict[str, str]:
    return {
        "light": "dim" if effects.dim else light.name,
        "backdrop": backdrop,
        "blur": effects.blur,
    }


def _of_sample(stage: Stage, mask: np.ndarray, uv_vis: np.ndarray) -> dict[str, str | float]:
    """What the hand that readers take for the sample does, its size, and how much is hidden."""
    if not stage.hands:
        return {}
    sides: list[str] = [placed.hand.side for placed in stage.hands]
    side = HANDEDNESS[larger_hand(mask)] if len(sides) == len(HANDEDNESS) else sides[0]
    hand = stage.hands[sides.index(side)].hand
    rows = uv_vis.reshape(len(HANDEDNESS), -1, 3)[HANDEDNESS.index(side)]
    hidden = 1 - rows[:, 2].mean()
    return {
        "gesture": hand.gesture,
        "hand": side,
        "held": hand.held.kind if hand.held else "none",
        "size": round(float(np.ptp(rows[:, :2], axis=0).max()), 1),
        "hidden": round(float(hidden), 3),
        "occlusion": "little" if hidden < 0.25 else "half" if hidden < 0.6 else "most",
    }
