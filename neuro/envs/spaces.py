"""What agents see and do, as Gymnasium's spaces."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from gymnasium import spaces
from gymnasium.error import ResetNeeded

from neuro.errors import NeuroError, SettingError, UnknownNameError
from neuro.game import Game, checked_game

__all__ = [
    "NotBegunError",
    "action_space",
    "agent_count",
    "course_of",
    "known_options",
    "observation_space",
    "prepared",
    "seed_of",
    "step_limit",
    "whole_number",
]

_MOST_AGENTS, _MOST_STEPS = 1 << 24, 1 << 53


def prepared(game: Game | str, level: str, parameters: Mapping[str, float] | None) -> tuple[Game, Any]:
    """A game on a level, and its parameters with some changed.

    Raises:
        UnknownNameError: If there is no such game, level or parameter.
        SettingError: If a parameter is out of its limits, or these are anything but a game, a level and parameters.
        NeuroError: If the game has no rules of ours.
    """
    if not isinstance(game, Game | str):
        raise SettingError(f"an environment is made of a game or its name, not {game!r:.80}")
    found = checked_game(game)
    if not found.has_rules:
        raise NeuroError(f"{found.title} is an environment already: gymnasium.make makes it")
    if not isinstance(parameters or {}, Mapping):
        raise SettingError(f"parameters are a dictionary by their names, not {parameters!r:.80}")
    chosen = found.at(level)
    return chosen, chosen.setting_with(parameters or {})


def observation_space(game: Game, setting: Any) -> spaces.Box:
    """What an agent sees: a float32 box within the game's bounds."""
    low, high = game.bounds(setting).T
    return spaces.Box(low, high, dtype=np.float32)


def action_space(game: Game) -> spaces.Discrete[Any] | spaces.MultiBinary | spaces.Box:
    """What an agent does.

    ``versus`` gives Discrete(2), where 1 is the first action's doing; ``argmax`` a choice of one; ``threshold`` a bit
    for each; ``continuous`` a number in [-1, 1] for each.
    """
    match game.decision:
        case "versus":
            return spaces.Discrete(2)
        case "argmax":
            return spaces.Discrete(len(game.actions))
        case "threshold":
            return spaces.MultiBinary(len(game.actions))
    return spaces.Box(-1, 1, (len(game.actions),), np.float32)


def whole_number(name: str, value: Any, least: int, most: int) -> int:
    """The value of a setting that is a whole number.

    Raises:
        SettingError: If it is none, or out of these bounds.
    """
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)) or not least <= value <= most:
        raise SettingError(f"{name} must be a whole number from {least} to {most}, not {value!r:.80}")
    return int(value)


def agent_count(name: str, value: Any) -> int:
    """How many agents an environment has."""
    return whole_number(name, value, 1, _MOST_AGENTS)


def step_limit(value: Any) -> int | None:
    """After how many steps an episode is truncated; None for the game's own limit."""
    return None if value is None else whole_number("max_steps", value, 1, _MOST_STEPS)


def seed_of(value: Any) -> int:
    """A seed."""
    return whole_number("a seed", value, 0, (1 << 64) - 1)


def course_of(options: Mapping[str, Any]) -> int | None:
    """The course that the options of a reset name, if they do."""
    course = options.get("course")
    return None if course is None else whole_number("a course", course, 0, (1 << 32) - 1)


def known_options(options: Any, known: Sequence[str]) -> Mapping[str, Any]:
    """The options of a reset. Those of others, which the standards let through, are none of ours.

    Raises:
        SettingError: If they are no dictionary.
        UnknownNameError: If one is nearly, but not quite, one that the environment knows.
    """
    if options is None:
        return {}
    if not isinstance(options, Mapping):
        raise SettingError(f"options of a reset are a dictionary, not {options!r:.80}")
    for name in options:
        if name not in known and difflib.get_close_matches(str(name), known):
            raise UnknownNameError.of("option of a reset", name, known)
    return options


class NotBegunError(NeuroError, ResetNeeded):
    """An environment is stepped or drawn before its first ``reset``."""

    def __init__(self) -> None:
        super().__init__("the first episode has not begun: call reset() before step() and render()")
