"""Which view to show."""

from __future__ import annotations

import sys

from neuro.cli.settings import Showing, View

__all__ = ["chosen_view"]


def chosen_view(showing: Showing) -> View:
    """The view that was asked for; for "auto" the best one that is there, said in a line when it is no window.

    Raises:
        SettingError: If it is to begin at a speed that there is not.
    """
    from neuro.view.display import has_display
    from neuro.view.pace import speed_index

    speed_index(showing.speed)
    if showing.view != "auto":
        return showing.view
    if has_display():
        return "window"
    if sys.stdout.isatty():
        print("no display here, so the flight is shown in the terminal (--view window insists)", file=sys.stderr)
        return "terminal"
    print("no display and no terminal here, so there is no picture, only lines", file=sys.stderr)
    return "none"
