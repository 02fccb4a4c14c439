"""The pinhole: literal projections, and the matrix that says the same."""

import numpy as np
import pytest

from handpose.synthesis.stage.camera import Camera, random_camera

CAMERA = Camera(side=320, focal=300.0, x=160.0, y=150.0)
POINTS = np.array([[0, 0, 0.5], [0.1, -0.2, 1.0], [-0.05, 0.1, 0.4]])


def test_points_project_by_hand():
    expected = [[160, 150], [190, 90], [122.5, 225]]
    np.testing.assert_allclose(CAMERA.project(POINTS), expected)


def test_the_matrix_projects_alike():
    homogeneous = POINTS @ CAMERA.matrix().T
    np.testing.assert_allclose(homogeneous[:, :2] / homogeneous[:, 2:], CAMERA.project(POINTS))


def test_a_ray_leads_back_to_its_pixel():
    ray = CAMERA.ray(np.array([190, 90]))
    np.testing.assert_allclose(ray, [0.1, -0.2, 1.0])


def test_the_field_of_view_is_that_of_the_lens():
    assert np.degrees(Camera(320, 160.0, 160, 160).field()) == pytest.approx(90)


def test_a_random_camera_scales_with_the_picture():
    large = random_camera(640, np.random.default_rng(0))
    small = random_camera(320, np.random.default_rng(0))
    np.testing.assert_allclose(large.matrix()[:2], 2 * small.matrix()[:2])
    assert 230 <= small.focal <= 620
