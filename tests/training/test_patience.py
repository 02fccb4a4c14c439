"""The best so far, and how long to wait for a better one."""

from handpose.training.patience import Standing


def test_the_lowest_error_is_kept_and_waiting_is_counted():
    standing = Standing()
    for error in (5.0, 3.0, 4.0, 3.0):
        standing = standing.after(error)
    assert standing == Standing(best=3.0, without_better=2)
    assert standing.after(2.0) == Standing(best=2.0, without_better=0)


def test_patience_ends_after_as_many_evaluations_as_allowed():
    assert [Standing(3.0, waited).exhausted(2) for waited in (0, 1, 2)] == [False, False, True]


def test_zero_patience_never_ends():
    assert not Standing(3.0, 1000).exhausted(0)


def test_a_standing_goes_through_json():
    standing = Standing(3.5, 1)
    assert Standing.from_dict(standing.as_dict()) == standing
