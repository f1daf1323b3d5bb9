"""``neuro tune``: a search for an algorithm's settings, judged on other seeds."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from neuro.algorithms_folder import algorithms_option
from neuro.cli.checks import check_count, plural
from neuro.cli.contest_options import COMPARED, ContestOptions, contest_asked, play_contest, run_options
from neuro.cli.signals import StopSignals
from neuro.comparison import ContestFolder, Trial, Workers, algorithms_in, pairs_of
from neuro.comparison.comparison_table import as_data, as_markdown
from neuro.comparison.contest import Contest
from neuro.comparison.plan_folder import folder_name
from neuro.comparison.tuner import check_tuner, proposed
from neuro.comparison.tuning import Attempt, Tuning, TuningFolder, merit
from neuro.errors import SettingError, UnknownNameError
from neuro.evolution.algorithms import algorithm_named
from neuro.games_folder import games_option
from neuro.paths import saves_root
from neuro.thread_pool import processors

__all__ = ["tune"]


def tune(
    game: str,
    /,
    *,
    algorithm: Annotated[str, Parameter(group=COMPARED)] = "ga",
    trials: int = 50,
    seeds: Annotated[int, Parameter(group=COMPARED)] = 4,
    seed: Annotated[int, Parameter(group=COMPARED)] = 1,
    judges: int = 20,
    only: str | None = None,
    options: ContestOptions | None = None,
    out: Path | None = None,
) -> int:
    """Search for settings of an algorithm that solve a game sooner; other seeds judge whether they do.

    Settings are tried on a few seeds: those are best that solve the game with the fewest agent-steps, or come nearest.
    What was found is then set against the defaults on seeds kept aside. After Ctrl-C the same command goes on, and
    with more --trials, too. Needs Optuna: pip install 'neuro-sandbox[tune]'. For example:

        neuro tune flappy --algorithm es --trials 30 --budget 20M --only sigma,learning_rate

    Args:
        game: Name of the game, or xor or digits.
        algorithm: Name of the algorithm.
        trials: Number of attempts; the first are the defaults.
        seeds: Number of runs by which each attempt is judged.
        seed: Seed of the first of them; the others have the seeds behind it.
        judges: Number of other seeds that judge what was found.
        only: Settings that are searched, with commas between them; all that have bounds when not given.
        options: What all runs have in common.
        out: Folder of the tuning; one of its own under your saves when not given.
    """
    check_tuner()
    check_count("trials", trials)
    check_count("judges", judges, least=2)
    asked = options or ContestOptions()
    tuning = _asked(game, algorithm, seeds, seed, judges, only, trials, asked)
    folder = TuningFolder(out or saves_root() / folder_name(f"tune-{game}-{algorithm}", tuning.as_data()), tuning)
    try:
        with StopSignals() as stop:
            _search(tuning, folder, asked, stop)
            return _conclude(tuning, folder, asked, stop)
    finally:
        folder.close()


def _asked(
    game: str, algorithm: str, seeds: int, seed: int, judges: int, only: str | None, trials: int, asked: ContestOptions
) -> Tuning:
    names = algorithms_in(algorithm)
    if len(names) != 1 or ":" in names[0]:
        raise SettingError(
            f"--algorithm takes the name of one algorithm, whose settings are searched, not {algorithm!r}"
        )
    contest = contest_asked(game, names, seeds, seed, asked)
    tuning = Tuning(contest, trials, judges, tuple(filter(None, map(str.strip, (only or "").split(",")))))
    tuning.dimensions  # noqa: B018 - refuses what cannot be searched
    return tuning


def _search(tuning: Tuning, folder: TuningFolder, asked: ContestOptions, stop: StopSignals) -> None:
    """Try settings until there are enough attempts."""
    for note in folder.notes:
        print(note, file=sys.stderr)
    count = min(asked.workers or processors(), tuning.contest.seeds)
    with Workers(count, stop) as workers:
        while len(folder.attempts) < tuning.trials and not stop():
            tried = [(one.settings, one.worth) for one in folder.attempts]
            settings = proposed(tuning.dimensions, tried, tuning.contest.first_seed)
            attempt = _tried(tuning, workers, settings)
            if attempt is None:
                return
            folder.keep(attempt)
            if not asked.quiet and sys.stderr.isatty():
                print(_line(tuning, folder), file=sys.stderr)


def _tried(tuning: Tuning, workers: Workers, settings: dict[str, Any]) -> Attempt | None:
    """What settings are worth; None when the search was stopped meanwhile."""
    contest = tuning.contest_of(settings)
    try:
        with contest.begin(contest.algorithms[0], contest.first_seed).evaluator:
            pass
    except (SettingError, UnknownNameError) as error:  # values that do not go together
        return Attempt(settings, None, str(error))
    ended = [trial for trial in workers.played(contest, contest.runs) if trial is not None]
    return Attempt(settings, merit(contest, ended)) if len(ended) == contest.seeds else None


def _line(tuning: Tuning, folder: TuningFolder) -> str:
    last, best = folder.attempts[-1], folder.best
    worth = f"refused: {last.refusal}" if last.worth is None else f"{last.worth:.3f}"
    of = f"{len(folder.attempts)} of {tuning.trials}"
    return f"{of}: {worth} (best {best.worth or 0:.3f}): {tuning.named(last.settings)}"


def _conclude(tuning: Tuning, folder: TuningFolder, asked: ContestOptions, stop: StopSignals) -> int:
    """Judge what was found, and print it; the exit code."""
    left = tuning.trials - len(folder.attempts)
    told: dict[str, Any] = {"folder": str(folder.path), "trials": len(folder.attempts), "left": left}
    if left > 0:
        _tell(asked, told, f"{plural(left, 'attempt')} left: the same command goes on. Kept in {folder.path}")
        return stop.exit_code
    best = folder.best
    found = tuning.named(best.settings)
    told |= {"algorithm": tuning.algorithm, "found": found, "worth": best.worth}
    if found == tuning.algorithm:
        told |= {"settings": {}, "better": False}
        words = f"None of {plural(len(folder.attempts), 'attempt')} was better than the defaults of {tuning.algorithm}."
        _tell(asked, told, words)
        return 0
    contest = tuning.judgement_of(best.settings)
    judged = ContestFolder(folder.path / "judged" / folder_name(tuning.algorithm, contest.as_data()), contest)
    try:
        play_contest(contest, judged, replace(asked, quiet=asked.quiet or asked.json), stop)
        trials = {name: judged.of(name) for name in contest.algorithms}
        judged.write_results()
        if judged.waiting:
            told |= {"left": len(judged.waiting)}
            _tell(asked, told, f"{plural(len(judged.waiting), 'run')} of the judgement left: the same command goes on.")
            return stop.exit_code
        judged.write("table.md", as_markdown(contest, trials).encode())
    finally:
        judged.close()
    _tell_found(tuning, folder, asked, told, contest, trials)
    return stop.exit_code


def _tell_found(
    tuning: Tuning,
    folder: TuningFolder,
    asked: ContestOptions,
    told: dict[str, Any],
    contest: Contest,
    trials: dict[str, list[Trial]],
) -> None:
    found = contest.algorithms[1]
    (pair,) = pairs_of(trials)
    usual = {one.name: one.default for one in tuning.dimensions}
    settings = {name: value for name, value in folder.best.settings.items() if value != usual[name]}
    flag = f"--algorithm {found}"
    told |= {"settings": settings, "flags": flag, "better": pair.is_separated and pair.better == found}
    told |= {"judgement": as_data(contest, trials)}
    kept = folder.write("found.json", (json.dumps(told, indent=2) + "\n").encode())
    found_again = games_option(contest.task) + algorithms_option(algorithm_named(tuning.algorithm).__module__)
    use = f"Use it: neuro evolve {contest.task} {flag}{run_options(asked)}{found_again}"
    verdict = "" if told["better"] else "\nThe seeds kept aside do not show that this is better than the defaults."
    _tell(asked, told, f"{as_markdown(contest, trials)}\n{use}{verdict}\nKept in {kept}")


def _tell(asked: ContestOptions, told: dict[str, Any], words: str) -> None:
    print(json.dumps(told, indent=2) if asked.json else words)
