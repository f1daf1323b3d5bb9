"""Statistics of few runs: intervals, and whether two lots of runs differ.

``mann_whitney`` is the test of H. B. Mann and D. R. Whitney (1947), exact for few runs without ties, else by the normal
approximation with the corrections for ties and for continuity. ``holm`` is the correction for several tests at once of
S. Holm (1979); ``wilson`` the interval of a share of E. B. Wilson (1927).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["half_width", "holm", "mann_whitney", "quantile", "wilson"]

_T_95 = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228)  # Student's t for 1 to 10 more runs
_Z_95 = 1.959964
_EXACT = 8  # runs of the smaller lot, up to which the test is exact


def wilson(count: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share, of which ``count`` in ``total`` is what was seen.

    Args:
        count: Number of successes.
        total: Number of tries, at least 1.
    """
    share, z2 = count / total, _Z_95**2
    middle = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = _Z_95 / (1 + z2 / total) * math.sqrt(share * (1 - share) / total + z2 / (4 * total**2))
    return (0.0 if count == 0 else middle - half), (1.0 if count == total else middle + half)


def half_width(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Half the 95 % interval of a mean over the first axis of ``(runs, ...)`` (Student, 1908); 0 of a single run."""
    count = len(values)
    if count < 2:
        return np.zeros(values.shape[1:])
    t = _T_95[count - 2] if count - 2 < len(_T_95) else 1.96 + 2.5 / (count - 1)
    return np.asarray(t * values.std(axis=0, ddof=1) / math.sqrt(count))


def quantile(values: Sequence[float], share: float) -> float:
    """A quantile, linear between two values; infinite where it lies beyond those that are finite.

    Args:
        values: The values, at least one; infinite ones are the largest.
        share: A number from 0 to 1.
    """
    ordered, place = sorted(values), share * (len(values) - 1)
    low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
    return low if low == high else low + (high - low) * (place - math.floor(place))


def mann_whitney(one: ArrayLike, other: ArrayLike) -> float:
    """The probability that two lots of runs of one kind would differ as much as these do, either way.

    Args:
        one: Values of the runs, ``(n,)``; only their order counts, infinite ones too.
        other: Values of the others, ``(m,)``.
    """
    ours, theirs = np.asarray(one, np.float64), np.asarray(other, np.float64)
    n, m = len(ours), len(theirs)
    greater = (ours[:, np.newaxis] > theirs).sum() + (ours[:, np.newaxis] == theirs).sum() / 2
    u = float(max(greater, n * m - greater))
    _, ties = np.unique(np.concatenate([ours, theirs]), return_counts=True)
    if min(n, m) <= _EXACT and ties.max() == 1:
        ways = _ways(n, m)
        return min(1.0, 2 * float(ways[math.ceil(u) :].sum() / ways.sum()))
    total = n + m
    tied = float((ties.astype(np.float64) ** 3 - ties).sum()) / (total * (total - 1))
    deviation = math.sqrt(n * m / 12 * (total + 1 - tied))
    if deviation == 0:
        return 1.0  # all are the same
    return min(1.0, math.erfc((u - n * m / 2 - 0.5) / deviation / math.sqrt(2)))


def _ways(n: int, m: int) -> NDArray[np.float64]:
    """In how many orders of n and m values each U from 0 to n m comes about, ``(n * m + 1,)``.

    The coefficients of the Gaussian binomial: a product of ``(1 - q**(m + k)) / (1 - q**k)`` over k from 1 to n.
    """
    ways = np.zeros(n * m + 1)
    ways[0] = 1
    for k in range(1, n + 1):
        for place in range(n * m, m + k - 1, -1):
            ways[place] -= ways[place - m - k]
        for place in range(k, n * m + 1):
            ways[place] += ways[place - k]
    return ways


def holm(probabilities: Sequence[float]) -> list[float]:
    """The probabilities of several tests, corrected for their number, in their order."""
    found, largest = [0.0] * len(probabilities), 0.0
    for rank, place in enumerate(sorted(range(len(probabilities)), key=probabilities.__getitem__)):
        largest = max(largest, min(1.0, (len(probabilities) - rank) * probabilities[place]))
        found[place] = largest
    return found
