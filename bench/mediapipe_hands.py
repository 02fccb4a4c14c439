"""What does MediaPipe Hands' landmark network find in your own labelled photographs?

    python bench/mediapipe_hands.py --wheel=mediapipe.whl --dataset_path=photos
                                    [--box_scale=1.25] [--turned=False] [--out=predictions.json]

Writes a COCO results file for `handpose evaluation --predictions`. The network comes out of a wheel
of `mediapipe`, which need not be installed, or from `--model=FILE.tflite`. It sees the square that
`real-photo` shows to every network, upright; MediaPipe's own detector turns the hand upright first,
as `--turned=True` does by the labels, which no network of the protocol may see.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import fire
import numpy as np
from ai_edge_litert.interpreter import Interpreter

from handpose.datasets.photos import Photos
from handpose.errors import BadSampleError, HandposeError
from handpose.files import write_json
from handpose.geometry import image_to_crop, invert, keypoint_box, square_round, transform, warp
from handpose.hand import MIDDLE_MCP, NUM_KEYPOINTS, WRIST
from handpose.pictures import decode
from handpose.sample import Sample

IN_WHEEL = "mediapipe/modules/hand_landmark/hand_landmark_full.tflite"
SIDE = 224

# A crop (224, 224, 3) uint8 to keypoints (21, 2), crop pixels, and the presence of a hand, 0..1.
Network = Callable[[np.ndarray], tuple[np.ndarray, float]]


def main(dataset_path: str, wheel: str = "", model: str = "", box_scale: float = 1.25,
         turned: bool = False, out: str = "predictions.json") -> None:  # fmt: skip
    """Write the network's keypoints of every labelled hand of the PHOTOS folder."""
    cv2.setNumThreads(1)
    find, photos = open_network(str(wheel), str(model)), Photos(Path(str(dataset_path)))
    entries = []
    for key in photos.keys("eval"):
        sample = photos.sample("eval", key)
        entries.append(entry(sample, find, to_crop(sample, box_scale, turned)))
    write_json(str(out), numbered(entries))
    print(f"{out}: {len(entries)} hands, {'turned' if turned else 'upright'}, {box_scale:g}")


def open_network(wheel: str, model: str) -> Network:
    """The network of a wheel or a file; raises HandposeError when it is not a landmark network."""
    if bool(wheel) == bool(model):
        raise HandposeError("give either --wheel=FILE.whl or --model=FILE.tflite")
    try:
        interpreter = Interpreter(model_content=_content(wheel, model), num_threads=1)
        interpreter.allocate_tensors()
    except (OSError, KeyError, zipfile.BadZipFile, ValueError, RuntimeError) as error:
        raise HandposeError(f"{wheel or model}: {IN_WHEEL} expected ({error})") from None
    ports = [interpreter.get_input_details()[0], *interpreter.get_output_details()[:2]]
    shapes = [tuple(map(int, port["shape"])) for port in ports]
    if shapes != [(1, SIDE, SIDE, 3), (1, 3 * NUM_KEYPOINTS), (1, 1)]:
        raise HandposeError(f"{wheel or model}: not a landmark network of hands, shapes {shapes}")
    return _runner(interpreter, *(port["index"] for port in ports))


def _content(wheel: str, model: str) -> bytes:
    if model:
        return Path(model).read_bytes()
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(IN_WHEEL)


def _runner(interpreter: Interpreter, image: int, landmarks: int, presence: int) -> Network:
    def run(crop: np.ndarray) -> tuple[np.ndarray, float]:
        interpreter.set_tensor(image, crop[None].astype(np.float32) / 255)
        interpreter.invoke()
        # MediaPipe divides x and y by 224 and takes 0 and 1 for the crop's edges, as the toolkit
        # does with its pixel centres at +0.5: nothing is to be shifted.
        rows = interpreter.get_tensor(landmarks).reshape(NUM_KEYPOINTS, 3)
        return rows[:, :2].astype(np.float64), float(interpreter.get_tensor(presence)[0, 0])

    return run


def to_crop(sample: Sample, box_scale: float, turned: bool) -> np.ndarray:
    """Affine map (2, 3) from the picture to the square round the labelled keypoints.

    Raises BadSampleError for labels that conversion skips, and for those without extent.
    """
    fault = sample.fault()
    if fault:
        raise BadSampleError(sample.name, fault)
    square = square_round(keypoint_box(sample.keypoints, sample.labelled), box_scale)
    if not square[2] > 0:
        raise BadSampleError(sample.name, "its labelled keypoints all lie in one place")
    return image_to_crop(square, SIDE, upward(sample) if turned else 0.0)


def upward(sample: Sample) -> float:
    """Degrees clockwise after which wrist -> middle MCP points up; 0 where one is not labelled."""
    if not sample.labelled[[WRIST, MIDDLE_MCP]].all():
        return 0.0
    right, down = sample.keypoints[MIDDLE_MCP] - sample.keypoints[WRIST]
    return float(np.degrees(np.arctan2(-right, -down)))


def entry(sample: Sample, find: Network, affine: np.ndarray) -> dict[str, Any]:
    """A hand's COCO result, keypoints in pixels of the picture; one score for all of them."""
    found, presence = find(warp(decode(sample.image, sample.name), affine, SIDE))
    rows = np.column_stack([transform(invert(affine), found), np.full(NUM_KEYPOINTS, presence)])
    return {
        "file_name": sample.name,
        "category_id": 1,
        "keypoints": [round(float(value), 4) for value in rows.ravel()],
        "score": round(presence, 4),
    }


def numbered(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries with their `image_id`, alone where the name of a picture means several hands."""
    if len({one["file_name"] for one in entries}) < len(entries):
        entries = [{key: one[key] for key in one if key != "file_name"} for one in entries]
    return [{"image_id": place, **one} for place, one in enumerate(entries, 1)]


if __name__ == "__main__":
    try:
        fire.Fire(main)
    except HandposeError as error:
        sys.exit(f"mediapipe_hands.py: {error}")
