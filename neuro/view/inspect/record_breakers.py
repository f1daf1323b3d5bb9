"""Champions that broke the record of a run, as many as a timeline can show: memory stays bounded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from neuro.champion import Champion
from neuro.evolution.thinning import thin
from neuro.network import GraphNetwork, Network
from neuro.view.looks import Looks, looks_of_one

__all__ = ["RecordBreaker", "champions_of", "few", "with_champions"]

_MOST = 120


class RecordBreaker(NamedTuple):
    """A generation that broke the record, and who did: its looks and its network."""

    generation: int
    looks: Looks
    network: Network | GraphNetwork


def with_champions(milestones: tuple[RecordBreaker, ...], champions: Iterable[Champion]) -> tuple[RecordBreaker, ...]:
    """Milestones and more of them, in their order; where there are too many, those that stand closest are given up."""
    known = {one.generation: one for one in milestones}
    for champion in champions:
        looks = looks_of_one(champion.genome)
        known[champion.generation] = RecordBreaker(champion.generation, looks, champion.network)
    return tuple(known[generation] for generation in thin(known, _MOST))


def few(milestones: tuple[RecordBreaker, ...]) -> tuple[RecordBreaker, ...]:
    """The first, the middle one and the newest."""
    chosen = {0, len(milestones) // 2, len(milestones) - 1}
    return tuple(milestones[place] for place in sorted(chosen)) if milestones else ()


def champions_of(milestones: tuple[RecordBreaker, ...], champion: Champion) -> list[Champion]:
    """The record breakers of a run as champions of their generations, in order.

    Args:
        milestones: The record breakers.
        champion: The run's: what else is to be said of them is said of it.
    """
    return [replace(champion, generation=one.generation, network=one.network) for one in milestones]
