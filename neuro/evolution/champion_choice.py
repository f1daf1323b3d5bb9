"""Making a champion of the best genome of a run: a network with the record of its origin."""

from __future__ import annotations

import datetime
from dataclasses import asdict

from neuro.champion import Champion
from neuro.evolution.settings import EvolutionSettings
from neuro.evolution.state import Best
from neuro.game import Game
from neuro.policies import Policy
from neuro.version import __version__

__all__ = ["champion_of"]


def champion_of(best: Best, game: Game, policy: Policy, settings: EvolutionSettings, algorithm: str) -> Champion:
    """The champion that a genome makes.

    Args:
        best: The genome, and what it reached.
        game: The game that the champion plays.
        policy: The policy that the genome is of.
        settings: Settings of the generation that it was found in.
        algorithm: Name of the algorithm that found it.
    """
    breeding = {name: value for name, value in asdict(settings.breeding).items() if value is not None}
    setting = game.setting_with(settings.parameters)
    max_steps = settings.max_steps or game.max_steps
    return Champion(
        network=policy.network(best.genome),
        game=game.name,
        rules_version=game.version,
        setting={name: float(value) for name, value in setting._asdict().items()},
        seed=settings.seed,
        generation=best.generation,
        fitness=best.fitness,
        score=best.score,
        algorithm=algorithm,
        algorithm_settings={"population": settings.population, **breeding},
        exam={"courses": settings.episodes, "max_steps": max_steps, "solved": best.solved},
        created=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        made_by=__version__,
        level=game.level,
    )
