"""How fast graphs play and breed, in turn with dense networks in one process: ``python benchmarks/neat_speed.py``.

Each population has 1,024 genomes that all differ, grown by drift with NEAT's own mutations. Agents play a Flappy in
which nobody dies, so that all lanes stay full. Times are of the processor, not of the clock; ratios are medians over
rounds.
"""

from __future__ import annotations

import statistics
import sys
import time

import numpy as np

from neuro.evolution.algorithms import Results
from neuro.evolution.algorithms.neat import Neat
from neuro.evolution.algorithms.neat_settings import NeatSettings
from neuro.game import find_game
from neuro.policies import Genomes, Graph, Graphs, Layered
from neuro.rollout.evaluate import evaluate
from neuro.rollout.program import Program, program
from neuro.thread_pool import at_most

_AGENTS, _STEPS = 1024, 400


def drifted(policy: Graph, population: int, hidden: float, *, seed: int = 1) -> Neat:
    """A search whose fitness is drawn at random until networks have so many hidden nodes on average."""
    settings = NeatSettings(add_node=0.1, add_link=0.3)
    search = Neat(policy, policy.first(population, seed), seed, settings)
    rng = np.random.default_rng(seed)
    while search.metrics()["hidden"] < hidden:
        search.tell(Results.of(rng.normal(size=population)))
    return search


def rate(compiled: Program, genomes: Genomes, setting: object) -> float:
    """Agent-steps a second of one thread."""
    courses, start = np.zeros(1, np.uint32), time.process_time()
    outcome = evaluate(compiled, genomes, courses, setting, _STEPS, 1)
    return outcome.agent_steps / (time.process_time() - start)


def playing(rounds: int) -> None:
    """Print how fast graphs of several sizes play, of the rate of the game's own dense network."""
    game = find_game("flappy").at("")
    setting = game.setting_with({"gap": 400, "flap": -0.1, "gravity": 0.01, "max_speed": 0.1})  # nobody dies
    graph, dense = Graph(5, 2, output="sigmoid"), Layered(game.layers)
    populations: dict[str, tuple[Program, Genomes]] = {"dense": (program(game, dense), dense.first(_AGENTS, 1))}
    for hidden in (0, 5, 15):
        genomes: Graphs = drifted(graph, _AGENTS, hidden).ask()
        links, nodes = (float(one.mean()) for one in (genomes.packed().length, genomes.packed().hidden))
        populations[f"{nodes:.1f} hidden, {links:.1f} links"] = program(game, graph).with_room_for(genomes), genomes
    found: dict[str, list[float]] = {name: [] for name in populations}
    for _ in range(rounds + 1):
        for name, (compiled, genomes_of_it) in populations.items():
            found[name].append(rate(compiled, genomes_of_it, setting))
    base = found["dense"][1:]
    print(f"dense: {statistics.median(base) / 1e6:.0f} M agent-steps a second of one thread")
    for name in list(found)[1:]:
        ratios = [one / other for one, other in zip(found[name][1:], base, strict=True)]
        print(f"{name}: {statistics.median(ratios):.2f} of dense")


def breeding(rounds: int) -> None:
    """Print how long it takes to tell 1,000 genomes what became of them, programs included."""
    rng = np.random.default_rng(1)
    for hidden in (1.5, 5):
        search, times = drifted(Graph(5, 2), 1000, hidden), []
        for _ in range(rounds):
            results = Results.of(rng.normal(size=1000))
            start = time.process_time()
            with at_most(1):
                search.tell(results)
            times.append(time.process_time() - start)
        links = float(search.ask().topologies.sizes[:, 0].mean())
        print(f"breeding 1,000 genomes of {links:.0f} genes: {statistics.median(times) * 1e3:.2f} ms of one thread")


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    playing(count)
    breeding(count)
