"""neuro's side of each contest, on one thread."""

from __future__ import annotations

import numpy as np

from neuro.evolution.algorithms import ALGORITHMS, Results
from neuro.game import find_game
from neuro.network import Dense, Input
from neuro.policies import Layered, Vectors
from neuro.rollout.evaluate import evaluate
from neuro.rollout.program import program

from .contest import Work

__all__ = ["ALIVE", "NEWBORN", "PARAMETERS", "POPULATION", "STEPS", "breeding", "playing", "sphere"]

#: Size of populations and of their genomes: Flappy's network has so many weights.
POPULATION, PARAMETERS = 1000, 66
#: Steps of an episode at most.
STEPS = 1000
#: What is flown: by random weights, as in the first generation; and so that nobody dies.
NEWBORN, ALIVE = "random weights", "nobody dies"
_HARMLESS = {"gap": 400, "flap": -0.1, "gravity": 0.01, "max_speed": 0.1}


def playing(birds: str, population: int = POPULATION) -> Work:
    """A generation of Flappy with its 5-8-2 networks, on one course."""
    game = find_game("flappy").at("")
    layers = Layered(game.layers)
    loops, genomes = program(game, layers), layers.first(population, 1)
    setting = game.setting_with(_HARMLESS if birds == ALIVE else {})
    courses = np.ones(1, np.uint32)
    return lambda: float(evaluate(loops, genomes, courses, setting, STEPS, 1).agent_steps)


def sphere(genomes: np.ndarray) -> np.ndarray:
    """The fitness by which vectors are bred: the nearer to a half, the better; float64, one for each row."""
    return -np.square(np.asarray(genomes, np.float32) - np.float32(0.5)).sum(1).astype(np.float64)


def breeding(algorithm: str, population: int = POPULATION) -> Work:
    """Ask and tell of our algorithm of that name, with the fitness (and behaviour) computed in between."""
    first = np.random.default_rng(1).normal(size=(population, PARAMETERS)).astype(np.float32)
    kind, policy = ALGORITHMS[algorithm], Layered((Input(PARAMETERS - 1), Dense(1)))
    search = kind(policy, Vectors(first), 1, kind.Settings())

    def generation() -> float:
        genomes = search.ask().matrix
        fitness = sphere(genomes)
        search.tell(Results.of(fitness)._replace(behaviour=np.clip(genomes[:, :2], -3, 3)))
        return 1.0

    return generation
