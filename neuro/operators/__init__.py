"""Operators on genomes: rows of a float32 matrix ``(population, parameters)``.

One definition serves both a whole population and the methods of a single ``Network``, which is a population of one.
Every draw is keyed by (seed, purpose, generation, row), so results depend on nothing else.
"""

from neuro.operators.crossover import CROSSOVERS, Crossover
from neuro.operators.mutation import Gaussian

__all__ = ["CROSSOVERS", "Crossover", "Gaussian"]
