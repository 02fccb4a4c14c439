import numpy as np
import pytest

from handpose.synthesis.render.raster import FAR, coverage, rasterise

ONE = np.array([[0, 1, 2]], np.int32)


def front(*points: tuple[float, float, float]) -> np.ndarray:
    return np.array(points, float)


def test_a_pixel_is_seen_when_its_centre_lies_in_the_triangle():
    # The half square below the diagonal from (0, 4) to (4, 0), with a little room.
    points = front((-0.1, -0.1, 1), (-0.1, 4.3, 1), (4.3, -0.1, 1))
    buffers = rasterise(points, ONE, (4, 4))
    expected = [[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0]]
    np.testing.assert_array_equal(buffers.triangle >= 0, np.array(expected, bool))
    assert (buffers.depth[buffers.triangle < 0] == np.float32(FAR)).all()


def test_back_faces_are_not_drawn():
    points = front((0, 0, 1), (4, 0, 1), (0, 4, 1))
    assert (rasterise(points, ONE, (4, 4)).triangle == -1).all()


@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
def test_the_nearest_triangle_is_seen_whatever_the_order(order):
    points = front((0, 0, 2), (0, 9, 2), (9, 0, 2), (0, 0, 1), (0, 9, 1), (9, 0, 1))
    triangles = np.array([[0, 1, 2], [3, 4, 5]], np.int32)[order]
    buffers = rasterise(points, triangles, (3, 3))
    assert (buffers.triangle == order.index(1)).all()
    np.testing.assert_allclose(buffers.depth, 1)


def test_depth_and_weights_are_those_of_the_point_on_the_plane():
    focal, corners = 10.0, np.array([[-1, -1, 1.0], [-2, 2, 2.0], [4, -1, 4.0]])
    points = np.column_stack([corners[:, :2] / corners[:, 2:] * focal + 8, corners[:, 2]])
    buffers = rasterise(points, ONE, (16, 16))
    normal = np.cross(corners[1] - corners[0], corners[2] - corners[0])
    rows, columns = np.nonzero(buffers.triangle >= 0)
    assert len(rows) > 20
    for row, column in zip(rows, columns, strict=True):
        ray = np.array([(column + 0.5 - 8) / focal, (row + 0.5 - 8) / focal, 1])
        depth = corners[0] @ normal / (ray @ normal)
        assert buffers.depth[row, column] == pytest.approx(depth, rel=1e-5)
        first, second = buffers.first[row, column], buffers.second[row, column]
        weights = np.array([first, second, 1 - first - second])
        np.testing.assert_allclose(weights @ corners, ray * depth, atol=1e-4)


def test_a_triangle_that_reaches_the_camera_is_left_out():
    points = front((0, 0, 1), (0, 4, 0.01), (4, 0, 1))
    assert (rasterise(points, ONE, (4, 4)).triangle == -1).all()


def test_coverage_is_the_share_of_the_four_samples():
    triangle = np.array([[0, -1, 3, 3], [5, -1, 3, 3]], np.int32)
    np.testing.assert_array_equal(coverage(triangle), [[0.5, 1.0]])
