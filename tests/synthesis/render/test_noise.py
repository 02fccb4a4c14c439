import numpy as np
import pytest

from handpose.synthesis.render.noise import CELLS, noise_at, volume


def test_noise_has_mean_zero_and_deviation_one_half():
    assert volume().mean() == pytest.approx(0, abs=5e-3)
    assert volume().std() == pytest.approx(0.5, abs=1e-3)


def test_noise_repeats_without_a_seam():
    cells = volume()
    seam = np.abs(cells[0] - cells[-1]).mean()
    assert seam == pytest.approx(np.abs(cells[1] - cells[0]).mean(), rel=0.15)
    here = noise_at(cells, 3.3, -7.6, 70.1)
    assert here == pytest.approx(noise_at(cells, 3.3 + CELLS, -7.6, 70.1 - CELLS), abs=1e-6)


def test_noise_is_the_cell_at_whole_numbers_and_the_mean_between_two():
    cells = volume()
    assert noise_at(cells, 5.0, 6.0, 7.0) == pytest.approx(cells[5, 6, 7])
    assert noise_at(cells, 5.0, 6.5, 7.0) == pytest.approx(cells[5, 6:8, 7].mean())
