"""``neuro replay``: a champion plays again, the same episode each time."""

from __future__ import annotations

import json as json_format
import math
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from neuro.champion import Champion
from neuro.cli.ancestors import ancestry_of, replay_ancestors
from neuro.cli.checks import check_count, plural
from neuro.cli.options import View, ViewOptions
from neuro.cli.recording_progress import RATE, window_options
from neuro.cli.streams import complain
from neuro.cli.view_choice import chosen_view
from neuro.errors import FileError, NeuroError, SettingError
from neuro.evolution.thinning import thin
from neuro.exact_replay import courses_from, forced, game_of
from neuro.exact_replay import replay as play_again
from neuro.game import Game, game_names, recorded_game
from neuro.games_folder import games_option
from neuro.numerals import tallied
from neuro.paths import shipped_champion
from neuro.storage.files import load_champion
from neuro.storage.runs import RunFolder

if TYPE_CHECKING:
    from neuro.view.inspect.kept_run import KeptRun

__all__ = ["champion_file", "check_same_game", "replay"]

_SHOWN = 10  # champions of a run that are played in turn
_TURN = 30  # seconds of play that they have together, by default


@dataclass(frozen=True)
class _Cast:
    """The champions to play, their courses, and the limits of their episodes.

    Args:
        files: Champions' files, each played in turn.
        champions: What they hold.
        against: Champions that play along.
        seed: The first course.
        episodes: Number of episodes of each.
        max_steps: The longest episode.
        run: The run's folder that the champions come from; None where they come from files.
    """

    files: list[Path]
    champions: list[Champion]
    against: list[Champion]
    seed: int
    episodes: int
    max_steps: int | None
    run: Path | None = None

    @property
    def game(self) -> Game:
        """What they play."""
        return game_of(self.champions[0])[0]

    @property
    def courses(self) -> list[int]:
        """Seeds of the courses."""
        found: list[int] = courses_from(self.seed, self.episodes).tolist()
        return found


def replay(
    file: Path | None = None,
    /,
    *,
    seed: int = 0,
    episodes: int = 1,
    max_steps: int | None = None,
    from_generation: int | None = None,
    ancestors: Annotated[bool, Parameter(negative="")] = False,
    against: Annotated[list[Path] | None, Parameter(negative="")] = None,
    force: Annotated[bool, Parameter(negative="")] = False,
    json: Annotated[bool, Parameter(negative="")] = False,
    showing: ViewOptions | None = None,
) -> int:
    """Play a champion again: the same file and seed always give the same episode, bit for bit.

    For example:

        neuro replay saves/flappy-1/champion.neuro --seed 7 --episodes 3

    Args:
        file: A champion's file, a run's folder, or the name of a game whose champion ships with neuro; Flappy's when
            not given.
        seed: Episode i plays course seed + i.
        episodes: Number of episodes.
        max_steps: The longest episode, in steps; Flappy takes 60 for a second of play.
        from_generation: For a run's folder: play its champions in turn, from this generation on.
        ancestors: For a run's folder: show how it learnt, with champions of about five generations on one course, each
            of which comes further than the one before; --seed names the first course that is tried.
        against: Champions that play the same course as ghosts: files, or games whose champions ship with neuro.
        force: Play champions of another version of the rules, too: not as they played when they were made.
        json: Print score, steps and trace of every episode as one JSON object, and nothing else.
        showing: Options of the view.
    """
    check_count("episodes", episodes)
    check_count("max-steps", max_steps)
    showing = showing or ViewOptions()
    if ancestors:
        _check_nothing_else(episodes, from_generation, against)
        replay_ancestors(ancestry_of(file, seed=seed, max_steps=max_steps, force=force), showing, json=json)
        return 0
    path = champion_file(file)
    files = [path] if from_generation is None else _champions_of(path, from_generation)
    champions = [load_champion(one) for one in files]
    ghosts = [load_champion(champion_file(one)) for one in against or []]
    if force:
        champions, ghosts = [forced(one) for one in champions], [forced(one) for one in ghosts]
    check_same_game(champions[0].game, [*champions, *ghosts])
    run = file if file is not None and (file / "run.toml").is_file() else None
    cast = _Cast(files, champions, ghosts, seed, episodes, max_steps, run)
    if from_generation is not None and max_steps is None:
        seconds = max(2, _TURN / len(files))
        cast = replace(cast, max_steps=max(1, int(seconds * cast.game.steps_per_second)))
    if json and showing.view == "auto":
        showing = replace(showing, view="none")
    where = chosen_view(showing)
    if not cast.game.has_rules and (where != "none" or showing.record):
        where = _own_pictures(cast, showing, where)
    elif where == "window" or showing.record:
        _in_window(cast, showing, unattended=where == "none")
    elif where == "terminal":
        _in_terminal(cast, showing)
    if where == "none" or json:
        _print_result(cast, json)
    return 0


