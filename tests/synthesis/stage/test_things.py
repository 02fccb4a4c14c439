"""Held things lie where the grasp put them; things in the way are in the way."""

import numpy as np
import pytest

from handpose.synthesis.anatomy.posed import HeldObject
from handpose.synthesis.stage.things import held_mesh, occluder


@pytest.mark.parametrize(
    ("kind", "size", "extent"),
    [
        ("cylinder", (0.2, 0.05, 0.05), (0.2, 0.05, 0.05)),
        ("pen", (0.14, 0.01, 0.01), (0.14, 0.01, 0.01)),
        ("sphere", (0.07, 0.07, 0.07), (0.07, 0.07, 0.07)),
        ("box", (0.1, 0.05, 0.03), (0.1, 0.05, 0.03)),
        ("slab", (0.15, 0.07, 0.008), (0.15, 0.07, 0.008)),
    ],
)
def test_a_thing_has_its_size_and_place(kind, size, extent):
    turned = np.array([[0.0, -1, 0], [1, 0, 0], [0, 0, 1]])
    centre = np.array([0.1, 0.2, 0.3])
    mesh = held_mesh(HeldObject(kind, np.array(size), turned, centre), 4)
    local = (mesh.vertices - centre) @ turned
    np.testing.assert_allclose(np.ptp(local, axis=0), extent, rtol=0.02)
    np.testing.assert_allclose(local.min(axis=0) + local.max(axis=0), 0, atol=1e-3)
    assert set(mesh.material) == {4}
    assert set(mesh.label) == {0}


def test_an_occluder_stands_before_its_keypoint():
    for number in range(20):
        mesh = occluder(np.array([0.05, 0.02, 0.6]), 1, np.random.default_rng(number))
        assert mesh.vertices[:, 2].mean() < 0.58
        assert mesh.vertices[:, 2].min() > 0.2
