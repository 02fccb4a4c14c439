"""From a dataset's name to its reader."""

from __future__ import annotations

import importlib

from handpose.config import Config
from handpose.datasets.base import Dataset
from handpose.errors import UsageError, nearest

# name: (module, function of (config) -> Dataset). A new dataset is a new file and a line here.
READERS = {
    "RHD": ("handpose.datasets.rhd", "open_rhd"),
    "RHD_slim": ("handpose.datasets.rhd", "open_rhd_slim"),
    "STB": ("handpose.datasets.stb", "open_stb"),
    "STB_320": ("handpose.datasets.stb_320", "open_stb_320"),
    "FREIHAND": ("handpose.datasets.freihand", "open_freihand"),
    "COCO": ("handpose.datasets.coco", "open_coco"),
    "LABEL_STUDIO": ("handpose.datasets.label_studio", "open_label_studio"),
    "PHOTOS": ("handpose.datasets.photos", "open_photos"),
    "SYN": ("handpose.datasets.syn", "open_syn"),
}


def open_dataset(name: str, config: Config) -> Dataset:
    """The reader of a dataset; raises UsageError for an unknown name."""
    if name not in READERS:
        raise UsageError(f"--dataset_list={name}: no such dataset; {nearest(name, READERS)}")
    module, function = READERS[name]
    return getattr(importlib.import_module(module), function)(config)
