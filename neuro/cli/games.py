"""``neuro games``: listing the games."""

from __future__ import annotations

import json as json_format
import sys
from typing import Annotated

from cyclopts import Parameter

from neuro.errors import NeuroError
from neuro.game import find_game, game_names
from neuro.games_folder import games_in_folders, lost_folders
from neuro.paths import shipped_champion

__all__ = ["games"]


def games(*, json: Annotated[bool, Parameter(negative="")] = False) -> int:
    """List the games that are there: those that ship with neuro, that are installed, and that `--games DIR` adds.

    Every command takes `--games DIR`: each folder in it that is a package with a `game` is a game. `NEURO_GAMES`
    does the same. `gym:NAME` stands for an environment of Gymnasium, for example gym:CartPole-v1. To make your own:

        neuro new-game pong
        neuro games --games .

    Args:
        json: Print them as one JSON object.
    """
    found = {}
    for folder in lost_folders():
        print(f"neuro: NEURO_GAMES names {folder}, and there is no such folder", file=sys.stderr)
    for name in game_names():
        try:
            found[name] = find_game(name)
        except NeuroError as error:  # a broken game is no reason to hide the others
            print(f"neuro: {error}", file=sys.stderr)
    if json:
        told = [{"name": name, "title": game.title, "levels": list(game.levels)} for name, game in found.items()]
        print(json_format.dumps({"games": told}))
        return 0
    for name, game in found.items():
        sees, does = len(game.observation), " or ".join(game.actions)
        champion = ", a champion ships with neuro" if shipped_champion(name).is_file() else ""
        if name in games_in_folders():
            champion = ", of your own"
        print(f"{name:12} {game.title}: {sees} inputs, {does}; scores {game.score_name}{champion}")
        for level, what in game.levels.items():
            print(f"{'':12} --level {level}: {what.about}")
    return 0
