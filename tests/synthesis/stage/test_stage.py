"""What stands before the camera: labels that fit the picture, seen by an independent eye."""

from collections import Counter

import numpy as np
import pytest
from ray_casting import first_hits

from handpose.hand import to_canonical
from handpose.synthesis.anatomy.angles import HIGH, LOW
from handpose.synthesis.options import SynthConfig
from handpose.synthesis.render.raster import rasterise
from handpose.synthesis.stage.stage import random_stage
from handpose.synthesis.stage.truth import label_rows, mask_and_depth

COUNT = 200
TIPS = (4, 8, 12, 16, 20)


def photographed(number):
    stage = random_stage(SynthConfig(), np.random.default_rng((5, number)))
    points = stage.camera.project(stage.mesh.vertices) * 2
    points = np.concatenate([points, stage.mesh.vertices[:, 2:]], axis=1)
    buffers = rasterise(points, stage.mesh.triangles, (640, 640))
    uv_vis, xyz = label_rows(stage.hands, stage.camera, buffers, stage.mesh.label)
    mask, _ = mask_and_depth(buffers, stage.mesh.label)
    return stage, uv_vis, xyz, mask


@pytest.fixture(name="shots", scope="module")
def _shots():
    return [photographed(number) for number in range(COUNT)]


def own_rows(rows, side):
    return to_canonical(rows[:21] if side == "left" else rows[21:], "rhd")


@pytest.mark.slow
def test_uv_is_the_camera_matrix_times_xyz(shots):
    for stage, uv_vis, xyz, _ in shots:
        there = xyz.any(axis=1)
        projected = xyz[there] @ stage.camera.matrix().T
        uv = projected[:, :2] / projected[:, 2:]
        np.testing.assert_allclose(uv, uv_vis[there, :2], atol=1e-6)
        assert there.sum() == 21 * len(stage.hands)


@pytest.mark.slow
def test_visible_keypoints_lie_on_their_own_hands_mask(shots):
    on, seen = 0, 0
    for stage, uv_vis, _, mask in shots:
        for placed in stage.hands:
            rows = own_rows(uv_vis, placed.hand.side)
            low, high = (2, 17) if placed.hand.side == "left" else (18, 33)
            for number in np.flatnonzero(rows[:, 2]):
                column, row = np.floor(rows[number, :2]).astype(int)
                label = mask[row, column]
                own = low <= label <= high or (number == 0 and label == 1)
                on, seen = on + bool(own), seen + 1
    assert seen > 21 * COUNT / 3
    assert on / seen >= 0.995


@pytest.mark.slow
def test_rays_from_the_camera_see_the_same_keypoints(shots):
    agreed, total = 0, 0
    for stage, uv_vis, _, _ in shots:
        for placed in stage.hands:
            rows = own_rows(uv_vis, placed.hand.side)
            inside = ((rows[:, :2] >= 0) & (rows[:, :2] < 320)).all(axis=1)
            expected = inside & visible_by_rays(stage, placed)
            agreed += (expected == rows[:, 2].astype(bool)).sum()
            total += 21
    assert agreed / total >= 0.985


def visible_by_rays(stage, placed):
    points, hand = placed.points, placed.hand
    rays = points / points[:, 2:]
    depth, hit = first_hits(stage.mesh.vertices, stage.mesh.triangles, rays)
    label = np.where(hit >= 0, stage.mesh.label[hit], 0)
    low, high = (2, 17) if hand.side == "left" else (18, 33)
    own = (label >= low) & (label <= high)
    own[0] |= label[0] == 1
    flesh = 1.35 * hand.tissue_radius + 0.002
    missed_tip = (hit < 0) & np.isin(np.arange(21), TIPS)
    return missed_tip | (own & (points[:, 2] - depth <= flesh))


@pytest.mark.slow
def test_every_kind_of_picture_occurs(shots):
    kinds = {
        key: Counter(shot[0].attributes[key] for shot in shots) for key in shots[0][0].attributes
    }
    hands = [shot[0].hands[0].hand for shot in shots]
    assert len({hand.gesture for hand in hands}) >= 25
    assert {hand.side for hand in hands} == {"left", "right"}
    assert set(kinds["view"]) == {"anywhere", "third person", "egocentric"}
    assert set(kinds["other_hand"]) >= {"none", "near", "on the hand", "palms together"}
    for key in ("sleeve", "glove", "jewellery", "truncated", "occluder"):
        assert set(kinds[key]) == {"True", "False"}, key
    assert min(shot[0].attributes["tone"] for shot in shots) < 1
    assert max(shot[0].attributes["tone"] for shot in shots) > 8


@pytest.mark.slow
def test_angles_stay_inside_their_limits(shots):
    for stage, *_ in shots:
        for placed in stage.hands:
            assert (placed.hand.angles >= LOW - 1e-6).all()
            assert (placed.hand.angles <= HIGH + 1e-6).all()


def test_a_part_of_rows_is_zero_without_the_other_hand():
    options = SynthConfig(second_hand=0, handedness="left")
    stage = random_stage(options, np.random.default_rng(0))
    assert [placed.hand.side for placed in stage.hands] == ["left"]


def test_the_same_generator_sets_the_same_stage():
    first, second = (random_stage(SynthConfig(), np.random.default_rng(7)) for _ in range(2))
    np.testing.assert_array_equal(first.mesh.vertices, second.mesh.vertices)
    assert first.attributes == second.attributes
