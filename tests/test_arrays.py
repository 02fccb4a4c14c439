"""Files of arrays come back whole, or not at all."""

import numpy as np
import pytest

from handpose.arrays import read_arrays


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "some.npz"
    np.savez_compressed(path, ones=np.ones(1000), name=np.array("a hand"))
    return path


def test_arrays_come_back_by_name(written):
    arrays = read_arrays(written)
    assert sorted(arrays) == ["name", "ones"]
    assert arrays["ones"].sum() == 1000
    assert str(arrays["name"]) == "a hand"


def test_a_truncated_file_is_refused(written):
    written.write_bytes(written.read_bytes()[:-30])
    with pytest.raises(ValueError, match=r"^no \.npz, or a truncated one$"):
        read_arrays(written)


def test_an_altered_file_is_refused(written):
    content = bytearray(written.read_bytes())
    content[60:90] = bytes(30)
    written.write_bytes(content)
    with pytest.raises(ValueError, match=r"."):
        read_arrays(written)


def test_what_is_no_npz_is_refused_without_the_advice_to_trust_it(tmp_path):
    (tmp_path / "text.npz").write_text("junk")
    np.save(tmp_path / "one.npy", np.ones(3))
    for name in ("text.npz", "one.npy"):
        with pytest.raises(ValueError, match=r"^no \.npz, or a truncated one$"):
            read_arrays(tmp_path / name)


def test_objects_are_not_unpickled(tmp_path):
    np.savez(tmp_path / "objects.npz", evil=np.array([{}], object))
    with pytest.raises(ValueError, match="Object arrays cannot be loaded"):
        read_arrays(tmp_path / "objects.npz")


def test_a_file_that_is_not_there_is_named_by_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_arrays(tmp_path / "none.npz")
