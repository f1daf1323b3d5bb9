"""What NEAT needs to solve tasks, in the defaults that everybody gets: ``python benchmarks/neat_quality.py xor 100``.

Tasks: xor, flappy, breeze, velocities, blind; ``flappy ga`` and ``breeze ga`` for the genetic algorithm
beside it; a setting of the algorithm as ``name=value``. Seeds are counted from one that no setting was tuned on.
"""

from __future__ import annotations

import statistics
import sys
import time

from neuro.evolution import Evolution, EvolutionSettings
from neuro.evolution.algorithms import settings_of
from neuro.evolution.evolved_examples import EXAMPLES
from neuro.evolution.run import run
from neuro.evolution.supervised import SupervisedEvolution
from neuro.game import find_game
from neuro.network import GraphNetwork

_FIRST = 700_000
#: Of each task: the game, its level, the population, and the largest number of generations.
_TASKS = {
    "xor": ("", "", 150, 300),
    "flappy": ("flappy", "classic", 1000, 200),
    "breeze": ("flappy", "breeze", 1000, 200),
    "velocities": ("poles", "velocities", 150, 300),
    "blind": ("poles", "blind", 300, 300),
}


def solved(task: str, seed: int, algorithm: str, given: dict[str, float]) -> dict[str, float] | None:
    """One run; None where it does not solve the task."""
    name, level, population, generations = _TASKS[task]
    if not name:
        own = settings_of(algorithm, given)
        evolution: Evolution = SupervisedEvolution(
            EXAMPLES[task](), seed, population, algorithm=algorithm, breeding=own
        )
    else:
        game = find_game(name).at(level)
        own = settings_of(algorithm, given, game.evolution)
        episodes = getattr(game, "episodes", 4)
        evolution = Evolution(
            game, EvolutionSettings(seed, population, episodes=episodes, algorithm=algorithm, breeding=own)
        )
    evolution.compile()
    start = time.process_time()
    run(evolution, generations=generations)
    spent = time.process_time() - start
    if not evolution.solved:
        return None
    network = evolution.network if isinstance(evolution, SupervisedEvolution) else evolution.champion.network
    size = (network.hidden_nodes, network.links) if isinstance(network, GraphNetwork) else (0, 0)
    told = {"generations": evolution.generation, "evaluations": evolution.evaluations, "seconds": spent}
    return {**told, "hidden": size[0], "links": size[1]}


def main(task: str = "xor", seeds: str = "20", *more: str) -> None:
    """Print how many seeds solve a task, and what they need: mean (median)."""
    algorithm = next((one for one in more if "=" not in one), "neat")
    given = {name: float(value) for name, value in (one.split("=") for one in more if "=" in one)}
    found = [solved(task, _FIRST + seed, algorithm, given) for seed in range(int(seeds))]
    good = [one for one in found if one]
    told = [f"{task} {algorithm} {given or ''}: {len(good)} of {len(found)}"]
    for name in good[0] if good else ():
        values = [one[name] for one in good]
        told.append(f"{name} {statistics.mean(values):.4g} ({statistics.median(values):.4g})")
    print(", ".join(told), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
