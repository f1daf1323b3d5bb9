"""Choosing the view to show."""

from __future__ import annotations

import sys

from neuro.cli.checks import check_count
from neuro.cli.options import View, ViewOptions
from neuro.errors import SettingError

__all__ = ["chosen_view"]


def chosen_view(showing: ViewOptions) -> View:
    """The view that was asked for; for "auto" the best one that is there, said in a line when it is no window.

    Raises:
        SettingError: If the terminal is to be recorded, or a speed or number of frames is asked for that there is not.
        NeuroError: If the recording that was asked for cannot be made.
    """
    from neuro.view.screen.display import has_display
    from neuro.view.widgets.playback import speed_index

    speed_index(showing.speed or "1")
    check_count("frames", showing.frames)
    if showing.record is not None:
        if showing.view == "terminal":
            raise SettingError("only the window is recorded: use --view window, or --view none to record unseen")
        from neuro.view.capture.recording import check_recording

        check_recording(showing.record)
    if showing.view != "auto":
        return showing.view
    if has_display():
        return "window"
    if showing.record is not None:
        return "none"
    if sys.stdout.isatty():
        print("no display here, so all is shown in the terminal (--view window insists)", file=sys.stderr)
        return "terminal"
    print("no display and no terminal here, so there is no picture, only lines", file=sys.stderr)
    return "none"
