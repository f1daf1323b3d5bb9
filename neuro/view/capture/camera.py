"""Screenshots and recordings of a window, by key, with a message about each."""

from __future__ import annotations

import datetime
import io
import time
from pathlib import Path

import pygame
from pygame import Rect, Surface

from neuro.errors import FileError, NeuroError
from neuro.numerals import clock
from neuro.paths import saves_root
from neuro.storage.atomic import write_atomically
from neuro.texts import file_stem
from neuro.view.capture.encoding import SMALL, best_suffix
from neuro.view.capture.recording import Recording
from neuro.view.paint import Paint
from neuro.view.theme import BODY, Theme

__all__ = ["Camera", "films_world", "new_picture", "save_picture"]

_MINUTE = 60.0
_NOTICE = 4.0  # seconds that a notice is shown


def films_world(path: Path | None, frame: str | None) -> bool:
    """Whether a recording holds the world alone: where people say so, else where a window's texts would be too small.

    Args:
        path: The recording's file; None for none.
        frame: "world" or "window"; None when it is not given.
    """
    return path is not None and (frame == "world" or (frame is None and path.suffix.lower() in SMALL))


def save_picture(surface: Surface, path: Path) -> None:
    """Save a surface as a picture, whole or not at all.

    Raises:
        FileError: If it cannot be written there.
    """
    data = io.BytesIO()  # SDL does not tell of a disk that is full
    pygame.image.save(surface, data, "screenshot.png")
    write_atomically(path, data.getvalue())


class Camera:
    """Takes pictures of a window.

    Args:
        name: What files that people did not name begin with.
        path: What to record into from the first frame on; None for nothing.
        frame: What recordings hold, "world" or "window"; None for what can be read in a file of its kind.

    Raises:
        FileError: If there is no such folder.
        NeuroError: If nothing writes such files, or what it needs is not installed.
    """

    def __init__(self, name: str, path: Path | None = None, frame: str | None = None) -> None:
        self._name, self._frame = file_stem(name), frame
        self._asked = None if path is None else Recording(path)
        self._recording = self._asked
        self._finishing: list[Recording] = []
        self._notice, self._until = "", 0.0

    @property
    def recording(self) -> bool:
        """Whether every frame is recorded."""
        return self._recording is not None

    @property
    def ready(self) -> bool:
        """Whether the next frame can be taken at once."""
        return self._recording is None or self._recording.ready

    def say(self, notice: str) -> None:
        """Show a sentence for a while."""
        self._notice, self._until = notice, time.perf_counter() + _NOTICE

    def screenshot(self, surface: Surface) -> None:
        """Save what is shown, and say where; or say why not."""
        try:
            path = new_picture(self._name, ".png")
            save_picture(surface, path)
            self.say(f"Saved {path}")
        except NeuroError as error:
            self.say(str(error))

    def toggle(self) -> None:
        """Begin to record, or complete the recording; say so, or why not."""
        if self._recording is not None:
            self._complete()
            return
        try:
            self._recording = Recording(new_picture(self._name, best_suffix()))
        except NeuroError as error:
            self.say(str(error))

    def _complete(self) -> None:
        assert self._recording is not None
        self._recording.finish()
        self._finishing.append(self._recording)
        long = self._recording.seconds
        told = f"{long:.1f} s" if long < _MINUTE else clock(long)
        self.say(f"Recorded {told} into {self._recording.path}" if long else "Nothing was recorded: no frame was drawn")
        self._recording = None

    def take(self, surface: Surface, world: Rect | None = None) -> None:
        """Record a frame, if a recording runs.

        Args:
            surface: The window.
            world: The part of the picture in which the world is drawn, in pixels; None where it has none of its own.

        Raises:
            FileError: If a recording that was asked for from the start cannot be written.
        """
        if self._recording is None:
            return
        try:
            if world is not None and films_world(self._recording.path, self._frame):
                surface = surface.subsurface(world.clip(surface.get_rect()))
            self._recording.add(surface)
            if self._recording.full:
                self._complete()
                self.say("This recording is as long as such a file should be: it is complete")
        except NeuroError as error:
            if self._recording is self._asked:
                raise
            self._recording = None
            self.say(str(error))

    def draw(self, paint: Paint, theme: Theme) -> None:
        """Draw what is not part of a picture: a disc with the time while it records, and the notice."""
        wide, high = paint.size
        if self._recording is not None:
            label = clock(self._recording.seconds)
            width = paint.width_of(label, BODY, "Medium") + 34
            paint.box((12, 12, width, 24), (11, 15, 26), 12, 205)
            paint.circle((26, 24), 5, theme.record)
            paint.text((38, 24), label, BODY, (255, 255, 255), "Medium")
        if self._notice and time.perf_counter() < self._until:
            paint.tag((wide / 2, high - 74), paint.fitting(self._notice, wide - 60, BODY, "Medium"), "c", BODY)

    def close(self) -> None:
        """Complete all recordings.

        Raises:
            FileError: If one could not be written.
        """
        if self._recording is not None:
            self._complete()
        for recording in self._finishing:
            recording.close()
        self._finishing.clear()


def new_picture(name: str, suffix: str) -> Path:
    """A new file for a picture or a film, beside the runs.

    Args:
        name: What it begins with.
        suffix: What it ends with.

    Raises:
        FileError: If there is no place for it.
    """
    folder = saves_root() / "pictures"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"the folder {str(folder)!r} for pictures cannot be made: {error.strerror}") from error
    return folder / f"{file_stem(name)}-{datetime.datetime.now():%Y-%m-%d-%H%M%S-%f}{suffix}"
