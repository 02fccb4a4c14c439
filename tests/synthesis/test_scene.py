"""A whole picture: the same from the same seed anywhere, and as its options say."""

import cv2
import numpy as np
import pytest

from handpose.datasets.rhd import larger_hand
from handpose.errors import HandposeError, UsageError
from handpose.parallel import spread
from handpose.synthesis.options import SynthConfig
from handpose.synthesis.scene import render_sample

FEW = range(6)


def options(**changes) -> SynthConfig:
    return SynthConfig(**{"side": 96} | changes)


def render(number=0, state="train", **changes):
    return render_sample(options(**changes), state, number)


def attribute(name, **changes):
    """What an attribute is in some pictures."""
    return {render(number, **changes).attributes[name] for number in FEW}


def same(one, other) -> bool:
    return one.attributes == other.attributes and all(
        np.array_equal(getattr(one, key), getattr(other, key))
        for key in ("image", "mask", "depth", "uv_vis", "xyz", "camera")
    )


def numbered(number):
    return number, render(number)


def test_other_processes_render_the_same_pictures():
    elsewhere = dict(spread(numbered, [(number,) for number in range(4)], 2))
    for number, rendered in elsewhere.items():
        assert same(rendered, render(number))


def test_every_number_part_and_seed_has_its_own_picture():
    pictures = [render(0), render(1), render(0, state="eval"), render(0, seed=1)]
    for place, one in enumerate(pictures):
        assert not any(np.array_equal(one.uv_vis, other.uv_vis) for other in pictures[:place])


def test_how_many_are_made_changes_no_picture():
    assert same(render(n=7, n_eval=3, workers=2, out="elsewhere"), render())


def test_the_share_without_a_hand_changes_no_other_picture():
    some = [render(number, absent=0.5) for number in range(12)]
    without = [rendered.attributes["gesture"] == "none" for rendered in some]
    assert 2 <= sum(without) <= 10
    for number, rendered in enumerate(some):
        assert without[number] or same(rendered, render(number))


def test_a_picture_without_a_hand_has_labels_of_zero_and_no_hand_in_the_mask():
    for number in FEW:
        rendered = render(number, absent=1.0)
        assert not rendered.uv_vis.any()
        assert not rendered.xyz.any()
        assert rendered.mask.max() <= 1
        assert rendered.image.std() > 5, "not black, not white"
        assert rendered.attributes["hand"] == "none"
        assert {"light", "backdrop", "blur", "person"} < set(rendered.attributes)
        assert not {"size", "hidden", "occlusion"} & set(rendered.attributes)


def test_a_larger_share_keeps_the_pictures_without_a_hand():
    for number in FEW:
        some, all_of_them = (render(number, absent=share) for share in (0.5, 1.0))
        assert some.attributes["hand"] != "none" or same(some, all_of_them)


@pytest.mark.parametrize(
    ("share", "name"),
    [
        ("sleeve", "sleeve"),
        ("glove", "glove"),
        ("occluder", "occluder"),
        ("truncated", "truncated"),
    ],
)
def test_a_share_of_one_is_always_and_of_zero_never(share, name):
    assert attribute(name, **{share: 1.0}) == {"True"}
    assert attribute(name, **{share: 0.0}) == {"False"}


def test_jewellery_is_for_bare_hands():
    assert attribute("jewellery", jewellery=1.0, glove=0.0) == {"True"}
    assert attribute("jewellery", jewellery=1.0, glove=1.0) == {"False"}


def test_a_person_is_seen_by_others_only():
    seen = {"person": 1.0, "egocentric": 0.0}
    assert attribute("person", **seen) == {"True"}
    assert attribute("person", person=1.0, egocentric=1.0) == {"False"}
    assert attribute("person", person=0.0) == {"False"}


def test_every_hand_holds_something_or_none_does():
    assert "none" not in attribute("held", held_object=1.0)
    assert attribute("held", held_object=0.0) == {"none"}


def test_the_other_hand_has_rows_of_its_own():
    both = [render(number, second_hand=1.0) for number in range(10)]
    hands = [rendered.xyz.reshape(2, -1).any(axis=1).sum() for rendered in both]
    others = [rendered.attributes["other_hand"] != "none" for rendered in both]
    assert [count == 2 for count in hands] == others
    assert sum(others) >= 8, "seldom there is no room"
    assert attribute("other_hand", second_hand=0.0) == {"none"}


def test_views_have_their_shares():
    assert attribute("view", egocentric=1.0, third_person=0.0) == {"egocentric"}
    assert attribute("view", egocentric=0.0, third_person=1.0) == {"third person"}
    assert attribute("view", egocentric=0.0, third_person=0.0) == {"anywhere"}


def test_lights_have_their_shares():
    plain = {"dim": 0.0, "backlit": 0.0, "coloured_light": 0.0}
    assert attribute("light", **plain, hdri=1.0) == {"captured"}
    assert attribute("light", **plain, hdri=0.0) == {"invented"}
    assert attribute("light", **plain | {"backlit": 1.0}) == {"backlit"}
    assert attribute("light", **plain | {"coloured_light": 1.0}) == {"coloured"}
    assert attribute("light", **plain | {"dim": 1.0}) == {"dim"}


def test_blurs_have_their_shares():
    assert attribute("blur", motion_blur=1.0, defocus=0.0) == {"motion"}
    assert attribute("blur", motion_blur=0.0, defocus=1.0) == {"defocus"}
    assert attribute("blur", motion_blur=0.0, defocus=0.0) == {"none"}


