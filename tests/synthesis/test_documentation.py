"""The page about synthetic hands names every option as it is."""

from dataclasses import fields
from pathlib import Path

import pytest

from handpose.synthesis.options import SynthConfig

PAGE = Path(__file__).parents[2] / "docs" / "synthesis.md"


@pytest.mark.parametrize("field", fields(SynthConfig), ids=lambda field: field.name)
def test_an_option_has_a_row_with_its_default_and_meaning(field):
    default = "" if field.default == "" else f"`{field.default}`"
    unit = field.metadata["unit"]
    meaning = field.metadata["help"] + (f", {unit}" if unit else "")
    assert f"| `{field.name}` | {default} | {meaning} |" in PAGE.read_text(encoding="utf-8")
