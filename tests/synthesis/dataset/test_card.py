"""Histograms of a rendered dataset's attributes."""

import json

import pytest

from handpose.errors import HandposeError
from handpose.synthesis.dataset.card import card, counted, histograms
from handpose.synthesis.options import SynthConfig


def test_words_are_counted_frequent_ones_first():
    assert counted(["fist", "point", "point"]) == [("point", 2), ("fist", 1)]


def test_numbers_are_counted_in_six_equal_bins():
    assert counted([0, 0.5, 1.5, 6]) == [
        ("0 to 1", 2), ("1 to 2", 1), ("2 to 3", 0), ("3 to 4", 0), ("4 to 5", 0), ("5 to 6", 1),
    ]  # fmt: skip


def test_every_value_has_its_share_of_all_pictures_and_a_bar():
    rows = [{"light": "dim"}, {"light": "captured"}, {"light": "captured"}, {}]
    assert histograms(rows).splitlines() == [
        "4 pictures",
        "",
        "| attribute | value | share | |",
        "|---|---|---|---|",
        "| light | captured | 50.0 % | ███████████████ |",
        "|  | dim | 25.0 % | ████████ |",
    ]


def test_pictures_without_a_hand_have_a_row():
    table = histograms([{"hand": "left", "size": 80.0}, {"hand": "none"}])
    assert "|  | none | 50.0 % |" in table


def attributes(folder, rows):
    folder.mkdir()
    (folder / "attributes.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


def test_the_card_counts_both_parts(tmp_path, capsys):
    attributes(tmp_path / "training", [{"number": 0, "view": "anywhere"}])
    attributes(tmp_path / "evaluation", [{"number": 0, "view": "egocentric"}])
    path = card(SynthConfig(out=str(tmp_path)))
    assert path.read_text(encoding="utf-8").startswith("2 pictures")
    assert "| egocentric | 50.0 % |" in path.read_text(encoding="utf-8")
    assert f"histograms in {path}" in capsys.readouterr().out


def test_a_folder_without_pictures_is_named(tmp_path):
    with pytest.raises(HandposeError, match="no pictures of handpose synth in there"):
        card(SynthConfig(out=str(tmp_path)))


def test_a_broken_file_is_named(tmp_path):
    (tmp_path / "training").mkdir()
    (tmp_path / "training" / "attributes.jsonl").write_text("{]")
    with pytest.raises(HandposeError, match=r"attributes.jsonl: attributes of synthetic"):
        card(SynthConfig(out=str(tmp_path)))
