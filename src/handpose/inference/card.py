"""What a model file says about itself: written into it by `handpose export`, read back here."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handpose.errors import HandposeError
from handpose.hand import KEYPOINTS

# The name of the card in a LiteRT file's zip part and in an ONNX file's metadata.
NAME = "handpose.json"
FORMAT_VERSION = 1


@dataclass(frozen=True)
class Card:
    """What is needed to use a model, and where it comes from.

    input_size: side of the crop, pixels; crop: how the hand was cut out in training;
    box_scale: side of the crop / long side of the hand's tight box; precision: of the file;
    source: the run's name; version: of handpose; licence: of the model; task: landmarks of a
    hand in its crop, or detection of hands in a whole letterboxed picture, for which crop and
    box_scale say nothing.
    """

    input_size: int
    box_scale: float
    crop: str = "box"
    precision: str = "float32"
    source: str = ""
    version: str = ""
    licence: str = ""
    task: str = "landmarks"

    def to_json(self) -> str:
        """The card with what is the same for all models of its task: input, outputs, names."""
        size = self.input_size
        content = {
            "format": FORMAT_VERSION,
            **dataclasses.asdict(self),
            "image": f"(batch, {size}, {size}, 3) float32 RGB, 0..255",
            "outputs": _OUTPUTS[self.task],
            "keypoint_names": KEYPOINTS,
        }
        return json.dumps(content, indent=2)


_OUTPUTS = {
    "landmarks": {
        "keypoints": "(batch, 21, 2) x, y in crop pixels, pixel centres at +0.5",
        "scores": "(batch, 21) 0..1",
        "handedness": "(batch,) probability of a right hand, 0.5: not told",
        "presence": "(batch,) probability of a hand",
    },
    "detection": {
        "boxes": "(batch, 16, 4) x, y, w, h in input pixels, tight round the keypoints",
        "angles": "(batch, 16) degrees clockwise from up, from wrist to middle_mcp",
        "scores": "(batch, 16) 0..1, falling",
    },
}


def read_card(text: str | bytes, file: object) -> Card:
    """A card from its JSON; raises HandposeError when it is not one, or a later version's."""
    try:
        content = json.loads(text)
        card, version = _from_content(content), content["format"]
    except (ValueError, KeyError, TypeError) as error:
        raise HandposeError(f"{file}: its card cannot be read ({error}); export it anew") from None
    if version != FORMAT_VERSION:
        raise HandposeError(f"{file}: its format is {version}; update handpose to use it")
    if card.task not in _OUTPUTS:
        raise HandposeError(f"{file}: its task is {card.task!r}; update handpose to use it")
    if not (0 < card.input_size <= 1024 and 0.1 <= card.box_scale <= 10):
        raise HandposeError(
            f"{file}: input size {card.input_size} and box scale {card.box_scale} cannot be"
        )
    return card


def _from_content(content: Mapping[str, Any]) -> Card:
    return Card(
        input_size=int(content["input_size"]),
        box_scale=float(content["box_scale"]),
        **{key: str(content[key]) for key in ("crop", "precision", "source", "version", "licence")},
        # Files from before there were detectors do not say.
        task=str(content.get("task", "landmarks")),
    )
