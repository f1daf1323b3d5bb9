"""What searching costs, without evaluating: ``python benchmarks/algorithms.py [--population 1000 --parameters 66]``.

Prints the milliseconds that ask and tell take, the median of many generations, of every algorithm that breeds vectors.
Where evosax is installed (``pip install evosax==0.3.0``), its algorithm of the same name is measured in the same run,
a generation of ours and one of theirs in turn; theirs is compiled, jitted whole, and its answer waited for.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from neuro.evolution.algorithms import ALGORITHMS, Results
from neuro.network import Dense, Input
from neuro.policies import Layered, Vectors

_THEIRS = {
    "annealing": "SimulatedAnnealing",
    "cmaes": "CMA_ES",
    "de": "DifferentialEvolution",
    "es": "Open_ES",
    "ga": "SimpleGA",
    "pso": "PSO",
    "sep-cmaes": "Sep_CMA_ES",
    "snes": "SNES",
    "xnes": "xNES",
}

Generation = Callable[[], object]


def ours(name: str, first: NDArray[np.float32], fitness: NDArray[np.float64]) -> Generation:
    """A generation of neuro's algorithm of a name, which can be run again and again."""
    kind, policy = ALGORITHMS[name], Layered((Input(first.shape[1] - 1), Dense(1)))
    search = kind(policy, Vectors(first.copy()), 1, kind.Settings())
    results = Results(fitness, fitness[:, np.newaxis].astype(np.float32))

    def generation() -> None:
        search.ask()
        search.tell(results)

    return generation


def theirs(name: str, first: NDArray[np.float32], fitness: NDArray[np.float64]) -> Generation | None:
    """A generation of evosax's algorithm of that name; None where there is none, or no evosax."""
    try:
        import evosax.algorithms
        import jax
        import jax.numpy as jnp
    except ImportError:
        return None
    kind = getattr(evosax.algorithms, _THEIRS.get(name, ""), None)
    if kind is None:
        return None
    search = kind(population_size=len(first), solution=jnp.zeros(first.shape[1]))
    params, key, told = search.default_params, jax.random.key(1), jnp.asarray(-fitness, jnp.float32)
    if issubclass(kind, evosax.algorithms.population_based.base.PopulationBasedAlgorithm):
        state = search.init(key, jnp.asarray(first), told, params)
    else:
        state = search.init(key, jnp.zeros(first.shape[1]), params)

    @jax.jit
    def both(key: object, state: object) -> object:
        key, one, other = jax.random.split(key, 3)
        population, state = search.ask(one, state, params)
        return key, search.tell(other, population, told, state, params)[0]

    kept = [key, state]

    def generation() -> None:
        kept[:] = jax.block_until_ready(both(*kept))

    return generation


def measured(generations: list[Generation], seconds: float) -> list[float]:
    """The median milliseconds of each, run in turn."""
    for one in generations:
        one()
        one()
    found: list[list[float]] = [[] for _ in generations]
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(found[0]) < 5:
        for one, times in zip(generations, found, strict=True):
            begun = time.perf_counter()
            one()
            times.append(1000 * (time.perf_counter() - begun))
    return [float(np.median(times)) for times in found]


def main() -> int:
    """Measure, and print a line for each algorithm."""
    parser = argparse.ArgumentParser(description="ask and tell of every algorithm")
    parser.add_argument("names", nargs="*", help="names of algorithms; all when there is none")
    parser.add_argument("--population", type=int, default=1000)
    parser.add_argument("--parameters", type=int, default=66)
    parser.add_argument("--seconds", type=float, default=1.0, help="for each algorithm")
    given, rng = parser.parse_args(), np.random.default_rng(1)
    first = rng.normal(size=(given.population, given.parameters)).astype(np.float32)
    fitness: NDArray[np.float64] = rng.normal(size=given.population)
    print(f"ask and tell, {given.population:,} × {given.parameters}, median ms: neuro, evosax, their quotient")
    for name in given.names or sorted(ALGORITHMS):
        if "layers" not in ALGORITHMS[name].policies:
            continue
        peer = theirs(name, first, fitness)
        times = measured([ours(name, first, fitness), *([] if peer is None else [peer])], given.seconds)
        beside = f"{times[1]:9.3f}{times[1] / times[0]:8.1f}" if peer else f"{'-':>9}"
        print(f"{name:12}{times[0]:9.3f}{beside}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
