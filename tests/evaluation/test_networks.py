"""Networks from exported files: the card's crop, and results where the user is."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from drawn import Drawn
from toy_landmarker import CARD, SIZE, make_litert, make_onnx

from handpose import shipped
from handpose.config import Config
from handpose.errors import HandposeError, UsageError
from handpose.evaluation.networks import name_of_network, open_network
from handpose.evaluation.run import evaluation
from handpose.pictures import encode_png
from handpose.records.index import Index, write_index
from handpose.records.writer import write_shard


@dataclass(frozen=True)
class WithEmptyPictures(Drawn):
    """Every other picture is black and shows no hand."""

    def sample(self, state, key):
        sample = super().sample(state, key)
        if int(key) % 2 == 0:
            return sample
        image, nothing = np.zeros((160, 160, 3), np.uint8), np.zeros(21, bool)
        return replace(
            sample, image=encode_png(image), keypoints=np.full((21, 2), np.nan, np.float32),
            labelled=nothing, visible=nothing, handedness="unknown", present=False,
        )  # fmt: skip


@pytest.fixture(scope="module")
def litert(tmp_path_factory):
    return make_litert(tmp_path_factory.mktemp("toy"))


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Records under the name RHD: eight hands and eight empty pictures."""
    data = tmp_path_factory.mktemp("data")
    folder = data / "TFRecords" / "RHD" / "eval"
    folder.mkdir(parents=True)
    keys = [f"{number:05d}" for number in range(16)]
    shard = write_shard(folder / "0.tfrecord", WithEmptyPictures(), "eval", keys, strict=True)
    write_index(folder / "index.json", Index("RHD", "eval", "", 1, [shard]))
    return data


def test_a_files_crop_is_its_cards(litert):
    network = open_network(Config(load_path=str(litert)))
    assert (network.config.crop, network.config.box_scale) == (CARD.crop, CARD.box_scale)
    assert network.config.input_size == SIZE
    assert (network.about["file"], network.about["exported_from"]) == ("toy.tflite", "toy")
    given = open_network(Config(load_path=str(litert), box_scale=1.5))
    assert given.config.box_scale == 1.5


def test_both_kinds_of_files_answer_the_same(litert, tmp_path):
    crops = np.random.default_rng(0).uniform(0, 255, (3, SIZE, SIZE, 3)).astype(np.float32)
    one, other = (
        open_network(Config(load_path=str(file))).run(crops)
        for file in (litert, make_onnx(tmp_path))
    )
    assert set(one) == {"keypoints", "scores", "handedness", "presence"}
    for key, value in one.items():
        assert other[key] == pytest.approx(value, abs=1e-3), key


def test_an_empty_load_path_is_the_shipped_network(litert, tmp_path, monkeypatch):
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)
    with pytest.raises(HandposeError, match="no model is shipped"):
        open_network(Config())
    (tmp_path / shipped.MODEL).write_bytes(litert.read_bytes())
    assert open_network(Config()).about["file"] == shipped.MODEL
    assert name_of_network(Config()) == "hand_float16"


def test_a_size_that_contradicts_the_file_is_refused(litert):
    with pytest.raises(UsageError, match=r"--crop_size=128: .*toy\.tflite takes 64 px; drop"):
        open_network(Config(load_path=str(litert), crop_size=128))


def test_a_file_over_records_with_empty_pictures(litert, data, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    folder = evaluation(
        Config(
            data_path=str(data), load_path=str(litert), turns=3,
            protocol=["real-photo", "hand3d", "mmpose"], plot_eval=True,
        )
    )  # fmt: skip
    assert folder == Path("evaluation_toy_RHD_real-photo_hand3d_mmpose")
    assert len(list((folder / "panels").iterdir())) == 16
    content = json.loads((folder / "results.json").read_text())
    assert [result["rows"][0]["images"] for result in content["results"]] == [8] * 5
    about = content["about"]
    assert (about["run"], about["presence"]["hands"], about["presence"]["without"]) == ("toy", 8, 8)
    # Only the drawn pictures hold any blue.
    assert about["presence"]["auc"] == {"value": 1.0, "low": 1.0, "high": 1.0}
    assert [one["protocol"] for one in about["turns"]][:2] == ["real-photo 1.25", "real-photo 1.5"]
    upright, *turned = about["turns"][0]["turns"]
    assert upright["nepe"] == content["results"][0]["rows"][0]["nepe"]
    assert [turn["degrees"] for turn in turned] == [120, 240]
    # Turned, the crop's corners show another part of the picture.
    assert all(abs(turn["change"]["value"]) > 0.01 for turn in turned)
    printed = capsys.readouterr().out
    for words in ("presence: AUC 1.000", "nEPE of crops turned clockwise", "largest change"):
        assert words in printed
