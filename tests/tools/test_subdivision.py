from pathlib import Path

import numpy as np
import pytest

TOOLS = Path(__file__).parents[2] / "tools"
CUBE = np.array(
    [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]]
)
CORNERS = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)


@pytest.fixture
def subdivide(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(TOOLS)
    from subdivision import subdivide

    return subdivide


def test_a_cube_becomes_rounder_as_catmull_and_clark_say(subdivide) -> None:
    matrix, faces = subdivide(CUBE, 8)
    fine = matrix @ CORNERS
    assert fine.shape == (8 + 12 + 6, 3)
    assert faces.shape == (24, 4)
    np.testing.assert_allclose(np.abs(fine[:8]), 5 / 9)
    np.testing.assert_allclose(np.sort(np.abs(fine[8:20]), axis=1), [[0, 0.75, 0.75]] * 12)
    np.testing.assert_allclose(np.sort(np.abs(fine[20:]), axis=1), [[0, 0, 1]] * 6)


def test_the_fine_faces_wind_as_the_coarse_ones(subdivide) -> None:
    matrix, faces = subdivide(CUBE, 8)
    corner = (matrix @ CORNERS)[faces]
    coarse = CORNERS[CUBE]
    for old, new in zip(np.repeat(coarse, 4, axis=0), corner, strict=True):
        was = np.cross(old[1] - old[0], old[2] - old[0])
        now = np.cross(new[1] - new[0], new[2] - new[0])
        assert was @ now > 0


def test_the_border_of_a_sheet_stays_on_its_edge(subdivide) -> None:
    square = np.array([[0.0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]])
    matrix, _ = subdivide(np.array([[0, 1, 2, 3]]), 4)
    fine = matrix @ square
    np.testing.assert_allclose(fine[0], [0.125, 0.125, 0])
    np.testing.assert_allclose(fine[4:8].mean(axis=0), [0.5, 0.5, 0])
    np.testing.assert_allclose(fine[8], [0.5, 0.5, 0])
