"""How far a run is watched, and who is told of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from neuro.champion import Champion
from neuro.evolution.evolution import Evolution
from neuro.evolution.reporters import Reporter
from neuro.evolution.timeline import Kept

__all__ = ["RunOptions"]


@dataclass(frozen=True, kw_only=True)
class RunOptions:
    """How far a run is watched.

    Args:
        generations: How many it has at most; None for no end.
        keep_going: Whether it learns on when the game has been solved.
        speed: At which it begins, see ``pace.speed_index``.
        story: Whether the story chooses the speed, until people do.
        stay_open: Whether the champion plays on when the run has ended, until people leave.
        farewell: Whether it plays on for some seconds at least.
        reporters: Who is told of each generation.
        kept: Asked for the run's states that are kept elsewhere, for travel in time.
        champions: Of earlier generations, that are kept elsewhere.
        on_branch: Told a run that branches off, and gives those who listen to it from now on.
    """

    generations: int | None = None
    keep_going: bool = False
    speed: str = "1"
    story: bool = False
    stay_open: bool = True
    farewell: bool = False
    reporters: tuple[Reporter, ...] = ()
    kept: Callable[[], Kept] = dict
    champions: Sequence[Champion] = ()
    on_branch: Callable[[Evolution], tuple[Reporter, ...]] | None = None
