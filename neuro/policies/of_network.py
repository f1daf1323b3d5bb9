"""The policy and the genome that a network comes from, so that what was saved can play again."""

from __future__ import annotations

import numpy as np

from neuro.network import GraphNetwork, Network
from neuro.policies.genomes import Genomes, Vectors
from neuro.policies.graph import Graph
from neuro.policies.graphs import Graphs
from neuro.policies.layered import Layered
from neuro.policies.policy import Policy

__all__ = ["genome_of_network", "policy_of_network"]


def policy_of_network(network: Network | GraphNetwork) -> Policy:
    """The policy that a network is an individual of."""
    if isinstance(network, GraphNetwork):
        ends = network.inputs, network.outputs
        return Graph(
            *ends, hidden=network.hidden, output=network.output, recurrent=network.recurrent, others=network.others
        )
    return Layered(network.layers)


def genome_of_network(network: Network | GraphNetwork) -> Genomes:
    """The genome that makes a network: genomes of length 1."""
    if isinstance(network, GraphNetwork):
        return Graphs(network.inputs, network.outputs, network.topology)
    return Vectors(network.genome[np.newaxis].astype(np.float32, copy=False))
