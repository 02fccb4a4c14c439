"""Where a run comes from: versions, commit, seed, command."""

from __future__ import annotations

import datetime
import platform
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import handpose
from handpose.config import Config


def provenance(config: Config) -> dict[str, Any]:
    """What `run.json` holds, ready for JSON."""
    import keras
    import tensorflow as tf

    return {
        "handpose": handpose.__version__,
        "keras": keras.__version__,
        "tensorflow": tf.__version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "seed": config.seed,
        "git_commit": git_commit(Path(handpose.__file__).parent),
        "started": datetime.datetime.now().astimezone().isoformat(),
        "command": shlex.join(sys.argv),
    }


def git_commit(folder: Path) -> str | None:
    """The commit that a package's folder is at, with '-dirty' when changed; None outside git."""
    # An installed package may lie in a repository that does not hold it, such as a user's own.
    if _git(folder, "ls-files", "--error-unmatch", "__init__.py") is None:
        return None
    return _git(folder, "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")


def _git(folder: Path, *words: str) -> str | None:
    command = ["git", "-C", str(folder), *words]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() or None
