"""What a training takes over from the run whose weights it starts with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handpose.config import Config
from handpose.errors import UsageError
from handpose.options import current_name, resolve
from handpose.runs.folder import read_config
from handpose.runs.weights import CROP, FIXED, HEAD, ORIGIN_PAPER, run_of

# Weights of one network or encoder say nothing to another; size, head and crop may be learnt anew.
_NEEDED = ("network", "encoder")


def with_inherited(config: Config, given: Sequence[Mapping[str, Any]]) -> Config:
    """The configuration of a training: what is given, laid over network and crop of its first run.

    config: `given` over the defaults; given: a file's options and the flags, as typed. Raises
    UsageError for another network than the run's, HandposeError when `load_path` names nothing.
    """
    if config.load_path in ("", ORIGIN_PAPER):
        return config
    run = run_of(config)
    if run is None:
        return config
    own = _own(read_config(run), given)
    merged = resolve(Config, own, *given)
    for key in _NEEDED:
        if getattr(merged, key) != own[key]:
            raise UsageError(
                f"--{key}={getattr(merged, key)}: {config.load_path} has the {key} {own[key]}; "
                "drop the flag"
            )
    return merged


def _own(run: Config, given: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    typed = {current_name(Config, key) for layer in given for key in layer}
    # The two name one thing, and `head` would win over a typed `with_dsnt`.
    head = () if typed & set(HEAD) else HEAD
    return {key: getattr(run, key) for key in (*FIXED, *CROP, *head)}
