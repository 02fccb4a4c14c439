"""Write rendered hands in the layout of RHD: pictures at once, labels part by part.

A part holds the labels of some pictures that are complete on disk. When all are there the
parts become `anno_*.pickle`, so that a stopped run goes on with what is missing.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from handpose.datasets.rhd import ATTRIBUTES
from handpose.datasets.syn import read_attributes
from handpose.files import atomic_path
from handpose.safe_pickle import load
from handpose.synthesis.rendered import FARTHEST, Rendered

FOLDERS = {"train": "training", "eval": "evaluation"}
_LABELS = ("uv_vis", "xyz", "K")
# Twice as fast as by default, and no larger.
_PNG = [cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_RLE]
if hasattr(cv2, "IMWRITE_PNG_FILTER"):  # older OpenCVs have no choice
    _PNG += [cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_AVG]


def write_pictures(folder: Path, number: int, rendered: Rendered) -> None:
    """`color`, `mask` and `depth` of one picture, each file whole or not there."""
    pixels = {
        "color": cv2.cvtColor(rendered.image, cv2.COLOR_RGB2BGR),
        "mask": rendered.mask,
        "depth": encode_depth(rendered.depth),
    }
    for kind, picture in pixels.items():
        with atomic_path(folder / kind / f"{number:05d}.png") as temporary:
            encoded = cv2.imencode(".png", picture, _PNG)[1]
            temporary.write_bytes(encoded.tobytes())


def encode_depth(depth: np.ndarray) -> np.ndarray:
    """Depth (h, w) in metres as BGR uint8 (h, w, 3): red the high byte, green the low one."""
    whole = np.clip(np.round(depth / FARTHEST * 65535), 0, 65535).astype(np.uint16)
    blue = np.zeros_like(whole)
    return np.stack([blue, whole & 255, whole >> 8], axis=-1).astype(np.uint8)


def write_part(folder: Path, numbers: Sequence[int], rendered: Sequence[Rendered]) -> None:
    """The labels of some finished pictures."""
    attributes = [json.dumps(dict(one.attributes)) for one in rendered]
    with atomic_path(_parts(folder) / f"{numbers[0]:06d}-{len(numbers)}.npz") as temporary:
        np.savez(
            temporary,
            numbers=np.array(numbers),
            uv_vis=np.stack([one.uv_vis for one in rendered]),
            xyz=np.stack([one.xyz for one in rendered]),
            camera=np.stack([one.camera for one in rendered]),
            attributes=np.array(attributes),
        )


def finished_numbers(folder: Path) -> set[int]:
    """The pictures that have labels already."""
    numbers = set(_annotations(folder))
    for path in _part_files(folder):
        with np.load(path, allow_pickle=False) as part:
            numbers.update(part["numbers"].tolist())
    return numbers


def assemble(folder: Path) -> int:
    """Join the parts into the annotation pickle and `attributes.jsonl`; how many pictures."""
    annotations, attributes = _annotations(folder), _attributes(folder)
    files = _part_files(folder)
    for path in files:
        with np.load(path, allow_pickle=False) as part:
            _add(annotations, attributes, part)
    _write_pickle(_pickle_file(folder), annotations)
    lines = [json.dumps({"number": n, **attributes[n]}) for n in sorted(attributes)]
    with atomic_path(folder / ATTRIBUTES) as temporary:
        temporary.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    for path in files:
        path.unlink()
    if files:
        _parts(folder).rmdir()
    return len(annotations)


def _add(annotations: dict, attributes: dict, part: np.lib.npyio.NpzFile) -> None:
    columns = (part[key] for key in ("numbers", "uv_vis", "xyz", "camera", "attributes"))
    for number, uv_vis, xyz, camera, text in zip(*columns, strict=True):
        annotations[int(number)] = {"uv_vis": uv_vis, "xyz": xyz, "K": camera}
        attributes[int(number)] = json.loads(str(text))


def _write_pickle(path: Path, annotations: dict) -> None:
    # Fresh arrays, since a pickle also records which objects are shared: equal labels give
    # equal files. Protocol 2, as in the published files, opens in old readers too.
    content = {
        number: {key: _fresh(annotations[number][key]) for key in _LABELS}
        for number in sorted(annotations)
    }
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        pickle.dump(content, file, protocol=2)


def _fresh(array: np.ndarray) -> np.ndarray:
    return np.frombuffer(array.astype(np.float64).tobytes()).reshape(array.shape)


def _annotations(folder: Path) -> dict:
    path = _pickle_file(folder)
    return load(path) if path.exists() else {}


def _attributes(folder: Path) -> dict[int, dict]:
    path = folder / ATTRIBUTES
    return read_attributes(path) if path.exists() else {}


def _pickle_file(folder: Path) -> Path:
    return folder / f"anno_{folder.name}.pickle"


def _parts(folder: Path) -> Path:
    return folder / ".parts"


def _part_files(folder: Path) -> list[Path]:
    return sorted(_parts(folder).glob("[0-9]*.npz"))
