"""Every option of `handpose prelabel`."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from handpose import shipped
from handpose.config import Config
from handpose.errors import UsageError
from handpose.options import option

FORMATS = ("label_studio", "cvat", "coco")


def _as_in_config(name: str) -> Any:
    field = Config.__dataclass_fields__[name]
    return dataclasses.field(default=field.default, metadata=field.metadata)


@dataclass(frozen=True)
class PrelabelConfig:
    """Options of `prelabel`."""

    # ---- What is read and written
    pictures: str = option("", "folder, file or glob; a glob in quotes")
    data_path: str = _as_in_config("data_path")
    format: str = option("label_studio", "the tool that corrects", choices=FORMATS)
    out: str = option("", "new folder of the files; empty: prelabel_ and the pictures' name")
    image_url: str = option(
        "",
        "label_studio: what it finds a picture by, before its name; empty: its local files, "
        "served from the folder above the pictures'",
    )

    # ---- How hands are found
    cropped: bool = option(False, "each picture is one hand and is not searched for hands")
    threshold: float = option(
        shipped.SURENESS,
        "how sure a hand must be: detector, presence and keypoints together",
        low=0,
        high=1,
    )
    min_score: float = option(
        0.3, "keypoints of a lower score are marked hidden; none is left out", low=0, high=1
    )
    load_path: str = option("", "hand model, .tflite or .onnx; shipped, shipped_int8: the previews")
    detector: str = option("", "exported detector, .tflite or .onnx; empty: the shipped one")
    tiles: int = _as_in_config("tiles")
    num_threads: int = option(1, "processor threads", low=1)

    def __post_init__(self) -> None:
        """Refuse what would be passed over in silence."""
        if self.image_url and self.format != "label_studio":
            raise UsageError(f"--image_url: for label_studio only, --format is {self.format}")
        if self.detector and self.cropped:
            raise UsageError("--detector: not used with --cropped=True; leave one out")
        if self.tiles > 1 and self.cropped:
            raise UsageError(f"--tiles={self.tiles}: not used with --cropped=True; leave one out")
