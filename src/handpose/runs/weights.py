"""A trained network back from its run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from handpose import shipped
from handpose.config import Config
from handpose.errors import HandposeError, UsageError
from handpose.runs.checkpoints import Arrays, best_path, newest_checkpoint, read_checkpoint
from handpose.runs.folder import find_run, is_run, read_config
from handpose.runs.gpus import choose_gpus

if TYPE_CHECKING:
    import keras
    import numpy as np

    from handpose.models.build import PoseModel

ORIGIN_PAPER = "OriginPaper"
# How the names of layers begin that only help to learn: a trained network may be without them.
_AUXILIARY = "aux_"
_ORIGIN_NETWORK = {"network": "posenet", "head": "heatmap", "with_dsnt": False, "crop": "hand3d"}

# What a trained network is cannot be changed by a flag; how pictures are cropped can.
FIXED = ("task", "network", "encoder", "crop_size", "upright_size", "sigma")
HEAD = ("head", "with_dsnt")
CROP = ("crop", "box_scale")
_DEFAULTS = Config()
_SUFFIXES = (".npz", ".h5")


def load_trained(config: Config) -> tuple[PoseModel, Config]:
    """The network that `config.load_path` names, and the configuration to use with it.

    The best weights are taken, else the newest. Network, head and crop are those of the run; a
    flag for the crop that is not the default wins. Raises UsageError for a flag that
    contradicts the run, HandposeError when nothing fits the load path.
    """
    merged = config_of_trained(config)
    # First of all: building the network makes TensorFlow take every GPU that it sees.
    choose_gpus(config)
    from handpose.models.build import build_model

    model = build_model(merged)
    load_weights(model.network, config)
    return model, merged


def config_of_trained(config: Config) -> Config:
    """The given configuration with the network and crop of what `load_path` names."""
    if config.load_path == ORIGIN_PAPER:
        return config.replace(**_ORIGIN_NETWORK)
    run = run_of(config)
    return config if run is None else _merged(config, read_config(run))


def run_of(config: Config) -> Path | None:
    """The run that the load path names or lies in; None for weights outside any run.

    Raises HandposeError when it is empty, names nothing or a file of another kind.
    """
    if not config.load_path:
        raise HandposeError(
            "no network named; give one: --load_path=RUN, --load_path=shipped, or a weights file"
        )
    if config.load_path == ORIGIN_PAPER:
        return None
    path = Path(config.load_path)
    if _is_weights_file(path):
        return next((folder for folder in path.resolve().parents[:2] if is_run(folder)), None)
    return _folder(config)


def _is_weights_file(path: Path) -> bool:
    if path.is_file() and path.suffix not in _SUFFIXES:
        raise HandposeError(
            f"--load_path={path}: a run, a checkpoint (.npz) or Keras weights (.h5) expected; "
            "evaluation and test take .tflite and .onnx files too"
        )
    return path.is_file()


def _folder(config: Config) -> Path:
    if config.load_path == shipped.NAME:
        return shipped.run(config.task)
    if config.load_path in shipped.PREVIEWS:
        raise UsageError(
            f"--load_path={config.load_path}: a file to find hands with, not weights; "
            f"take --load_path={shipped.NAME}"
        )
    return find_run(config.load_path, config)


def _merged(config: Config, run: Config) -> Config:
    _check_head(config, run)
    changes = {key: getattr(run, key) for key in HEAD}
    for key in (*FIXED, *CROP):
        given, own = getattr(config, key), getattr(run, key)
        if given == getattr(_DEFAULTS, key) or given == own:
            changes[key] = own
        elif key in FIXED:
            raise UsageError(
                f"--{key}={given}: {config.load_path} was trained with {key}={own}; drop the flag"
            )
    return config.replace(**changes)


def _check_head(config: Config, run: Config) -> None:
    flag = f"--head={config.head}" if config.head else f"--with_dsnt={config.with_dsnt}"
    asked = config.head or not config.with_dsnt
    if asked and config.head_name != run.head_name:
        raise UsageError(f"{flag}: {config.load_path} has the head {run.head_name}; drop the flag")


def load_weights(network: keras.Model, config: Config) -> None:
    """Put the weights that `config.load_path` names into a network.

    Raises HandposeError when they are missing, damaged or of another network.
    """
    if config.load_path == ORIGIN_PAPER:
        from handpose.models.hand3d_weights import load_hand3d_weights

        load_hand3d_weights(Path(config.data_path) / "weights", network)
    elif config.load_path.endswith(".h5"):
        _load_keras_file(network, Path(config.load_path))
    else:
        assign_weights(network, _arrays(config), config.load_path)


def _arrays(config: Config) -> Arrays:
    path = Path(config.load_path)
    if path.is_file():
        return read_checkpoint(path).best_use
    run = _folder(config)
    if best_path(run).is_file():
        return read_checkpoint(best_path(run)).best_use
    checkpoint = newest_checkpoint(run)
    if checkpoint is None:
        raise HandposeError(f"{run}: no checkpoint yet; train it, or go on by --resume=True")
    return checkpoint.best_use


def _load_keras_file(network: keras.Model, path: Path) -> None:
    try:
        network.load_weights(path)
    except (OSError, ValueError, KeyError) as error:
        reason = " ".join(str(error).split())
        raise HandposeError(f"{path}: not weights of this {network.name} ({reason})") from None


def weights_of(network: keras.Model) -> dict[str, keras.Variable]:
    """The network's weights and moving statistics by their names."""
    return {weight.path: weight for weight in network.weights}


def assign_weights(network: keras.Model, arrays: Arrays, source: object) -> None:
    """Set all weights of a network; raises HandposeError that names the first misfit.

    Those of auxiliary layers stay as they are where `arrays` has none, and are left out where
    the network has none.
    """
    variables = weights_of(network)
    both = variables.keys() & arrays.keys()
    needed = {name for name in variables.keys() | arrays.keys() if not name.startswith(_AUXILIARY)}
    for name in sorted(both | needed):
        _check_fits(name, variables.get(name), arrays.get(name), f"{source}: ", network.name)
    for name in both:
        variables[name].assign(arrays[name])


def _check_fits(
    name: str, variable: keras.Variable | None, array: np.ndarray | None, where: str, network: str
) -> None:
    expected = None if variable is None else tuple(variable.shape)
    found = None if array is None else array.shape
    if expected != found:
        raise HandposeError(
            f"{where}weights of another network than {network}: "
            f"{name} is {found or 'missing'}, {expected or 'nothing'} expected"
        )
