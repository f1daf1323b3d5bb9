"""A run from the command line: made from options, listened to, kept, and told of at its end."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from neuro.cli.settings import BreedingOptions, RunSettings
from neuro.cli.words import counted, plural
from neuro.evolution.algorithms import GeneticSettings
from neuro.evolution.evolution import Evolution
from neuro.evolution.generation import Generation
from neuro.evolution.reporters import Reporter
from neuro.evolution.settings import EvolutionSettings
from neuro.game import find_game
from neuro.paths import saves_root
from neuro.random import random_seed
from neuro.storage.runs import RunFolder, new_run_folder

__all__ = ["Session", "open_session"]


@dataclass(frozen=True)
class Session:
    """A run and the folder that keeps it.

    Args:
        evolution: The run.
        folder: What is kept of it.
        options: How it was asked for.
    """

    evolution: Evolution
    folder: RunFolder
    options: RunSettings

    def keep(self) -> None:
        """Write down what has been learnt, if anything."""
        if self.evolution.champion is not None:
            self.folder.keep_champion(self.evolution.champion)

    def result(self) -> dict[str, Any]:
        """The object that ``--json`` prints; its champion is null while no generation has been evaluated."""
        evolution, champion = self.evolution, self.evolution.champion
        return {
            "game": evolution.game.name,
            "algorithm": evolution.algorithm,
            "seed": evolution.settings.seed,
            "population": evolution.settings.population,
            "generations": evolution.generation,
            "agent_steps": evolution.agent_steps,
            "seconds": evolution.seconds,
            "compile_seconds": evolution.compile_seconds,
            "best_fitness": champion and champion.fitness,
            "best_score": champion and champion.score,
            "solved": evolution.solved,
            "run": str(self.folder.path),
            "champion": str(self.folder.champion_file) if champion else None,
            "fingerprint": evolution.fingerprint,
        }

    def tell(self) -> None:
        """Print the result, for people or as JSON."""
        if self.options.json:
            print(json.dumps(self.result(), indent=2))
            return
        evolution, champion = self.evolution, self.evolution.champion
        if champion is None:
            print("Stopped before the first generation had flown: nothing was learnt, nothing is kept.")
            return
        print(_verdict(evolution))
        print(f"Kept in {self.folder.champion_file}")
        print(f"Fly it again: neuro replay {self.folder.champion_file}")


def _verdict(evolution: Evolution) -> str:
    game, champion = evolution.game, evolution.champion
    assert champion is not None
    rate = evolution.agent_steps / evolution.seconds / 1e6
    cost = f"{evolution.seconds:.2f} s, {rate:.0f} M {game.agent}-steps a second, seed {evolution.settings.seed}"
    if evolution.solved:
        exam = f"{game.exam.score:,.0f} {game.score_name} on each of {game.exam.courses} courses it had never seen"
        return f"Solved in generation {champion.generation}: {exam} ({cost})."
    best = f"the best reached {champion.score:,.1f} {game.score_name} on average, in generation {champion.generation}"
    return f"Not solved in {plural(evolution.generation, 'generation')}: {best} ({cost})."


def open_session(game: str, options: RunSettings, breeding: BreedingOptions) -> Session:
    """Prepare a run.

    Raises:
        UnknownNameError: If there is no such game, selection or crossover.
        SettingError: If a value is out of its range.
        FileError: If the run's folder cannot be made.
    """
    chosen = find_game(game)
    counted("generations", options.generations)
    counted("threads", options.threads)
    given = {name: value for name, value in asdict(breeding).items() if value is not None}
    settings = EvolutionSettings(
        seed=random_seed() if options.seed is None else options.seed,
        population=options.population,
        episodes=options.episodes,
        max_steps=options.max_steps,
        breeding=GeneticSettings(**{**chosen.evolution, **given}),
    )
    evolution = Evolution(chosen, settings, threads=options.threads)
    path: Path = options.out or new_run_folder(saves_root(), chosen.name)
    return Session(evolution, RunFolder(path), options)


def announce_compiling(evolution: Evolution, *, quiet: bool = False) -> None:
    """Compile; say so beforehand when it will take a while."""
    if not evolution.is_compiled and not quiet:
        print("compiling kernels (first run only) …", file=sys.stderr, flush=True)
    evolution.compile_seconds  # noqa: B018 - compiles


class Lines(Reporter):
    """A line for each generation, for where there is no terminal.

    Args:
        to_stderr: Whether stdout is needed for something else.
    """

    def __init__(self, *, to_stderr: bool = False) -> None:
        self._file = sys.stderr if to_stderr else sys.stdout

    def start(self, evolution: Evolution) -> None:
        """See ``Reporter.start``."""

    def generation(self, evolution: Evolution, record: Generation) -> None:
        """See ``Reporter.generation``."""
        print(line_of(evolution, record), file=self._file, flush=True)

    def finish(self, evolution: Evolution) -> None:
        """See ``Reporter.finish``."""


def line_of(evolution: Evolution, record: Generation) -> str:
    """A generation in a line."""
    game = evolution.game
    line = (
        f"generation {record.number}: best {record.best_score:,.1f} {game.score_name}, mean {record.mean_score:,.1f}, "
        f"{record.alive:,} of {evolution.settings.population:,} alive at the end"
    )
    return line + (", solved" if record.solved else "") + (f"; {FLAT}" if record.flat else "")


FLAT = "every genome has the same fitness, so selection has nothing to go by"
