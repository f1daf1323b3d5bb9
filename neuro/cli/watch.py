"""``neuro watch``: evolve while people watch."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Literal

from neuro.cli.algorithm_options import BreedingOptions
from neuro.cli.branch_recorder import BranchRecorder
from neuro.cli.line_reporter import LineReporter
from neuro.cli.options import KeepingOptions, RunSettings, ViewOptions
from neuro.cli.recording_progress import window_options
from neuro.cli.session import Session, announce_compiling, open_session
from neuro.cli.signals import StopSignals
from neuro.cli.view_choice import chosen_view
from neuro.errors import SettingError
from neuro.evolution.run import run

__all__ = ["watch"]


def watch(
    game: str | None = None,
    /,
    *,
    versus: str | None = None,
    pace: Literal["story", "steady"] | None = None,
    until: Literal["solved"] | None = None,
    settings: RunSettings | None = None,
    keeping: KeepingOptions | None = None,
    showing: ViewOptions | None = None,
    breeding: BreedingOptions | None = None,
) -> int:
    """Watch a population learn: in a window, else in the terminal, else a line a generation.

    The run is the same, bit for bit, as `neuro evolve` with the same options. Press H in the window for its keys.
    For example:

        neuro watch flappy
        neuro watch xor

    The second shows backprop and evolution learning exclusive or, side by side.

    Args:
        game: Its name; see `neuro games`. Not needed with `--resume`.
        versus: Watch two to four algorithms side by side on the same courses, with commas between them, for example
            ga,random. Settings stand behind a name: ga,ga:mutation_rate=0.4,elites=0.1,random are three, since what has
            a = belongs to the name before it.
        pace: story passes quickly what is not worth a look, so that a run is solved within a minute and a half, and is
            what a window begins with; steady keeps to one speed, and is what `--speed` means.
        until: solved ends by itself some seconds after the game has been solved.
        settings: The run.
        keeping: Options of the run's folder and logs.
        showing: Options of the view.
        breeding: The algorithm's settings.
    """
    showing = showing or ViewOptions()
    _check_telling(pace, until, showing, settings or RunSettings())
    if (pace or until) and (game == "xor" or versus is not None):
        raise SettingError("--pace and --until are for one run of a game: leave them out of xor and of --versus")
    if game == "xor":  # a data set, and no game: two ways to learn it
        from neuro.cli.watch_xor import watch_side_by_side

        given = settings or RunSettings(), breeding or BreedingOptions(), keeping or KeepingOptions()
        return watch_side_by_side(*given, showing)
    if versus is not None:
        from neuro.cli.versus import watch_versus

        given = settings or RunSettings(), breeding or BreedingOptions(), keeping or KeepingOptions()
        return watch_versus(game, versus, *given, showing)
    where = chosen_view(showing)
    recording = showing.record is not None
    if pace == "story" and where != "window" and not recording:
        raise SettingError("--pace story is told in a window, and here is none: leave it out")
    given = settings or RunSettings(), breeding or BreedingOptions(), keeping or KeepingOptions()
    soon = partial(_open_early, showing) if where == "window" and not recording else None
    session = open_session(game, *given, soon=soon)
    watched = BranchRecorder(session)
    told = partial(_in_window, story=pace != "steady" and showing.speed is None, until=until)
    if not session.evolution.game.has_rules and where != "none":
        print(f"{session.evolution.game.title} learns without a picture; `neuro replay` shows it", file=sys.stderr)
        where = "none"
    with StopSignals(at_once=recording or where != "none") as stop:
        with session.running(stop):
            announce_compiling(session.evolution, quiet=session.options.quiet, now=where != "window")  # it shows that
            if recording:
                _in_view(watched, partial(told, unattended=where == "none"), showing)
            elif where == "none":
                _in_lines(session, stop)
            else:
                _in_view(watched, told if where == "window" else partial(_in_terminal, until=until), showing)
        return watched.session.end(stop, seconds_shown=watched.seconds_shown)


def _check_telling(pace: str | None, until: str | None, showing: ViewOptions, settings: RunSettings) -> None:
    """Refuse what contradicts itself.

    Raises:
        SettingError: If it does.
    """
    if pace == "story" and showing.speed is not None:
        raise SettingError("--speed keeps to one speed, and --pace story to none: leave one of them out")
    if until is not None and settings.keep_going:
        raise SettingError("--until solved ends when the game is solved, --keep-going does not: leave one of them out")


def _in_view(
    watched: BranchRecorder, show: Callable[[BranchRecorder, ViewOptions], None], showing: ViewOptions
) -> None:
    """Show a run until people leave; also one that has ended, whose champion plays on."""
    try:
        watched.start()
        show(watched, showing)
    except KeyboardInterrupt:
        pass  # all is kept below, and the exit code tells of the signal
    finally:
        watched.finish()


def _open_early(showing: ViewOptions, title: str) -> None:
    """Let people see a window while the first generation is drawn; ``watch_window`` goes on in it."""
    from neuro.view.screen.window import Window, WindowOptions

    Window(f"neuro · {title}", WindowOptions(frames=showing.frames, theme=showing.theme))


def _is_for_people(options: RunSettings) -> bool:
    """Whether people wait for the picture, and no script for the result: then the champion plays on in the end."""
    return not (options.json or options.quiet)


def _in_window(
    watched: BranchRecorder, showing: ViewOptions, *, story: bool, until: str | None, unattended: bool = False
) -> None:
    from neuro.view.screen.display import is_unseen
    from neuro.view.watch.watch_window import WatchOptions, watch_window

    session, options = watched.session, watched.session.options
    with window_options(
        WatchOptions,
        showing,
        quiet=options.quiet or options.json,
        unattended=unattended or (until is not None and is_unseen()),
        generations=options.generations,
        keep_going=options.keep_going,
        stay_open=_is_for_people(options) and until is None and not (unattended or is_unseen()),
        farewell=until is not None,
        speed=showing.speed or "1",
        story=story,
        reporters=session.reporters,
        kept=session.folder.kept_states,
        champions=session.folder.kept_champions(session.evolution.generation),
        on_branch=watched.branch,
    ) as shown:
        watched.seconds_shown = watch_window(session.evolution, shown)


def _in_terminal(watched: BranchRecorder, showing: ViewOptions, *, until: str | None) -> None:
    from neuro.view.terminal.terminal_views import WatchTerminalOptions, watch_terminal

    session, options = watched.session, watched.session.options
    shown = WatchTerminalOptions(
        generations=options.generations,
        keep_going=options.keep_going,
        stay_open=_is_for_people(options) and until is None and sys.stdin.isatty(),
        speed=showing.speed or "1",
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
        reporters=[*session.reporters, *([] if options.quiet else [LineReporter(to_stderr=options.json)])],
        stop=stop,
    )
