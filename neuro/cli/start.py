"""``neuro`` alone: on a display a start screen, from which everything opens and to which it comes back."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Sequence

from neuro.cli.streams import complain
from neuro.errors import NeuroError

__all__ = ["can_start", "start"]

_INTERRUPTED = 130


def can_start() -> bool:
    """Whether a person before a display has started ``neuro``, and no script that reads what it prints."""
    from neuro.view.screen.display import has_display, is_unseen

    if not (sys.stdout.isatty() or _is_from_starter()) or not has_display() or is_unseen():
        return False
    try:
        import neuro.view.start.start_window  # noqa: F401 - without pygame there are no windows
    except ImportError:
        return False
    return True


def _is_from_starter() -> bool:
    """Whether a desktop's starter began this: no stream is a terminal, and the output goes nowhere or to a log."""
    if sys.stdin.isatty() or sys.stderr.isatty():
        return False
    try:
        kind = os.fstat(sys.stdout.fileno()).st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISSOCK(kind) or (stat.S_ISCHR(kind) and not sys.stdout.isatty())


def start(run: Callable[[Sequence[str]], int]) -> int:
    """Show the start screen until people leave it.

    Args:
        run: Runs the command line that they choose; returns its exit code.

    Returns:
        The exit code.

    Raises:
        NeuroError: If no window can be opened.
    """
    from neuro.cli.kept_entries import kept_entries
    from neuro.cli.start_offers import offers
    from neuro.game import find_game
    from neuro.view.screen.window import WindowOptions
    from neuro.view.start.start_window import start_window

    chosen, notice = 0, ""
    while True:
        words, chosen = start_window(
            offers(), kept_entries(), WindowOptions(), game=find_game("flappy"), chosen=chosen, notice=notice
        )
        if words is None:
            return 0
        try:
            code = run(words)
            notice = f"The page is in {words[-1]}" if words[0] == "export" else ""
        except NeuroError as error:  # one thing that cannot be opened is no reason to close the others
            code, notice = 0, str(error)
            complain(error)
        if code == _INTERRUPTED:
            return code
