"""How far a recording is, on one line of the terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from neuro.cli.settings import Showing

__all__ = ["Filming", "filming"]

_RATE = 60  # frames to a second of play


class Filming:
    """Counts frames and shows how many there are, on stderr; at the end says where they are.

    Args:
        path: Of the recording.
        frames: The most that there can be; the bar only pulses when None.
        quiet: Whether to say nothing.
    """

    def __init__(self, path: Path, frames: int | None, *, quiet: bool = False) -> None:
        self._path, self._drawn, self._quiet = path, 0, quiet
        console = Console(file=sys.stderr)
        columns = TextColumn("recording {task.description}"), BarColumn(bar_width=24), TextColumn("{task.fields[time]}")
        self._progress = Progress(*columns, console=console, transient=True, disable=quiet or not sys.stderr.isatty())
        self._task = self._progress.add_task(path.name, total=frames, time="")

    def __enter__(self) -> Filming:
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._progress.stop()
        if error is None and not self._quiet:
            print(f"Recorded {self._drawn / _RATE:.1f} s into {self._path}", file=sys.stderr)

    def __call__(self) -> None:
        """A frame has been drawn."""
        self._drawn += 1
        self._progress.update(self._task, completed=self._drawn, time=f"{self._drawn / _RATE:.0f} s")


def filming(showing: Showing, frames: int | None, *, quiet: bool = False) -> Filming | None:
    """Tells of the recording that was asked for, if any."""
    return None if showing.record is None else Filming(showing.record, showing.frames or frames, quiet=quiet)
