import numpy as np
import pytest

from handpose.synthesis.anatomy.angles import (
    ABDUCTION,
    DIP,
    FREEDOMS,
    HIGH,
    LOW,
    NUMBER,
    PIP,
    WRIST,
    angles,
    possible,
    varied,
)


def test_there_are_27_angles_with_their_own_names() -> None:
    assert len(FREEDOMS) == len(NUMBER) == 27
    assert [FREEDOMS[column].name for column in PIP] == [
        "index_pip",
        "middle_pip",
        "ring_pip",
        "pinky_pip",
    ]
    assert [freedom.name for freedom in FREEDOMS[WRIST]] == [
        "wrist_flexion",
        "wrist_deviation",
        "forearm_twist",
    ]


def test_named_angles_stand_in_their_columns() -> None:
    values = angles(thumb_ip=30, pinky_abduction=-5)
    assert values[NUMBER["thumb_ip"]] == 30
    assert values[ABDUCTION[3]] == -5
    assert np.count_nonzero(values) == 2


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError, match="knee"):
        angles(knee=10)


def test_a_fingertip_bends_only_as_far_as_its_tendon_lets_it() -> None:
    values = possible(angles(index_pip=10, index_dip=70, ring_pip=100, ring_dip=70, middle_mcp=200))
    assert values[DIP[0]] == 14  # 0.8 * 10 + 6
    assert values[DIP[2]] == 70
    assert values[NUMBER["middle_mcp"]] == 90


def test_noise_keeps_the_limits_and_draws_the_wrist_anew() -> None:
    rng = np.random.default_rng(0)
    drawn = np.stack([varied(angles(wrist_flexion=55, index_mcp=80), rng, 3) for _ in range(300)])
    assert (drawn >= LOW).all()
    assert (drawn <= HIGH).all()
    assert abs(drawn[:, 0].mean()) < 4
    assert drawn[:, 0].std() == pytest.approx(18, abs=3)


def test_no_noise_leaves_all_but_the_wrist() -> None:
    wished = angles(index_mcp=40, thumb_palmar=20)
    drawn = varied(wished, np.random.default_rng(0), 0)
    np.testing.assert_array_equal(drawn[3:], wished[3:])
