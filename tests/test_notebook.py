"""The notebook runs from its first cell to its last, and is kept without outputs."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).resolve().parents[1] / "notebooks" / "first_steps.ipynb"


@pytest.fixture(name="notebook")
def _notebook():
    return nbformat.read(NOTEBOOK, as_version=4)


def code_cells(notebook) -> list:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_it_is_kept_without_outputs(notebook):
    for cell in code_cells(notebook):
        assert cell.outputs == []
        assert cell.execution_count is None


@pytest.mark.slow
def test_it_runs_and_shows_its_pictures(notebook, tmp_path, monkeypatch):
    monkeypatch.setenv("FIRST_STEPS_FOLDER", str(tmp_path / "out"))
    monkeypatch.setenv("FIRST_STEPS_HANDS", "40")
    monkeypatch.setenv("FIRST_STEPS_ITERATIONS", "4")
    NotebookClient(notebook, timeout=300).execute(cwd=str(tmp_path))
    outputs = [output for cell in code_cells(notebook) for output in cell.outputs]
    kinds = [kind for output in outputs for kind in output.get("data", {})]
    assert (kinds.count("image/png"), kinds.count("image/jpeg")) == (1, 1)
    assert (tmp_path / "out" / "seen.png").exists()
    assert "warning" not in str(outputs).lower()
