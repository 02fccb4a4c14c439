from dataclasses import replace

import numpy as np
import pytest

from handpose.synthesis.options import SynthConfig
from handpose.synthesis.render import image_effects as effects

PLAIN = effects.Effects(
    brightness=0.3, contrast=0, white=(1, 1, 1), blur="none", blur_width=0, blur_angle=0,
    noise=0, sharpen=0, vignette=0, shrink=1, quality=0, dim=False,
)  # fmt: skip


def develop(light, **changes):
    rng = np.random.default_rng(0)
    return effects.develop(light, replace(PLAIN, **changes), rng)


def flat(value, side=64):
    return np.full((side, side, 3), value, np.float32)


@pytest.mark.parametrize(
    ("light", "value"), [(0.0, 0), (0.25, 136), (0.5, 186), (1.0, 255), (3, 255)]
)
def test_a_plain_camera_applies_the_usual_gamma(light, value):
    image = develop(flat(light))
    assert image.dtype == np.uint8
    np.testing.assert_allclose(image, value, atol=1)


def spot(side=33):
    light = np.zeros((side, side, 3), np.float32)
    light[side // 2, side // 2] = 1
    return light


def test_motion_smears_along_its_direction_and_keeps_the_light():
    kernel = effects.motion_kernel(6, 0.0)
    assert kernel.sum() == pytest.approx(1)
    rows, columns = np.nonzero(kernel > 1e-6)
    assert len(set(rows.tolist())) == 1
    assert 6 <= len(set(columns.tolist())) <= 8
    upright = effects.motion_kernel(6, np.pi / 2)
    np.testing.assert_allclose(upright, kernel.T, atol=1e-6)


def test_a_disc_is_round_and_keeps_the_light():
    kernel = effects.disc_kernel(3)
    assert kernel.sum() == pytest.approx(1)
    np.testing.assert_array_equal(kernel, kernel.T)
    assert np.count_nonzero(kernel) == pytest.approx(np.pi * 3.5**2, rel=0.15)


@pytest.mark.parametrize("blur", ["motion", "defocus"])
def test_a_blur_spreads_a_spot(blur):
    sharp, blurred = (develop(spot(320), blur=kind, blur_width=4.0) for kind in ("none", blur))
    assert np.count_nonzero(blurred) > np.count_nonzero(sharp) == 3


def test_noise_has_the_asked_strength_at_mid_grey():
    grey = (128 / 255) ** 2.2
    image = develop(flat(grey, 256), noise=10).astype(float)
    assert image.std() == pytest.approx(10 * 0.99 * (1.2 - 128 / 320), rel=0.05)
    assert image.mean() == pytest.approx(128, abs=1)
    together = np.corrcoef(image[..., 0].ravel(), image[..., 1].ravel())[0, 1]
    assert together == pytest.approx(0.5, abs=0.05)


def test_a_vignette_darkens_the_corners_not_the_middle():
    image = develop(flat(0.5, 65), vignette=0.3)
    np.testing.assert_allclose(image[32, 32], 186, atol=1)
    np.testing.assert_allclose(image[0, 0], 255 * (0.5 * 0.7) ** (1 / 2.2), atol=1)


def test_a_low_resolution_loses_fine_detail_and_keeps_the_size():
    checks = np.indices((64, 64)).sum(0)[..., None] % 2 * np.ones(3, np.float32)
    small = develop(checks.astype(np.float32), shrink=0.5)
    assert small.shape == (64, 64, 3)
    assert small.std() < 0.2 * develop(checks.astype(np.float32)).std()


def test_jpeg_alters_little_at_high_quality_and_more_at_low():
    light = np.random.default_rng(1).uniform(0, 1, (64, 64, 3)).astype(np.float32)
    plain = develop(light).astype(float)
    errors = [np.abs(develop(light, quality=q) - plain).mean() for q in (95, 50)]
    assert 0 < errors[0] < errors[1]


def test_sharpening_draws_a_halo_along_an_edge():
    step = flat(0.2)
    step[:, 32:] = 0.5
    image = develop(step, sharpen=0.8)[32, :, 0].astype(int)
    assert image[31] < image[10]
    assert image[32] > image[60]


def test_the_backdrop_shows_where_the_hand_does_not_cover():
    coverage = np.array([[0, 0.5, 1]], np.float32)
    hand = coverage[..., None] * np.full(3, 0.3, np.float32)
    image = effects.compose(hand, coverage, np.full((1, 3, 3), 0.6, np.float32), 0.3)
    np.testing.assert_allclose(image[0, :, 0], [0.6, 0.45, 0.3], rtol=0.02)


def test_exposure_leaves_a_dark_hand_darker_than_a_light_one():
    def exposed(luminance):
        hand = np.full((2, 2, 3), luminance, np.float32)
        return effects.compose(hand, np.ones((2, 2), np.float32), hand, 0.3).mean()

    assert exposed(0.3) == pytest.approx(0.3, rel=1e-3)
    assert 0.05 < exposed(0.05) < exposed(0.3) < exposed(0.6) < 0.6


@pytest.mark.parametrize("knob", ["motion_blur", "defocus", "low_resolution", "jpeg", "dim"])
def test_a_share_of_zero_is_never_and_of_one_is_always(knob):
    off = SynthConfig(motion_blur=0, defocus=0, low_resolution=0, jpeg=0, dim=0)
    seen = {
        "motion_blur": lambda e: e.blur == "motion",
        "defocus": lambda e: e.blur == "defocus",
        "low_resolution": lambda e: e.shrink < 1,
        "jpeg": lambda e: e.quality > 0,
        "dim": lambda e: e.dim,
    }[knob]
    rng = np.random.default_rng(0)
    assert not any(seen(effects.draw_effects(rng, off)) for _ in range(50))
    assert all(seen(effects.draw_effects(rng, replace(off, **{knob: 1.0}))) for _ in range(50))


def test_the_same_seed_makes_the_same_picture():
    light = np.random.default_rng(1).uniform(0, 1, (64, 64, 3)).astype(np.float32)
    np.testing.assert_array_equal(develop(light, noise=5), develop(light, noise=5))
