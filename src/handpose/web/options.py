"""The options of `handpose serve`, apart from its work, so that its help is there at once."""

from __future__ import annotations

from dataclasses import dataclass

from handpose.errors import UsageError
from handpose.options import option


@dataclass(frozen=True)
class ServeConfig:
    """Options of `serve`."""

    port: int = option(8000, "port on this computer; 0: any free one", low=0, high=65535)
    open: bool = option(False, "open the page in the browser")
    model: str = option("", "LiteRT file of the hand model; shipped, shipped_int8: the previews")
    detector: str = option("", "LiteRT file of a hand detector; empty: the shipped one")
    cropped: bool = option(False, "look for one hand without a detector")
    export: str = option("", "folder to write the page into for any web server, instead of serving")

    def __post_init__(self) -> None:
        """Refuse what would be passed over in silence."""
        if self.detector and self.cropped:
            raise UsageError("--detector: not used with --cropped=True; leave one out")
