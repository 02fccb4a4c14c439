import numpy as np
import pytest

from handpose.synthesis.render.shadow import cast, lit_share

# A square of 4 cm, 10 cm above the ground; the lamp is straight above (y down).
SQUARE = np.array([[-2, 0, -2], [2, 0, -2], [2, 0, 2], [-2, 0, 2]]) / 100 - [0, 0.1, 0]
FACES = np.array([[0, 1, 2], [0, 2, 3]], np.int32)
ABOVE = np.array([0.0, -1.0, 0.0])


def share(point, toward=ABOVE, softness=1.0):
    shadow = cast(SQUARE.astype(np.float32), FACES, toward, np.zeros(3), 0.2)
    return lit_share(shadow, softness, *point)


def test_what_lies_below_is_dark_what_lies_beside_or_above_is_lit():
    assert share((0.0, 0.0, 0.0)) == 0
    assert share((0.05, 0.0, 0.0)) == 1
    assert share((0.0, -0.12, 0.0)) == 1
    assert share((0.5, 0.0, 0.0)) == 1


def test_a_surface_does_not_shade_itself():
    assert share((0.0, -0.1, 0.0)) == 1


def test_the_edge_of_a_shadow_is_softer_under_a_larger_lamp():
    places = np.linspace(0.01, 0.03, 200)
    widths = [
        np.count_nonzero([0 < share((x, 0.0, 0.0), softness=s) < 1 for x in places])
        for s in (0.5, 2.0)
    ]
    assert widths[1] > 2 * widths[0] > 0


def test_a_slanted_lamp_throws_the_shadow_aside():
    slanted = np.array([-1.0, -1.0, 0.0]) / np.sqrt(2)
    assert share((0.1, 0.0, 0.0), slanted) == 0
    assert share((0.0, 0.0, 0.0), slanted) == pytest.approx(1)
