"""``neuro games``: what there is to play."""

from __future__ import annotations

import json as json_format
from typing import Annotated

from cyclopts import Parameter

from neuro.game import find_game, game_names
from neuro.paths import shipped_champion

__all__ = ["games"]


def games(*, json: Annotated[bool, Parameter(negative="")] = False) -> int:
    """List the games that are installed.

    Args:
        json: Print them as one JSON object.
    """
    found = {name: find_game(name) for name in game_names()}
    if json:
        told = [{"name": name, "title": game.title, "levels": list(game.levels)} for name, game in found.items()]
        print(json_format.dumps({"games": told}))
        return 0
    for name, game in found.items():
        sees, does = len(game.observation), " or ".join(game.actions)
        champion = ", a champion ships with neuro" if shipped_champion(name).is_file() else ""
        print(f"{name:12} {game.title}: {sees} inputs, {does}; scores {game.score_name}{champion}")
        for level, what in game.levels.items():
            print(f"{'':12} --level {level}: {what.about}")
    return 0
