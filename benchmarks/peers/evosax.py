"""evosax: everything jitted by JAX; its users write the game in JAX, too, here laid out for speed, a row a quantity."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import evosax.algorithms
import jax
import jax.numpy as jnp
import numpy as np

from .contest import BREEDING, PLAYING, Contest, Work
from .ours import ALIVE, NEWBORN, PARAMETERS, STEPS, breeding, playing
from .ours import POPULATION as _BRED

PACKAGE = "evosax"
_POPULATION = 4096  # it is fastest so
#: Its algorithms by the name of ours.
_NAMES = {
    "ga": "SimpleGA",
    "es": "Open_ES",
    "snes": "SNES",
    "xnes": "xNES",
    "de": "DifferentialEvolution",
    "pso": "PSO",
    "annealing": "SimulatedAnnealing",
    "cmaes": "CMA_ES",
    "sep-cmaes": "Sep_CMA_ES",
}


def flight() -> Any:
    """A jitted function of genomes ``(66, population)``, tops of pipes ``(40,)`` and whether stones kill.

    It gives the steps that each bird lived. Whether stones kill is data: else the compiler would leave out the flight.
    """

    def step(
        genomes: jax.Array, tops: jax.Array, deadly: jax.Array, state: tuple[jax.Array, ...]
    ) -> tuple[jax.Array, ...]:
        height, speed, pipe_x, pipe, alive, lived = state
        top = tops[pipe % 40]
        seen = [height / 900, (pipe_x - 60) / 800, (height - top) / 900, (height - top - 120) / 900, speed / 9]
        hidden = [
            jnp.tanh(sum(genomes[5 * i + j] * seen[j] for j in range(5)) + genomes[40 + i])  # unrolled by hand
            for i in range(8)
        ]
        flap, glide = (sum(genomes[48 + 8 * k + i] * hidden[i] for i in range(8)) + genomes[64 + k] for k in (0, 1))
        speed = jnp.where(flap > glide, -6.9, jnp.minimum(speed + 0.35, 9))
        height = height + speed
        beside = pipe_x < 90
        lives = (height >= jnp.where(beside, top, 0)) & (height <= jnp.where(beside, top + 90, 770))
        lived = lived + alive
        pipe_x = pipe_x - 2.3
        gone = pipe_x <= -10
        return height, speed, jnp.where(gone, pipe_x + 230, pipe_x), pipe + gone, alive & (lives | ~deadly), lived

    def episode(genomes: jax.Array, tops: jax.Array, deadly: jax.Array) -> jax.Array:
        number = genomes.shape[1]
        start = jnp.full(number, 450.0), jnp.ones(number), jnp.float32(800), jnp.int32(0)
        state = (0, (*start, jnp.ones(number, bool), jnp.zeros(number, jnp.int32)))
        state = jax.lax.while_loop(
            lambda now: (now[0] < STEPS) & now[1][4].any(),
            lambda now: (now[0] + 1, step(genomes, tops, deadly, now[1])),
            state,
        )
        return state[1][5]

    return jax.jit(episode)


def flown(fly: Any, *data: jax.Array) -> float:
    """Steps of living birds in one call."""
    return float(fly(*data).sum())


def generation(name: str) -> Work:
    """A generation of its algorithm, ask and tell jitted as one."""
    kind = getattr(evosax.algorithms, _NAMES[name])
    search = kind(population_size=_BRED, solution=jnp.zeros(PARAMETERS))
    params, key = search.default_params, jax.random.key(1)
    if issubclass(kind, evosax.algorithms.population_based.base.PopulationBasedAlgorithm):
        first = jax.random.normal(key, (_BRED, PARAMETERS))
        state = search.init(key, first, jnp.zeros(_BRED), params)
    else:
        state = search.init(key, jnp.zeros(PARAMETERS), params)

    @jax.jit
    def both(key: object, state: object) -> tuple[object, object]:
        key, one, other = jax.random.split(key, 3)
        population, state = search.ask(one, state, params)
        return key, search.tell(other, population, jnp.square(population - 0.5).sum(-1), state, params)[0]

    kept = [key, state]

    def work() -> float:
        kept[:] = jax.block_until_ready(both(*kept))
        return 1.0

    return work


def contests() -> Iterator[Contest]:
    """Flying, and its algorithms beside ours."""
    rng = np.random.default_rng(1)
    genomes = jnp.asarray(rng.normal(size=(PARAMETERS, _POPULATION)), jnp.float32)
    tops = jnp.asarray(rng.uniform(120, 450, 40), jnp.float32)
    fly = flight()
    for birds in (NEWBORN, ALIVE):
        work = partial(flown, fly, genomes, tops, jnp.bool_(birds == NEWBORN))
        yield Contest(PLAYING, f"rules in JAX, {_POPULATION:,} at once, {birds}", work, playing(birds, _POPULATION))
    for name, theirs in _NAMES.items():
        yield Contest(BREEDING, f"{theirs} (`{name}`)", generation(name), breeding(name))
