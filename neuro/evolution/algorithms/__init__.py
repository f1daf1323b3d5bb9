"""Algorithms: ``ask`` for genomes, ``tell`` their fitness. A file each, found by name in ``ALGORITHMS``."""

from neuro.evolution.algorithms.algorithm import ALGORITHMS, Algorithm, Lineage, algorithm_named
from neuro.evolution.algorithms.genetic import Genetic, GeneticSettings
from neuro.evolution.algorithms.random_search import RandomSearch

__all__ = ["ALGORITHMS", "Algorithm", "Genetic", "GeneticSettings", "Lineage", "RandomSearch", "algorithm_named"]
