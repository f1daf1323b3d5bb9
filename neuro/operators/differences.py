"""Trials that step by the difference of two other genomes, as differential evolution makes them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuro.kernels import kernel, part
from neuro.random import Purpose, philox_blocks, room_for
from neuro.thread_pool import share_rows

__all__ = ["BASES", "Difference"]

#: Where a trial may start from.
BASES = ("rand", "best", "current-to-best")

_PURPOSE = np.uint64(Purpose.CROSS)
_PICKS = 8  # words that choose genomes, before those that choose genes
_WORDS, _HALF_WORD = float(1 << 32), np.uint64(32)


@kernel
def _pick(word, count):
    """A number from 0 up to, but not including, ``count``; 0 if that is less than 1."""
    return np.int64((np.uint64(word) * np.uint64(max(1, count))) >> _HALF_WORD)


@kernel
def _past(place, taken):
    """The place among all of a place among those that are not ``taken``."""
    return place + 1 if place >= taken else place


@part
def _three_others(words, row, count):
    """Three places, as far as there are so many: none is ``row``, and no two are the same."""
    a = min(_past(_pick(words[0], count - 1), row), count - 1)
    low, high = min(a, row), max(a, row)
    b = min(_past(_past(_pick(words[1], count - 2), low), high), count - 1)
    least, most = min(b, low), max(b, high)
    middle = a + b + row - least - most
    c = min(_past(_past(_past(_pick(words[2], count - 3), least), middle), most), count - 1)
    return a, b, c


@kernel
def _try(members, best, out, first, base, weight, rate, key, generation, words):
    """Fill ``out`` with trials; see ``Difference``.

    Args:
        members: float32 ``(population, parameters)``.
        best: int64, places of the best.
        out: float32 ``(n, parameters)``, written: the trials of the members from ``first`` on.
        first: Place of the first member.
        base: Place of a name in ``BASES``.
        weight: What differences are multiplied by, float32.
        rate: The chance of each gene to come from the step.
        key: The run's key of random draws.
        generation: The generation.
        words: ``(room_for(_PICKS + parameters),)`` uint32, room.
    """
    count, genes = members.shape
    threshold = np.uint64(rate * _WORDS)
    for k in range(out.shape[0]):
        row = first + k
        philox_blocks(words, key, 0, (_PICKS + genes + 3) // 4, row, generation, _PURPOSE)
        a, b, c = _three_others(words, row, count)
        chosen = best[_pick(words[3], best.size)]
        start = c if base == 0 else chosen if base == 1 else row
        aim = chosen if base == 2 else start
        always = _pick(words[4], genes)
        for gene in range(genes):
            own, origin = members[row, gene], members[start, gene]
            step = (members[aim, gene] - origin) + (members[a, gene] - members[b, gene])
            taken = np.uint64(words[_PICKS + gene]) < threshold or gene == always
            out[k, gene] = origin + weight * step if taken else own


@dataclass(frozen=True)
class Difference:
    """How a member's trial is made.

    Args:
        base: A name in ``BASES``: the trial starts from a random member, from one of the best, or between the member
            and one of the best.
        weight: What differences are multiplied by.
        rate: The chance of each gene to come from the step; one always does.
    """

    base: str
    weight: float
    rate: float

    def apply(
        self,
        members: NDArray[np.float32],
        best: NDArray[np.int64],
        out: NDArray[np.float32],
        key: np.uint64,
        generation: int,
    ) -> None:
        """Fill ``out`` with a trial of each member.

        Args:
            members: ``(population, parameters)``.
            best: Places of the best, one at least.
            out: ``(population, parameters)``, written; must not overlap ``members``.
            key: The run's key of random draws.
            generation: The generation that they are for.
        """
        base, weight, rate = BASES.index(self.base), np.float32(self.weight), float(self.rate)

        def work(first: int, last: int) -> None:
            words = np.empty(room_for(_PICKS + members.shape[1]), np.uint32)
            _try(members, best, out[first:last], first, base, weight, rate, key, generation, words)

        share_rows(work, len(members))
