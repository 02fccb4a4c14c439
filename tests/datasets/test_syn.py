"""SYN is RHD with attributes."""

import fake_render
import pytest

from handpose.config import Config
from handpose.datasets.registry import open_dataset
from handpose.errors import HandposeError
from handpose.synthesis.dataset.generate import generate
from handpose.synthesis.options import SynthConfig


@pytest.fixture(name="dataset")
def _dataset(tmp_path):
    options = SynthConfig(n=3, n_eval=1, out=str(tmp_path / "SYN"), side=64, workers=1)
    generate(options, fake_render.plain)
    return open_dataset("SYN", Config(data_path=str(tmp_path)))


def test_a_sample_carries_what_was_drawn(dataset):
    assert dataset.keys("train") == ["00000", "00001", "00002"]
    sample = dataset.sample("train", "00002")
    assert sample.attributes == {"gesture": "fist", "tone": 2.0}
    assert sample.source == "SYN"


def test_a_missing_list_of_attributes_is_named(dataset):
    (dataset.root / "evaluation" / "attributes.jsonl").unlink()
    with pytest.raises(HandposeError, match=r"attributes.jsonl: attributes of synthetic hands"):
        dataset.sample("eval", "00000")
