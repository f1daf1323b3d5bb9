"""What an individual is: the architecture that a run evolves, and the genomes that it evaluates.

A ``Policy`` is an architecture. It draws the first genomes, binds itself into the compiled rollout, and turns one
genome into something that predicts, and into a ``Sketch``, which is drawn. ``Genomes`` are some individuals of one
policy; algorithms make them, rollouts read them. A policy of another kind is one class beside ``Layered``, with its
own ``Genomes``.
"""

from neuro.policies.explorers import Explorers
from neuro.policies.exploring import Exploring, ValueNetwork, ValueTable
from neuro.policies.genomes import Genomes, Vectors, genome_of, genomes_of, joined_genomes
from neuro.policies.graph import Graph
from neuro.policies.graphs import Graphs
from neuro.policies.layered import Layered, policy_of
from neuro.policies.of_network import genome_of_network, policy_of_network
from neuro.policies.policy import POLICIES, BoundPolicy, Policy
from neuro.policies.preferring import PreferenceNetwork
from neuro.policies.sketch import Links, Node, Sketch

__all__ = [
    "POLICIES",
    "BoundPolicy",
    "Explorers",
    "Exploring",
    "Genomes",
    "Graph",
    "Graphs",
    "Layered",
    "Links",
    "Node",
    "Policy",
    "PreferenceNetwork",
    "Sketch",
    "ValueNetwork",
    "ValueTable",
    "Vectors",
    "genome_of",
    "genome_of_network",
    "genomes_of",
    "joined_genomes",
    "policy_of",
    "policy_of_network",
]
