"""The options of a comparison, and playing what is left of one."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Group, Parameter

from neuro.cli.checks import check_count, parameters_on
from neuro.cli.contest_progress import shown_progress
from neuro.cli.layers_option import layers_given
from neuro.cli.session import announce_compiling
from neuro.cli.signals import StopSignals
from neuro.cli.spelled_options import spelled_options
from neuro.comparison import Contest, ContestFolder, Workers
from neuro.errors import SettingError
from neuro.evolution.evolved_examples import EXAMPLES
from neuro.game import find_game
from neuro.random import checked_seed
from neuro.thread_pool import processors

__all__ = ["COMPARED", "ContestOptions", "contest_asked", "play_contest", "read_budget", "run_options"]

#: Group of the options that say what is compared.
COMPARED = Group("What is compared", sort_key=1)

_OF_A_RUN = ("level", "population", "episodes", "max_steps", "layers", "activation", "map", "set")
_UNITS = {"k": 10**3, "M": 10**6, "G": 10**9}


@Parameter(name="*", group=COMPARED)
@dataclass(frozen=True, kw_only=True)
class ContestOptions:
    """What all runs of a comparison have in common.

    Args:
        budget: Agent-steps that each run may use, such as 20M or 500k.
        level: Level of the game; `neuro games` lists them.
        population: Genomes in a generation; 1,000 when not given, unless an algorithm says otherwise.
        episodes: Courses that every genome plays in a generation; as the game says when not given.
        max_steps: The longest episode of training, in steps.
        layers: The size of each layer of all networks, such as 5-16-16-2; the game's own when not given.
        activation: The activation of their hidden layers, such as relu; as in the game's own network when not given.
        set: A parameter of the game's rules, for example gap=100; may be given again for others.
        map: A text file with a map, for games that take one.
        courses: Courses on which champions are judged, kept aside from training and exam.
        workers: Runs side by side, each in a process of one thread; as many as there are processors when not given.
        json: Print the result as one JSON object, and nothing else.
        quiet: Show no progress.
    """

    budget: str = "20M"
    level: str | None = None
    population: int | None = None
    episodes: int | None = None
    max_steps: int | None = None
    layers: str | None = None
    activation: str | None = None
    set: Annotated[list[str] | None, Parameter(negative="")] = None
    map: Path | None = None
    courses: int = 128
    workers: int | None = None
    json: Annotated[bool, Parameter(negative="")] = False
    quiet: Annotated[bool, Parameter(negative="")] = False


def contest_asked(game: str, algorithms: tuple[str, ...], seeds: int, seed: int, options: ContestOptions) -> Contest:
    """The comparison that people ask for, every run of which can begin.

    Args:
        game: Name of the game or data set.
        algorithms: Algorithms as people write them.
        seeds: Number of runs of each.
        seed: Seed of the first run of each.
        options: What all runs have in common.

    Raises:
        UnknownNameError: If there is no such game, level, parameter, algorithm or setting.
        SettingError: If a value is out of its range.
        NeuroError: If a package is missing.
    """
    check_count("workers", options.workers)
    checked_seed(seed)
    is_game = game not in EXAMPLES
    for name in () if is_game else ("map", "layers", "activation"):
        if getattr(options, name) is not None:
            raise SettingError(f"the examples of {game} take no {name}: leave --{name} out")
    chosen = find_game(game).at(options.level or "") if is_game else None
    contest = Contest(
        task=game,
        algorithms=algorithms,
        budget=read_budget(options.budget),
        seeds=seeds,
        first_seed=seed,
        level=(options.level or "") if chosen is None else chosen.level,
        population=options.population,
        episodes=options.episodes,
        max_steps=options.max_steps,
        parameters={} if chosen is None else parameters_on(chosen, options.map, options.set),
        courses=options.courses,
        layers=None if chosen is None else layers_given(options.layers, options.activation, chosen),
    )
    for algorithm in algorithms:
        with contest.begin(algorithm, seed + seeds - 1).evaluator:
            pass
    return contest


def run_options(options: ContestOptions) -> str:
    """What `neuro evolve` needs for a run like those of a comparison, besides game and algorithm: " --level easy".

    Args:
        options: What all runs have in common.
    """
    return spelled_options({name: getattr(options, name) for name in _OF_A_RUN})


def read_budget(text: str) -> int:
    """The agent-steps that a text such as "20M", "500k" or "1e7" means.

    Raises:
        SettingError: If it means none.
    """
    digits, unit = (text[:-1], _UNITS[text[-1]]) if text[-1:] in _UNITS else (text, 1)
    try:
        return int(float(digits.replace("_", "").replace(",", "")) * unit)
    except (ValueError, OverflowError):
        raise SettingError(f"--budget is a number of agent-steps, such as 20M or 500k, not {text!r:.60}") from None


def play_contest(contest: Contest, folder: ContestFolder, options: ContestOptions, stop: StopSignals) -> None:
    """Play what is left of a comparison, showing how it goes.

    Args:
        contest: What is compared.
        folder: The folder that keeps the runs.
        options: What all runs have in common.
        stop: Asked whether to stop.

    Raises:
        NeuroError: If a run fails.
    """
    for note in folder.notes:
        print(note, file=sys.stderr)
    waiting = folder.waiting
    if not waiting:
        return
    for algorithm in dict.fromkeys(algorithm for algorithm, _ in waiting):
        _compile(contest, algorithm, quiet=options.quiet or options.json)
    count = min(options.workers or processors(), len(waiting))
    with Workers(count, stop) as workers, shown_progress(contest, folder, quiet=options.quiet) as show:
        for trial in workers.played(contest, waiting):
            if trial is not None:
                folder.keep(trial)
            show()


def _compile(contest: Contest, algorithm: str, *, quiet: bool) -> None:
    """Compile what the runs of an algorithm need, before several processes would do the same at once."""
    evolution = contest.begin(algorithm, contest.first_seed)
    with evolution.evaluator:
        if contest.is_examples:
            evolution.compile()
        else:
            announce_compiling(evolution, quiet=quiet)
