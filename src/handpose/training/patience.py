"""How the evaluations of a training went so far, and whether to wait for a better one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Standing:
    """best: lowest error so far, None before the first; without_better: evaluations since."""

    best: float | None = None
    without_better: int = 0

    def improved_by(self, error: float) -> bool:
        """Whether an error is the lowest so far."""
        return self.best is None or error < self.best

    def after(self, error: float) -> Standing:
        """The standing after one more evaluation."""
        return Standing(error) if self.improved_by(error) else self._waited()

    def _waited(self) -> Standing:
        return Standing(self.best, self.without_better + 1)

    def exhausted(self, limit: int) -> bool:
        """Whether `limit` evaluations brought nothing better; 0: patience is endless."""
        return 0 < limit <= self.without_better

    def as_dict(self) -> dict[str, Any]:
        """The standing, ready for JSON."""
        return asdict(self)

    @staticmethod
    def from_dict(content: Mapping[str, Any]) -> Standing:
        """The standing that `as_dict` wrote."""
        return Standing(**content)
