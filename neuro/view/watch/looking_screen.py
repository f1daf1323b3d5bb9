"""A screen that looks into a run in a thread of its own: why it does not learn, or whose descendant its champion is."""

from __future__ import annotations

import threading
from abc import abstractmethod
from collections.abc import Callable
from typing import Generic, TypeVar

from pygame.event import Event

from neuro.errors import NeuroError
from neuro.view.keys import LEAVE, MOTION
from neuro.view.paint import Paint
from neuro.view.screen.window import Screen
from neuro.view.theme import ANNOUNCEMENT, BODY, NAME, Theme
from neuro.view.widgets.screen_controls import ScreenControls

__all__ = ["HEAD", "LookingScreen"]

#: Height of the title and the line below it.
HEAD = 96

Found = TypeVar("Found")


class _LeftError(NeuroError):
    """People did not want to wait for it."""


class LookingScreen(Screen, Generic[Found]):
    """Finds something out, and draws it.

    Args:
        theme: The colours of the window.
        title: Title of the screen.
        look: Finds it out; calls what it is given with a word on how far it is.
        still: Whether motion is reduced.
    """

    def __init__(
        self, theme: Theme, title: str, look: Callable[[Callable[[str], None]], Found], *, still: bool = False
    ) -> None:
        self.theme, self._title, self._look = theme, title, look
        self._shell = ScreenControls(theme, (MOTION, *LEAVE), still=still)
        self._found: Found | None = None
        self._progress, self._fault = "Playing it again …", ""
        self._error: BaseException | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._find, name="look", daemon=True)
        self._thread.start()

    def _find(self) -> None:
        try:
            self._found = self._look(self._tell)
        except NeuroError as error:
            self._fault = str(error)
        except BaseException as error:  # it belongs to the thread that shows: raised again by ``tick``
            self._error = error

    def _tell(self, progress: str) -> None:
        """Say how far it is; whoever looks is stopped here when people have left."""
        if self._closed:
            raise _LeftError("nobody waits for it")
        self._progress = progress

    @property
    def done(self) -> bool:
        return self._shell.left

    def close(self) -> None:
        """Let whoever still looks stop at the next generation."""
        self._closed = True

    def handle(self, event: Event, scale: float) -> None:
        self._shell.commands(event, scale, ())

    def tick(self, seconds: float, *, hurried: bool) -> None:
        if hurried:
            self._thread.join()
        if self._error is not None:
            raise self._error
        self._shell.tick(seconds)

    def draw(self, paint: Paint) -> None:
        wide, high = paint.size
        paint.surface.fill(self.theme.window)
        paint.text((wide / 2, 34), self._title, ANNOUNCEMENT, self.theme.text, "SemiBold", "c")
        paint.text((wide / 2, 66), "Esc goes back to the run", BODY, self.theme.faint, align="c")
        if self._found is not None:
            self.render(paint, self._found)
        else:
            lines = paint.lines_of(self._fault or self._progress, min(720, wide - 64), NAME)
            for k, line in enumerate(lines):
                paint.text((wide / 2, high * 0.4 + 26 * k), line, NAME, self.theme.soft, align="c")
        self._shell.draw(paint, ())

    @abstractmethod
    def render(self, paint: Paint, found: Found) -> None:
        """Draw what was found, below the title."""
