"""One hand, one thread: how long an exported model takes, beside any other LiteRT file.

    python bench/latency.py hand_float16.tflite hand_int8.tflite --other=other.tflite

The files take turns, call by call, so that whatever else the machine does hits all alike; what
is compared is the median, and the fastest tenth, which is what it takes when nothing disturbs.
"""

from __future__ import annotations

import argparse
import platform
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from ai_edge_litert.interpreter import Interpreter

from handpose import HandLandmarker

Call = Callable[[], object]


def main() -> None:
    arguments = _arguments()
    cv2.setNumThreads(arguments.threads)
    seconds = in_turns(_calls(arguments), arguments.runs)
    print(f"{platform.machine()}, threads: {arguments.threads}, {arguments.runs} calls of each")
    print("  median  (ratio)   fastest tenth  (ratio)")
    base = seconds[arguments.other.name if arguments.other else arguments.models[0].name]
    for name, (middle, fast) in seconds.items():
        ratios = f"({middle / base[0]:.2f})   {fast * 1e3:10.2f} ms  ({fast / base[1]:.2f})"
        print(f"{middle * 1e3:8.2f} ms  {ratios}  {name}")


def _calls(arguments: argparse.Namespace) -> dict[str, Call]:
    files = [*arguments.models, *([arguments.other] if arguments.other else [])]
    calls = {path.name: network(path, arguments.threads) for path in files}
    whole = {f"{path.name}, with crop": path for path in arguments.models}
    return calls | {name: landmarker(path, arguments.threads) for name, path in whole.items()}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", nargs="+", type=Path, help=".tflite files of `handpose export`")
    parser.add_argument("--other", type=Path, help="any other .tflite file to compare with")
    parser.add_argument("--runs", type=int, default=300, help="calls of each")
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def network(path: Path, threads: int) -> Call:
    """The network alone, on random input."""
    interpreter = Interpreter(model_path=str(path), num_threads=threads)
    interpreter.allocate_tensors()
    for port in interpreter.get_input_details():
        values = np.random.default_rng(0).random(port["shape"]) * 255
        interpreter.set_tensor(port["index"], values.astype(port["dtype"]))
    return interpreter.invoke


def landmarker(path: Path, threads: int) -> Call:
    """Picture and box to keypoints, as a program calls it."""
    find = HandLandmarker(path, num_threads=threads)
    image = np.random.default_rng(0).integers(0, 256, (480, 640, 3), np.uint8)
    return lambda: find(image, boxes=[[200, 120, 180, 200]])


def in_turns(calls: dict[str, Call], runs: int, warm: int = 10) -> dict[str, np.ndarray]:
    """The median and the tenth percentile of each call's seconds."""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(warm + runs):
        for name, call in calls.items():
            begun = time.perf_counter()
            call()
            if turn >= warm:
                taken[name].append(time.perf_counter() - begun)
    return {name: np.quantile(values, [0.5, 0.1]) for name, values in taken.items()}


if __name__ == "__main__":
    main()
