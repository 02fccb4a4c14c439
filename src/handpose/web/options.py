"""The options of `handpose serve`, apart from its work, so that its help is there at once."""

from __future__ import annotations

from dataclasses import dataclass

from handpose.options import option


@dataclass(frozen=True)
class ServeConfig:
    """Options of `serve`."""

    port: int = option(8000, "port on this computer; 0: any free one", low=0, high=65535)
    open: bool = option(False, "open the page in the browser")
    model: str = option("", "LiteRT file of the hand model; empty: the shipped one")
    detector: str = option("", "LiteRT file of a hand detector; empty: none")
    export: str = option("", "folder to write the page into for any web server, instead of serving")
