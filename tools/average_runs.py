"""The mean of two networks' weights, where one was trained on from the other.

    python tools/average_runs.py RUN OTHER --share=0.75 --out=averaged

Such a mean is often better away from what it was trained on than either of the two (Wortsman et
al. 2022, arXiv 2109.01903). The result is a small run for `--load_path`, as
`handpose export --formats=run` writes it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import fire
import numpy as np

from handpose.config import Config
from handpose.errors import HandposeError, UsageError
from handpose.export.run_folder import write_run
from handpose.runs.weights import assign_weights, load_trained, weights_of


def main(run: str, other: str, share: float = 0.5, out: str = "averaged") -> None:
    """Write `share` of OTHER's weights and the rest of RUN's to the folder `out`."""
    if not 0 <= share <= 1:
        raise UsageError(f"--share={share}: 0 to 1 expected")
    if Path(out).exists():
        raise UsageError(f"--out={out}: is there already; name a new folder")
    model, config = load_trained(Config(load_path=str(run)))
    ours = {name: np.asarray(value) for name, value in weights_of(model.network).items()}
    assign_weights(model.network, _of(other), other)
    theirs = weights_of(model.network)
    mean = {name: (1 - share) * ours[name] + share * np.asarray(theirs[name]) for name in ours}
    assign_weights(model.network, mean, out)
    write_run(model.network, config, Path(out))
    print(f"the run is in {out}")


def _of(run: str) -> dict[str, np.ndarray]:
    model, _ = load_trained(Config(load_path=str(run)))
    return {name: np.asarray(value) for name, value in weights_of(model.network).items()}


if __name__ == "__main__":
    try:
        fire.Fire(main)
    except HandposeError as error:
        sys.exit(f"average_runs.py: {error}")
