"""The tables on the screen."""

import math

from rich.console import Console

from handpose.evaluation.measure import measure
from handpose.evaluation.protocols import PROTOCOLS
from handpose.evaluation.report import cell, print_report
from handpose.evaluation.result import Number, Row


def test_every_number_stands_with_its_interval():
    row = Row("all", "all", 3, 63, {"epe": Number(4.514, 4.4, 4.63), "auc": Number(0.86, 0.85, 1)})
    assert cell(row, "epe") == "4.51 [4.40, 4.63]"
    assert cell(row, "auc") == "0.860 [0.850, 1.000]"
    assert cell(row, "pck_box@0.2") == "-"
    nothing = Row("all", "all", 0, 0, {"epe": Number(math.nan, math.nan, math.nan)})
    assert cell(nothing, "epe") == "-"


def test_the_report_names_protocol_keypoints_unit_sources_and_fingers(make_predictions, capsys):
    predictions = make_predictions([15.0] * 16, source="street")
    protocols = (PROTOCOLS["hand3d"][0], PROTOCOLS["real-photo"][0])
    results = [measure(predictions, protocol, 0) for protocol in protocols]
    print_report(Console(width=160), "a_run on RHD eval", results)
    printed = capsys.readouterr().out
    for words in ("a_run on RHD eval", "hand3d part", "visible keypoints", "real-photo 1.25",
                  "px at 256", "15.00 [15.00, 15.00]", "0.500 [0.500, 0.500]", "street",
                  "pinky", "95 % bootstrap interval over images"):  # fmt: skip
        assert words in printed
