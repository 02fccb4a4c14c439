"""Predictions made by hand, and a run with fresh weights on a tiny RHD."""

import numpy as np
import pytest
from layouts import make_rhd

from handpose.config import Config
from handpose.evaluation.predict import Predictions
from handpose.models.build import build_model
from handpose.records.convert import convert
from handpose.runs.checkpoints import Checkpoint, save_checkpoint
from handpose.runs.folder import new_run
from handpose.runs.weights import weights_of


@pytest.fixture(scope="package")
def rhd_run(tmp_path_factory) -> Config:
    """The configuration that evaluates a run with fresh weights on five RHD-layout pictures."""
    data = tmp_path_factory.mktemp("data")
    make_rhd(data / "RHD_published_v2", n_train=1, n_eval=5)
    config = Config(data_path=str(data), network="handnet", crop_size=64, workers=1)
    convert(config.replace(state="eval"))
    run = new_run(config)
    network = build_model(config).network
    weights = {name: weight.numpy() for name, weight in weights_of(network).items()}
    save_checkpoint(run, Checkpoint(0, weights), keep=1)
    return Config(data_path=str(data), load_path=run.name)


@pytest.fixture
def make_predictions():
    return made


def made(errors, *, long_side=100.0, source="one", labelled=None, visible=None) -> Predictions:
    """n hands whose keypoints lie `errors` (n,) or (n, 21) px right of the truth.

    The true keypoints span `long_side` px across and half of that down.
    """
    errors = np.asarray(errors, float)
    errors = np.broadcast_to(errors[:, None] if errors.ndim == 1 else errors, (len(errors), 21))
    n = len(errors)
    share = np.arange(21) * 5 / 100 * long_side  # whole and half pixels: no rounding
    truth = np.stack([share, share / 2], axis=1) + np.full((n, 21, 2), 20.0)
    keypoints = truth + np.stack([errors, np.zeros((n, 21))], axis=-1)
    everything = np.ones((n, 21), bool)
    labelled = everything if labelled is None else labelled
    return Predictions(
        names=tuple(f"{place:03d}.png" for place in range(n)),
        keypoints=keypoints,
        scores=np.full((n, 21), 0.5),
        handedness=np.full(n, 0.5),
        presence=np.ones(n),
        truth=truth.astype(np.float32),
        labelled=labelled,
        visible=labelled if visible is None else visible,
        present=labelled.any(axis=1),
        true_handedness=np.zeros(n, np.int32),
        image_size=np.full((n, 2), 160, np.int32),
        source=np.array([source] * n if isinstance(source, str) else source, object),
        attributes=({},) * n,
    )
