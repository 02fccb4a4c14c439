"""Which commit a run was made with."""

import subprocess

import pytest

from handpose.runs.provenance import git_commit


def _git(folder, *words):
    options = ["-c", "user.name=n", "-c", "user.email=e@example.org"]
    done = subprocess.run(
        ["git", "-C", str(folder), *options, *words], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path):
    _git(tmp_path, "init", "-q")
    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").write_text("")
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "-q", "-m", "first")
    return tmp_path


def test_the_commit_of_the_package_and_whether_it_was_changed(repository):
    commit = _git(repository, "rev-parse", "HEAD")
    assert git_commit(repository / "package") == commit
    (repository / "package" / "__init__.py").write_text("changed = 1")
    assert git_commit(repository / "package") == f"{commit}-dirty"


def test_a_package_installed_in_somebody_elses_repository_has_no_commit(repository):
    installed = repository / "site-packages"
    installed.mkdir()
    (installed / "__init__.py").write_text("")
    assert git_commit(installed) is None


def test_outside_git_there_is_no_commit(tmp_path):
    (tmp_path / "__init__.py").write_text("")
    assert git_commit(tmp_path) is None
