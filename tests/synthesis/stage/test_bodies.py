"""Bodies are closed, face outwards and have the size that was asked for."""

import numpy as np
import pytest

from handpose.synthesis.stage import bodies

CLOSED = {
    "sphere": (bodies.sphere(0.5), 4 / 3 * np.pi * 0.5**3, [1, 1, 1]),
    "cylinder": (bodies.cylinder(2.0, 0.5), np.pi * 0.25 * 2, [2, 1, 1]),
    "capsule": (bodies.capsule(2.0, 0.25), np.pi * (0.0625 * 1.5 + 4 / 3 * 0.25**3), [2, 0.5, 0.5]),
    "box": (bodies.box(np.array([1.0, 2.0, 3.0])), 6, [1, 2, 3]),
    "torus": (bodies.torus(1.0, 0.25), 2 * np.pi**2 * 0.0625, [0.5, 2.5, 2.5]),
}


def volume(body):
    """Sum of signed tetrahedra from the origin: positive when faces look outwards."""
    vertices, triangles = body
    a, b, c = (vertices[triangles[:, corner]] for corner in range(3))
    return (np.cross(a, b) * c).sum() / 6


@pytest.mark.parametrize("name", CLOSED)
def test_the_volume_is_that_of_the_body(name):
    body, expected, _ = CLOSED[name]
    assert volume(body) == pytest.approx(expected, rel=0.06)


@pytest.mark.parametrize("name", CLOSED)
def test_the_extent_is_what_was_asked_for(name):
    body, _, extent = CLOSED[name]
    np.testing.assert_allclose(np.ptp(body[0], axis=0), extent, rtol=0.02)


def test_a_mug_has_a_handle_on_one_side_only():
    vertices, _ = bodies.mug(0.1, 0.04)
    assert vertices[:, 2].max() > 0.065
    assert vertices[:, 2].min() == pytest.approx(-0.04, abs=1e-3)
    assert np.abs(vertices[:, 1]).max() == pytest.approx(0.04, abs=1e-3)
    assert volume(bodies.mug(0.1, 0.04)) > volume(bodies.cylinder(0.1, 0.04))


def test_united_bodies_keep_their_triangles():
    vertices, triangles = bodies.united([bodies.box(np.ones(3)), bodies.box(np.ones(3) * 2)])
    assert vertices.shape == (48, 3)
    assert triangles.max() == 47
    assert volume((vertices, triangles)) == pytest.approx(1 + 8)
