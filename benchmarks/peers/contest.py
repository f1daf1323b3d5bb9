"""Two ways to do the same work, in turn in one process, by processor time: other work hits both alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple

__all__ = ["BREEDING", "PLAYING", "Contest", "Work", "measured"]

#: What is compared: steps of agents a second, and milliseconds of one generation without its evaluation.
PLAYING, BREEDING = "million agent-steps a second", "ms a generation"
#: Does the work once, and gives how much it was: agent-steps, or 1 generation.
Work = Callable[[], float]


class Contest(NamedTuple):
    """One row of the table: what is done, theirs and ours.

    ``kind`` is ``PLAYING`` or ``BREEDING``; ``what`` says in a few words how theirs does it.
    """

    kind: str
    what: str
    theirs: Work
    ours: Work


def _rate(work: Work) -> float:
    start = time.process_time()
    amount = work()
    return amount / max(time.process_time() - start, 1e-9)


def measured(contest: Contest, seconds: float) -> dict[str, str | float]:
    """Do both in turn for so long; the median rates and the median of their ratios.

    Both are done once before, which compiles. Work of less than a millisecond would be lost in the clock's own
    resolution: a round repeats it.
    """
    works = [_repeated(contest.theirs), _repeated(contest.ours)]
    rates: list[tuple[float, float]] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(rates) < 3:
        rates.append((_rate(works[0]), _rate(works[1])))
    theirs, ours = (statistics.median(each) for each in zip(*rates, strict=True))
    times = statistics.median(one / other for other, one in rates)
    figures = {"theirs": theirs / 1e6, "ours": ours / 1e6}
    if contest.kind == BREEDING:
        figures = {"theirs": 1000 / theirs, "ours": 1000 / ours}
    return {"kind": contest.kind, "what": contest.what, **figures, "times": times, "rounds": len(rates)}


def _repeated(work: Work) -> Work:
    work()
    start = time.perf_counter()
    work()
    number = max(1, round(0.02 / max(time.perf_counter() - start, 1e-6)))
    return lambda: sum(work() for _ in range(number))
