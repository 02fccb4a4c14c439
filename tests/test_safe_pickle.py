"""Pickles of arrays and plain values are read; anything that could run is not."""

import collections
import os
import pickle
import subprocess
import zipfile

import numpy as np
import pytest

from handpose.errors import HandposeError
from handpose.safe_pickle import load

CONTENT = {0: {"uv_vis": np.arange(6.0).reshape(2, 3), "K": np.eye(3, dtype=np.float32)},
           1: [1, 2.5, "text", None, True, (b"bytes", np.float64(3))]}  # fmt: skip


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_plain_data_of_every_protocol_come_back(tmp_path, protocol):
    path = tmp_path / "a.pickle"
    path.write_bytes(pickle.dumps(CONTENT, protocol))
    read = load(path)
    np.testing.assert_array_equal(read[0]["uv_vis"], [[0, 1, 2], [3, 4, 5]])
    assert read[0]["K"].dtype == np.float32
    assert read[1] == [1, 2.5, "text", None, True, (b"bytes", 3.0)]


def test_a_pickle_of_python_2_and_numpy_1_is_read(tmp_path):
    # The published datasets are such: protocol 2, numpy.core, strings as bytes.
    modern = pickle.dumps(np.arange(3, dtype=np.int32), 2)
    old = modern.replace(b"numpy._core.multiarray", b"numpy.core.multiarray")
    path = tmp_path / "old.pickle"
    path.write_bytes(old)
    np.testing.assert_array_equal(load(path), [0, 1, 2])


class Runs:
    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


@pytest.mark.parametrize("function", [os.system, eval, exec, subprocess.call, open, getattr])
def test_a_call_is_refused_before_it_runs(tmp_path, function):
    path = tmp_path / "evil.pickle"
    target = tmp_path / "ran"
    path.write_bytes(pickle.dumps(Runs(function, f"touch {target}")))
    with pytest.raises(HandposeError, match=r"evil\.pickle: .* which is not plain data"):
        load(path)
    assert not target.exists()


@pytest.mark.parametrize(
    "value", [collections.OrderedDict(a=1), zipfile.ZipFile, np.load, np.dtype]
)
def test_other_classes_are_refused_by_name(tmp_path, value):
    path = tmp_path / "other.pickle"
    path.write_bytes(pickle.dumps(Runs(print, value)))
    with pytest.raises(HandposeError, match="not a pickle of plain data"):
        load(path)


def test_an_array_of_objects_cannot_hide_a_call(tmp_path):
    path = tmp_path / "hidden.pickle"
    path.write_bytes(pickle.dumps(np.array([Runs(os.getcwd)], dtype=object)))
    with pytest.raises(HandposeError, match="not plain data"):
        load(path)


@pytest.mark.parametrize("content", [b"", b"not a pickle", pickle.dumps(CONTENT)[:-20]])
def test_a_broken_pickle_is_one_line(tmp_path, content):
    path = tmp_path / "broken.pickle"
    path.write_bytes(content)
    with pytest.raises(HandposeError, match=r"broken\.pickle: not a pickle of plain data"):
        load(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(HandposeError, match=r"none\.pickle: no such file"):
        load(tmp_path / "none.pickle")
