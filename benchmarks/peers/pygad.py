"""PyGAD: its own small networks, and its genetic algorithm."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pygad
import pygad.nn

from .contest import BREEDING, PLAYING, Contest
from .ours import ALIVE, NEWBORN, PARAMETERS, POPULATION, STEPS, breeding, playing, sphere
from .world import Decide, fly

PACKAGE = "pygad"
_GENERATIONS = 3


def brain(rng: np.random.Generator) -> Decide:
    """A 5-8-2 network of PyGAD with random weights."""
    first = pygad.nn.DenseLayer(8, pygad.nn.InputLayer(5), "sigmoid")
    last = pygad.nn.DenseLayer(2, first, "sigmoid")
    for layer in (first, last):
        layer.trained_weights = rng.normal(size=layer.initial_weights.shape)

    def decide(seen: tuple[float, ...]) -> tuple[int, int]:
        chosen = pygad.nn.predict(last, np.array([seen]), problem_type="classification")[0]
        return int(chosen == 0), int(chosen == 1)

    return decide


def generations() -> float:
    """Some generations of its genetic algorithm, fitness computed for all genomes at once."""
    search = pygad.GA(
        num_generations=_GENERATIONS,
        num_parents_mating=200,
        sol_per_pop=POPULATION,
        num_genes=PARAMETERS,
        fitness_func=lambda _, genomes, __: sphere(np.asarray(genomes)),
        fitness_batch_size=POPULATION,
        parent_selection_type="tournament",
        crossover_type="uniform",
        mutation_type="random",
        mutation_percent_genes=10,
        suppress_warnings=True,
        random_seed=1,
    )
    search.run()
    return float(_GENERATIONS)


def contests() -> Iterator[Contest]:
    """Flying and breeding."""
    rng = np.random.default_rng(1)
    brains = [brain(rng) for _ in range(100)]
    yield Contest(PLAYING, f"its networks, {NEWBORN}", lambda: fly(brains, STEPS), playing(NEWBORN))
    yield Contest(PLAYING, f"its networks, {ALIVE}", lambda: fly(brains[:20], 100, deadly=False), playing(ALIVE))
    yield Contest(BREEDING, "GA.run", generations, breeding("ga"))
