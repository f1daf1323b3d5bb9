"""Evolution: a population manager, algorithms that answer ask and tell, and reporters that listen."""

from neuro.evolution.algorithms import ALGORITHMS, Algorithm, Genetic, GeneticSettings
from neuro.evolution.evolution import Evolution, EvolutionSettings, Generation
from neuro.evolution.selection import SELECTIONS, Rank, Roulette, Selection, Tournament, Truncation

__all__ = [
    "ALGORITHMS",
    "SELECTIONS",
    "Algorithm",
    "Evolution",
    "EvolutionSettings",
    "Generation",
    "Genetic",
    "GeneticSettings",
    "Rank",
    "Roulette",
    "Selection",
    "Tournament",
    "Truncation",
]
