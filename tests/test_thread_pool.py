import itertools
import threading
import time

import pytest

from neuro.thread_pool import at_most, share_rows


def shares(rows, share, threads=2):
    """The shares that some rows are dealt out in, by their order, and the threads that worked."""
    found, workers = [], set()

    def work(first, last):
        time.sleep(0.001)  # for the other thread to wake up
        workers.add(threading.get_ident())
        found.append((first, last))

    with at_most(threads):
        share_rows(work, rows, share)
    return sorted(found), workers


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize(("rows", "share"), [(0, 3), (1, 3), (3, 3), (4, 3), (100, 7)])
def test_every_row_is_dealt_out_once_whatever_the_threads(rows, share, threads):
    found, workers = shares(rows, share, threads)
    assert list(itertools.chain(*(range(*one) for one in found))) == list(range(rows))
    assert all(last - first <= share for first, last in found)
    assert len(workers) <= threads


def test_many_rows_are_shared_by_as_many_threads_as_allowed():
    assert len(shares(100, 1, threads=3)[1]) == 3
    assert shares(100, 1, threads=1)[1] == {threading.get_ident()}


def test_few_rows_wake_nobody():
    assert shares(3, 3, threads=4)[1] == {threading.get_ident()}


def test_a_limit_ends_with_its_context_and_none_is_no_limit():
    with at_most(1), at_most(None):
        pass
    with at_most(2):
        with at_most(1):
            assert len(shares(50, 1, threads=1)[1]) == 1
        assert len(shares(50, 1, threads=2)[1]) == 2


def test_a_fault_of_a_share_is_raised_and_ends_the_others():
    begun = []

    def work(first, last):
        begun.append(first)
        time.sleep(0.001)
        raise ValueError(f"row {first}")

    with at_most(2), pytest.raises(ValueError, match="row"):
        share_rows(work, 1000, 1)
    assert len(begun) <= 2


def test_shares_may_be_shared_out_again():
    found = []
    with at_most(2):
        share_rows(lambda first, last: share_rows(lambda row, _: found.append(first + row), last - first, 1), 40, 10)
    assert sorted(found) == list(range(40))
