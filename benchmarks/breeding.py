"""Three generations of a large population: ``python benchmarks/breeding.py [--population 1000000]``.

Prints the seconds that breeding and all else took, in all threads together and by the clock, and how much memory the
run took at most, as a multiple of the population's own. Run it alone: memory is what the process ever had.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from neuro.evolution import Evolution, EvolutionSettings
from neuro.evolution.algorithms import Genetic, Results
from neuro.game import find_game
from neuro.policies import Genomes, Layered, Vectors

_GENERATIONS = 3


class Clock:
    """Seconds by the clock, and of all threads together, that calls of some function took."""

    def __init__(self) -> None:
        self.wall = self.threads = 0.0

    def timing(self, function: Callable[..., object]) -> Callable[..., object]:
        """The function, whose calls count from now on."""

        def timed(*given: object) -> object:
            wall, threads = time.perf_counter(), time.process_time()
            try:
                return function(*given)
            finally:
                self.wall += time.perf_counter() - wall
                self.threads += time.process_time() - threads

        return timed


def _small(policy: Layered) -> float:
    """Milliseconds that breeding 1,000 genomes takes, the median of 200."""
    small = Genetic(policy, policy.first(1000, seed=1), 1, EvolutionSettings(seed=1).breeding)
    fitness: NDArray[np.float64] = np.random.default_rng(2).normal(size=1000)
    seconds = []
    for _ in range(200):
        begun = time.perf_counter()
        small.tell(Results.of(fitness))
        seconds.append(time.perf_counter() - begun)
    return 1000 * float(np.median(seconds))


def main() -> int:
    """Measure, and print a line for each figure."""
    parser = argparse.ArgumentParser(description="breeding a large population")
    parser.add_argument("--population", type=int, default=1_000_000)
    parser.add_argument("--threads", type=int, default=None)
    given, game = parser.parse_args(), find_game("flappy")
    Evolution(game, EvolutionSettings(seed=1, population=10)).step()  # compiles
    breeding, all_of_it = Clock(), Clock()
    Genetic.tell = breeding.timing(Genetic.tell)  # type: ignore[method-assign,assignment]

    def three() -> Genomes:
        settings = EvolutionSettings(seed=1, population=given.population, episodes=1)
        run = Evolution(game, settings, threads=given.threads)
        for _ in range(_GENERATIONS):
            run.step()
        return run.genomes

    genomes = all_of_it.timing(three)()
    assert isinstance(genomes, Vectors)
    size = genomes.matrix.nbytes
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    shape = f"{given.population:,} × {genomes.matrix.shape[1]}"
    print(f"{_GENERATIONS} generations of {shape}: seconds by the clock, of all threads")
    for name, clock in (("breeding", breeding), ("all of it", all_of_it)):
        print(f"{name:12}{clock.wall:8.2f}{clock.threads:8.2f}")
    print(f"breeding is {breeding.wall / all_of_it.wall:.0%} of the time")
    print(f"memory at most {most / 1e6:,.0f} MB, {most / size:.2f} times the population's own")
    print(f"breeding 1,000 takes {_small(Layered(game.layers)):.2f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
