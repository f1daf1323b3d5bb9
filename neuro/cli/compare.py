"""``neuro compare``: several algorithms on one task, with equal agent-steps and the same seeds."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from neuro.cli.checks import plural
from neuro.cli.contest_options import COMPARED, ContestOptions, contest_asked, play_contest
from neuro.cli.signals import StopSignals
from neuro.comparison import Contest, ContestFolder, Trial, algorithms_in
from neuro.comparison.comparison_table import as_data, as_markdown
from neuro.comparison.plan_folder import folder_name
from neuro.paths import saves_root

__all__ = ["compare"]


def compare(
    game: str,
    /,
    *,
    algorithms: Annotated[str, Parameter(group=COMPARED)],
    seeds: Annotated[int, Parameter(group=COMPARED)] = 30,
    seed: Annotated[int, Parameter(group=COMPARED)] = 1,
    options: ContestOptions | None = None,
    out: Path | None = None,
) -> int:
    """Compare algorithms: equal agent-steps, the same seeds, and courses kept aside from all as the judge.

    Each run stops when it has solved the game, or used its agent-steps. After Ctrl-C the same command goes on. The
    folder gets a line for each run (results.csv), the table (table.md) and, with matplotlib, a figure. For example:

        neuro compare flappy --algorithms neat,ga,es:sigma=0.1 --seeds 10 --budget 20M

    Args:
        game: Name of the game, or xor or digits.
        algorithms: Algorithms with commas between them, also with settings, as in ga,es:sigma=0.1,cmaes:population=50.
        seeds: Number of runs of each algorithm.
        seed: Seed of the first run of each; the others have the seeds behind it.
        options: What all runs have in common.
        out: Folder of the comparison; one of its own under your saves when not given.
    """
    asked = options or ContestOptions()
    contest = contest_asked(game, algorithms_in(algorithms), seeds, seed, asked)
    folder = ContestFolder(out or saves_root() / folder_name(f"compare-{contest.task}", contest.as_data()), contest)
    try:
        with StopSignals() as stop:
            play_contest(contest, folder, asked, stop)
            _tell(contest, folder, asked)
            return stop.exit_code
    finally:
        folder.close()


def _tell(contest: Contest, folder: ContestFolder, options: ContestOptions) -> None:
    """Write what has come out so far, and print it."""
    trials = {algorithm: folder.of(algorithm) for algorithm in contest.algorithms}
    there = {algorithm: runs for algorithm, runs in trials.items() if runs}
    files, left = [folder.write_results()], len(folder.waiting)
    told = as_markdown(contest, there) if there else ""
    if told:
        files.append(folder.write("table.md", told.encode()))
    if not left:
        files += _figures(contest, there, folder)
    if options.json:
        more = {"left": left, "folder": str(folder.path), "files": list(map(str, files))}
        print(json.dumps({**as_data(contest, trials), **more}, indent=2))
        return
    print(told or "No run has ended yet.")
    print(f"Kept in {folder.path}: {', '.join(file.name for file in files)}")
    if left:
        print(f"{plural(left, 'run')} left: the same command goes on.")


def _figures(contest: Contest, trials: dict[str, list[Trial]], folder: ContestFolder) -> list[Path]:
    """Draw the comparison, where matplotlib is installed; the files."""
    from neuro.view.pages.comparison_figure import comparison_figure
    from neuro.view.pages.figures import can_draw

    if not can_draw():
        print("no figure is drawn without matplotlib: pip install 'neuro-sandbox[plot]'", file=sys.stderr)
        return []
    return [folder.write(f"figure{end}", comparison_figure(contest, trials, end)) for end in (".svg", ".png")]
