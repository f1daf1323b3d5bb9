"""``neuro watch``: learn before one's eyes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial

from neuro.cli.filming import filming
from neuro.cli.session import Lines, Session, announce_compiling, open_session
from neuro.cli.settings import BreedingOptions, KeepingOptions, RunSettings, Showing
from neuro.cli.stopping import StopSignals
from neuro.cli.views import chosen_view
from neuro.evolution.reporters import Reporter
from neuro.evolution.run import run

__all__ = ["watch"]


def watch(
    game: str | None = None,
    /,
    *,
    settings: RunSettings | None = None,
    keeping: KeepingOptions | None = None,
    showing: Showing | None = None,
    breeding: BreedingOptions | None = None,
) -> int:
    """Watch a population learn: in a window, else in the terminal, else a line a generation.

    The run is the same, bit for bit, as `neuro evolve` with the same options. Press H in the window for its keys.
    For example::

        neuro watch flappy

    Args:
        game: Its name; see `neuro games`. Not needed with `--resume`.
        settings: The run.
        keeping: Where and how it is kept.
        showing: Where and how it is shown.
        breeding: How the genetic algorithm breeds.
    """
    showing = showing or Showing()
    where = chosen_view(showing)
    session = open_session(game, settings or RunSettings(), breeding or BreedingOptions(), keeping or KeepingOptions())
    recording = showing.record is not None
    with StopSignals(at_once=recording or where != "none") as stop:
        with session.flying(stop):
            announce_compiling(session.evolution, quiet=session.options.quiet)
            if recording:
                _in_view(session, partial(_in_window, unattended=where == "none"), showing)
            elif where == "none":
                _in_lines(session, stop)
            else:
                _in_view(session, _SHOWN[where], showing)
        return session.end(stop)


def _in_view(session: Session, show: Callable[[Session, Showing], None], showing: Showing) -> None:
    """Show a run until people leave; also one that has ended, whose champion flies on."""
    recorder = session.recorder
    if recorder is not None:
        recorder.start(session.evolution)
    try:
        show(session, showing)
    except KeyboardInterrupt:
        pass  # all is kept below, and the exit code tells of the signal
    finally:
        if recorder is not None:
            recorder.finish(session.evolution)


def _stays_open(options: RunSettings) -> bool:
    """Whether the champion flies on after the run: for people, not for a script that waits for the result."""
    return not (options.json or options.quiet) and sys.stdin.isatty()


def _in_window(session: Session, showing: Showing, *, unattended: bool = False) -> None:
    from neuro.view.watch import WatchOptions, watch_window

    options = session.options
    told = filming(showing, None, quiet=options.quiet or options.json)
    shown = WatchOptions(
        generations=options.generations,
        keep_going=options.keep_going,
        stay_open=_stays_open(options) and not unattended,
        speed=showing.speed,
        frames=showing.frames,
        screenshot=showing.screenshot,
        record=showing.record,
        unattended=unattended,
        on_frame=told,
        theme=showing.theme,
        reporters=_recorders(session),
    )
    with told or nullcontext():
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
        reporters=_recorders(session),
    )
    watch_terminal(session.evolution, shown)


def _recorders(session: Session) -> tuple[Reporter, ...]:
    return () if session.recorder is None else (session.recorder,)


def _in_lines(session: Session, stop: StopSignals) -> None:
    options = session.options
    run(
        session.evolution,
        generations=options.generations,
        keep_going=options.keep_going,
        reporters=[*_recorders(session), *([] if options.quiet else [Lines(to_stderr=options.json)])],
        stop=stop,
    )


_SHOWN = {"window": _in_window, "terminal": _in_terminal}
