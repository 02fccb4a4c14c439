"""The benchmarks still run and print what they promise; how fast is not looked at."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"


def output_of(script, *flags):
    command = [sys.executable, str(BENCH / script), *flags]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"LANG": "C"})
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def numbers(output, name):
    """The numbers of the line that begins with `name`."""
    line = next(line for line in output.splitlines() if line.startswith(name))
    words = line.removeprefix(name).split()
    return [float(word) for word in words if word.replace(".", "", 1).isdigit()]


@pytest.mark.slow
def test_conversion_prints_a_rate_and_the_ratio_of_bytes():
    output = output_of("conversion.py", "--images=6", "--distinct=3", "--cores=1")
    assert numbers(output, "conversion")[0] > 0
    assert 1 < numbers(output, "records / pictures")[0] <= 1.05


@pytest.mark.slow
def test_pipeline_prints_both_rates_and_their_ratio():
    output = output_of("pipeline.py", "--images=6", "--rounds=1", "--batch=2", "--cores=2")
    pipeline, training = (numbers(output, name)[0] for name in ("pipeline ", "training"))
    ratio = numbers(output, "pipeline / training")[0]
    assert ratio == pytest.approx(pipeline / training, rel=0.02)


@pytest.mark.slow
def test_synthesis_prints_the_rates_of_one_and_two_processes_and_their_ratio():
    output = output_of("synthesis.py", "--images=4", "--rounds=1")
    one, two = (numbers(output, name)[0] for name in ("one process", "two processes"))
    assert numbers(output, "two / one")[0] == pytest.approx(two / one, rel=0.1)


@pytest.mark.slow
def test_synthesis_tells_the_time_of_every_step():
    output = output_of("synthesis.py", "--images=2", "--profile=True")
    *steps, whole = (float(line.split()[-2]) for line in output.splitlines())
    assert len(steps) == 8
    assert 0.5 * whole < sum(steps) <= whole
