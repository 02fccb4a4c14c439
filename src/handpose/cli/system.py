"""`handpose system`: what is installed and which devices are here, for bug reports."""

from __future__ import annotations

import importlib.metadata
import platform
from importlib.util import find_spec

from handpose import __version__
from handpose.config import Config
from handpose.quiet import start_tensorflow

PACKAGES = (
    ("numpy", "numpy"),
    ("opencv-python-headless", "cv2"),
    ("ai-edge-litert", "ai_edge_litert"),
    ("onnxruntime", "onnxruntime"),
    ("tensorflow", "tensorflow"),
    ("keras", "keras"),
    ("tensorboard", "tensorboard"),
    ("matplotlib", "matplotlib"),
    ("scipy", "scipy"),
    ("numba", "numba"),
)


def system(config: Config) -> None:
    """Print the versions of handpose, Python and the packages, and TensorFlow's devices."""
    print(f"handpose {__version__}")
    print(f"python {platform.python_version()} on {platform.platform()}")
    for distribution, module in PACKAGES:
        print(f"{distribution} {_version(distribution, module)}")
    if find_spec("tensorflow"):
        start_tensorflow()
        import tensorflow as tf

        print("devices", *(device.name for device in tf.config.list_physical_devices()))


def _version(distribution: str, module: str) -> str:
    if find_spec(module) is None:
        return "not installed"
    for name in (distribution, f"{distribution}-cpu"):
        try:
            return importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return "installed, version unknown"
