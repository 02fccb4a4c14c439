import numpy as np
import pytest

from handpose.synthesis.render import environment
from handpose.synthesis.rotations import Y, about


def test_there_are_eighteen_panoramas():
    assert len(environment.names()) == 18
    for name in environment.names():
        assert environment.radiance(name).shape == (32, 64, 3)
        assert environment.panorama(name).shape == (256, 512, 3)
        assert np.isfinite(environment.radiance(name)).all()


def test_the_committed_files_stay_small():
    files = [environment.DATA / f"{name}.npz" for name in ("environments", "photographs")]
    assert sum(path.stat().st_size for path in files) < 4e6
    assert (environment.DATA / "environments.LICENSE.md").exists()


def test_solid_angles_make_a_sphere():
    assert environment.solid_angles(8, 16).sum() == pytest.approx(4 * np.pi)


def test_directions_go_up_right_and_forward():
    grid = environment.directions(180, 360)
    np.testing.assert_allclose(grid[89, 180], [0, 0, 1], atol=0.02)
    np.testing.assert_allclose(grid[89, 270], [1, 0, 0], atol=0.02)
    np.testing.assert_allclose(grid[0, 0], [0, -1, 0], atol=0.02)


def test_the_middle_of_the_window_is_where_the_camera_points(monkeypatch):
    marked = np.zeros((256, 512, 3), np.float32)
    marked[:, 376:392] = (1, 0, 0)  # a stripe at +x
    marked[:, 248:264] = (0, 1, 0)  # a stripe at +z
    monkeypatch.setattr(environment, "panorama", lambda name: marked)
    ahead = environment.look("", np.eye(3), np.pi / 2, 64)[32, 32]
    aside = environment.look("", about(Y, np.pi / 2), np.pi / 2, 64)[32, 32]
    assert ahead[1] > 0.8 > 0.1 > ahead[0]
    assert aside[0] > 0.8 > 0.1 > aside[1]


def test_a_window_shows_what_is_right_of_the_middle_on_its_right(monkeypatch):
    marked = np.zeros((256, 512, 3), np.float32)
    marked[:128, 256:] = 1  # up and right of +z
    monkeypatch.setattr(environment, "panorama", lambda name: marked)
    seen = environment.look("", np.eye(3), np.pi / 3, 64)[..., 0]
    assert [seen[8, 56], seen[8, 8], seen[56, 56], seen[56, 8]] == pytest.approx([1, 0, 0, 0])
