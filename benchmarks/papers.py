"""Published figures beside ours, as a page: ``python benchmarks/papers.py --out docs/papers.md``.

Every row is a comparison of one algorithm (``neuro compare``): its runs are kept in a folder, so that the same command
goes on after a break, and the page is made of what has ended. ``--seeds 10`` plays fewer, ``--only xor,blind`` some.
The match against slimevolleygym (``pip install --no-deps slimevolleygym``) is left out where that is not installed.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from volley_gym import compared

from neuro.comparison import Contest, ContestFolder, Trial, Workers
from neuro.network import Input, Recurrent
from neuro.paths import shipped_champion
from neuro.thread_pool import processors
from neuro.version import __version__

_FIRST = 800_000  # seeds that nothing was tuned on


class Row(NamedTuple):
    """One published figure, and what is measured beside it."""

    group: str
    published: str
    contest: Contest


def _row(group: str, algorithm: str, published: str, seeds: int, **facts: object) -> Row:
    given = {
        "task": "poles",
        "budget": 200_000_000,
        "algorithms": (algorithm,),
        "seeds": seeds,
        "first_seed": _FIRST,
        **facts,
    }
    return Row(group, published, Contest(**given))  # type: ignore[arg-type]


_ABOUT = (
    f"Seeds from {_FIRST:,} on, which nothing was tuned on; the algorithms' defaults at the population named, but for",
    "settings that stand beside a name. Without velocities `cosyne` has networks of one node that is fed by itself:",
    "the fully recurrent form of the paper at its smallest. The others have the game's own networks, or grow.",
)

#: By the name of each group: what it is about, with its source.
GROUPS = {
    "xor": "XOR. Evaluations; K. O. Stanley and R. Miikkulainen, 2002",
    "velocities": "Two poles with velocities. Evaluations; F. Gomez, J. Schmidhuber and R. Miikkulainen, 2008",
    "blind": "Two poles without velocities. Evaluations; F. Gomez, J. Schmidhuber and R. Miikkulainen, 2008",
    "maze": "The hard maze, 250,000 evaluations. Runs that get through; J. Lehman and K. O. Stanley, 2011",
}
_MAZE = {"task": "maze", "level": "deceptive", "budget": 100_000_000}  # 400 steps at most in each evaluation
_ONE_NODE = (Input(3), Recurrent(1, "tanh"))  # that is fed by itself, and is the output: as small as in the paper
ROWS = (
    _row("xor", "neat", "4,755", 100, task="xor", population=150),
    _row("velocities", "neat", "3,600", 50, population=150),
    _row("velocities", "cosyne:children=0.75,mutation_size=2", "954", 50, population=60),
    _row("velocities", "cmaes", "895", 50, population=20),
    _row("velocities", "ga", "–", 50),
    _row("blind", "neat", "6,929", 50, level="blind", population=300),
    _row(
        "blind", "cosyne:children=0.75,mutation_rate=0.5", "1,249", 50, level="blind", population=80, layers=_ONE_NODE
    ),
    _row("blind", "cmaes", "3,521", 50, level="blind", population=50),
    _row("maze", "novelty", "39 of 40", 40, **_MAZE),
    _row("maze", "ga", "3 of 40", 40, **_MAZE),
)


def played(row: Row, folder: Path, seeds: int, workers: int) -> list[Trial]:
    """The runs of a row; those that have ended before are read.

    Args:
        row: The row.
        folder: Where the runs of all rows are kept.
        seeds: Number of runs at most.
        workers: Number of processes; none plays nothing.
    """
    algorithm = row.contest.algorithms[0]
    kept = ContestFolder(folder / re.sub("[:=,]", "-", f"{row.group}-{algorithm}"), row.contest)
    try:
        waiting = [one for one in kept.waiting if workers and one[1] < _FIRST + seeds]
        with Workers(min(workers, len(waiting)), lambda: False) as pool:
            for trial in pool.played(row.contest, waiting):
                if trial is not None:
                    kept.keep(trial)
        return [trial for trial in kept.of(algorithm) if trial.seed < _FIRST + seeds]
    finally:
        kept.close()


def line(row: Row, trials: Sequence[Trial]) -> str:
    """A row of its table."""
    solved = [trial.evaluations for trial in trials if trial.solved]
    mean = f"{statistics.mean(solved):,.0f}" if solved else "–"
    median = f"{statistics.median(solved):,.0f}" if solved else "–"
    who = f"| `{row.contest.algorithms[0]}` | {row.contest.population:,} | {row.published} "
    return f"{who}| {mean} | {median} | {len(solved)} of {len(trials)} |"


def volley(episodes: int) -> list[str]:
    """The section of slime volley; none where the package is not there."""
    found = compared(str(shipped_champion("volley")), episodes)
    if not found:
        return []
    told = ["## Slime volley. Points won less points lost against the baseline; D. Ha, 2020", ""]
    told += ["| who | published, 1,000 episodes | measured | episodes |", "|---|---|---|---|"]
    published = {"random actions": "-4.866 ± 0.372"}
    others = "PPO 1.377 ± 1.133, CMA-ES 1.148 ± 1.071, self-play 0.353 ± 0.728"
    for name, points in found.items():
        who = name if name in published else "the champion that ships (`volley.neuro`)"
        told.append(
            f"| {who} | {published.get(name, others)} | {points.mean():.3f} ± {points.std():.3f} | {episodes} |"
        )
    return [*told, ""]


def main() -> None:
    """Play what is left, and write the page."""
    parser = argparse.ArgumentParser(description="Published figures beside ours, as a page.")
    parser.add_argument("--out", type=Path, default=Path("papers.md"))
    parser.add_argument("--runs", type=Path, default=Path("papers-runs"), help="the folder that keeps the runs")
    parser.add_argument("--seeds", type=int, default=100, help="at most so many of each row")
    parser.add_argument("--only", default=",".join(GROUPS), help="names of groups")
    parser.add_argument("--workers", type=int, default=processors(), help="0 writes the page of what has ended")
    parser.add_argument("--episodes", type=int, default=200, help="of slime volley")
    given = parser.parse_args()
    command = f"python benchmarks/papers.py --seeds {given.seeds} --episodes {given.episodes} --out docs/papers.md"
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, neuro {__version__}"
    page = ["# Published and measured", "", f"Made by `{command}` on {machine}.", ""]
    page += [*_ABOUT, ""]
    page += [
        "Evaluations are those of the runs that solved the task. A row with fewer runs was broken off before its end;"
    ]
    page += ["the same command plays the rest.", ""]
    for group, about in GROUPS.items():
        if group not in given.only.split(","):
            continue
        page += [
            f"## {about}",
            "",
            "| algorithm | population | published | mean | median | solved |",
            "|---|---|---|---|---|---|",
        ]
        for row in (one for one in ROWS if one.group == group):
            trials = played(row, given.runs, given.seeds, given.workers)
            if trials:
                page.append(line(row, trials))
                print(page[-1], flush=True)
        page.append("")
    given.out.write_text("\n".join([*page, *volley(given.episodes)]), encoding="utf-8")
    print(f"wrote {given.out}")


if __name__ == "__main__":
    main()
