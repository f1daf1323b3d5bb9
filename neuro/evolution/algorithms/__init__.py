"""Algorithms: ``ask`` for genomes, ``tell`` their fitness. A file each, found by name in ``ALGORITHMS``."""

from neuro.evolution.algorithms.algorithm import ALGORITHMS, Algorithm
from neuro.evolution.algorithms.genetic import Genetic, GeneticSettings

__all__ = ["ALGORITHMS", "Algorithm", "Genetic", "GeneticSettings"]
