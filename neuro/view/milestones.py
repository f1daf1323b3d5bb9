"""Champions that broke the record of a run, as many as a timeline can show: memory stays bounded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.champion import Champion
from neuro.evolution.retention import thinned
from neuro.view import birds
from neuro.view.plumage import Looks

__all__ = ["Milestone", "few", "with_champions"]

_MOST = 120


class Milestone(NamedTuple):
    """A generation that broke the record, and who did: its looks and its genome."""

    generation: int
    looks: Looks
    genome: NDArray[np.float32]


def with_champions(milestones: tuple[Milestone, ...], champions: Iterable[Champion]) -> tuple[Milestone, ...]:
    """Milestones and more of them, in their order; where there are too many, those that stand closest are given up."""
    known = {one.generation: one for one in milestones}
    for champion in champions:
        genome = champion.network.genome
        known[champion.generation] = Milestone(champion.generation, birds.portrait(genome), genome)
    return tuple(known[generation] for generation in thinned(known, _MOST))


def few(milestones: tuple[Milestone, ...]) -> tuple[Milestone, ...]:
    """The first, the middle one and the newest."""
    chosen = {0, len(milestones) // 2, len(milestones) - 1}
    return tuple(milestones[place] for place in sorted(chosen)) if milestones else ()
