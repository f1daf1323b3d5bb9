"""How far who gets on each of Flappy's levels: writes docs/levels.md. ``python benchmarks/levels.py``.

Three play the same courses kept aside: a rule made by hand (flap when less than so many pixels are left to the lower
edge of the opening, the best of all such rules on other courses), the default genetic algorithm after 25 and after 200
generations (the median of some seeds), and the best champion of all these runs.
"""

from __future__ import annotations

import argparse
import statistics
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from neuro.evolution.evolution import Evolution
from neuro.evolution.settings import EvolutionSettings
from neuro.game import Game, find_game
from neuro.rollout.evaluate import evaluate
from neuro.rollout.program import program

_COURSES = np.arange(700_000, 700_064, dtype=np.uint32)
_TUNED_ON = np.arange(600_000, 600_064, dtype=np.uint32)
_STEPS = 40_000
_PAGE = Path(__file__).resolve().parents[1] / "docs" / "levels.md"


def rule(distance: float) -> NDArray[np.float32]:
    """The genome that flaps when the bird is less than so many pixels above the opening's lower edge."""
    genome = np.zeros(66, np.float32)
    genome[3], genome[40], genome[48] = 20, 20 * distance / 900, 1
    return genome


def scores(game: Game, genomes: NDArray[np.float32], courses: NDArray[np.uint32]) -> NDArray[np.float64]:
    """Mean score of each genome over the courses."""
    outcome = evaluate(program(game, game.layers), genomes, courses, game.setting, _STEPS)
    return np.asarray(outcome.score.mean(axis=1, dtype=np.float64))


def best_rule(game: Game) -> tuple[float, float]:
    """The distance of the best rule on other courses, and its score on those kept aside."""
    distances = np.arange(25, 90)
    genomes = np.stack([rule(distance) for distance in distances])
    chosen = int(scores(game, genomes, _TUNED_ON).argmax())
    return float(distances[chosen]), float(scores(game, genomes[chosen : chosen + 1], _COURSES)[0])


def evolved(game: Game, seeds: int, generations: int) -> tuple[list[float], list[float]]:
    """Scores of the champions of some runs, after 25 generations and at their ends."""
    early, late = [], []
    for seed in range(1, seeds + 1):
        run = Evolution(game, EvolutionSettings(seed=seed))
        for generation in range(generations):
            run.step()
            if generation == min(24, generations - 1):
                early.append(_score(game, run))
        late.append(_score(game, run))
    return early, late


def _score(game: Game, run: Evolution) -> float:
    assert run.champion is not None
    return float(scores(game, run.champion.network.genome[np.newaxis], _COURSES)[0])


def row(level: str, seeds: int, generations: int) -> str:
    """A line of the table."""
    game = find_game("flappy").at(level)
    distance, by_hand = best_rule(game)
    early, late = evolved(game, seeds, generations)
    cells = by_hand, statistics.median(early), statistics.median(late), max(*early, *late)
    figures = " | ".join(f"{value:,.1f}" for value in cells)
    return f"| `{level}` | {game.levels[level].about} | {figures} | {distance:.0f} px |"


def main() -> None:
    """Play, and write the page."""
    parser = argparse.ArgumentParser(description="how far who gets on each of Flappy's levels")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--generations", type=int, default=200)
    options = parser.parse_args()
    rows = [row(level, options.seeds, options.generations) for level in find_game("flappy").levels if level != "easy"]
    _PAGE.write_text(_TEXT.format(rows="\n".join(rows), most=_most(), **vars(options)), encoding="utf-8")
    print(_PAGE.read_text(encoding="utf-8"))


def _most() -> str:
    """Pipes that an episode of the classic level can reach."""
    return f"{(_STEPS - 352) // 130 + 1:,}"


_TEXT = """# Flappy's levels

    neuro watch flappy --level storm
    neuro evolve flappy --level gauntlet --set gap=140

A level is values of the parameters in `games/flappy/rules.py`; `--set` changes any of them by hand. Champions record
level and parameters, and replay uses them. Classic is bit for bit the game that it was before there were levels.

One more, `easy`, is for people: its gap of 190 is where `neuro play flappy` begins. It stands in no table.

Pipes passed, the mean over 64 courses that nobody was tuned on, in episodes of at most 40,000 steps (about {most} pipes
in `classic`); made by `python benchmarks/levels.py`:

| level | what is hard | rule by hand | GA, 25 generations | GA, {generations} generations | best known | the rule |
|---|---|---|---|---|---|---|
{rows}

The rule by hand flaps when the bird is less than so many pixels above the opening's lower edge: the best of all such
rules on 64 other courses. The genetic algorithm runs with its defaults; the figures are medians of {seeds} seeds.
*Best known* is the best champion of all these runs. In the gauntlet every episode ends sooner or later, so it
tells good from very good where the other levels are played for ever.

## Nobody has passed the exam of *storm*

It asks for 1,000 stones on each of 128 courses: 128,000 stones in a row, without a fault. What evolved so far makes a
fault in about 40. `neuro compare flappy --level storm --algorithms neat,ga --seeds 1 --budget 300M`: the champions pass
44 and 36 stones, the mean over 128 courses kept aside, and neither is near the exam.
"""


if __name__ == "__main__":
    main()
