"""DEAP: genomes are lists of numbers, and whoever uses them brings the network."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence

from deap import algorithms, base, creator, tools

from .contest import BREEDING, PLAYING, Contest
from .ours import ALIVE, NEWBORN, PARAMETERS, POPULATION, STEPS, breeding, playing
from .world import Decide, fly

PACKAGE = "deap"


def brain(genome: Sequence[float]) -> Decide:
    """A 5-8-2 network over a flat list of its weights, in plain Python."""
    first = [(genome[5 * i : 5 * i + 5], genome[40 + i]) for i in range(8)]
    second = [(genome[48 + 8 * i : 56 + 8 * i], genome[64 + i]) for i in range(2)]

    def decide(seen: tuple[float, ...]) -> list[float]:
        hidden = [math.tanh(sum(map(float.__mul__, weights, seen), bias)) for weights, bias in first]
        return [sum(map(float.__mul__, weights, hidden), bias) for weights, bias in second]

    return decide


def contests() -> Iterator[Contest]:
    """Flying and breeding."""
    rng = random.Random(1)
    genomes = [[rng.gauss(0, 1) for _ in range(PARAMETERS)] for _ in range(POPULATION)]
    brains = [brain(one) for one in genomes]
    what = "lists and a network in plain Python"
    yield Contest(PLAYING, f"{what}, {NEWBORN}", lambda: fly(brains, STEPS), playing(NEWBORN))
    yield Contest(PLAYING, f"{what}, {ALIVE}", lambda: fly(brains[:100], 200, deadly=False), playing(ALIVE))
    creator.create("Fitness", base.Fitness, weights=(1.0,))
    creator.create("Individual", list, fitness=creator.Fitness)
    toolbox = base.Toolbox()
    toolbox.register("mate", tools.cxUniform, indpb=0.5)
    toolbox.register("mutate", tools.mutGaussian, mu=0, sigma=0.1, indpb=0.1)
    toolbox.register("select", tools.selTournament, tournsize=3)
    population = [creator.Individual(one) for one in genomes]

    def generation() -> float:
        for one in population:
            one.fitness.values = (-sum((gene - 0.5) ** 2 for gene in one),)
        population[:] = algorithms.varAnd(toolbox.select(population, POPULATION), toolbox, 0.5, 0.2)
        return 1.0

    yield Contest(BREEDING, "selTournament and varAnd", generation, breeding("ga"))
