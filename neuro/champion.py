"""The champion: the best network of a run, with what is needed to play it again and to evolve it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neuro.inline_pictures import figures, network_picture
from neuro.network import GraphNetwork, Network
from neuro.network.layers import Value
from neuro.policies import Genomes, Policy, genome_of_network, policy_of_network

__all__ = ["Champion"]


@dataclass(frozen=True, eq=False)
class Champion:
    """The best network that a run has found, and where it comes from.

    Args:
        network: The network.
        game: Name of the game that it plays.
        rules_version: Version of the game's rules that it learnt under.
        setting: Every parameter of those rules, by name.
        level: The level of the game that it learnt on; its usual one when empty.
        seed: The run's seed.
        generation: The generation that it was found in, from 0.
        fitness: What evolution gave it.
        score: What it reached in its exam.
        algorithm: Name of the algorithm, for example "ga".
        algorithm_settings: The algorithm's settings, by name.
        exam: The conditions of its exam, for example ``{"courses": 4, "max_steps": 5000}``.
        created: Time of its making: ISO 8601, UTC.
        made_by: Version of neuro that made it.
    """

    network: Network | GraphNetwork
    game: str
    rules_version: int
    setting: Mapping[str, float] = field(repr=False)
    seed: int
    generation: int
    fitness: float
    score: float
    algorithm: str
    algorithm_settings: Mapping[str, Value] = field(repr=False)
    exam: Mapping[str, Value]
    created: str
    made_by: str
    level: str = ""

    @cached_property
    def policy(self) -> Policy:
        """The policy by which the network plays."""
        return policy_of_network(self.network)

    @cached_property
    def genome(self) -> Genomes:
        """The network as a genome of that policy, of length 1."""
        return genome_of_network(self.network)

    def predict(self, x: ArrayLike) -> NDArray[np.float32]:
        """The network's outputs for one sample or a batch; see ``Network.predict``."""
        return self.network.predict(x)

    def _repr_html_(self) -> str:
        """What a notebook shows: where it comes from, and its network."""
        sketch = self.policy.sketch(self.genome)
        links = np.stack([sketch.links.source, sketch.links.target], axis=1)
        told = {
            "game": f"{self.game} {self.level}".strip(),
            "score": f"{self.score:,.6g}",
            "found by": f"{self.algorithm}, in generation {self.generation} of seed {self.seed}",
            "network": sketch.summary,
        }
        weights = self.genome.genes(0)[sketch.links.gene]
        return figures(told) + network_picture(sketch.summary, sketch.column_of, links, weights)
