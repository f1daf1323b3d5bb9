"""``neuro bench``: how fast games are played here."""

from __future__ import annotations

import json as json_format
import time
from typing import Annotated, Any

import numpy as np
from cyclopts import Parameter
from numpy.typing import NDArray

from neuro.cli.checks import check_count
from neuro.game import Game, find_game
from neuro.network.network import initial_genomes
from neuro.paths import shipped_champion
from neuro.rollout.evaluate import evaluate, thread_count
from neuro.rollout.program import Program, compile_rollout, program
from neuro.storage.files import load_champion

__all__ = ["bench"]

_POPULATION = 1024
_STEPS = 3000


def bench(
    game: str,
    /,
    *,
    threads: int | None = None,
    rounds: int = 15,
    json: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Measure how many steps of living agents are played a second; each figure is the best of some rounds.

    Once with 1,024 copies of the champion that ships with neuro, all alive for 3,000 steps, and once with random
    weights. So:

        neuro bench flappy

    Args:
        game: Name of the game; see `neuro games`.
        threads: Number of threads of the row "all cores"; as many as the machine has when not given.
        rounds: Number of measurements.
        json: Print the figures as one JSON object, and nothing else.
    """
    check_count("threads", threads)
    check_count("rounds", rounds)
    chosen = find_game(game)
    measured = _measure(chosen, thread_count(threads), rounds)
    print(json_format.dumps(measured, indent=2) if json else _table(chosen, measured))
    return 0


def _measure(game: Game, threads: int, rounds: int) -> dict[str, Any]:
    loops = program(game, game.layers)
    compile_seconds = compile_rollout(loops, game.setting)
    drawn = initial_genomes(game.layers, _POPULATION, 1, game.initialiser)
    figures: dict[str, Any] = {"game": game.name, "population": _POPULATION, "steps": _STEPS, "threads": threads}
    for kind, genomes in (("", _champions(game)), ("random_", drawn)):
        for cores, used in (("one_core", 1), ("all_cores", threads)):
            name = f"{kind}{game.agent}_steps_per_second_{cores}"
            figures[name] = None if genomes is None else _rate(game, loops, genomes, used, rounds)
    return {**figures, "compile_seconds": compile_seconds}


def _champions(game: Game) -> NDArray[np.float32] | None:
    """Copies of the champion that ships with neuro; None when there is none."""
    path = shipped_champion(game.name)
    if not path.is_file():
        return None
    return np.repeat(load_champion(path).network.genome[np.newaxis], _POPULATION, axis=0)


def _rate(game: Game, loops: Program, genomes: NDArray[np.float32], threads: int, rounds: int) -> float:
    best = 0.0
    for _ in range(rounds):
        start = time.perf_counter()
        outcome = evaluate(loops, genomes, np.ones(1, np.uint32), game.setting, _STEPS, threads)
        best = max(best, outcome.agent_steps / (time.perf_counter() - start))
    return best


def _table(game: Game, measured: dict[str, Any]) -> str:
    rows = [f"{game.title}, {_POPULATION:,} {game.agent}s, {_STEPS:,} steps: millions of {game.agent}-steps a second"]
    rows.append(f"{'':16}{'one core':>10}{measured['threads']:>8} threads")
    for title, kind in (("all alive", ""), ("random weights", "random_")):
        rates = [measured[f"{kind}{game.agent}_steps_per_second_{cores}"] for cores in ("one_core", "all_cores")]
        spelled = ["no champion" if rate is None else f"{rate / 1e6:,.0f}" for rate in rates]
        rows.append(f"{title:16}{spelled[0]:>10}{spelled[1]:>16}")
    rows.append(f"compiling or loading the compiled loop took {measured['compile_seconds']:.2f} s")
    return "\n".join(rows)
