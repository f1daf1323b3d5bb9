"""Options of a watched run: its length, speed and reporters."""

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
        generations: The largest number of generations; None for no end.
        keep_going: Whether it learns on when the game has been solved.
        speed: The speed to begin with, see ``speed_index``.
        story: Whether the story chooses the speed, until people do.
        stay_open: Whether the champion plays on when the run has ended, until people leave.
        farewell: Whether it plays on for some seconds at least.
        reporters: Reporters that listen to the run.
        kept: Asked for the run's states that are kept elsewhere, for travel in time.
        champions: Champions of earlier generations that are kept elsewhere.
        on_branch: Called with a run that branches off; returns the reporters that listen to it.
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
