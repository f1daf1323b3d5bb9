"""``neuro watch``: learn before one's eyes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

from neuro.cli.branching import Branching
from neuro.cli.filming import window_options
from neuro.cli.lines import Lines
from neuro.cli.session import Session, announce_compiling, open_session
from neuro.cli.settings import BreedingOptions, KeepingOptions, RunSettings, Showing
from neuro.cli.stopping import StopSignals
from neuro.cli.views import chosen_view
from neuro.evolution.run import run

__all__ = ["watch"]


def watch(
    game: str | None = None,
    /,
    *,
    versus: str | None = None,
    settings: RunSettings | None = None,
    keeping: KeepingOptions | None = None,
    showing: Showing | None = None,
    breeding: BreedingOptions | None = None,
) -> int:
    """Watch a population learn: in a window, else in the terminal, else a line a generation.

    The run is the same, bit for bit, as `neuro evolve` with the same options. Press H in the window for its keys.
    For example::

        neuro watch flappy
        neuro watch xor

    The second shows backprop and evolution learning exclusive or, side by side.

    Args:
        game: Its name; see `neuro games`. Not needed with `--resume`.
        versus: Watch two to four algorithms side by side on the same courses, for example ga,random.
        settings: The run.
        keeping: Where and how it is kept.
        showing: Where and how it is shown.
        breeding: How the genetic algorithm breeds.
    """
    showing = showing or Showing()
    if game == "xor":  # a data set, and no game: two ways to learn it
        from neuro.cli.side_by_side import watch_side_by_side

        given = settings or RunSettings(), breeding or BreedingOptions(), keeping or KeepingOptions()
        return watch_side_by_side(*given, showing)
    if versus is not None:
        from neuro.cli.versus import watch_versus

        given = settings or RunSettings(), breeding or BreedingOptions(), keeping or KeepingOptions()
        return watch_versus(game, versus, *given, showing)
    where = chosen_view(showing)
    session = open_session(game, settings or RunSettings(), breeding or BreedingOptions(), keeping or KeepingOptions())
    recording = showing.record is not None
    watched = Branching(session)
    if session.evolution.game.engine is not None and where != "none":
        print(f"{session.evolution.game.title} learns without a picture; `neuro replay` shows it", file=sys.stderr)
        where = "none"
    with StopSignals(at_once=recording or where != "none") as stop:
        with session.flying(stop):
            announce_compiling(session.evolution, quiet=session.options.quiet)
            if recording:
                _in_view(watched, partial(_in_window, unattended=where == "none"), showing)
            elif where == "none":
                _in_lines(session, stop)
            else:
                _in_view(watched, _SHOWN[where], showing)
        return watched.session.end(stop)


def _in_view(watched: Branching, show: Callable[[Branching, Showing], None], showing: Showing) -> None:
    """Show a run until people leave; also one that has ended, whose champion flies on."""
    watched.start()
    try:
        show(watched, showing)
    except KeyboardInterrupt:
        pass  # all is kept below, and the exit code tells of the signal
    finally:
        watched.finish()


def _stays_open(options: RunSettings) -> bool:
    """Whether the champion flies on after the run: for people, not for a script that waits for the result."""
    return not (options.json or options.quiet) and sys.stdin.isatty()


def _in_window(watched: Branching, showing: Showing, *, unattended: bool = False) -> None:
    from neuro.view.watch import WatchOptions, watch_window

    session, options = watched.session, watched.session.options
    with window_options(
        WatchOptions,
        showing,
        quiet=options.quiet or options.json,
        unattended=unattended,
        generations=options.generations,
        keep_going=options.keep_going,
        stay_open=_stays_open(options) and not unattended,
        speed=showing.speed,
        reporters=session.reporters,
        kept=session.folder.kept_states,
        champions=session.folder.kept_champions(session.evolution.generation),
        on_branch=watched.branch,
    ) as shown:
        watch_window(session.evolution, shown)


def _in_terminal(watched: Branching, showing: Showing) -> None:
    from neuro.view.terminal import WatchTerminalOptions, watch_terminal

    session, options = watched.session, watched.session.options
    shown = WatchTerminalOptions(
        generations=options.generations,
        keep_going=options.keep_going,
        stay_open=_stays_open(options),
        speed=showing.speed,
        frames=showing.frames,
        reporters=session.reporters,
    )
    watch_terminal(session.evolution, shown)


def _in_lines(session: Session, stop: StopSignals) -> None:
    options = session.options
    run(
        session.evolution,
        generations=options.generations,
        keep_going=options.keep_going,
        reporters=[*session.reporters, *([] if options.quiet else [Lines(to_stderr=options.json)])],
        stop=stop,
    )


_SHOWN = {"window": _in_window, "terminal": _in_terminal}
