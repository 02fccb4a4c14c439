"""A band lies on the outline of what it goes round."""

import numpy as np
import pytest

from handpose.synthesis.stage.band import band_round, outline_of
from handpose.synthesis.stage.bodies import cylinder


def tube(radius_y, radius_z):
    angle = np.tile(np.linspace(0, 2 * np.pi, 200), 21)
    x = np.repeat(np.linspace(-0.02, 0.02, 21), 200)
    return np.stack([x, radius_y * np.cos(angle), radius_z * np.sin(angle)], axis=1)


def test_the_outline_of_a_circle_is_its_radius():
    points = tube(0.01, 0.01)[:, 1:]
    np.testing.assert_allclose(outline_of(points), 0.01, rtol=1e-6)


def test_a_band_touches_neither_skin_nor_air():
    vertices, _ = band_round(tube(0.01, 0.01), np.zeros(3), np.array([1.0, 0, 0]), 0.004, 0.002)
    distance = np.hypot(vertices[:, 1], vertices[:, 2])
    assert distance.min() == pytest.approx(0.0103, abs=1e-5)
    assert distance.max() == pytest.approx(0.0123, abs=1e-5)
    assert np.ptp(vertices[:, 0]) == pytest.approx(0.004, abs=1e-5)


def test_it_follows_an_oval_limb_anywhere():
    turn = np.array([[0.0, -1, 0], [1, 0, 0], [0, 0, 1]])
    centre = np.array([0.1, 0.2, 0.3])
    limb = tube(0.03, 0.02) @ turn.T + centre
    vertices, _ = band_round(limb, centre, turn @ [1, 0, 0], 0.01, 0.002)
    local = (vertices - centre) @ turn
    assert np.abs(local[:, 1]).max() == pytest.approx(0.0323, abs=6e-4)
    assert np.abs(local[:, 2]).max() == pytest.approx(0.0223, abs=6e-4)


def test_its_faces_look_outwards():
    vertices, triangles = band_round(
        tube(0.01, 0.01), np.zeros(3), np.array([1.0, 0, 0]), 0.004, 0.002
    )
    a, b, c = (vertices[triangles[:, corner]] for corner in range(3))
    volume = (np.cross(a, b) * c).sum() / 6
    assert 0 < volume < cylinder_volume()


def cylinder_volume():
    vertices, triangles = cylinder(0.004, 0.0123)
    a, b, c = (vertices[triangles[:, corner]] for corner in range(3))
    return (np.cross(a, b) * c).sum() / 6
