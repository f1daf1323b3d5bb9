"""``neuro replay``: a champion flies again, the same flight each time."""

from __future__ import annotations

import json as json_format
from contextlib import nullcontext
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from neuro.champion import Champion
from neuro.cli.filming import filming
from neuro.cli.settings import Showing
from neuro.cli.views import chosen_view
from neuro.cli.words import counted
from neuro.episodes import courses_from, game_of
from neuro.episodes import replay as fly_again
from neuro.errors import FileError
from neuro.game import game_names
from neuro.paths import shipped_champion
from neuro.storage.files import load_champion

__all__ = ["champion_file", "replay"]


def replay(
    file: Path | None = None,
    /,
    *,
    seed: int = 0,
    episodes: int = 1,
    max_steps: int | None = None,
    json: Annotated[bool, Parameter(negative="")] = False,
    showing: Showing | None = None,
) -> int:
    """Fly a champion again: the same file and seed always give the same flight, bit for bit.

    For example::

        neuro replay saves/flappy-1/champion.neuro --seed 7 --episodes 3

    Args:
        file: A champion's file, or the name of a game whose champion ships with neuro; Flappy's when not given.
        seed: Episode i flies course seed + i.
        episodes: How many flights.
        max_steps: The longest flight, in steps; 60 are a second of play.
        json: Print score, steps and trace of every episode as one JSON object, and nothing else.
        showing: Where and how it is shown.
    """
    counted("episodes", episodes)
    counted("max-steps", max_steps)
    showing = showing or Showing()
    path = champion_file(file)
    champion, courses = load_champion(path), courses_from(seed, episodes).tolist()
    if json and showing.view == "auto":
        showing = replace(showing, view="none")
    where = chosen_view(showing)
    if where == "window" or showing.record:
        _in_window(champion, courses, max_steps, showing, unattended=where == "none")
    elif where == "terminal":
        _in_terminal(champion, courses, max_steps, showing)
    if where == "none" or json:
        _tell(path, champion, seed, episodes, max_steps, json)
    return 0


def champion_file(file: Path | None) -> Path:
    """The file meant: one that is there, or the champion of a game that ships with neuro.

    Raises:
        FileError: If it is neither.
    """
    name = "flappy" if file is None else str(file)
    if (file is None or not file.exists()) and name in game_names():
        shipped = shipped_champion(name)
        if not shipped.is_file():
            raise FileError(f"no champion of {name} ships with neuro: make one with `neuro evolve {name}`")
        return shipped
    return Path(name)


def _tell(path: Path, champion: Champion, seed: int, episodes: int, max_steps: int | None, json: bool) -> None:
    flown = fly_again(champion, seed=seed, episodes=episodes, max_steps=max_steps)
    if json:
        told = {"file": str(path), "game": champion.game, "episodes": [asdict(episode) for episode in flown]}
        print(json_format.dumps(told, indent=2))
        return
    game, _ = game_of(champion)
    for episode in flown:
        print(
            f"course {episode.seed}: {episode.score:,.0f} {game.score_name} in {episode.steps:,} steps, "
            f"trace {episode.trace}"
        )


def _in_window(
    champion: Champion, courses: list[int], max_steps: int | None, showing: Showing, *, unattended: bool
) -> None:
    from neuro.view.replay import ReplayOptions, replay_window

    game = game_of(champion)[0]
    told = filming(showing, (max_steps or game.max_steps) * len(courses))
    shown = ReplayOptions(
        max_steps=max_steps,
        speed=showing.speed,
        stay_open=not unattended,
        frames=showing.frames,
        screenshot=showing.screenshot,
        record=showing.record,
        unattended=unattended,
        on_frame=told,
        theme=showing.theme,
    )
    with told or nullcontext():
        replay_window(game, [champion], courses, shown)


def _in_terminal(champion: Champion, courses: list[int], max_steps: int | None, showing: Showing) -> None:
    from neuro.view.terminal import ReplayTerminalOptions, replay_terminal

    shown = ReplayTerminalOptions(max_steps=max_steps, speed=showing.speed, frames=showing.frames)
    replay_terminal(game_of(champion)[0], [champion], courses, shown)
