"""Every knob of the synthetic hands: `handpose synth`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from handpose.errors import UsageError
from handpose.options import option

_FREE = ("n", "n_eval", "out", "workers", "records")


@dataclass(frozen=True)
class SynthConfig:
    """Options of `synth` and `synth browse`; shares are of all pictures, 0..1."""

    # ---- What is made
    n: int = option(2000, "training pictures", low=0)
    n_eval: int | None = option(None, "evaluation pictures; None: a fifteenth of n", low=0)
    out: str = option("../data/SYN", "the dataset's folder")
    seed: int = option(0, "seed of everything; a picture depends on it and its number", low=0)
    workers: int = option(0, "processes that render; 0: one per core", low=0)
    records: bool = option(
        False, "write TFRecords of JPEG pictures beside `out` instead of the RHD layout"
    )
    side: int = option(320, "side of the pictures", unit="px", low=64, high=1024)
    backgrounds: str = option("", "folder of your own photographs for backdrops")
    handless: bool = option(
        False, "the backgrounds show no hand: pictures without a hand have them too"
    )
    absent: float = option(0.0, "share without a hand, as hard negatives", low=0, high=1)

    # ---- The hand
    random_pose: float = option(
        0.3, "share of random poses; the others are gestures", high=1, low=0
    )
    gesture: str = option("", "only this gesture; empty: all of them")
    folded: float = option(
        0.0, "how much likelier each folded finger makes a gesture, 0: not at all", low=0, high=10
    )
    handedness: str = option("both", "whose hand", choices=("both", "left", "right"))
    tone_low: float = option(0.0, "lightest skin, 0 light to 9 dark", low=0, high=9)
    tone_high: float = option(9.0, "darkest skin, 0 light to 9 dark", low=0, high=9)
    mcp_offset: float = option(
        0.25,
        "how far MCP labels lie toward the wrist from the mesh's / its first phalanx",
        low=0,
        high=0.5,
    )
    cmc_offset: float = option(
        0.15,
        "how far the thumb's CMC label lies toward the forearm / wrist to middle MCP",
        low=0,
        high=0.5,
    )

    # ---- On and beside the hand
    sleeve: float = option(0.5, "share with a sleeve", low=0, high=1)
    glove: float = option(0.05, "share with a glove", low=0, high=1)
    jewellery: float = option(0.15, "share with a ring, a watch or a bracelet", low=0, high=1)
    held_object: float = option(0.2, "share that holds an object", low=0, high=1)
    occluder: float = option(0.12, "share with something before the hand", low=0, high=1)
    second_hand: float = option(0.25, "share with the person's other hand", low=0, high=1)
    person: float = option(0.25, "share with head and torso, of views by others", low=0, high=1)

    distractors: float = option(
        0.45, "share with shapes in colours of skin behind the hand", low=0, high=1
    )

    # ---- The camera
    size_low: float = option(80.0, "smallest hand", unit="px at side 320", low=20, high=400)
    size_high: float = option(230.0, "largest hand", unit="px at side 320", low=20, high=400)
    egocentric: float = option(0.25, "share seen by the hand's owner", low=0, high=1)
    third_person: float = option(
        0.35, "share seen by another; the rest from anywhere", low=0, high=1
    )
    sideways: float = option(
        0.0, "share of views by another from any side, up to 110 degrees", low=0, high=1
    )
    truncated: float = option(0.08, "share cut by the picture's border", low=0, high=1)

    # ---- Light and lens
    hdri: float = option(0.65, "share lit by a captured environment", low=0, high=1)
    dim: float = option(0.1, "share in dim light", low=0, high=1)
    backlit: float = option(0.08, "share lit from behind", low=0, high=1)
    coloured_light: float = option(0.08, "share in coloured light", low=0, high=1)
    motion_blur: float = option(0.2, "share with motion blur", low=0, high=1)
    defocus: float = option(0.2, "share out of focus", low=0, high=1)
    low_resolution: float = option(0.1, "share magnified from a smaller picture", low=0, high=1)
    noise: float = option(5.0, "largest std of sensor noise", unit="of 255", low=0, high=64)
    jpeg: float = option(0.5, "share through JPEG of quality 50 to 95", low=0, high=1)

    def __post_init__(self) -> None:
        """Refuse combinations that cannot be."""
        if self.handless and not self.backgrounds:
            raise UsageError("--handless: needs --backgrounds=DIR, the photographs it is about")
        for low, high in (("tone_low", "tone_high"), ("size_low", "size_high")):
            if getattr(self, low) > getattr(self, high):
                raise UsageError(
                    f"--{low}={getattr(self, low)}: at most {high} expected, "
                    f"which is {getattr(self, high)}"
                )

    def look(self) -> dict[str, Any]:
        """The options that change a picture; the others say how many, where and by whom."""
        return {key: value for key, value in asdict(self).items() if key not in _FREE}

    def count(self, state: str) -> int:
        """How many pictures a part has."""
        if state == "train":
            return self.n
        return self.n // 15 if self.n_eval is None else self.n_eval
