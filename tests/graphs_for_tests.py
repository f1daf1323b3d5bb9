"""Topologies that have grown by NEAT's own mutations, and a slow walk over one that says what it computes."""

import math

import numpy as np

from neuro.evolution.algorithms import Results
from neuro.evolution.algorithms.neat import Neat
from neuro.evolution.algorithms.neat_settings import NeatSettings


def grown(policy, population, generations, *, seed=1, **settings):
    """A population whose fitness was drawn at random for some generations."""
    usual = {"add_node": 0.2, "add_link": 0.4, "delete_link": 0.05, "delete_node": 0.02, "toggle_rate": 0.1}
    search = Neat(policy, policy.first(population, seed), seed, NeatSettings(**{**usual, **settings}))
    rng = np.random.default_rng(seed)
    for _ in range(generations):
        search.tell(Results.of(rng.normal(size=population)))
    return search.ask()


def says(found, place, x, before, *, inputs, outputs, activation=math.tanh):
    """The value of each node of one network by its number, node after node as they stand from inputs to outputs.

    A link from a node that stands behind its target, and any from an output, carries the value of the step ``before``.
    """
    links, hidden = found.sizes[place]
    at = {node: (0.0, node) for node in range(inputs + 1)}
    at |= {inputs + 1 + j: (1.0, inputs + 1 + j) for j in range(outputs)}
    at |= {int(found.node[place, k]): (float(found.place[place, k]), int(found.node[place, k])) for k in range(hidden)}
    values = {**{k: float(x[k]) for k in range(inputs)}, inputs: 1.0}
    fixed = inputs + 1 + outputs
    order = sorted((node for node in at if node >= fixed), key=at.get) + list(range(inputs + 1, fixed))
    for target in order:
        total = 0.0
        for k in range(links):
            source = int(found.source[place, k])
            if found.enabled[place, k] and found.target[place, k] == target:
                back = inputs < source < fixed or (source >= fixed and target >= fixed and at[source] >= at[target])
                total += float(found.weight[place, k]) * (before.get(source, 0.0) if back else values[source])
        values[target] = activation(total)
    return values
