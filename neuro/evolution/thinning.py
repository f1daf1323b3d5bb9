"""Choosing generations to keep where there is room for some only."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["thin"]


def thin(generations: Iterable[int], most: int) -> list[int]:
    """The generations to keep: the first and the two newest, and the others spread between them.

    Done after each new one, it gives up the one whose neighbours are nearest to each other, so what remains is spread
    over the whole run.

    Args:
        generations: Numbers of the generations that there are, in any order.
        most: The largest number of generations to keep, at least 2.
    """
    kept = sorted(generations)
    while len(kept) > max(most, 2):
        inner = range(1, len(kept) - 2)
        del kept[min(inner, key=lambda place: kept[place + 1] - kept[place - 1], default=0)]
    return kept
