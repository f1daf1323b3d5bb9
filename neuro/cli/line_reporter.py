"""A reporter that prints a line for each generation."""

from __future__ import annotations

import sys

from neuro.evolution.evolution import Evolution
from neuro.evolution.generation import Generation
from neuro.evolution.reporters import Reporter
from neuro.numerals import legible, tallied

__all__ = ["FLAT", "LineReporter", "line_of"]


class LineReporter(Reporter):
    """A line for each generation, for where there is no terminal.

    Args:
        to_stderr: Whether stdout is needed for something else.
        of: Name of the run, which stands before each line; none where there is one run alone.
    """

    def __init__(self, *, to_stderr: bool = False, of: str = "") -> None:
        self._file = sys.stderr if to_stderr else sys.stdout
        self._before = f"{of}: " if of else ""

    def generation(self, evolution: Evolution, record: Generation) -> None:
        print(self._before + line_of(evolution, record), file=self._file, flush=True)


def line_of(evolution: Evolution, record: Generation) -> str:
    """A generation in a line."""
    game = evolution.game
    best, mean = tallied(record.best_score, game.score_name), legible(record.mean_score)
    line = (
        f"generation {record.number}: best {best}, mean {mean}, "
        f"{record.alive:,} of {evolution.settings.population:,} alive at the end"
    )
    return line + (", solved" if record.solved else "") + (f"; {FLAT}" if record.flat else "")


FLAT = "every genome has the same fitness, so selection has nothing to go by"
