"""SYN: hands that `handpose synth` rendered, RHD's layout with attributes beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from handpose.config import Config
from handpose.datasets.rhd import ATTRIBUTES, FOLDERS, Rhd
from handpose.errors import HandposeError
from handpose.sample import Sample


@dataclass(frozen=True)
class Syn(Rhd):
    """Synthetic hands; reports can group by what was drawn: gesture, tone, view, light."""

    name: str = "SYN"

    def sample(self, state: str, key: str) -> Sample:
        """The larger hand of one picture, if it shows one, with its attributes; errors as RHD's."""
        attributes = _read(self.root / FOLDERS[state] / ATTRIBUTES).get(int(key), {})
        return replace(super().sample(state, key), attributes=attributes)


def read_attributes(path: Path) -> dict[int, dict[str, str | float]]:
    """What was drawn for every picture, by its number; raises HandposeError for another file."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return {row.pop("number"): row for row in rows}
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise HandposeError(
            f"{path}: attributes of synthetic hands expected, made by handpose synth ({error!r})"
        ) from None


_read = lru_cache(maxsize=2)(read_attributes)


def open_syn(config: Config) -> Syn:
    """The synthetic hands in `config.dataset_path`, or in SYN in `config.data_path`."""
    return Syn(Path(config.dataset_path or Path(config.data_path) / "SYN"))
