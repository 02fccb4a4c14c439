import numpy as np
import pytest

from handpose.synthesis.render import material
from handpose.synthesis.render.made_surface import pattern
from handpose.synthesis.render.noise import volume

MAKERS = (material.cloth, material.glove, material.solid, material.metal, material.screen)


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_random_materials_are_physical(make):
    rng = np.random.default_rng(0)
    rows = material.table([make(rng) for _ in range(200)])
    for name in ("red", "green", "blue", "red2", "green2", "blue2", "rough", "metal", "emission"):
        assert (rows[name] >= 0).all(), name
        assert (rows[name] <= 1).all(), name
    assert (rows["rough"] > 0.1).all()
    assert len(np.unique(rows["red"])) > 4


def test_cloth_is_cloth_and_metal_is_metal():
    rng = np.random.default_rng(0)
    assert material.cloth(rng)["kind"] == material.CLOTH
    assert material.metal(rng)["metal"] == 1
    assert material.skin(3)["kind"] == material.SKIN
    assert material.skin(3)["skin"] == 3


def test_stripes_run_across_one_direction_and_checks_across_two():
    def share(kind, x, y):
        return pattern(volume(), kind, x, y, 0.0)

    assert share(material.PLAIN, 0.1, 0.1) == 0
    assert [share(material.STRIPES, x, 0.0) for x in (0.1, 0.5, 1.1, 1.9)] == [1, 0, 1, 0]
    corners = [share(material.CHECKS, x, y) for x in (0.1, 0.6) for y in (0.1, 0.6)]
    assert corners == [1, 0.5, 0.5, 0]