def _check_nothing_else(episodes: int, from_generation: int | None, against: list[Path] | None) -> None:
    """Refuse what means nothing to ancestors, who are chosen and play once."""
    given = {"episodes": episodes != 1, "from-generation": from_generation is not None, "against": bool(against)}
    wrong = next((name for name, there in given.items() if there), None)
    if wrong is not None:
        raise SettingError(f"--ancestors chooses who is shown, once, on one course: leave --{wrong} out")


def champion_file(file: Path | None) -> Path:
    """The file meant: one that is there, the champion of a run's folder, or of a game that ships with neuro.

    Raises:
        FileError: If it is none of these.
    """
    name = "flappy" if file is None else str(file)
    if file is not None and (file / "champion.neuro").is_file():
        return file / "champion.neuro"
    if (file is None or not file.exists()) and name in game_names():
        shipped = shipped_champion(name)
        if not shipped.is_file():
            raise FileError(
                f"no champion of {name} ships with neuro: make one with `neuro evolve {name}{games_option(name)}`"
            )
        return shipped
    return Path(name)


def check_same_game(name: str, champions: Sequence[Champion]) -> None:
    """Raise NeuroError unless all champions play one game.

    Raises:
        NeuroError: If one plays another.
    """
    for champion in champions:
        if champion.game != name:
            raise NeuroError(
                f"{recorded_game(name).title} cannot be raced by a champion of {champion.game!r}: evolve one for it"
            )


def _champions_of(file: Path, generation: int) -> list[Path]:
    """Files of the champions that a run has kept from a generation on, at most ten, spread over it."""
    folder = file.parent / "champions"
    found = {int(path.stem): path for path in folder.glob("*.neuro") if path.stem.isdigit()}
    later = [number for number in found if number >= generation]
    if not later:
        raise FileError(f"no champions from generation {generation} on are kept in {folder}: give a run's folder")
    return [found[number] for number in thin(later, _SHOWN)]


def _print_result(cast: _Cast, json: bool) -> None:
    several, told = len(cast.champions) > 1, []
    for path, champion in zip(cast.files, cast.champions, strict=True):
        played = play_again(champion, seed=cast.seed, episodes=cast.episodes, max_steps=cast.max_steps)
        told.append({"file": str(path), "game": champion.game, "episodes": [asdict(episode) for episode in played]})
        for episode in played if not json else ():
            who = f"generation {champion.generation}, " if several else ""
            won = "won, " if episode.won else ""
            found = f"{tallied(episode.score, cast.game.score_name)} in {plural(episode.steps, 'step')}"
            print(f"{who}course {episode.seed}: {found}, {won}trace {episode.trace}")
    if json:
        print(json_format.dumps({"champions": told} if several else told[0], indent=2))


def _in_window(cast: _Cast, showing: ViewOptions, *, unattended: bool) -> None:
    from neuro.view.replay.replay_window import ReplayOptions, replay_window

    episodes = len(cast.courses) * len(cast.champions)
    with window_options(
        ReplayOptions,
        showing,
        most=math.ceil((cast.max_steps or cast.game.max_steps) * episodes * RATE / cast.game.steps_per_second),
        unattended=unattended,
        max_steps=cast.max_steps,
        speed=showing.speed or "1",
        stay_open=not unattended,
    ) as shown:
        kept = None if shown.films_world else _kept_run(cast.run)
        replay_window(cast.game, cast.champions, cast.courses, shown, against=cast.against, kept=kept)


def _kept_run(folder: Path | None) -> KeptRun | None:
    """What a run's folder tells of the whole run; why it tells nothing is said, and hinders nothing."""
    from neuro.view.inspect.kept_run import KeptRun

    if folder is None:
        return None
    try:
        return KeptRun(RunFolder(folder))
    except NeuroError as error:
        complain(f"the champion is shown without its run: {error}")
        return None


def _own_pictures(cast: _Cast, showing: ViewOptions, where: View) -> View:
    """Show a game that draws itself in a window, where there is one, or record it unseen; the view still wanted."""
    if where != "window" and showing.record is None:
        print(f"{cast.game.title} has no picture for the terminal, so there are only lines", file=sys.stderr)
        return "none"
    from neuro.view.replay.gym_window import GymReplayOptions, gym_window

    seen = where == "window"
    with window_options(
        GymReplayOptions, showing, unattended=not seen, stay_open=seen, max_steps=cast.max_steps
    ) as shown:
        gym_window(cast.game, cast.champions, cast.courses, shown)
    return where if seen else "none"


def _in_terminal(cast: _Cast, showing: ViewOptions) -> None:
    from neuro.view.terminal.terminal_views import ReplayTerminalOptions, replay_terminal

    shown = ReplayTerminalOptions(max_steps=cast.max_steps, speed=showing.speed or "1", frames=showing.frames)
    replay_terminal(cast.game, cast.champions, cast.courses, shown, against=cast.against)
