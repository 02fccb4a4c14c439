"""Options refuse in one line whatever is not an option's key and value."""

import json
from dataclasses import dataclass

import pytest

from handpose.errors import UsageError
from handpose.options import current_name, describe, layers, option, read_file, resolve


@dataclass(frozen=True)
class Tea:
    cups: int = option(2, "how many", unit="cups", low=1, high=6)
    sugar: float = option(0.5, "how sweet", low=0)
    kind: str = option("green", "which", choices=("green", "black"), old_names=("sort",))
    milk: bool = option(False, "with milk")
    times: list[int] = option([8, 16], "when", unit="o'clock", low=0, high=23)
    pot: int | None = option(None, "size of the pot", low=1)


@pytest.mark.parametrize(
    ("given", "key", "value"),
    [
        ({"cups": 3}, "cups", 3),
        ({"cups": 3.0}, "cups", 3),
        ({"sugar": 1}, "sugar", 1.0),
        ({"sort": "black"}, "kind", "black"),
        ({"times": "9,10"}, "times", [9, 10]),
        ({"times": (7, 8)}, "times", [7, 8]),
        ({"times": 7}, "times", [7]),
        ({"sugar": "1e-4"}, "sugar", 1e-4),
        ({"cups": "1e0"}, "cups", 1),
        ({"pot": None}, "pot", None),
        ({"pot": 2}, "pot", 2),
    ],
)
def test_values_take_the_type_of_their_option(given, key, value):
    assert getattr(resolve(Tea, given), key) == value


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"cup": 3}, "unknown option 'cup': did you mean cups?"),
        ({"cups": 0}, "--cups=0: 1 to 6 cups expected"),
        ({"cups": 7}, "--cups=7: 1 to 6 cups expected"),
        ({"cups": 2.5}, "--cups=2.5: a whole number expected"),
        ({"cups": "many"}, "--cups=many: a whole number expected"),
        ({"cups": True}, "--cups=True: a whole number expected"),
        ({"cups": None}, "--cups=None: a whole number expected"),
        ({"sugar": -1}, "--sugar=-1.0: at least 0 expected"),
        ({"sugar": float("nan")}, "--sugar=nan: a number expected"),
        ({"sugar": float("inf")}, "--sugar=inf: a number expected"),
        ({"sugar": "inf"}, "--sugar=inf: a number expected"),
        ({"kind": "blak"}, "--kind=blak: not an allowed value; did you mean black?"),
        ({"milk": 1}, "--milk=1: True or False expected"),
        ({"milk": "yes"}, "--milk=yes: True or False expected"),
        ({"times": [9, 24]}, "--times=24: 0 to 23 o'clock expected"),
        ({"times": "noon"}, "--times=noon: a list, each a whole number, expected"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_it(given, message):
    with pytest.raises(UsageError) as caught:
        resolve(Tea, given)
    assert str(caught.value) == message


@pytest.mark.parametrize("cups", [float("inf"), float("nan")])
def test_a_whole_number_is_finite(cups):
    with pytest.raises(UsageError, match="a whole number expected"):
        resolve(Tea, {"cups": cups})


def test_later_layers_win():
    assert resolve(Tea, {"cups": 3, "milk": True}, {"cups": 4}) == Tea(cups=4, milk=True)


def test_an_old_name_leads_to_the_present_one():
    assert current_name(Tea, "sort") == "kind"


def test_files_are_yaml_or_json(tmp_path):
    (tmp_path / "tea.yaml").write_text("cups: 3\ntimes: [1, 2]\n")
    (tmp_path / "tea.json").write_text(json.dumps({"cups": 3, "times": [1, 2]}))
    expected = {"cups": 3, "times": [1, 2]}
    assert read_file(tmp_path / "tea.yaml") == read_file(tmp_path / "tea.json") == expected


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("tea.json", "{", "not JSON"),
        ("tea.yaml", "a: [", "not YAML"),
        ("tea.yaml", "- cups", "keys and values expected"),
    ],
)
def test_a_file_that_is_no_configuration_is_named(tmp_path, name, text, message):
    (tmp_path / name).write_text(text)
    with pytest.raises(UsageError, match=message) as caught:
        read_file(tmp_path / name)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"none.yaml: cannot be read"):
        layers({"config": tmp_path / "none.yaml"})


def test_descriptions_carry_default_unit_and_range():
    rows = {key: (meaning, allowed) for key, meaning, allowed in describe(Tea)}
    assert rows["cups=2"] == ("how many [cups]", "1..6")
    assert rows["kind='green'"] == ("which", "green | black")
    assert rows["milk=False"] == ("with milk", "True or False")
