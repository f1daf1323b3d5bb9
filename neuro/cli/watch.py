"""``neuro watch``: learn before one's eyes."""

from __future__ import annotations

import sys

from neuro.cli.session import Lines, Session, announce_compiling, open_session
from neuro.cli.settings import BreedingOptions, RunSettings, Showing
from neuro.cli.views import chosen_view
from neuro.evolution.run import run

__all__ = ["watch"]


def watch(
    game: str,
    /,
    *,
    settings: RunSettings | None = None,
    showing: Showing | None = None,
    breeding: BreedingOptions | None = None,
) -> int:
    """Watch a population learn: in a window, else in the terminal, else a line a generation.

    The run is the same, bit for bit, as `neuro evolve` with the same options. Press H in the window for its keys.
    For example::

        neuro watch flappy

    Args:
        game: Its name; see `neuro games`.
        settings: The run.
        showing: Where and how it is shown.
        breeding: How the genetic algorithm breeds.
    """
    options, showing = settings or RunSettings(), showing or Showing()
    where = chosen_view(showing)
    session = open_session(game, options, breeding or BreedingOptions())
    announce_compiling(session.evolution, quiet=options.quiet)
    code = 0
    try:
        _SHOWN[where](session, showing)
    except KeyboardInterrupt:
        code = 130
    finally:
        session.keep()
    session.tell()
    return code


def _stays_open(options: RunSettings) -> bool:
    """Whether the champion flies on after the run: for people, not for a script that waits for the result."""
    return not (options.json or options.quiet) and sys.stdin.isatty()


def _in_window(session: Session, showing: Showing) -> None:
    from neuro.view.watch import WatchOptions, watch_window

    options = session.options
    shown = WatchOptions(
        generations=options.generations,
        keep_going=options.keep_going,
        stay_open=_stays_open(options),
        speed=showing.speed,
        frames=showing.frames,
        screenshot=showing.screenshot,
        theme=showing.theme,
    )
    watch_window(session.evolution, shown)


def _in_terminal(session: Session, showing: Showing) -> None:
    from neuro.view.terminal import WatchTerminalOptions, watch_terminal

    options = session.options
    shown = WatchTerminalOptions(
        generations=options.generations,
        keep_going=options.keep_going,
        stay_open=_stays_open(options),
        speed=showing.speed,
        frames=showing.frames,
    )
    watch_terminal(session.evolution, shown)


def _in_lines(session: Session, showing: Showing) -> None:
    options = session.options
    listening = [] if options.quiet else [Lines(to_stderr=options.json)]
    run(session.evolution, generations=options.generations, keep_going=options.keep_going, reporters=listening)


_SHOWN = {"window": _in_window, "terminal": _in_terminal, "none": _in_lines}
