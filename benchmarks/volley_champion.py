"""How the volley champion that ships was made: ``python benchmarks/volley_champion.py OUT.neuro``.

CMA-ES with its defaults against the champion of 2015. From generation 610 on, when nearly all matches are drawn, more
genomes meet on more courses, since what is left to win are rare points: 64 courses tell differences that 16 do not.
The champion is the mean of the distribution, not the luckiest of a generation. Which generation's mean ships was
chosen on 1,024 courses (900,000 to 900,511 and 910,000 to 910,511), which are in no other figure.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from neuro.champion import Champion
from neuro.evolution.champion_choice import champion_of
from neuro.evolution.evolution import Evolution
from neuro.evolution.settings import EvolutionSettings
from neuro.evolution.state import Best
from neuro.game import find_game
from neuro.policies import genome_of
from neuro.random import Purpose, words
from neuro.storage.files import save

_LATER, _END = 610, 696  # generations


def begun(seed: int) -> Evolution:
    """The run at its beginning, with what is to change on the way."""
    settings = EvolutionSettings(seed=seed, population=64, episodes=16, max_steps=1000, algorithm="cmaes")
    evolution = Evolution(find_game("volley").at("baseline"), settings)
    evolution.change("population", 96, generation=_LATER)
    evolution.change("episodes", 64, generation=_LATER)
    return evolution


def mean_of(evolution: Evolution) -> Champion:
    """The mean of the distribution as a champion, by what it reaches on the courses of the generation before."""
    genome, generation = genome_of(evolution.search.best()), evolution.generation - 1
    settings = evolution.settings_at(generation)
    courses = words(settings.episodes, settings.seed, Purpose.COURSE, generation)
    reached = evolution.evaluator.evaluate(genome, courses, evolution.setting, evolution.max_steps)
    fitness, score = (float(values.mean(dtype="float64")) for values in (reached.fitness, reached.score))
    best = Best(genome, generation, fitness, score, evolution.passes_exam(genome))
    return champion_of(best, evolution.game, evolution.policy, settings, evolution.algorithm)


def main() -> None:
    """Evolve, and write the champion."""
    parser = argparse.ArgumentParser(description="how the volley champion that ships was made")
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--generations", type=int, default=_END)
    given = parser.parse_args()
    evolution = begun(given.seed)
    while evolution.generation < given.generations:
        record = evolution.step()
        print(f"{evolution.generation}: best {record.best_score:.2f}, mean {record.mean_score:.2f} points", flush=True)
    print(evolution.fingerprint)
    save(mean_of(evolution), given.out)


if __name__ == "__main__":
    main()
