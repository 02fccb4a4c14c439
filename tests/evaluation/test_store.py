"""Results on disk: each form holds the numbers, and the curve comes back."""

import csv
import json
import math

import numpy as np
import pytest

from handpose.errors import HandposeError
from handpose.evaluation.measure import measure
from handpose.evaluation.protocols import PROTOCOLS
from handpose.evaluation.store import read_curve, write_results

ABOUT = {"run": "a_run", "dataset": "RHD", "seed": 0}


@pytest.fixture
def written(tmp_path, make_predictions):
    """The folder of a hand3d result of 15 px for two images, the second without a thumb tip."""
    labelled = np.ones((2, 21), bool)
    labelled[:, 4] = False
    result = measure(make_predictions([15.0, 15.0], labelled=labelled), PROTOCOLS["hand3d"][1], 0)
    write_results(tmp_path, [result], ABOUT)
    return tmp_path


def test_the_csv_has_a_line_a_row_and_three_columns_a_metric(written):
    rows = list(csv.DictReader((written / "results.csv").read_text().splitlines()))
    assert [row["kind"] for row in rows] == ["all"] + ["finger"] * 5 + ["keypoint"] * 21
    assert (rows[0]["run"], rows[0]["dataset"]) == ("a_run", "RHD")
    assert (rows[0]["protocol"], rows[0]["unit"]) == ("hand3d all", "px")
    assert (rows[0]["images"], rows[0]["keypoints"]) == ("2", "40")
    assert [rows[0][key] for key in ("epe", "epe_low", "epe_high")] == ["15", "15", "15"]
    assert rows[0]["auc"] == "0.5"
    thumb_tip = next(row for row in rows if row["group"] == "thumb_tip")
    assert (thumb_tip["keypoints"], thumb_tip["epe"]) == ("0", "")


def test_the_json_is_strict_and_complete(written):
    def refuse(word):
        raise AssertionError(word)

    content = json.loads((written / "results.json").read_text(), parse_constant=refuse)
    assert content["about"] == ABOUT
    (result,) = content["results"]
    assert result["protocol"] == "hand3d all"
    assert result["crop"] == "hand3d"
    assert len(result["thresholds"]) == len(result["pck"]) == 20
    assert result["rows"][0]["epe"] == {"value": 15.0, "low": 15.0, "high": 15.0}
    thumb_tip = next(row for row in result["rows"] if row["group"] == "thumb_tip")
    assert thumb_tip["auc"]["value"] is None


def test_the_npz_holds_every_error_and_gives_the_curve_back(written):
    with np.load(written / "hand3d-all.npz", allow_pickle=False) as content:
        assert content["errors"].shape == (2, 21)
        assert np.isnan(content["errors"][:, 4]).all()
        assert np.nanmax(content["errors"]) == 15.0
        assert content["names"].tolist() == ["000.png", "001.png"]
    curve = read_curve(written / "hand3d-all.npz")
    assert (curve.run, curve.protocol, curve.unit) == ("a_run", "hand3d all", "px")
    assert curve.whole.numbers["auc"].value == pytest.approx(0.5)
    # Thresholds are 30/19 px apart: the tenth, 14.2 px, is missed, the eleventh, 15.8, reached.
    assert curve.curve.tolist() == [0.0] * 10 + [1.0] * 10
    assert math.isclose(curve.thresholds[10], 300 / 19)


@pytest.mark.parametrize("content", [b"", b"PK not a zip", b"\x93NUMPY"])
def test_another_file_is_no_curve(tmp_path, content):
    path = tmp_path / "x.npz"
    path.write_bytes(content)
    with pytest.raises(HandposeError, match=r"x\.npz: not a result of evaluation"):
        read_curve(path)
