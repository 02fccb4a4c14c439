import cv2
import numpy as np
import pytest

from handpose.errors import HandposeError
from handpose.synthesis.backdrops import (
    backdrop,
    distractors,
    lettering,
    patches,
    photographs,
    shelf,
)
from handpose.synthesis.backdrops.distractors import add_distractors
from handpose.synthesis.backdrops.room import clipped, room, wall_quad
from handpose.synthesis.render import environment, light, skin

PAINTERS = (
    patches.plaster, patches.planks, patches.tiles, patches.fabric, patches.poster,
    patches.window, patches.flecks, lettering.page, lettering.sign, lettering.screen,
    lettering.keyboard, shelf.shelf, shelf.clutter, room,
)  # fmt: skip


@pytest.mark.parametrize("paint", PAINTERS, ids=lambda paint: paint.__name__)
def test_a_painter_fills_a_square_and_repeats_itself_for_a_seed(paint):
    for seed in range(8):
        picture = paint(np.random.default_rng(seed), 64)
        assert picture.shape == (64, 64, 3)
        assert picture.dtype == np.uint8
        np.testing.assert_array_equal(picture, paint(np.random.default_rng(seed), 64))
    assert not np.array_equal(picture, paint(np.random.default_rng(99), 64))


def test_backdrops_are_calm_light_of_every_kind():
    kinds = set()
    for seed in range(80):
        rng = np.random.default_rng(seed)
        place = light.in_environment(environment.names()[seed % 18], rng) if seed % 2 else None
        picture, kind = backdrop.random_backdrop(rng, 64, 1.0, place)
        assert picture.shape == (64, 64, 3)
        assert picture.dtype == np.float32
        assert 0 <= picture.min() <= picture.max() <= 1.6
        kinds.add(kind)
    assert kinds == {"panorama", "photograph", "room", "close", "writing", "things"}


def test_distractors_have_the_colours_of_skin():
    grey = np.full((64, 64, 3), 128, np.uint8)
    skins = np.array([skin.random_skin(np.random.default_rng(0), 3.0)])
    for seed in range(10):
        changed = add_distractors(grey, np.random.default_rng(seed), skins).astype(int)
        painted = changed[np.ptp(changed, axis=-1) > 12]
        assert len(painted) > 20
        assert (painted[:, 0] >= painted[:, 2]).mean() > 0.95


def test_half_of_the_distractors_have_a_colour_of_the_skins_that_are_there():
    green = np.array([skin.random_skin(np.random.default_rng(0), 3.0)])
    green["red"] = green["blue"] = 0
    rng = np.random.default_rng(1)
    colours = np.array([distractors._skin_colour(rng, green) for _ in range(400)])
    assert 0.42 < (colours[:, 0] == 0).mean() < 0.58


def test_rods_are_as_wide_as_fingers_and_side_by_side():
    counts = set()
    for seed in range(40):
        tone = np.array([200.0, 150, 120])
        layer, share = distractors._rods(np.random.default_rng(seed), 160, tone)
        assert set(np.unique(share)) <= {0.0, 1.0}
        assert layer.max() <= 1.1 * 200 + 1e-3
        # The widest one has a radius of 0.045 of the side; neighbours may all but touch.
        inside = cv2.distanceTransform(share.astype(np.uint8), cv2.DIST_L2, 5)
        assert 1 <= inside.max() <= 0.06 * 160
        counts.add(cv2.connectedComponents(share.astype(np.uint8))[0] - 1)
    assert counts == {1, 3, 5}


@pytest.mark.parametrize("share", [0.0, 0.45, 1.0])
def test_any_backdrop_may_show_skin_colours_and_says_so(share):
    skins = np.array([skin.random_skin(np.random.default_rng(0), 3.0)])
    light, rng = np.full((64, 64, 3), 0.3, np.float32), np.random.default_rng(0)
    shown = []
    for _ in range(600):
        result, what = backdrop.with_skin_colours(light, "room", skins, rng, share)
        shown.append(what == "room with skin colours")
        assert np.array_equal(result, light) == (what == "room")
    assert abs(np.mean(shown) - share) < 0.06


def test_the_four_walls_enclose_the_room_and_meet_at_its_corners():
    half = np.array([2.0, 1.0, 3.0])
    corners = np.concatenate([wall_quad(half, number) for number in range(4)])
    np.testing.assert_allclose(np.abs(corners), np.tile(half, (16, 1)))
    assert len({tuple(corner) for corner in np.round(corners).tolist()}) == 8


def test_what_lies_behind_the_camera_is_cut_off():
    square = np.array([[0, 0, 1.0], [1, 0, 1.0], [1, 1.8, -0.8], [0, 0, -0.2]])
    np.testing.assert_allclose(
        clipped(square), [[0, 0, 1], [1, 0, 1], [1, 0.9, 0.1], [0, 0, 0.1]], atol=1e-12
    )
    assert len(clipped(square - [0, 0, 2])) == 0


def test_every_photograph_opens():
    assert "camera" not in photographs.names(), "it shows hands that nobody labelled"
    for name in photographs.names():
        assert min(photographs.photograph(name).shape[:2]) >= 200


def test_own_photographs_are_used(tmp_path):
    blue = np.zeros((40, 60, 3), np.uint8)
    blue[..., 0] = 255
    cv2.imwrite(str(tmp_path / "blue.png"), blue)
    rng = np.random.default_rng(0)
    kinds = [
        backdrop.random_backdrop(rng, 32, 1.0, None, str(tmp_path))[1] == "photograph"
        for _ in range(60)
    ]
    assert 0.6 < np.mean(kinds) < 0.95
    np.testing.assert_array_equal(
        photographs.random_photograph(rng, str(tmp_path))[0, 0], [0, 0, 255]
    )


def test_a_folder_without_pictures_is_refused_by_name(tmp_path):
    with pytest.raises(HandposeError, match=r"--backgrounds=.*no \.jpg"):
        photographs.random_photograph(np.random.default_rng(0), str(tmp_path))


def test_a_file_that_is_no_picture_is_refused_by_name(tmp_path):
    (tmp_path / "bad.jpg").write_bytes(b"nothing")
    with pytest.raises(HandposeError, match=r"bad\.jpg: not a picture"):
        photographs.random_photograph(np.random.default_rng(0), str(tmp_path))


def test_a_large_photograph_is_read_at_a_quarter_of_its_side(tmp_path, monkeypatch):
    cv2.imwrite(str(tmp_path / "large.jpg"), np.zeros((80, 120, 3), np.uint8))
    monkeypatch.setattr(photographs, "_LARGE", 10)
    picture = photographs.random_photograph(np.random.default_rng(0), str(tmp_path))
    assert picture.shape == (20, 30, 3)
