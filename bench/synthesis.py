"""How fast are hands rendered, all files written, by one process and by two?

    python bench/synthesis.py [--images=96] [--rounds=5] [--profile=False]

One process and two take turns on the same pictures, warmed up before. Images per second of
processor time hold on a busy machine as well. `--profile=True` tells instead where the time goes.
"""

from __future__ import annotations

import cProfile
import multiprocessing
import pstats
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import fire
from measure import images_per_second, in_turns, show, show_ratio

from handpose.synthesis.dataset.generate import render_pictures, start_worker
from handpose.synthesis.options import SynthConfig
from handpose.synthesis.scene import render_sample

# Functions of a picture's steps, in their order; what is left is small.
STEPS = {
    "bodies, poses, places": ("stage.py", "random_stage"),
    "raster": ("raster.py", "rasterise"),
    "shadows": ("shadow.py", "cast"),
    "shading": ("shading.py", "shade"),
    "backdrop": ("backdrop.py", "random_backdrop"),
    "lens and sensor": ("image_effects.py", "develop"),
    "labels, mask, depth": ("truth.py", "mask_and_depth"),
    "files": ("rhd_files.py", "write_pictures"),
}


def main(images: int = 96, rounds: int = 5, profile: bool = False) -> None:
    """Print the rates and their ratio, or the milliseconds of every step."""
    if profile:
        show_steps(images)
        return
    cpu: list[float] = []
    jobs = {
        "one process": rendering_job(pool_of(1), 1, images, cpu),
        "two processes": rendering_job(pool_of(2), 2, images, cpu),
    }
    rates = in_turns(jobs, rounds)
    for name, values in rates.items():
        show(name, values)
    show("one second of processor", cpu)
    show_ratio("two / one", rates["two processes"], rates["one process"], wanted=1.9)


def pool_of(count: int) -> ProcessPoolExecutor:
    """So many processes, each of which has rendered before."""
    pool = ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), start_worker)
    list(pool.map(rendered, [range(4)] * 2 * count))
    return pool


def rendering_job(
    pool: ProcessPoolExecutor, count: int, images: int, cpu: list[float]
) -> Callable[[], float]:
    shares = [range(start, images, 2 * count) for start in range(2 * count)]

    def work() -> int:
        seconds = sum(pool.map(rendered, shares))
        cpu.append(images / seconds)
        return images

    return lambda: images_per_second(work)


def rendered(numbers: range) -> float:
    """Render and write some pictures; how many seconds of processor that took."""
    begin = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        render_pictures(Path(folder), SynthConfig(), "train", list(numbers), render_sample)
    return time.process_time() - begin


def show_steps(images: int) -> None:
    """Print the mean time of every step, slowed a little by the looking."""
    start_worker()
    rendered(range(4))
    profile = cProfile.Profile()
    profile.runcall(rendered, range(images))
    seconds = {
        (Path(file).name, function): row[3]
        for (file, _, function), row in pstats.Stats(profile).stats.items()
    }
    for name, step in STEPS.items():
        print(f"{name:24} {1000 * seconds[step] / images:6.1f} ms")
    whole = seconds[Path(__file__).name, "rendered"]
    print(f"{'a picture':24} {1000 * whole / images:6.1f} ms")


if __name__ == "__main__":
    fire.Fire(main)
