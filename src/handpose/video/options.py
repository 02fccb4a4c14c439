"""Every option of `handpose video` and `handpose webcam`."""

from __future__ import annotations

from dataclasses import dataclass

from handpose.errors import UsageError
from handpose.options import option


@dataclass(frozen=True)
class TrackerOptions:
    """How hands are found and followed."""

    load_path: str = option(
        "", "hand model, a .tflite or .onnx file; shipped, shipped_int8: the previews"
    )
    detector: str = option("", "detector's file, .tflite or .onnx; empty: the shipped one")
    max_hands: int = option(2, "hands to follow at once", low=1, high=16)
    smooth: bool = option(True, "take the trembling out of keypoints")


@dataclass(frozen=True)
class VideoConfig(TrackerOptions):
    """Options of `video`."""

    # ---- What is read
    video: str = option("", "the video's file")
    start: float = option(0.0, "where to begin", unit="s", low=0)
    end: float | None = option(None, "where to end; None: where the video does", unit="s", low=0)
    every: int = option(1, "use one frame of so many", low=1, high=1000)

    # ---- What is written
    out: str = option("", "folder of the results; empty: video_NAME where you are")
    table: str = option("csv", "format of the table", choices=("csv", "parquet"))
    draw: bool = option(True, "write the video again, with its hands drawn")

    def __post_init__(self) -> None:
        """Refuse an end that is not after the start."""
        if self.end is not None and self.end <= self.start:
            raise UsageError(
                f"--end={self.end:g}: more than {self.start:g} s expected, which is --start"
            )


@dataclass(frozen=True)
class WebcamConfig(TrackerOptions):
    """Options of `webcam`."""

    camera: int = option(0, "which camera, counted from 0", low=0)
    mirror: bool = option(True, "show yourself as a mirror does; left and right stay true")
