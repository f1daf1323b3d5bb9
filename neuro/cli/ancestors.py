"""``neuro replay RUN --ancestors``: how a run learnt, by champions of some of its generations on one course."""

from __future__ import annotations

import json as json_format
import sys
from dataclasses import asdict
from pathlib import Path

from neuro.ancestors import Ancestry, find_ancestors, kept_champions
from neuro.cli.options import ViewOptions
from neuro.cli.recording_progress import window_options
from neuro.cli.view_choice import chosen_view
from neuro.errors import SettingError
from neuro.exact_replay import forced
from neuro.numerals import tallied
from neuro.texts import shown

__all__ = ["ancestry_of", "replay_ancestors"]


def ancestry_of(run: Path | None, *, seed: int = 0, max_steps: int | None = None, force: bool = False) -> Ancestry:
    """The ancestors of a run's folder; files that cannot be used are named on stderr.

    Args:
        run: The folder.
        seed: The first course that is tried.
        max_steps: The longest episode.
        force: Whether champions of another version of the rules play, too.

    Raises:
        SettingError: If no folder is given.
        FileError: If the run has kept no champions.
        NeuroError: See ``find_ancestors``.
    """
    if run is None:
        raise SettingError("--ancestors tells how a run learnt: give its folder, for example saves/flappy-1")
    champions, notes = kept_champions(run)
    for note in notes:
        print(shown(note), file=sys.stderr)
    return find_ancestors([forced(one) for one in champions] if force else champions, seed=seed, max_steps=max_steps)


def replay_ancestors(ancestry: Ancestry, showing: ViewOptions, *, json: bool) -> None:
    """Show or print how a run learnt."""
    where = "none" if json and showing.view == "auto" else chosen_view(showing)
    if where == "window" or showing.record:
        _in_window(ancestry, showing, unattended=where == "none")
    elif where == "terminal":
        _in_terminal(ancestry, showing)
    if json:
        print(json_format.dumps(_result_of(ancestry), indent=2))
    elif where == "none":
        _say(ancestry)


def _result_of(ancestry: Ancestry) -> dict[str, object]:
    """The champions and their episodes, as JSON has them."""
    episodes = zip(ancestry.champions, ancestry.episodes(), strict=True)
    return {
        "game": ancestry.game.name,
        "course": ancestry.course,
        "max_steps": ancestry.max_steps,
        "ancestors": [
            {"generation": one.generation, **{k: v for k, v in asdict(episode).items() if k != "seed"}}
            for one, episode in episodes
        ],
    }


def _say(ancestry: Ancestry) -> None:
    """A line for each champion."""
    for champion, episode in zip(ancestry.champions, ancestry.episodes(), strict=True):
        came = f"{tallied(episode.score, ancestry.game.score_name)} in {episode.steps:,} steps"
        won = "won, " if episode.won else ""
        print(f"generation {champion.generation}, course {episode.seed}: {came}, {won}trace {episode.trace}")


def _in_window(ancestry: Ancestry, showing: ViewOptions, *, unattended: bool) -> None:
    from neuro.view.replay.ancestors_window import AncestorsOptions, ancestors_window, longest

    with window_options(
        AncestorsOptions,
        showing,
        most=longest(ancestry),
        unattended=unattended,
        speed=showing.speed or "1",
        stay_open=not unattended,
    ) as options:
        ancestors_window(ancestry, options)


def _in_terminal(ancestry: Ancestry, showing: ViewOptions) -> None:
    """One after the other, as every replay is shown there."""
    from neuro.view.terminal.terminal_views import ReplayTerminalOptions, replay_terminal

    options = ReplayTerminalOptions(max_steps=ancestry.max_steps, speed=showing.speed or "1", frames=showing.frames)
    replay_terminal(ancestry.game, ancestry.champions, [ancestry.course], options)
