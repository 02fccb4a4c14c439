"""The detector and hand model of the package: rendered hands, odd pictures, damaged files."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from mutated import EACH, PLAIN, mutated

from handpose import HandLandmarker, shipped
from handpose.errors import BadSampleError
from handpose.inference.search import detector_of, searching
from handpose.pictures import decode

SHEET = Path(__file__).parents[2] / "docs" / "images" / "synthetic_hands.jpg"
SIDE = 160  # of each hand's picture on the sheet


@pytest.fixture(name="search", scope="module")
def _search():
    look = HandLandmarker("shipped")
    return searching(detector_of("", shipped.SURENESS, tiles=1), look, shipped.SURENESS)


def rendered_hands():
    """The bare pictures of the sheet, which the networks have not learnt from."""
    sheet = cv2.imread(str(SHEET), cv2.IMREAD_COLOR_RGB)
    rows = range(0, sheet.shape[0] - SIDE + 1, 2 * SIDE)
    columns = range(0, sheet.shape[1] - SIDE + 1, SIDE)
    return [sheet[y : y + SIDE, x : x + SIDE] for y in rows for x in columns]


@pytest.mark.parametrize(
    "shape", [(1, 1, 3), (1, 4000, 3), (3000, 2, 3), (7, 5, 3), (1500, 2000, 3)]
)
def test_pictures_of_any_shape_have_an_answer(search, shape):
    image = np.random.default_rng(0).integers(0, 255, shape, np.uint8)
    hands = search(image)
    assert np.isfinite(hands.keypoints).all()


@pytest.mark.parametrize("kind", PLAIN)
def test_a_damaged_file_has_an_answer_or_is_refused(search, kind):
    answered = 0
    for seed in range(EACH):
        try:
            image = decode(mutated(PLAIN[kind], seed), "mutated", upright=True)
        except BadSampleError:
            continue
        assert np.isfinite(search(image).keypoints).all()
        answered += 1
    assert answered > 0


def test_most_rendered_hands_are_found(search):
    found = [len(search(picture)) for picture in rendered_hands()]
    assert len(found) == 16
    assert sum(count > 0 for count in found) >= 12
