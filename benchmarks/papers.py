"""Published figures beside ours, as a page: ``python benchmarks/papers.py --out docs/papers.md``.

Every row is a comparison of one algorithm. What became of each seed is kept in a file of the row, in
``benchmarks/papers/``: the same command plays the seeds that are missing, and ``--workers 0`` makes the page of those
that are there. ``--seeds 10`` plays fewer, ``--only xor,blind:neat`` some groups or rows; one process at a time plays a
row. Who changes an algorithm deletes the files of its rows, so that they are played anew.

The match against slimevolleygym (``pip install --no-deps slimevolleygym``) is kept, too, and played again for another
champion or more episodes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import re
import statistics
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from volley_gym import compared

from neuro.comparison import Contest, Trial, Workers
from neuro.network import Input, Recurrent
from neuro.paths import shipped_champion
from neuro.storage.atomic import write_atomically
from neuro.thread_pool import processors
from neuro.version import __version__

_FIRST = 800_000  # seeds that nothing was tuned on
_KEPT = Path(__file__).resolve().parent / "papers"
_TOLD = ("solved", "evaluations", "agent_steps", "generations", "fingerprint")
_SHIPPED = "the champion that ships (`volley.neuro`)"


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
        "courses": 1,  # scores are on no table, and poles and maze have one course alone
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
    _row("velocities", "sep-cmaes", "–", 50, population=20, budget=5_000_000),
    _row("velocities", "ga", "–", 50),
    _row("blind", "neat", "6,929", 50, level="blind", population=300),
    _row(
        "blind", "cosyne:children=0.75,mutation_rate=0.5", "1,249", 50, level="blind", population=80, layers=_ONE_NODE
    ),
    _row("blind", "cmaes", "3,521", 50, level="blind", population=50),
    _row("maze", "novelty", "39 of 40", 40, **_MAZE),
    _row("maze", "map-elites", "–", 40, **_MAZE),
    _row("maze", "ga", "3 of 40", 40, **_MAZE),
)


class Kept:
    """What a row has come to so far, in a file.

    Args:
        row: The row.

    Attributes:
        runs: By the seed, as text, what is told of each run that has ended.
    """

    def __init__(self, row: Row) -> None:
        self._path = _KEPT / (re.sub("[:=,]", "-", f"{row.group}-{row.contest.algorithms[0]}") + ".json")
        asked = row.contest.as_data()
        self._asked = {name: asked[name] for name in asked if name not in ("seeds", "first_seed") and asked[name]}
        known = json.loads(self._path.read_text(encoding="utf-8")) if self._path.exists() else {}
        self.runs: dict[str, dict[str, Any]] = known["runs"] if known.get("asked") == self._asked else {}

    def keep(self, trial: Trial) -> None:
        """Keep a run that has ended."""
        self.runs[str(trial.seed)] = {name: getattr(trial, name) for name in _TOLD}
        lines = ",\n".join(f'"{seed}": {json.dumps(self.runs[seed])}' for seed in sorted(self.runs))
        text = f'{{"asked": {json.dumps(self._asked)},\n"runs": {{\n{lines}\n}}}}\n'
        _KEPT.mkdir(exist_ok=True)
        write_atomically(self._path, text.encode())


def played(row: Row, seeds: int, workers: int) -> list[Mapping[str, Any]]:
    """What became of the runs of a row; those that have ended before are read.

    Args:
        row: The row.
        seeds: Number of runs at most.
        workers: Number of processes; none plays nothing.
    """
    kept, wanted = Kept(row), row.contest.runs[:seeds]
    waiting = [one for one in wanted if workers and str(one[1]) not in kept.runs]
    with Workers(min(workers, len(waiting)), lambda: False) as pool:
        for trial in pool.played(row.contest, waiting):
            if trial is not None:
                kept.keep(trial)
    return [kept.runs[str(seed)] for _, seed in wanted if str(seed) in kept.runs]


def line(row: Row, runs: list[Mapping[str, Any]]) -> str:
    """A row of its table."""
    solved = [one["evaluations"] for one in runs if one["solved"]]
    mean = f"{statistics.mean(solved):,.0f}" if solved else "–"
    median = f"{statistics.median(solved):,.0f}" if solved else "–"
    who = f"| `{row.contest.algorithms[0]}` | {row.contest.population:,} | {row.published} "
    return f"{who}| {mean} | {median} | {len(solved)} of {len(runs)} |"


def matches(episodes: int) -> dict[str, list[int]]:
    """The points of random actions and of the champion that ships, in each episode; kept, and played where missing.

    Args:
        episodes: Number of episodes; none plays nothing.
    """
    path, champion = _KEPT / "volley.json", shipped_champion("volley")
    digest = hashlib.sha256(champion.read_bytes()).hexdigest()
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    points: dict[str, list[int]] = known["points"] if known.get("champion") == digest else {}
    if episodes > max(map(len, points.values()), default=0):
        found = compared(str(champion), episodes)
        points = {name.replace(str(champion), _SHIPPED): [int(one) for one in told] for name, told in found.items()}
        _KEPT.mkdir(exist_ok=True)
        write_atomically(path, (json.dumps({"champion": digest, "points": points}) + "\n").encode())
    return points


def volley(episodes: int) -> list[str]:
    """The section of slime volley; none where nothing is kept and the package is not there."""
    told = ["## Slime volley. Points won less points lost against the baseline; D. Ha, 2020", ""]
    told += ["| who | published, 1,000 episodes | measured | episodes |", "|---|---|---|---|"]
    published = {
        "random actions": "-4.866 ± 0.372",
        _SHIPPED: "PPO 1.377 ± 1.133, CMA-ES 1.148 ± 1.071, self-play 0.353 ± 0.728",
    }
    found = matches(episodes)
    for who, points in found.items():
        mean, spread = statistics.mean(points), statistics.pstdev(points)
        told.append(f"| {who} | {published[who]} | {mean:.3f} ± {spread:.3f} | {len(points):,} |")
    return [*told, ""] if found else []


def main() -> None:
    """Play what is left, and write the page."""
    parser = argparse.ArgumentParser(description="Published figures beside ours, as a page.")
    parser.add_argument("--out", type=Path, default=Path("papers.md"))
    parser.add_argument("--seeds", type=int, default=100, help="at most so many of each row")
    parser.add_argument("--only", default=",".join(GROUPS), help="names of groups, or of rows as in blind:neat")
    parser.add_argument("--workers", type=int, default=processors(), help="0 plays no seed")
    parser.add_argument("--episodes", type=int, default=200, help="of slime volley")
    given = parser.parse_args()
    command = f"python benchmarks/papers.py --seeds {given.seeds} --episodes {given.episodes} --out docs/papers.md"
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, neuro {__version__}"
    page = ["# Published and measured", "", f"Made by `{command}` on {machine}.", ""]
    page += [*_ABOUT, ""]
    page += [
        "Evaluations are those of the runs that solved the task. A row with fewer runs is not yet whole; the same",
        "command plays the rest. What became of each seed stands in `benchmarks/papers/`. `sep-cmaes` has 5 million",
        "agent-steps, more than ten times what it needed where it solved the task.",
        "",
    ]
    chosen = set(given.only.split(","))
    for group, about in GROUPS.items():
        page += [
            f"## {about}",
            "",
            "| algorithm | population | published | mean | median | solved |",
            "|---|---|---|---|---|---|",
        ]
        for row in (one for one in ROWS if one.group == group):
            wanted = chosen & {group, f"{group}:{row.contest.algorithms[0].partition(':')[0]}"}
            runs = played(row, given.seeds, given.workers if wanted else 0)
            if runs:
                page.append(line(row, runs))
                print(page[-1], flush=True)
        page.append("")
    given.out.write_text("\n".join([*page, *volley(given.episodes)]), encoding="utf-8")
    print(f"wrote {given.out}")


if __name__ == "__main__":
    main()
