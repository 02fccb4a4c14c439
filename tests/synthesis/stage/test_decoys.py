"""Things that are no hand: before the camera, background in the mask, rods side by side."""

import numpy as np

from handpose.synthesis.mesh import FINGER
from handpose.synthesis.render.material import SKIN
from handpose.synthesis.stage.bodies import capsule
from handpose.synthesis.stage.camera import Camera
from handpose.synthesis.stage.decoys import HELD, OCCLUDER, RODS, decoy, rods
from handpose.synthesis.stage.palette import Palette

CAMERA = Camera(320, 300.0, 160.0, 160.0)
ROD_VERTICES = len(capsule(0.1, 0.01)[0])


def test_every_kind_stands_before_the_camera_and_is_background_in_the_mask():
    seen = set()
    for seed in range(40):
        kind, mesh = decoy(CAMERA, Palette(), np.random.default_rng(seed))
        middle = mesh.vertices.mean(axis=0)
        assert 0.15 < middle[2] < 1.5
        assert set(mesh.label) == {0}
        seen.add(kind)
    assert seen == {RODS, HELD, OCCLUDER}


def test_only_rods_are_of_skin():
    for seed in range(20):
        palette = Palette()
        kind, mesh = decoy(CAMERA, palette, np.random.default_rng(seed))
        kinds = {int(palette.materials[number]["kind"]) for number in set(mesh.material)}
        assert (kinds == {SKIN}) == (kind == RODS)
        assert (mesh.skin[:, FINGER] == (-1 if kind == RODS else 0)).all()


def test_rods_lie_side_by_side_and_are_longer_than_thick():
    counts = set()
    for seed in range(40):
        mesh = rods(3, np.random.default_rng(seed))
        each = mesh.vertices.reshape(-1, ROD_VERTICES, 3)
        middles = each.mean(axis=1)
        assert (np.diff(middles[:, 1]) > 0).all()
        assert (np.ptp(each, axis=1).max(axis=1) > 2.5 * np.ptp(each, axis=1).min(axis=1)).all()
        counts.add(len(each))
    assert counts == {1, 2, 3, 4, 5, 6}
