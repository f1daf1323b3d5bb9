"""The command that begins a run again with some of its settings changed."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

from neuro.algorithms_folder import algorithms_option
from neuro.evolution.algorithms import Genetic, algorithm_named, fields_of, policy_bred, population_of, settings_of
from neuro.explanation.evidence import Facts
from neuro.games_folder import games_option
from neuro.network import Dense, Input
from neuro.policies import Layered

__all__ = ["command_for"]


def command_for(facts: Facts, settings: Mapping[str, Any] | None = None, **changed: Any) -> str:
    """The command that begins the same run anew, with something changed.

    Args:
        facts: The run.
        settings: Settings of the algorithm that are changed, by name; None as a value stands for the usual one.
        **changed: Other options that are changed: "level", "algorithm", "population", "episodes", "max_steps" or
            "layers".
    """
    run, game = facts.settings, facts.game
    usual_level = next(iter(game.levels), "")
    chosen: dict[str, Any] = {"level": game.level, "algorithm": run.algorithm, "layers": _layers(facts)}
    count = None if run.population == population_of(run.algorithm) else run.population
    chosen |= {"population": count, "episodes": run.episodes, "max_steps": facts.max_steps, **changed}
    chosen["population"] = population_of(chosen["algorithm"], chosen["population"])
    usual: dict[str, Any] = {"level": usual_level, "algorithm": Genetic.name, "layers": ""}
    usual["population"] = population_of(chosen["algorithm"])
    usual |= {"episodes": game.episodes, "max_steps": game.at(chosen["level"]).max_steps if game.levels else 0}
    if not game.levels:
        usual["max_steps"] = game.max_steps
    words = ["neuro", "evolve", game.name]
    for name, value in chosen.items():
        if value != usual[name]:
            words += [f"--{name.replace('_', '-')}", str(value)]
    if chosen["algorithm"] == run.algorithm:
        words += _own(facts, settings or {})
    for name, value in run.parameters.items():
        if chosen["level"] == game.level and abs(value - getattr(game.setting, name)) > 1e-6 * abs(value):
            words += ["--set", f"{name}={value:g}"]
    found_again = games_option(game.name) + algorithms_option(algorithm_named(chosen["algorithm"]).__module__)
    return shlex.join([*words, "--seed", str(run.seed)]) + found_again


def _own(facts: Facts, changed: Mapping[str, Any]) -> list[str]:
    """The settings of the algorithm that differ from those that the game would have anyway."""
    usual = settings_of(facts.settings.algorithm, {}, facts.game.evolution)
    words = []
    for one in fields_of(usual):
        own = getattr(usual, one.name)
        value = changed.get(one.name, getattr(facts.settings.breeding, one.name))
        if value is not None and value != own:
            words += ["--with", f"{one.name}={value:g}" if isinstance(value, float) else f"{one.name}={value}"]
    return words


def _layers(facts: Facts) -> str:
    """The sizes of layers that differ from those that the run would have anyway; nothing where they do not."""
    policy, run = facts.policy, facts.settings
    if not isinstance(policy, Layered) or policy == policy_bred(run.algorithm, facts.game, run.breeding, None):
        return ""
    if not isinstance(policy.layers[0], Input) or not all(isinstance(one, Dense) for one in policy.layers[1:]):
        return ""
    return "-".join(map(str, [policy.inputs[0], *(one.units for one in policy.layers[1:] if isinstance(one, Dense))]))
