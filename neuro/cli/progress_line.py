"""A reporter that shows the progress of a run on one line of the terminal."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from neuro.cli.line_reporter import FLAT
from neuro.evolution.evolution import Evolution
from neuro.evolution.generation import Generation
from neuro.evolution.reporters import Reporter
from neuro.numerals import in_short, legible, noun_for

__all__ = ["ProgressLine"]


class ProgressLine(Reporter):
    """Generation, best, mean, alive, speed and time left, on stderr.

    Args:
        generations: The limit; the bar only pulses when None.
    """

    def __init__(self, generations: int | None) -> None:
        self._limit = generations
        self._told_flat = False
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=12),
            TextColumn("{task.fields[facts]}", markup=False),
            console=Console(file=sys.stderr),
            refresh_per_second=10,
            transient=True,
        )

    def start(self, evolution: Evolution) -> None:
        self._progress.start()
        self._task = self._progress.add_task(evolution.game.title, total=self._limit, facts="")

    def generation(self, evolution: Evolution, record: Generation) -> None:
        self._progress.update(self._task, completed=evolution.generation, facts=self._facts(evolution, record))
        if record.flat and not self._told_flat:
            self._told_flat = True
            self._progress.console.print(f"generation {record.number}: {FLAT}")

    def _facts(self, evolution: Evolution, record: Generation) -> str:
        rate = in_short(record.agent_steps / record.seconds)
        game = evolution.game
        best, mean = legible(record.best_score), legible(record.mean_score)
        facts = (
            f"gen {record.number} · best {best} · mean {mean} {noun_for(record.mean_score, game.score_name)}"
            f" · {record.alive:,} alive · {rate} {game.agent}-steps/s"
        )
        if self._limit is None:
            return facts
        left = evolution.seconds / evolution.generation * (self._limit - evolution.generation)
        return f"{facts} · at most {left:,.0f} s left"

    def finish(self, evolution: Evolution) -> None:
        self._progress.stop()
