"""Run folders: made once, found by name or path."""

import datetime
import json

import pytest

from handpose.config import Config
from handpose.errors import HandposeError
from handpose.runs.folder import find_run, new_run, newest_run, read_config
from handpose.runs.name import run_name


@pytest.fixture
def config(tmp_path):
    return Config(data_path=str(tmp_path), seed=7, lr=[1e-5, 2e-6, 3e-7])


def test_a_new_run_holds_its_configuration_and_origin(config, tmp_path):
    run = new_run(config)
    assert run == tmp_path / "snapshots" / run_name(config, datetime.date.today())
    assert read_config(run) == config
    origin = json.loads((run / "run.json").read_text(encoding="utf-8"))
    assert origin["seed"] == 7
    assert origin["python"].startswith("3.")
    assert origin["started"].startswith(str(datetime.date.today().year))
    assert {"handpose", "keras", "tensorflow", "git_commit", "command"} <= origin.keys()


def test_a_run_is_never_written_over(config):
    new_run(config)
    with pytest.raises(HandposeError, match=r"this run exists.*--resume=True.*--train_marker"):
        new_run(config)


def test_a_run_is_found_by_name_and_by_path(config):
    run = new_run(config)
    assert find_run(run.name, config) == run
    assert find_run(str(run), Config(data_path="elsewhere")) == run


def test_a_misspelt_run_names_the_nearest(config):
    run = new_run(config)
    with pytest.raises(HandposeError, match=f"did you mean {run.name}"):
        find_run(run.name.replace("RHD", "RDH"), config)


def test_no_runs_at_all_says_how_to_make_one(config):
    with pytest.raises(HandposeError, match="no runs there yet; make one with: handpose train"):
        find_run("0810_n2", config)


def test_an_unreadable_configuration_is_named(config):
    run = new_run(config)
    (run / "config.yaml").write_text("max_itr: 3\n")
    with pytest.raises(HandposeError, match="did you mean max_iter"):
        read_config(run)


def _started_on(config, day, started):
    run = new_run(config)
    moved = run.rename(run.with_name(f"{day}{run.name[4:]}"))
    origin = json.loads((moved / "run.json").read_text(encoding="utf-8"))
    (moved / "run.json").write_text(json.dumps(origin | {"started": started}))
    return moved


def test_the_newest_run_of_a_name_is_found_across_days_and_years(config):
    _started_on(config, "1231", "2025-12-31T23:00:00+00:00")
    newest = _started_on(config, "0102", "2026-01-02T01:00:00+00:00")
    _started_on(config.replace(train_marker="9"), "0103", "2026-01-03T01:00:00+00:00")
    assert newest_run(config) == newest


def test_nothing_to_resume_names_what_was_looked_for(config):
    with pytest.raises(HandposeError, match=r"no run MMDD_n1_RHD_c1.2_b8_aFalse_vTrue_dTrue_i3.0w"):
        newest_run(config)
