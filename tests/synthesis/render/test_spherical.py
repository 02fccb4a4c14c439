import numpy as np
import pytest

from handpose.synthesis.render import spherical
from handpose.synthesis.render.environment import directions, solid_angles
from handpose.synthesis.rotations import X, Y, about, anything

DIRECTIONS, ANGLES = directions(64, 128), solid_angles(64, 128)


def at(coefficients, direction):
    return [spherical.from_direction(coefficients, colour, *direction) for colour in range(3)]


def test_the_functions_are_orthonormal():
    basis = spherical.basis(DIRECTIONS).reshape(-1, 9)
    np.testing.assert_allclose((basis * ANGLES.reshape(-1, 1)).T @ basis, np.eye(9), atol=2e-3)


def test_uniform_light_gives_a_white_surface_just_that_light():
    soft = spherical.diffuse(spherical.uniform(np.array([1.0, 0.5, 0.25])))
    np.testing.assert_allclose(at(soft, (0.6, 0.0, 0.8)), [1, 0.5, 0.25], rtol=1e-5)


def test_projected_light_lights_what_faces_it():
    toward = np.array([0.0, -1.0, 0.0])
    lit = (DIRECTIONS @ toward > 0)[..., None] * np.array([2.0, 0.0, 0.0])
    soft = spherical.diffuse(spherical.project(lit, DIRECTIONS, ANGLES))
    # A hemisphere of radiance 2 lights a surface that faces it by 2, one across by 1.
    assert at(soft, (0, -1, 0))[0] == pytest.approx(2, rel=0.03)
    assert at(soft, (1, 0, 0))[0] == pytest.approx(1, rel=0.03)
    assert at(soft, (0, 1, 0))[0] == pytest.approx(0, abs=0.07)
    assert at(soft, (0, -1, 0))[1] == 0


def test_turned_light_comes_from_the_turned_direction():
    rng = np.random.default_rng(0)
    coefficients, turn = rng.normal(size=(3, 9)), anything(rng)
    coefficients[:, 0] += 20  # no value below zero
    direction = np.array([0.48, 0.6, 0.64])
    turned = spherical.rotate(coefficients, turn)
    np.testing.assert_allclose(at(turned, turn @ direction), at(coefficients, direction))


def test_two_turns_are_one_after_the_other():
    coefficients = np.random.default_rng(1).normal(size=(3, 9))
    one, other = about(X, 0.7), about(Y, -1.9)
    np.testing.assert_allclose(
        spherical.rotate(spherical.rotate(coefficients, one), other),
        spherical.rotate(coefficients, other @ one),
        atol=1e-10,
    )


def test_no_side_is_black_beside_a_bright_light():
    lamp = (DIRECTIONS @ np.array([1.0, 0, 0]) > 0.97)[..., None] * np.ones(3)
    soft = spherical.project(lamp, DIRECTIONS, ANGLES)
    everywhere = [at(soft, direction)[0] for direction in DIRECTIONS[::8, ::8].reshape(-1, 3)]
    assert min(everywhere) > 0
