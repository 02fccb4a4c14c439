"""Records that know all hands of their pictures, and those that do not."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from drawn import Drawn

from handpose.errors import HandposeError
from handpose.records.hands import check_all_hands
from handpose.records.reader import Records
from handpose.records.writer import write_shard


@dataclass(frozen=True)
class WithOther:
    """Drawn hands that tell of another one, or of none."""

    other: np.ndarray | None
    name: str = "DRAWN"

    def sample(self, state, key):
        return replace(Drawn().sample(state, key), other=self.other)


def records_of(folder, *others):
    files = []
    for number, other in enumerate(others):
        files.append(folder / f"{number}.tfrecord")
        write_shard(files[-1], WithOther(other), "train", ["00000"])
    return Records("DRAWN", "train", folder, tuple(files), len(files))


NOBODY = np.full((21, 3), np.nan, np.float32)


def test_records_with_all_hands_pass(tmp_path):
    check_all_hands([records_of(tmp_path, NOBODY, np.ones((21, 3), np.float32))])


def test_a_file_of_earlier_records_is_named_with_the_way_out(tmp_path):
    records = records_of(tmp_path, NOBODY, None)
    with pytest.raises(
        HandposeError, match=r"1\.tfrecord: tells of one hand.* DRAWN again"
    ) as caught:
        check_all_hands([records])
    assert "\n" not in str(caught.value)
