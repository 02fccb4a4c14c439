"""The verbs as a table: what each does, an example and the options that it takes."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from handpose.errors import missing_extra
from handpose.quiet import quiet_start

# Which extra of the installation brings a package.
EXTRAS = {
    "keras": "train",
    "matplotlib": "train",
    "scipy": "train",
    "tensorflow": "train",
    "numba": "synth",
}


@dataclass(frozen=True)
class Verb:
    """One command.

    run: 'module:function', imported only when the command runs.
    options: 'module:class' of the options it takes.
    words: the positional words it expects, as shown in its help.
    word_for: the option that its one word may be typed for; the word may be left out then.
    settle: 'module:function' from the options and the layers given to the options to use.
    """

    summary: str
    example: str
    run: str
    options: str = "handpose.config:Config"
    words: str = ""
    word_for: str = ""
    settle: str = ""

    def function(self) -> Any:
        """The function behind the command; this is where most heavy imports happen."""
        with quiet_start():
            return _load(self.run)

    def options_class(self) -> type:
        """The dataclass of the command's options."""
        return _load(self.options)

    def settled(self, options: Any, given: Sequence[Mapping[str, Any]]) -> Any:
        """The options to use; options: the layers `given` over the defaults."""
        return _load(self.settle)(options, given) if self.settle else options


@contextmanager
def extras_named() -> Iterator[None]:
    """Turn the error for a package of an extra into a HandposeError with the pip command."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name not in EXTRAS:
            raise
        raise missing_extra(error.name, EXTRAS[error.name]) from None


def _load(address: str) -> Any:
    module, name = address.split(":")
    return getattr(importlib.import_module(module), name)


_TRAIN = Verb(
    "train a network on records",
    "--train_marker=1 --dataset_type=RHD --max_iter=50000 --with_dsnt=True --augment=False",
    "handpose.training.loop:train",
    settle="handpose.runs.inherited:with_inherited",
)
_EVALUATION = Verb(
    "measure a run, or anybody's predictions, on records",
    "--dataset_type=RHD --load_path=0810_n2_RHD_c1.2_b8_aFalse_vTrue_dTrue_i3.0w",
    "handpose.cli.actions:evaluation",
)
_TEST = Verb(
    "find the hands in pictures: a folder, a file or a glob",
    "photos --load_path=RUN",
    "handpose.inference.pictures:test",
    words="[PICTURES]",
    word_for="test_data_path",
)
_CONVERT = Verb(
    "turn datasets into TFRecords",
    "--dataset_list=RHD/STB_320 --state=train",
    "handpose.records.convert:convert",
)

VERBS = {
    "train": _TRAIN,
    "evaluation": _EVALUATION,
    "test": _TEST,
    "convert": _CONVERT,
    "compare": Verb(
        "draw the curves of several runs in one plot",
        "RUN RUN --save_result_path=compared",
        "handpose.cli.actions:compare",
        words="RUN RUN ...",
    ),
    "data check": Verb(
        "look for faults in a dataset",
        "../data/RHD_published_v2",
        "handpose.cli.actions:check",
        words="PATH",
    ),
    "data browse": Verb(
        "draw what the network sees, after crop and augmentation",
        "--dataset_type=RHD --augment=True --save_result_path=seen",
        "handpose.cli.actions:browse",
    ),
    "synth": Verb(
        "render synthetic hands in the layout of RHD",
        "--n=2000 --out=../data/SYN --seed=0 --workers=2",
        "handpose.synthesis.dataset.command:synth",
        "handpose.synthesis.options:SynthConfig",
    ),
    "synth browse": Verb(
        "draw contact sheets of synthetic hands, bare and with keypoints",
        "--n=48 --out=sheet",
        "handpose.synthesis.dataset.browse:browse",
        "handpose.synthesis.options:SynthConfig",
    ),
    "synth card": Verb(
        "count what occurs how often in rendered hands: gestures, tones, views, lights",
        "--out=../data/SYN",
        "handpose.synthesis.dataset.card:card",
        "handpose.synthesis.options:SynthConfig",
    ),
    "export": Verb(
        "write a trained network for phones, browsers and servers, held against Keras",
        "--load_path=RUN --formats=litert_float16,litert_int8,onnx --dataset_type=RHD",
        "handpose.export.run:export",
        "handpose.export.options:ExportConfig",
    ),
    "prelabel": Verb(
        "find the hands in pictures and write them for people to correct",
        "photos --format=label_studio --out=drafts",
        "handpose.labelling.command:prelabel",
        "handpose.labelling.options:PrelabelConfig",
        words="[PICTURES]",
        word_for="pictures",
    ),
    "serve": Verb(
        "a page that finds hands in your own browser: camera and pictures",
        "--open=True",
        "handpose.web.command:serve",
        "handpose.web.options:ServeConfig",
    ),
    "demo": Verb(
        "records, a short training, an evaluation and a test on embedded pictures",
        "--out=demo",
        "handpose.demo:demo",
        "handpose.demo_options:DemoConfig",
    ),
    "video": Verb(
        "follow the hands through a video: drawn, and as a table",
        "clip.mp4 --start=10 --end=20",
        "handpose.video.command:video",
        "handpose.video.options:VideoConfig",
        words="[VIDEO]",
        word_for="video",
    ),
    "webcam": Verb(
        "show the hands before a camera, in a window",
        "--camera=0",
        "handpose.video.webcam:webcam",
        "handpose.video.options:WebcamConfig",
    ),
    "system": Verb(
        "say which versions and devices are here", "", "handpose.cli.system:system"
    ),
}  # fmt: skip

# The words that users of the 2018 scripts type, and what these scripts do unless told otherwise:
# their pictures to test are crops.
OLD_VERBS = {"convert_to_TFRecords": "convert"}
OLD_DEFAULTS = {("handpose_tf.py", "test"): {"cropped": True}}
