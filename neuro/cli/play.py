"""``neuro play``: a person plays."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from neuro.ancestors import best_until, kept_champions
from neuro.champion import Champion
from neuro.cli.checks import check_count, parameters_on
from neuro.cli.replay import champion_file, check_same_game
from neuro.errors import NeuroError, SettingError
from neuro.exact_replay import courses_from, forced, game_of
from neuro.game import Game, find_game
from neuro.games_folder import games_option
from neuro.paths import shipped_champion
from neuro.random import random_seed
from neuro.storage.files import load_champion
from neuro.texts import shown
from neuro.view.widgets.playback import speed_index

__all__ = ["play"]

_EASY = "easy"  # the level on which people begin


def play(
    game: str,
    /,
    *,
    seed: int | None = None,
    level: str | None = None,
    set: Annotated[list[str] | None, Parameter(negative="")] = None,
    map: Path | None = None,
    against: Annotated[list[Path] | None, Parameter(negative="")] = None,
    generation: int | None = None,
    force: Annotated[bool, Parameter(negative="")] = False,
    speed: str = "1",
    frames: int | None = None,
    screenshot: Path | None = None,
    theme: Literal["dark", "light"] | None = None,
) -> int:
    """Play yourself; the window says with which keys.

    For example:

        neuro play flappy --against saves/flappy-1 --generation 5

    Args:
        game: Name of the game; see `neuro games`.
        seed: Seed of the course; a random one when not given.
        level: Level of the game; `neuro games` lists them. Where nothing is said it is the one named easy, if the game
            has one, unless a champion that is raced learnt under other parameters than the usual ones.
        set: A parameter of the game's rules, for example gap=100; may be given again for others.
        map: A text file with a map, for games that take one.
        against: Champions that play the same course as ghosts: files, or games whose champions ship with neuro. In a
            match the first one has the other seats, the game's own when not given.
        generation: Race the champion of this generation of the run whose folder --against gives first; G in the window
            goes on to the next.
        force: Take champions of another version of the rules, too.
        speed: Speed at the beginning: 1/4, 1/2, 1, 2, 4 … 64, max; + and − change it.
        frames: Draw so many frames, then end.
        screenshot: Save the last frame as a PNG.
        theme: dark or light; as it was the last time when not given.
    """
    check_count("frames", frames)
    check_count("generation", generation, least=0)
    speed_index(speed)  # refused before a window is opened
    chosen = find_game(game).at(level or "")
    if not chosen.has_rules:
        command = f"neuro evolve {chosen.name}{games_option(chosen.name)}"
        raise NeuroError(f"people do not play {chosen.title} here: `{command}` lets networks play it")
    if not against and chosen.players > 1 and shipped_champion(chosen.name).is_file():
        against = [Path(chosen.name)]  # somebody must have the other seats
    rivals = _rivals(against or [], generation)
    champions = [load_champion(champion_file(path)) for path in against or []]
    check_same_game(chosen.name, [*champions, *rivals])
    if force:
        champions, rivals = [forced(one) for one in champions], [forced(one) for one in rivals]
    for champion in [*champions, *rivals]:
        game_of(champion)  # so, too
    if generation is not None:
        champions[0] = best_until(rivals, generation)
    changed = parameters_on(chosen, map, set)
    if not level and not changed:
        chosen = _kind(chosen, champions)
    setting = chosen.setting_with(changed) if level or changed or chosen.level == _EASY else None
    from neuro.view.play.play_window import PlayOptions, play_window

    course = random_seed() if seed is None else int(courses_from(seed, 1)[0])
    play_window(
        chosen,
        course,
        PlayOptions(speed=speed, frames=frames, screenshot=screenshot, theme=theme),
        against=champions,
        setting=setting,
        rivals=rivals,
    )
    return 0


def _rivals(against: list[Path], generation: int | None) -> list[Champion]:
    """Champions of the run that is raced first; files that cannot be used are named on stderr."""
    run = next((path for path in against[:1] if (path / "champions").is_dir()), None)
    if run is None and generation is not None:
        raise SettingError("--generation chooses among the champions of a run: give its folder by --against")
    if run is None:
        return []
    champions, notes = kept_champions(run)
    for note in notes:
        print(shown(note), file=sys.stderr)
    return champions


def _kind(game: Game, champions: list[Champion]) -> Game:
    """The game on its easy level, where it has one and those who are raced learnt on its usual level."""
    if _EASY not in game.levels:
        return game
    usual = game.setting._asdict()
    as_usual = all(one.level in ("", game.level) and {**usual, **one.setting} == usual for one in champions)
    return game.at(_EASY) if as_usual or game.players > 1 else game
