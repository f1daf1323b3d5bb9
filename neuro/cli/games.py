"""``neuro games``: listing the games."""

from __future__ import annotations

import json as json_format
import shutil
import sys
from itertools import zip_longest
from textwrap import wrap
from typing import Annotated

from cyclopts import Parameter

from neuro.errors import NeuroError
from neuro.game import Game, find_game, game_names
from neuro.games_folder import games_in_folders, lost_folders
from neuro.paths import shipped_champion
from neuro.view.terminal.tty import Tty

__all__ = ["games"]

_WIDE, _HIGH = 28, 6  # columns and rows of a picture
_FEW = 256  # colours of a terminal that does not know all


def games(*, json: Annotated[bool, Parameter(negative="")] = False) -> int:
    """List the games that are there: those that ship with neuro, that are installed, and that `--games DIR` adds.

    Every command takes `--games DIR`: each folder in it that is a package with a `game` is a game. `NEURO_GAMES`
    does the same. `gym:NAME` stands for an environment of Gymnasium, for example gym:CartPole-v1. To make your own:

        neuro new-game pong
        neuro games --games .

    In a terminal with colours each has its picture.

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
    colours = Tty().colours
    for name, game in found.items():
        if colours:
            _print_with_picture(name, game, true_colour=colours > _FEW)
        else:
            print(f"{name:12} {game.title}: {_sees(name, game)}")
            for line in (*([game.about] if game.about else []), *_levels(game)):
                print(f"{'':12} {line}")
    return 0


def _sees(name: str, game: Game) -> str:
    """What a game's players see and do, and what counts."""
    champion = ", a champion ships with neuro" if shipped_champion(name).is_file() else ""
    if name in games_in_folders():
        champion = ", of your own"
    sees, does = len(game.observation), " or ".join(game.actions)
    return f"{sees} inputs, {does}; scores {game.score_name}{champion}"


def _levels(game: Game) -> list[str]:
    return [f"--level {level}: {what.about}" for level, what in game.levels.items()]


def _print_with_picture(name: str, game: Game, *, true_colour: bool) -> None:
    """A game's picture, and what is told of it beside and below that."""
    from neuro.view.terminal.game_picture import game_picture  # only here: pygame takes a while

    beside = shutil.get_terminal_size().columns - _WIDE - 3
    title = f"{name} · {game.title}"
    words = (line for text in (game.about, _sees(name, game), *_levels(game)) for line in wrap(text, beside))
    told = [f"\x1b[1m{title}\x1b[0m", *words]
    drawn = game_picture(game, _WIDE, _HIGH, true_colour=true_colour)
    for left, right in zip_longest(drawn, told):
        print(f"{left or ' ' * _WIDE}  {right or ''}".rstrip())
    print()
