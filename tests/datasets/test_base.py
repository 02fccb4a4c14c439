"""What the readers share: files that are there, paths that stay inside, what is in the frame."""

import numpy as np
import pytest

from handpose.datasets.base import in_frame, inside, read_bytes, require
from handpose.errors import BadSampleError, HandposeError


def test_a_file_is_read_or_named(tmp_path):
    (tmp_path / "a").write_bytes(b"hand")
    assert read_bytes(tmp_path / "a") == b"hand"
    with pytest.raises(BadSampleError, match="none: No such file"):
        read_bytes(tmp_path / "none")


def test_a_missing_folder_comes_with_the_fix(tmp_path):
    assert require(tmp_path, "RHD", "fix") == tmp_path
    with pytest.raises(HandposeError, match="none: RHD is not there; do this"):
        require(tmp_path / "none", "RHD", "do this")


@pytest.mark.parametrize("name", ["a.png", "b/a.png", "b/../a.png"])
def test_a_name_inside_the_folder_is_taken(tmp_path, name):
    assert inside(tmp_path, name).is_relative_to(tmp_path.resolve())


@pytest.mark.parametrize("name", ["../a.png", "/etc/passwd", "b/../../a.png"])
def test_a_name_that_leads_out_is_refused(tmp_path, name):
    with pytest.raises(BadSampleError, match="leads out of the folder"):
        inside(tmp_path, name)


def test_the_frame_includes_its_edges_and_excludes_what_is_nowhere():
    uv = np.array([[0, 0], [640, 480], [640.1, 0], [0, 480.1], [-0.1, 5], [np.nan, 5]])
    assert in_frame(uv, (480, 640)).tolist() == [True, True, False, False, False, False]
