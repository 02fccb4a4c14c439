"""Options of `video` and `webcam`."""

import pytest

from handpose.errors import UsageError
from handpose.options import resolve
from handpose.video.options import VideoConfig, WebcamConfig


def test_the_whole_video_is_read_and_two_smoothed_hands_are_followed():
    options = VideoConfig()
    assert (options.start, options.end, options.every) == (0.0, None, 1)
    assert (options.table, options.draw, options.out) == ("csv", True, "")
    for tracked in (options, WebcamConfig()):
        assert (tracked.load_path, tracked.detector) == ("", "")
        assert (tracked.max_hands, tracked.smooth) == (2, True)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"start": 3, "end": 2.5}, "--end=2.5: more than 3 s expected, which is --start"),
        ({"end": 0}, "--end=0: more than 0 s"),
        ({"start": -1}, "--start=-1"),
        ({"every": 0}, "--every=0: 1 to 1000"),
        ({"max_hands": 0}, "--max_hands=0: 1 to 16"),
        ({"table": "xlsx"}, "--table=xlsx: not an allowed value"),
    ],
)
def test_what_cannot_be_is_refused(given, said):
    with pytest.raises(UsageError, match=said):
        resolve(VideoConfig, given)
