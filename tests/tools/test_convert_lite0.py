"""The checkpoint's reader, on a small file in PyTorch's old format written by hand."""

import importlib.util
import io
import pickle
from collections import OrderedDict
from pathlib import Path

import keras
import numpy as np
import pytest

from handpose.models.encoders.lite0 import lite0

TOOL = Path(__file__).resolve().parents[2] / "tools" / "convert_lite0.py"


@pytest.fixture(name="tool", scope="module")
def _tool():
    spec = importlib.util.spec_from_file_location("convert_lite0", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Global:
    """What stands for a class or function of torch in the pickle."""

    def __init__(self, module, name):
        self.module, self.name = module, name


class Saved:
    """A tensor as PyTorch reduces it: storage, offset, shape, stride."""

    def __init__(self, key, kind, size, shape, stride):
        self.storage = ("storage", Global("torch", kind), key, "cpu", size, None)
        self.shape, self.stride = shape, stride


class Pickler(pickle._Pickler):
    def persistent_id(self, value):
        is_storage = isinstance(value, tuple) and value[:1] == ("storage",)
        return value if is_storage else None

    def save(self, value, save_persistent_id=True):
        if isinstance(value, Global):
            self.write(f"c{value.module}\n{value.name}\n".encode())
        elif isinstance(value, Saved):
            self.save(Global("torch._utils", "_rebuild_tensor_v2"))
            self.save((value.storage, 0, value.shape, value.stride, False, None))
            self.write(pickle.REDUCE)
        elif isinstance(value, tuple) and value[:1] == ("storage",) and save_persistent_id:
            self.save(tuple(value), save_persistent_id=False)
            self.write(pickle.BINPERSID)
        else:
            super().save(value, save_persistent_id)


def checkpoint(tensors, raw):
    file = io.BytesIO()
    for header in (0x1950A86A20F9469CFC6C, 1001, {"little_endian": True}):
        Pickler(file, 2).dump(header)
    Pickler(file, 2).dump(tensors)
    Pickler(file, 2).dump(list(raw))
    for content in raw.values():
        file.write(np.int64(content.size).tobytes() + content.tobytes())
    return file.getvalue()


def test_tensors_come_back_with_their_strides(tool):
    numbers = np.arange(6, dtype=np.float32)
    tensors = OrderedDict(
        rows=Saved("1", "FloatStorage", 6, (2, 3), (3, 1)),
        columns=Saved("2", "FloatStorage", 6, (2, 3), (1, 2)),
        batches=Saved("3", "LongStorage", 1, (), ()),
    )
    raw = {"1": numbers, "3": np.array([9]), "2": numbers}
    read = tool.read_checkpoint(checkpoint(tensors, raw))
    assert set(read) == {"rows", "columns"}
    np.testing.assert_array_equal(read["rows"], [[0, 1, 2], [3, 4, 5]])
    np.testing.assert_array_equal(read["columns"], [[0, 2, 4], [1, 3, 5]])


def test_a_tensor_that_reaches_out_of_its_storage_is_refused(tool):
    tensors = OrderedDict(far=Saved("1", "FloatStorage", 6, (2, 3), (4, 1)))
    with pytest.raises(pickle.UnpicklingError, match="reaches out of its storage"):
        tool.read_checkpoint(checkpoint(tensors, {"1": np.zeros(6, np.float32)}))


def test_a_class_that_is_no_tensor_is_refused(tool):
    file = io.BytesIO()
    Pickler(file, 2).dump(Global("os", "system"))
    with pytest.raises(pickle.UnpicklingError, match=r"os.system has no place"):
        tool.read_checkpoint(file.getvalue())


def test_every_layer_of_the_encoder_has_its_name_in_the_checkpoint(tool):
    image = keras.Input((32, 32, 3))
    network = keras.Model(image, lite0(image))
    named = {layer.name for layer in network.layers if layer.weights}
    ours = set(tool.layer_names())
    assert named == ours | {f"{name}_norm" for name in ours}