def test_noise_and_jpeg_leave_their_marks():
    clean = {"noise": 0.0, "jpeg": 0.0, "low_resolution": 0.0}
    bare = render(**clean).image.astype(int)
    for mark in ({"noise": 40.0}, {"jpeg": 1.0}, {"low_resolution": 1.0}):
        assert np.abs(render(**clean | mark).image - bare).mean() > 0.3, mark


def test_poses_have_their_shares():
    plain = {"held_object": 0.0}
    assert attribute("gesture", random_pose=1.0, **plain) == {"random"}
    assert "random" not in attribute("gesture", random_pose=0.0, **plain)
    assert attribute("gesture", gesture="victory") == {"victory"}


def test_an_unknown_gesture_is_refused_with_the_nearest():
    with pytest.raises(UsageError, match=r"--gesture=victori: no such gesture; .*victory"):
        render(gesture="victori")


def test_handedness_says_whose_rows_the_main_hand_has():
    for number in FEW:
        left = render(number, handedness="left", second_hand=0.0)
        right = render(number, handedness="right", second_hand=0.0)
        assert left.xyz[:21].all()
        assert not left.xyz[21:].any()
        assert right.xyz[21:].all()
        assert not right.xyz[:21].any()


def test_tones_stay_in_their_range():
    tones = [render(number, tone_low=2.0, tone_high=3.0).attributes["tone"] for number in FEW]
    assert min(tones) >= 2
    assert max(tones) <= 3
    assert len(set(tones)) == len(FEW)


def test_dark_skin_is_darker_than_light_skin():
    def brightness(tone):
        rendered = render(3, tone_low=tone, tone_high=tone, glove=0.0, held_object=0.0)
        hand = rendered.mask > 1
        return rendered.image[hand].mean()

    assert brightness(9.0) < 0.8 * brightness(0.0)


def test_hands_have_the_size_asked_for():
    within = {"size_low": 120.0, "size_high": 130.0, "truncated": 0.0, "second_hand": 0.0}
    sizes = [render(number, side=128, **within).attributes["size"] for number in FEW]
    # At side 128 they are 0.4 times as large; perspective changes the near and far ends.
    assert min(sizes) > 0.7 * 120 * 0.4
    assert max(sizes) < 1.4 * 130 * 0.4


@pytest.mark.parametrize("side", [64, 128])
def test_other_sides_have_labels_that_fit(side):
    rendered = render(2, side=side, truncated=0.0)
    assert rendered.image.shape == (side, side, 3)
    assert rendered.mask.shape == rendered.depth.shape == (side, side)
    rows = rendered.xyz.any(axis=1)
    there = rendered.xyz[rows] @ rendered.camera.T
    np.testing.assert_allclose(there[:, :2] / there[:, 2:], rendered.uv_vis[rows, :2], atol=1e-6)
    assert rendered.uv_vis[rows, :2].min() > -side / 2


def test_attributes_are_those_of_the_hand_that_becomes_the_sample():
    sides = []
    for number in range(12):
        rendered = render(number, second_hand=1.0)
        labelled = ("left", "right")[larger_hand(rendered.mask)]
        rows = rendered.uv_vis.reshape(2, 21, 3)[("left", "right").index(labelled)]
        assert rendered.attributes["hand"] == labelled
        assert rendered.attributes["size"] == pytest.approx(np.ptp(rows[:, :2], axis=0).max(), 0.1)
        sides.append(labelled)
    assert set(sides) == {"left", "right"}


def test_the_mcp_offset_moves_those_labels_toward_the_wrist():
    near, far = (render(second_hand=0.0, mcp_offset=offset).xyz for offset in (0.0, 0.3))
    moved = np.flatnonzero(np.abs(near - far).max(axis=1) > 1e-6) % 21
    # RHD's rows: a finger's last is its MCP; the thumb keeps its joints.
    assert moved.tolist() == [8, 12, 16, 20]


@pytest.fixture(name="own")
def _own(tmp_path):
    green = np.zeros((40, 60, 3), np.uint8)
    green[..., 1] = 200
    cv2.imwrite(str(tmp_path / "meadow.png"), green)
    return tmp_path


def test_photographs_of_a_folder_are_behind_the_hands(own):
    plain = {"person": 0.0, "coloured_light": 0.0, "dim": 0.0, "noise": 0.0, "distractors": 0.0}
    shown = []
    for number in FEW:
        rendered = render(number, backgrounds=str(own), **plain)
        behind = rendered.image[rendered.mask == 0].mean(axis=0)
        if rendered.attributes["backdrop"] == "photograph":
            shown.append(behind[1] > 2 * max(behind[0], behind[2]))
    assert len(shown) >= len(FEW) / 2
    assert np.mean(shown) > 0.8


def test_a_file_that_is_no_picture_is_named(own):
    (own / "meadow.png").unlink()
    (own / "broken.jpg").write_bytes(b"nothing")
    message = r"broken.jpg: not a picture; take it out of the --backgrounds folder"
    with pytest.raises(HandposeError, match=message):
        attribute("backdrop", backgrounds=str(own))


def test_photographs_of_a_folder_are_not_in_pictures_without_a_hand(own):
    empty = {"absent": 1.0, "person": 0.0, "coloured_light": 0.0, "noise": 0.0}
    for number in FEW:
        own_ones, others = (render(number, backgrounds=b, **empty).image for b in (str(own), ""))
        np.testing.assert_array_equal(own_ones, others)


def test_photographs_that_show_no_hands_are_in_pictures_without_a_hand(own):
    empty = {"absent": 1.0, "person": 0.0, "coloured_light": 0.0, "noise": 0.0}
    changed = 0
    for number in FEW:
        own_ones, others = (
            render(number, backgrounds=str(own), handless=shown, **empty).image
            for shown in (True, False)
        )
        changed += not np.array_equal(own_ones, others)
    assert changed >= len(FEW) / 2
