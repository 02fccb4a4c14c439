import numpy as np
import pytest

from handpose.synthesis.render import skin_relief as relief
from handpose.synthesis.render.noise import volume
from handpose.synthesis.render.skin import SKIN, random_skin
from handpose.synthesis.render.skin_surface import skin_colour


def colour(row, prefix=""):
    return np.array([row[prefix + name] for name in ("red", "green", "blue")])


def mean_colour(tone, prefix=""):
    rng = np.random.default_rng(0)
    return np.mean([colour(random_skin(rng, tone), prefix) for _ in range(40)], axis=0)


def test_a_higher_tone_is_a_darker_skin():
    brightness = [mean_colour(tone).mean() for tone in range(10)]
    assert (np.diff(brightness) < 0).all()
    assert brightness[0] > 10 * brightness[-1]


@pytest.mark.parametrize("tone", [0.0, 4.5, 9.0])
def test_skin_is_redder_than_green_and_greener_than_blue(tone):
    red, green, blue = mean_colour(tone)
    assert 0 < blue < green < red < 0.9


def test_the_palm_of_dark_skin_is_much_lighter_that_of_light_skin_about_the_same():
    assert mean_colour(9, "palm_").mean() > 2 * mean_colour(9).mean()
    assert mean_colour(0, "palm_").mean() == pytest.approx(mean_colour(0).mean(), rel=0.2)


def test_some_nails_are_polished():
    rng = np.random.default_rng(1)
    polished = np.mean([random_skin(rng, 3)["polish"] for _ in range(400)])
    assert 0.03 < polished < 0.15


def one_colour(**changes):
    row = np.zeros(1, SKIN)[0]
    for name, value in zip(("red", "green", "blue"), (0.5, 0.3, 0.2), strict=True):
        row[name], row["palm_" + name], row["nail_" + name] = value, value / 2, 0.9
    row["blush"] = 1
    plain = {"palm": -1.0, "redness": 0.0, "fold": 0.0, "vein": 0.0, "nail": 0.0, "tint": 0.0}
    return np.array(skin_colour(row, *{**plain, **changes}.values()))


def test_back_palm_and_nail_have_their_own_colours():
    np.testing.assert_allclose(one_colour(), [0.5, 0.3, 0.2])
    np.testing.assert_allclose(one_colour(palm=1.0), [0.25, 0.15, 0.1])
    np.testing.assert_allclose(one_colour(nail=1.0), [0.9, 0.9, 0.9])


def test_blood_reddens_folds_darken_veins_turn_blue():
    red, green, blue = one_colour(redness=1.0) / one_colour()
    assert red > 1 > blue > green
    assert (one_colour(fold=1.0) < one_colour()).all()
    red, green, blue = one_colour(vein=1.0) / one_colour()
    assert red < green < blue < 1


@pytest.mark.parametrize(
    ("along", "folded"),
    [(0.42, True), (1.0, True), (1.1, True), (2.0, True), (0.7, False), (1.5, False), (2.6, False)],
)
def test_fingers_fold_at_their_joints(along, folded):
    assert (relief.finger_creases(along) > 0.65) == folded
    assert folded or relief.finger_creases(along) < 0.01


def test_knuckles_wrinkle_only_at_the_joints():
    wrinkled = np.array([relief.knuckle_wrinkles(s, 0.0) for s in np.linspace(0, 3, 301)])
    assert wrinkled[100] == pytest.approx(1)
    assert wrinkled[200] == pytest.approx(1, abs=0.01)
    assert wrinkled[:55].max() < 0.01
    assert wrinkled[240:].max() < 0.01


def test_tendons_run_along_the_back_of_the_hand_only():
    across = [relief.tendons(0.8, v) for v in np.linspace(-0.6, 0.6, 121)]
    peaks = [i for i in range(1, 120) if across[i - 1] < across[i] > across[i + 1]]
    assert len(peaks) == 4
    assert relief.tendons(-0.1, 0.1) == relief.tendons(1.2, 0.1) == 0


def test_pores_finer_than_two_pixels_are_left_out():
    places = np.random.default_rng(0).uniform(0, 1, (200, 3))

    def roughness(footprint):
        return np.std([relief.pores(volume(), *place, footprint) for place in places])

    assert roughness(0.01) == 0
    assert roughness(0.0005) < roughness(0.00005)


def test_lines_finer_than_a_pixel_fade():
    row = random_skin(np.random.default_rng(0), 3)

    def folded(footprint, palm):
        return relief.relief(
            volume(), row, 0.0, 0.0, 0.0, 1.0, palm, 0.0, 0.0, 2.0, footprint
        )[1]  # fmt: skip

    for palm in (1.0, -1.0):
        assert folded(0.004, palm) < 0.5 * folded(0.0001, palm)
