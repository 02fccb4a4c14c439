"""Actor: one person, whose hands share bones, skin and clothes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from handpose.synthesis.anatomy.asset import HandAsset, load_asset
from handpose.synthesis.anatomy.pose import draw_name, random_pose
from handpose.synthesis.anatomy.posed import PosedHand, Side, SkinMap
from handpose.synthesis.anatomy.rig import Rig, build_rig, pose_hand
from handpose.synthesis.anatomy.shape import random_shape
from handpose.synthesis.anatomy.skin_map import skin_map
from handpose.synthesis.mesh import Mesh
from handpose.synthesis.options import SynthConfig
from handpose.synthesis.render import material
from handpose.synthesis.render.skin import random_skin
from handpose.synthesis.stage import wear
from handpose.synthesis.stage.palette import Palette
from handpose.synthesis.stage.things import held_mesh, made_of


@dataclass(frozen=True)
class Actor:
    """A person's rig, skin and clothes.

    tone: 0 the lightest skin to 9 the darkest; skin: its row of the skin table; sleeve, glove:
    their materials, None without; jewelled: whether a hand may wear something of metal.
    """

    rig: Rig
    tone: float
    skin: np.void
    sleeve: np.void | None
    glove: np.void | None
    jewelled: bool


@dataclass(frozen=True)
class Outfit:
    """The numbers of an actor's materials in a scene's palette."""

    skin: int
    sleeve: int | None
    glove: int | None


@cache
def _asset() -> tuple[HandAsset, SkinMap]:
    asset = load_asset()
    return asset, skin_map(asset)


def random_actor(options: SynthConfig, rng: np.random.Generator) -> Actor:
    """Somebody."""
    asset, skins = _asset()
    shape = random_shape(asset, rng)
    rig = build_rig(shape, skins, options.mcp_offset, options.cmc_offset)
    tone = rng.uniform(options.tone_low, options.tone_high)
    sleeved, gloved, jewelled = rng.random(3) < (options.sleeve, options.glove, options.jewellery)
    return Actor(
        rig,
        tone,
        random_skin(rng, tone),
        material.cloth(rng) if sleeved else None,
        material.glove(rng) if gloved else None,
        bool(jewelled and not gloved),
    )


def unpack(actor: Actor, palette: Palette) -> Outfit:
    """Add an actor's materials to a palette."""
    sleeve, glove = (
        None if row is None else palette.add(row) for row in (actor.sleeve, actor.glove)
    )
    return Outfit(palette.add_skin(actor.skin), sleeve, glove)


def random_hand(
    actor: Actor, side: Side, options: SynthConfig, rng: np.random.Generator, *, held: float
) -> PosedHand:
    """One hand of an actor in a gesture, a random pose or, for the share `held`, a grasp."""
    name = options.gesture or draw_name(rng, options.random_pose, held, options.folded)
    pose = random_pose(name, actor.rig, rng)
    return pose_hand(actor.rig, pose.angles, side, name, pose.held)


def dressed(
    actor: Actor, hand: PosedHand, outfit: Outfit, palette: Palette, rng: np.random.Generator
) -> list[Mesh]:
    """A hand with all it wears and holds, in its own frame."""
    meshes = [wear.bare(hand, outfit.skin)]
    if outfit.glove is not None:
        meshes.append(wear.glove(hand, outfit.glove, rng))
    if outfit.sleeve is not None:
        meshes.append(wear.sleeve(hand, outfit.sleeve, rng))
    if actor.jewelled:
        meshes += _jewellery(hand, palette, rng)
    if hand.held is not None:
        meshes.append(held_mesh(hand.held, palette.add(made_of(hand.held.kind, rng))))
    return meshes


def _jewellery(hand: PosedHand, palette: Palette, rng: np.random.Generator) -> list[Mesh]:
    metal = palette.add(material.metal(rng))
    kind = rng.integers(4)
    if kind < 2:
        fingers = rng.choice(
            [1, 2, 3, 4], rng.integers(1, 3), replace=False, p=[0.2, 0.2, 0.4, 0.2]
        )
        return [wear.ring(hand, int(finger), metal, rng) for finger in fingers]
    if kind == 2:
        return [wear.bracelet(hand, metal, rng)]
    strap, face = palette.add(material.cloth(rng)), palette.add(material.screen(rng))
    return wear.watch(hand, strap, metal, face, rng)
