"""Every option of `handpose export`."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from handpose.config import Config
from handpose.options import option

FORMATS = ("litert_float32", "litert_float16", "litert_int8", "onnx", "savedmodel", "run")


def _as_in_config(name: str) -> Any:
    field = Config.__dataclass_fields__[name]
    return dataclasses.field(default=field.default, metadata=field.metadata)


@dataclass(frozen=True)
class ExportConfig:
    """Options of `export`; distances are in pixels of a crop magnified to 256."""

    # ---- What is written
    task: str = _as_in_config("task")
    load_path: str = _as_in_config("load_path")
    formats: list[str] = option(
        ["litert_float16"], "formats to write, separated by ','", choices=FORMATS
    )
    out: str = option("export", "folder of the files and of export.json")
    licence: str = option(
        "", "licence of the model, for its card; it depends on what it was trained on"
    )

    # ---- How it is checked against Keras
    data_path: str = _as_in_config("data_path")
    dataset_type: str = _as_in_config("dataset_type")
    pictures: int = option(200, "evaluation records to compare on", unit="pictures", low=1)
    limit: float = option(0.25, "largest mean difference of a float file", unit="px", low=0)
    int8_limit: float = option(1.0, "largest mean difference of int8", unit="px", low=0)
    calibration: int = option(
        256, "training records that int8 is scaled by", unit="pictures", low=1
    )

    # ---- For weights that lie in no run
    snapshot_path: str = _as_in_config("snapshot_path")
    network: str = _as_in_config("network")
    encoder: str = _as_in_config("encoder")
    upright_size: int = _as_in_config("upright_size")
    with_dsnt: bool = _as_in_config("with_dsnt")
    head: str = _as_in_config("head")
    crop_size: int | None = _as_in_config("crop_size")
    crop: str = _as_in_config("crop")
    box_scale: float = _as_in_config("box_scale")
    sigma: float | None = _as_in_config("sigma")

    def limit_of(self, name: str) -> float:
        """The largest mean difference that a format may have, pixels of 256."""
        return self.int8_limit if name == "litert_int8" else self.limit

    def as_config(self) -> Config:
        """These options as the system's configuration; what is not among them has defaults."""
        shared = Config.__dataclass_fields__.keys() & self.__dataclass_fields__.keys()
        return Config(**{name: getattr(self, name) for name in shared})
