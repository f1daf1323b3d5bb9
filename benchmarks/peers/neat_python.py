"""neat-python: a network of objects for each genome, called once for each bird and step."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import numpy as np
from neat.activations import sigmoid_activation, tanh_activation
from neat.nn import FeedForwardNetwork
from neat_against_python import bred, grown
from neat_speed import drifted

from neuro.evolution.algorithms import Results
from neuro.policies import Graph

from .contest import BREEDING, PLAYING, Contest
from .ours import ALIVE, NEWBORN, POPULATION, STEPS, playing
from .world import Decide, fly

PACKAGE = "neat-python"


def brain(rng: random.Random) -> Decide:
    """A 5-8-2 network of neat-python with random weights."""
    inputs, hidden, outputs = list(range(-5, 0)), list(range(2, 10)), [0, 1]

    def nodes(keys: list[int], before: list[int], activation: Callable[[float], float]) -> list[tuple[object, ...]]:
        return [(key, activation, sum, rng.gauss(0, 1), 1.0, [(n, rng.gauss(0, 1)) for n in before]) for key in keys]

    layers = nodes(hidden, inputs, tanh_activation) + nodes(outputs, hidden, sigmoid_activation)
    return FeedForwardNetwork(inputs, outputs, layers).activate  # type: ignore[no-any-return]


def contests() -> Iterator[Contest]:
    """Flying and breeding."""
    rng = random.Random(1)
    brains = [brain(rng) for _ in range(POPULATION)]
    yield Contest(PLAYING, f"its networks, {NEWBORN}", lambda: fly(brains, STEPS), playing(NEWBORN))
    yield Contest(PLAYING, f"its networks, {ALIVE}", lambda: fly(brains[:100], 200, deadly=False), playing(ALIVE))
    peer, search, drawn = grown(), drifted(Graph(5, 2, output="sigmoid"), POPULATION, 2.5), np.random.default_rng(1)

    def theirs() -> float:
        bred(peer)
        return 1.0

    def ours() -> float:
        search.tell(Results.of(drawn.normal(size=POPULATION)))
        search.ask().packed()
        return 1.0

    yield Contest(BREEDING, "NEAT, genomes of 20 links (`neat`)", theirs, ours)
