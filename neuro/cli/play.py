"""``neuro play``: a person plays."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from neuro.cli.replay import champion_file, check_same_game
from neuro.cli.words import counted, parameters_of
from neuro.episodes import forced, game_of
from neuro.errors import NeuroError
from neuro.game import find_game
from neuro.random import random_seed
from neuro.storage.files import load_champion
from neuro.view.pace import speed_index

__all__ = ["play"]


def play(
    game: str,
    /,
    *,
    seed: int | None = None,
    level: str | None = None,
    set: Annotated[list[str] | None, Parameter(negative="")] = None,
    against: Annotated[list[Path] | None, Parameter(negative="")] = None,
    force: Annotated[bool, Parameter(negative="")] = False,
    speed: str = "1",
    frames: int | None = None,
    screenshot: Path | None = None,
    theme: Literal["dark", "light"] | None = None,
) -> int:
    """Play yourself; the window says with which keys.

    For example:

        neuro play flappy --against saves/flappy-1/champion.neuro

    Args:
        game: Its name; see `neuro games`.
        seed: Of the course; a random one when not given.
        level: Level of the game; `neuro games` lists them.
        set: A parameter of the game's rules, for example gap=100; may be given again for others.
        against: Champions that fly the same course as ghosts: files, or names of games whose champions ship with neuro.
        force: Take champions of another version of the rules, too.
        speed: At which it begins: 1/4, 1/2, 1, 2, 4 … 64, max; + and − change it.
        frames: Draw so many frames, then end.
        screenshot: Save the last frame as a PNG.
        theme: dark or light; as it was the last time when not given.
    """
    counted("frames", frames)
    speed_index(speed)  # refused before a window is opened
    chosen = find_game(game).at(level or "")
    if chosen.engine is not None:
        raise NeuroError(f"people do not play {chosen.title} here: `neuro evolve {chosen.name}` lets networks play it")
    setting = chosen.setting_with(parameters_of(set)) if level or set else None
    champions = [load_champion(champion_file(path)) for path in against or []]
    check_same_game(chosen.name, champions)
    champions = [forced(one) for one in champions] if force else champions
    for champion in champions:
        game_of(champion)  # so, too
    from neuro.view.play import PlayOptions, play_window

    course = random_seed() if seed is None else seed
    play_window(
        chosen,
        course,
        PlayOptions(speed=speed, frames=frames, screenshot=screenshot, theme=theme),
        against=champions,
        setting=setting,
    )
    return 0
