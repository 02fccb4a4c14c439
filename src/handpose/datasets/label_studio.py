"""LABEL_STUDIO: hands that people labelled or corrected in Label Studio, from its JSON export."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from handpose.config import Config
from handpose.datasets.base import marked, read_bytes, unmarked
from handpose.datasets.coco import label_file
from handpose.datasets.coco_names import PALM, bare, side_named
from handpose.datasets.coco_pictures import checked_size, find_picture, picture_folders
from handpose.datasets.label_studio_file import StudioHand, read_label_studio
from handpose.datasets.label_studio_regions import Group, percent_rows
from handpose.errors import BadSampleError
from handpose.sample import Sample


@dataclass(frozen=True)
class LabelStudio:
    """Hands in Label Studio's own format; a key ends in the task's and the hand's places, '7/0'.

    path: the exported JSON file, or a folder with one per part, as of COCO. image_path: the
    folder of the pictures, '' for the usual ones.
    """

    path: Path
    image_path: str = ""
    name: str = "LABEL_STUDIO"

    def keys(self, state: str) -> list[str]:
        """The hands of each task's newest annotation, in the order of the file."""
        file = read_label_studio(self._labels(state))
        return marked(file.hands, file.mark)

    def sample(self, state: str, key: str) -> Sample:
        """One hand; raises BadSampleError that names the task or the picture."""
        labels = self._labels(state)
        hand = read_label_studio(labels).hands[unmarked(key)]
        rows = _rows(hand)
        path = find_picture(_file_name(hand), picture_folders(labels, self.image_path))
        image = read_bytes(path)
        # The middle of a picture's first pixel is half a pixel from its edge, which is 0 %.
        keypoints = rows[:, :2] / 100 * checked_size(_size(hand.group), image, path)
        return Sample(
            name=f"{hand.picture}#{unmarked(key)}",
            image=image,
            keypoints=keypoints.astype(np.float32),
            labelled=rows[:, 2] > 0,
            visible=rows[:, 2] == 2,
            handedness=side_named(hand.group.box_name) or "unknown",
            root="palm" if _has_palm(hand.group) else "wrist",
            source=self.name,
            attributes=hand.attributes,
        )

    def _labels(self, state: str) -> Path:
        return label_file(self.path, state, self.name)


def _rows(hand: StudioHand) -> np.ndarray:
    if hand.fault:
        raise BadSampleError(hand.label, hand.fault)
    try:
        return percent_rows(hand.group.keypoints)
    except ValueError as error:
        raise BadSampleError(hand.label, str(error)) from None


def _file_name(hand: StudioHand) -> str:
    if not isinstance(hand.picture, str):
        raise BadSampleError(hand.label, "no picture in its data; 'image' expected")
    return hand.picture


def _has_palm(group: Group) -> bool:
    return any(bare(name) in PALM for keypoint in group.keypoints for name in keypoint.labels)


def _size(group: Group) -> tuple:
    return group.keypoints[0].picture_size


def open_label_studio(config: Config) -> LabelStudio:
    """The export in `config.dataset_path`, or in LABEL_STUDIO in `config.data_path`."""
    path = Path(config.dataset_path or Path(config.data_path) / "LABEL_STUDIO")
    return LabelStudio(path, config.image_path)
