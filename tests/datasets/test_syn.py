"""SYN is RHD with attributes."""

import fake_render
import pytest

from handpose.config import Config
from handpose.datasets.check import check
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


@pytest.mark.parametrize("name", ["SYN", "RHD"])
def test_a_picture_without_a_hand_is_not_present(tmp_path, name):
    folder = tmp_path / "SYN"
    generate(SynthConfig(n=1, n_eval=1, out=str(folder), side=64, workers=1), fake_render.empty)
    sample = open_dataset(name, Config(dataset_path=str(folder))).sample("train", "00000")
    assert sample.fault() is None
    assert not sample.present
    assert not sample.labelled.any()
    assert sample.handedness == "unknown"


def test_data_check_has_nothing_to_say_of_them(tmp_path, capsys):
    folder = tmp_path / "SYN"
    generate(SynthConfig(n=2, n_eval=1, out=str(folder), side=64, workers=1), fake_render.empty)
    assert check(folder, Config()) == 0
    assert "2 of 2 samples usable" in capsys.readouterr().out


def test_a_missing_list_of_attributes_is_named(dataset):
    (dataset.root / "evaluation" / "attributes.jsonl").unlink()
    with pytest.raises(HandposeError, match=r"attributes.jsonl: attributes of synthetic hands"):
        dataset.sample("eval", "00000")
