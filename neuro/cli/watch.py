"""``neuro watch``: learn before one's eyes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from neuro.cli.session import Lines, Session, announce_compiling, open_session
from neuro.cli.settings import BreedingOptions, RunSettings, View
from neuro.cli.views import chosen_view
from neuro.evolution.run import run

__all__ = ["watch"]


def watch(
    game: str,
    /,
    *,
    view: View = "auto",
    speed: str = "1",
    frames: int | None = None,
    screenshot: Annotated[Path | None, Parameter()] = None,
    theme: str = "dark",
    settings: RunSettings | None = None,
    breeding: BreedingOptions | None = None,
) -> int:
    """Watch a population learn: in a window, else in the terminal, else a line a generation.

    The run is the same, bit for bit, as `neuro evolve` with the same options. Press H in the window for its keys.
    Example:

        neuro watch flappy

    Args:
        game: Its name; see `neuro games`.
        view: Where to show it; auto takes the best that is there.
        speed: At which it begins: 1/4, 1/2, 1, 2, 4 … 64, max.
        frames: Draw so many frames, then end.
        screenshot: Save the last frame as a PNG.
        theme: dark or light.
        settings: The run.
        breeding: How the genetic algorithm breeds.
    """
    options = settings or RunSettings()
    where = chosen_view(view)
    session = open_session(game, options, breeding or BreedingOptions())
    announce_compiling(session.evolution, quiet=options.quiet)
    code = 0
    try:
        _show(session, where, speed, frames, screenshot, theme)
    except KeyboardInterrupt:
        code = 130
    finally:
        session.keep()
    session.tell()
    return code


def _show(session: Session, where: View, speed: str, frames: int | None, screenshot: Path | None, theme: str) -> None:
    evolution, options = session.evolution, session.options
    goal = {"generations": options.generations, "keep_going": options.keep_going, "speed": speed}
    if where == "none":
        quiet = [] if options.quiet else [Lines(to_stderr=options.json)]
        run(evolution, generations=options.generations, keep_going=options.keep_going, reporters=quiet)
        return
    # A script that asks for a result wants the run to end by itself; people want to see the champion fly on.
    stay_open = not (options.json or options.quiet) and sys.stdin.isatty()
    if where == "window":
        from neuro.view.watch import WatchOptions, watch_window

        shown = WatchOptions(**goal, stay_open=stay_open, frames=frames, screenshot=screenshot, theme=theme)
        watch_window(evolution, shown)
    else:
        from neuro.view.terminal import WatchTerminalOptions, watch_terminal

        watch_terminal(evolution, WatchTerminalOptions(**goal, stay_open=stay_open, frames=frames))
