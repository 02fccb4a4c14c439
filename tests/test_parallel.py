"""Work spread over processes: all results, one thread each, errors as they are."""

import os

import pytest
import spread_work

from handpose.errors import BadSampleError, HandposeError
from handpose.parallel import spread


@pytest.mark.parametrize("workers", [1, 2])
def test_every_job_gives_its_result(workers):
    jobs = [(number, 10) for number in range(5)]
    assert sorted(spread(spread_work.add, jobs, workers)) == [10, 11, 12, 13, 14]


def test_no_job_is_no_result():
    assert list(spread(spread_work.add, [], 2)) == []


def test_workers_compute_on_one_thread_and_this_process_as_before(monkeypatch):
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    jobs = [("OPENBLAS_NUM_THREADS",)] * 2
    assert list(spread(spread_work.environment, jobs, 2)) == ["1", "1"]
    assert "OPENBLAS_NUM_THREADS" not in os.environ


def test_the_users_own_number_of_threads_stays(monkeypatch):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "3")
    jobs = [("OPENBLAS_NUM_THREADS",)] * 2
    assert list(spread(spread_work.environment, jobs, 2)) == ["3", "3"]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_a_job_comes_through(workers):
    with pytest.raises(BadSampleError, match=r"a\.png: broken"):
        list(spread(spread_work.fail, [(), ()], workers))


def test_a_killed_worker_is_one_line():
    with pytest.raises(HandposeError, match="a worker process was killed"):
        list(spread(spread_work.die, [(), ()], 2))
