"""Whatever bytes come, the answer is a picture or one BadSampleError."""

from collections import Counter

import numpy as np
import pytest
from mutated import EACH, PLAIN, mutated

from handpose.errors import BadSampleError
from handpose.pictures import decode


@pytest.mark.parametrize("kind", PLAIN)
def test_a_mutated_file_is_a_picture_or_the_projects_own_error(kind, capfd):
    told: Counter[str] = Counter()
    for seed in range(EACH):
        try:
            image = decode(mutated(PLAIN[kind], seed), "mutated", upright=True)
        except BadSampleError as error:
            told[error.reason] += 1
        else:
            assert image.dtype == np.uint8
            assert image.ndim == 3
            assert image.size <= 3 * 128_000_000
            told["a picture"] += 1
    assert told["a picture"] > 0
    assert sum(told.values()) - told["a picture"] > 20
    assert all("\n" not in reason and len(reason) < 120 for reason in told)
    assert capfd.readouterr() == ("", "")
