"""Evolution: a population manager, algorithms that answer ask and tell, and reporters that listen."""

from neuro.evolution.algorithms import ALGORITHMS, Algorithm, Genetic, GeneticSettings
from neuro.evolution.evolution import Evolution
from neuro.evolution.generation import Generation
from neuro.evolution.reporters import Reporter
from neuro.evolution.settings import EvolutionSettings
from neuro.operators.selection import SELECTIONS, Rank, Roulette, Selection, Tournament, Truncation

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
    "Reporter",
    "Roulette",
    "Selection",
    "Tournament",
    "Truncation",
]
