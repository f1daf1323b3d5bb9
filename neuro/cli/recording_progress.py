"""Options of windows from the command line, and a recording's progress on one line of the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from neuro.cli.options import ViewOptions
from neuro.texts import shown

if TYPE_CHECKING:
    from neuro.view.screen.window import WindowOptions

__all__ = ["RATE", "RecordingProgress", "window_options"]

Options = TypeVar("Options", bound="WindowOptions")

#: Frames of a recording to a second of play.
RATE = 60


class RecordingProgress:
    """Counts frames and shows how many there are, on stderr; at the end says where they are.

    Args:
        path: The recording's file.
        frames: The most that there can be; the bar only pulses when None.
        quiet: Whether to say nothing.
    """

    def __init__(self, path: Path, frames: int | None, *, quiet: bool = False) -> None:
        self._path, self._drawn, self._quiet = path, 0, quiet
        console = Console(file=sys.stderr)
        columns = (
            TextColumn("recording {task.description}", markup=False),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[time]}"),
        )
        self._progress = Progress(*columns, console=console, transient=True, disable=quiet or not sys.stderr.isatty())
        self._task = self._progress.add_task(shown(path.name), total=frames, time="")

    def __enter__(self) -> RecordingProgress:
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._progress.stop()
        if error is None and not self._quiet:
            print(f"Recorded {self._drawn / RATE:.1f} s into {self._path}", file=sys.stderr)

    def __call__(self) -> None:
        """A frame has been drawn."""
        self._drawn += 1
        self._progress.update(self._task, completed=self._drawn, time=f"{self._drawn / RATE:.0f} s")


@contextmanager
def window_options(
    kind: type[Options],
    showing: ViewOptions,
    *,
    most: int | None = None,
    quiet: bool = False,
    unattended: bool = False,
    **own: Any,
) -> Iterator[Options]:
    """Options of a window; while it is open, the progress of its recording is printed, if there is one.

    Args:
        kind: The class of the window's options.
        showing: What all windows take from the command line.
        most: The most frames that a recording can have; None if that is not known.
        quiet: Whether to say nothing of it.
        unattended: Whether the window is drawn unseen.
        **own: The other options of this kind.
    """
    told = None if showing.record is None else RecordingProgress(showing.record, showing.frames or most, quiet=quiet)
    with told or nullcontext():
        yield kind(
            frames=showing.frames,
            screenshot=showing.screenshot,
            record=showing.record,
            frame=showing.frame,
            unattended=unattended,
            on_frame=told,
            theme=showing.theme,
            **own,
        )
