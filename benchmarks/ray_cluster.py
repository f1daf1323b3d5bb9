"""What the engine ray costs and brings on this machine: ``python benchmarks/ray_cluster.py``.

Bytes that go to a worker and come back for each genome; milliseconds that a generation of 1,000 takes more than on
threads, when it is sent at all; microseconds that a genome is on its way; and how much faster two workers are than one
at a population of 100,000. Each is measured in turn, and the median counts. Other work on the machine spoils the
figures, so its load is printed, too.
"""

from __future__ import annotations

import argparse
import os
import pickle
import statistics
import time
from typing import Any

import numpy as np

from neuro.evolution.evolution import Evolution
from neuro.evolution.settings import EvolutionSettings
from neuro.game import find_game
from neuro.policies import Genomes, policy_of
from neuro.rollout.evaluator import Evaluator, open_evaluator
from neuro.rollout.ray_engine import Ray
from neuro.rollout.wire_values import arrays_to, outcome_to

GAME = find_game("flappy").at("")
POLICY = policy_of(GAME.layers)
COURSES = np.arange(4, dtype=np.uint32)


def learnt(population: int, generations: int) -> Genomes:
    """Genomes of a run that has got so far."""
    evolution = Evolution(GAME, EvolutionSettings(seed=1, population=population))
    for _ in range(generations):
        evolution.step()
    return evolution.genomes.copy()


def seconds(evaluator: Evaluator, genomes: Genomes, max_steps: int) -> float:
    """Seconds that one evaluation takes."""
    start = time.perf_counter()
    evaluator.evaluate(genomes, COURSES, GAME.setting, max_steps)
    return time.perf_counter() - start


def in_turn(evaluators: list[Evaluator], genomes: Genomes, max_steps: int, rounds: int) -> list[list[float]]:
    """Seconds of each evaluator, in every round one after the other."""
    taken: list[list[float]] = [[] for _ in evaluators]
    for one in evaluators:
        one.compile(GAME.setting)
        seconds(one, genomes, max_steps)
    for _ in range(rounds):
        for found, one in zip(taken, evaluators, strict=True):
            found.append(seconds(one, genomes, max_steps))
    return taken


def tell_bytes(genomes: Genomes) -> None:
    """Say how much goes to a worker and comes back."""
    with open_evaluator(GAME, GAME.layers) as local:
        outcome = local.evaluate(genomes, COURSES, GAME.setting, 100)

    def size(value: Any) -> float:
        return len(pickle.dumps(value, protocol=5)) / len(genomes)

    out, back = size(arrays_to(genomes)), size(outcome_to(outcome))
    print(f"a genome of 66 parameters on 4 courses: {out:.0f} bytes out, {back:.0f} bytes back")


def tell_overhead(rounds: int) -> None:
    """Say what sending a generation of 1,000 costs."""
    genomes = learnt(1000, 5)
    with open_evaluator(GAME, GAME.layers) as local, Ray(GAME, POLICY, least=0.0) as sent:
        here, there = map(statistics.median, in_turn([local, sent], genomes, GAME.max_steps, rounds))
    over = (there - here) * 1e3
    print(f"1,000 genomes: {here * 1e3:.1f} ms on threads, {there * 1e3:.1f} ms when sent: {over:.1f} ms more")


def tell_transport(population: int, rounds: int) -> None:
    """Say what a genome costs on its way, when there is next to nothing to play."""
    genomes = learnt(population, 1)
    with open_evaluator(GAME, GAME.layers) as local, Ray(GAME, POLICY, least=0.0) as sent:
        here, there = map(statistics.median, in_turn([local, sent], genomes, 1, rounds))
    print(f"{population:,} genomes for one step: {(there - here) * 1e6 / population:.2f} µs a genome for the way")


def tell_speed(population: int, rounds: int) -> None:
    """Say how much faster two workers are than one."""
    genomes = learnt(population, 5)
    with Ray(GAME, POLICY, 1) as one, Ray(GAME, POLICY, 2) as two:
        slow, fast = in_turn([one, two], genomes, GAME.max_steps, rounds)
    ratio = statistics.median(a / b for a, b in zip(slow, fast, strict=True))
    taken = f"{statistics.median(slow):.2f} s by one worker, {statistics.median(fast):.2f} s by two"
    print(f"{population:,} genomes: {taken}: {ratio:.2f} times as fast")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--population", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()
    print(f"load of the last minute at the beginning: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    tell_bytes(learnt(1000, 1))
    tell_overhead(4 * asked.rounds)
    tell_transport(asked.population, asked.rounds)
    tell_speed(asked.population, asked.rounds)
    print(f"load of the last minute at the end: {os.getloadavg()[0]:.1f}")
