"""What the package ships is found, what it does not ship is said in one line."""

import pytest

from handpose import shipped
from handpose.errors import HandposeError


@pytest.mark.parametrize(
    ("ask", "name", "way_out"),
    [
        (shipped.model, "hand_float16.tflite", "handpose export --load_path=shipped"),
        (shipped.run, "hand_run", "--load_path=RUN"),
    ],
)
def test_what_is_shipped_is_found_and_else_the_way_out_is_said(
    ask, name, way_out, tmp_path, monkeypatch
):
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)
    with pytest.raises(
        HandposeError, match=rf"no model is shipped .*{name} is missing.*{way_out}$"
    ):
        ask()
    (tmp_path / name).mkdir()
    assert ask() == tmp_path / name
