"""What neuro explain measures of runs that learn, and of runs that were made not to: ``python benchmarks/explain.py``.

Prints a line for each run: the figures that findings go by, and what was found. A run that learns is stopped on its way
and looked at as if it were stuck. With --save FILE the runs that learn are written down: the test that none of them is
told that something is wrong reads tests/explanation/healthy.json.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from neuro.cli.layers_option import layers_given
from neuro.evolution.algorithms import settings_of
from neuro.evolution.evolution import Evolution
from neuro.evolution.generation import Generation
from neuro.evolution.run import run
from neuro.evolution.settings import EvolutionSettings
from neuro.explanation import FINDINGS, Facts, measure
from neuro.game import find_game

#: Runs that learn, in the middle of it: the game, the algorithm, how many genomes and generations.
HEALTHY = (
    *(("flappy", "ga", 1000, 12), ("flappy", "neat", 300, 10), ("cars", "ga", 300, 12)),
    *(("flappy", "cmaes", 100, 15), ("flappy", "de", 300, 15), ("flappy", "pso", 300, 15)),
    *(("maze", "ga", 300, 15), ("poles", "ga", 100, 10), ("snake", "ga", 300, 15), ("volley", "ga", 100, 12)),
    ("xor_arena", "ga", 1000, 12),
)
SEEDS = 1, 2

_STUCK = {"generations": 25}
#: Runs that do not learn: the finding, the game, and what keeps it from learning.
SICK: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("tiny-steps", "flappy", {"mutation_rate": 0.0}),
    ("tiny-steps", "flappy", {"mutation_stdev": 1e-4, "mutation_floor": 0.0}),
    ("tiny-steps", "flappy", {"mutation_stdev": 0.003, "mutation_floor": 0.0, "mutation_decay": 1.0}),
    ("tiny-steps", "flappy", {"algorithm": "es", "sigma": 1e-5}),
    (
        "tiny-steps",
        "flappy",
        {"algorithm": "neat", "weight_mutation_rate": 0.0, "add_node": 0.0, "add_link": 0.0, "level": "storm"},
    ),
    ("huge-steps", "xor_arena", {"mutation_stdev": 5.0, "mutation_decay": 1.0, "mutation_rate": 1.0}),
    ("huge-steps", "snake", {"mutation_stdev": 5.0, "mutation_decay": 1.0, "mutation_rate": 1.0, "population": 300}),
    ("no-selection", "flappy", {"pressure": 1, "elites": 0.0, "level": "storm"}),
    ("stands-still", "flappy", {"algorithm": "es", "learning_rate": 0.0}),
    ("stands-still", "flappy", {"algorithm": "es", "sigma": 50.0}),
    ("random-search", "flappy", {"algorithm": "random", "level": "storm"}),
    ("small-population", "flappy", {"population": 4}),
    ("small-population", "xor_arena", {"population": 6}),
    ("alike", "xor_arena", {"population": 20, "generations": 50}),
    ("flat-fitness", "flappy", {"population": 4}),
    ("same-action", "flappy", {"population": 4}),
    ("short-episodes", "flappy", {"max_steps": 10}),
    ("short-episodes", "flappy", {"max_steps": 60}),
    ("short-episodes", "poles", {"max_steps": 20}),
    ("no-hidden-nodes", "xor_arena", {"layers": "4-2", "generations": 60}),
    ("lucky-champion", "flappy", {"level": "storm", "generations": 60}),
    ("dead-end", "maze", {"level": "deceptive", "population": 300, "generations": 60}),
)

_KEPT = [one.name for one in fields(Generation) if one.name not in ("seconds", "fingerprint", "metrics")]


def evolved(
    game: str,
    algorithm: str = "ga",
    seed: int = 1,
    *,
    population: int = 1000,
    generations: int = 25,
    max_steps: int | None = None,
    layers: str | None = None,
    level: str = "",
    **settings: Any,
) -> Evolution:
    """A run, up to some generation."""
    found = find_game(game).at(level)
    breeding = settings_of(algorithm, settings, found.evolution)
    whole = EvolutionSettings(
        seed=seed,
        population=population,
        episodes=found.episodes,
        max_steps=max_steps,
        algorithm=algorithm,
        breeding=breeding,
    )
    evolution = Evolution(found, whole, layers=layers_given(layers, None, found), threads=1)
    run(evolution, generations=generations)
    return evolution


def facts_of(evolution: Evolution) -> Facts:
    """The facts of a run, which is gone on with."""
    history = tuple(evolution.history)
    return Facts(evolution.game, evolution.settings, evolution.policy, history, measure(evolution))


def told(name: str, facts: Facts) -> list[str]:
    """The names of what was found, which are printed with the figures."""
    found = [one.name for look in FINDINGS if (one := look(facts)) is not None]
    assert facts.measured is not None
    figures = {key: value for key, value in asdict(facts.measured).items() if value is not None}
    numbers = " ".join(f"{key} {value:.3g}" for key, value in figures.items())
    print(
        f"{name}: {', '.join(found) or 'nothing'} | {numbers} | alive {facts.alive:.2f} flat {facts.flat:.2f}",
        flush=True,
    )
    return found


def main() -> None:
    """Measure all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--save", type=Path)
    save = parser.parse_args().save
    kept = []
    for game, algorithm, population, generations in HEALTHY:
        for seed in SEEDS:
            run_of = evolved(game, algorithm, seed, population=population, generations=generations)
            if run_of.solved:
                continue
            facts = facts_of(run_of)
            told(f"learns: {game} by {algorithm}, seed {seed}", facts)
            history = [[getattr(one, name) for name in _KEPT] for one in facts.history]
            plain = {"game": game, "algorithm": algorithm, "seed": seed, "population": population}
            assert facts.measured is not None
            kept.append({**plain, "measured": asdict(facts.measured), "columns": _KEPT, "history": history})
    if save is not None:
        save.write_text(json.dumps(kept).replace('{"game"', '\n{"game"') + "\n", encoding="utf-8")
    for name, game, made in SICK:
        facts = facts_of(evolved(game, **made))
        missed = "" if name in told(f"does not: {game} {made}", facts) else f"   MISSED: {name}"
        print(f"   wanted {name}{missed}", flush=True)


if __name__ == "__main__":
    main()
