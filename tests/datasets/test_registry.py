"""Every dataset of the configuration has a reader, or is a mix of some that have."""

import pytest

from handpose.config import DATASETS, Config
from handpose.datasets.registry import READERS, open_dataset
from handpose.errors import UsageError
from handpose.records.locate import BOXES, datasets_of


@pytest.mark.parametrize("name", [name for name in DATASETS if name != BOXES])
def test_every_dataset_opens_under_its_name(name):
    for member in datasets_of(name):
        assert open_dataset(member, Config()).name == member


def test_every_reader_can_be_configured():
    assert set(READERS) <= set(DATASETS)


def test_photographs_with_boxes_have_no_records():
    with pytest.raises(UsageError, match=r"BOXES: photographs .* evaluation --task=detect"):
        datasets_of(BOXES)


def test_an_unknown_dataset_names_the_nearest():
    with pytest.raises(UsageError, match=r"--dataset_list=RHDD: no such dataset; did you mean RHD"):
        open_dataset("RHDD", Config())
