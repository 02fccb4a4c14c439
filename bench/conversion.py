"""How fast does conversion go, and how much room do records take?

    python bench/conversion.py [--images=4000] [--distinct=100] [--cores=2]

Converts an RHD folder of noisy 320x320 PNGs in a temporary place with the workers that users get,
their start included. Most files are hard links to `--distinct` pictures, to save room.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import fire
from measure import use_cores

from handpose.config import Config


def main(images: int = 4000, distinct: int = 100, cores: int = 2) -> None:
    """Print images a second and the ratio of record bytes to picture bytes."""
    use_cores(cores)
    from noisy_hands import write_rhd

    with tempfile.TemporaryDirectory() as data:
        source = write_rhd(Path(data) / "RHD_published_v2", images, distinct)
        print(f"{images} PNGs of {source / images / 1000:.0f} kB on average")
        config = Config(data_path=data, dataset_list="RHD", shard_size=256, workers=cores)
        rate = images / seconds_of_conversion(config)
        written = sum(p.stat().st_size for p in config.records_folder.rglob("*.tfrecord"))
    print(f"conversion               {rate:7.1f} images/s  (wanted: at least 300)")
    print(f"records / pictures       {written / source:7.4f}           (wanted: at most 1.05)")


def seconds_of_conversion(config: Config) -> float:
    from handpose.records.convert import convert

    begin = time.perf_counter()
    convert(config)
    return time.perf_counter() - begin


if __name__ == "__main__":
    fire.Fire(main)
