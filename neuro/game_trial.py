"""One agent of a game in plain Python, run in the user's own file and lines: to look at, step by step."""

from __future__ import annotations

import numpy as np

from neuro.errors import NeuroError, SettingError
from neuro.game import Game, imported_game
from neuro.rules.lane_rules import LaneRules
from neuro.rules.one_agent import OneAgent

__all__ = ["try_game"]


def try_game(game: Game | str, course: int = 0, **parameters: float) -> OneAgent:
    """One agent of a game at the start of a course, run as Python: print, pdb and assert work in its rules.

    For example::

        one = neuro.try_game("catch", fall=0.05)
        one.step("left")
        one.agent.height, one.see()

    Args:
        game: A game whose rules are in the plain form, or its name.
        course: The seed of its course.
        **parameters: Parameters that differ from the game's, by name.

    Raises:
        UnknownNameError: If there is no such game, or it has no such parameter.
        SettingError: If there is no such course, or it is given no game.
        NeuroError: If its rules are kernels, which run for many agents at a time.
    """
    if not isinstance(course, (int, np.integer)) or not 0 <= course < 1 << 32:
        raise SettingError(f"a course is a whole number from 0 to {(1 << 32) - 1}, not {course!r:.60}")
    if not isinstance(game, (str, Game)):
        raise SettingError(f"what is tried is a game or its name, not {game!r:.60}")
    found = imported_game(game) if isinstance(game, str) else game
    if not isinstance(found.rules, LaneRules):
        raise NeuroError(
            f"the rules of {found.name!r} are kernels, which run for many at a time: nothing can be stepped"
        )
    return OneAgent(found.rules.plain, course, found.setting_with(parameters)._asdict())
