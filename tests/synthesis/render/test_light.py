import numpy as np
import pytest

from handpose.synthesis.render import environment, light


@pytest.mark.parametrize("name", environment.names())
def test_a_panorama_lights_a_surface_fully(name):
    soft, key, toward = light.captured(name)
    assert soft[:, 0].mean() * 0.282095 + key.mean() / 2 == pytest.approx(1)
    assert np.linalg.norm(toward) == pytest.approx(1)
    assert (key >= 0).all()


def test_the_key_light_turns_with_the_panorama():
    place = light.in_environment("sunset", np.random.default_rng(3))
    seen_from = place.rotation @ place.lighting.directions[0]
    np.testing.assert_allclose(seen_from, light.captured("sunset")[2], atol=1e-6)


def test_the_soft_light_turns_with_the_panorama():
    """The side that is brightest in the picture is the side that is lit."""
    place = light.in_environment("sky", np.random.default_rng(5))
    grid = environment.directions(32, 64)
    soft = light.spherical.basis(grid @ place.rotation.T) @ light.captured("sky")[0].mean(0)
    lit = light.spherical.basis(grid) @ place.lighting.surround.mean(0).astype(float)
    assert np.corrcoef(soft.ravel(), lit.ravel())[0, 1] > 0.99


@pytest.mark.parametrize("seed", range(5))
def test_light_is_what_the_renderer_takes(seed):
    lighting = light.invented(np.random.default_rng(seed))
    assert 1 <= len(lighting.directions) == len(lighting.colours) <= 3
    np.testing.assert_allclose(np.linalg.norm(lighting.directions, axis=1), 1, rtol=1e-5)
    assert all(part.dtype == np.float32 for part in lighting[:4])
    assert all(part.flags.c_contiguous for part in lighting[:4])


def test_white_balance_takes_the_common_colour_out():
    soft = light.spherical.uniform(np.array([1.0, 0.6, 0.2]))
    balanced, _ = light._balanced(soft, np.zeros(3), 1.0)
    np.testing.assert_allclose(balanced[:, 0] * 0.282095, 0.6)


def test_light_from_behind_comes_from_behind_and_is_brighter_than_the_rest():
    rng = np.random.default_rng(0)
    before = light.invented(rng)
    toward = np.stack([light.from_behind(before, rng).directions[0] for _ in range(50)])
    after = light.from_behind(before, rng)
    assert toward[:, 2].mean() > 0.5
    assert after.colours[0].mean() >= 0.9
    assert (np.abs(after.surround) <= np.abs(before.surround) * 0.6 + 1e-6).all()


def test_coloured_light_keeps_its_brightness():
    rng = np.random.default_rng(2)
    before = light.invented(rng)._replace(colours=np.ones((2, 3), np.float32))
    after = light.coloured(before, rng)
    np.testing.assert_allclose(after.colours.mean(axis=1), 1, rtol=1e-5)
    assert np.ptp(after.colours[0]) > 0.05
    ratio = after.surround[:, 0] / before.surround[:, 0]
    np.testing.assert_allclose(ratio, after.diffuse[:, 0] / before.diffuse[:, 0], rtol=1e-5)
    assert ratio.mean() == pytest.approx(1, rel=1e-5)
