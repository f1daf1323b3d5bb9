"""The window: opening and closing, events, the clock, and pictures of it."""

from __future__ import annotations

import os
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

import pygame
from pygame import Rect, Surface
from pygame.event import Event

from neuro.disk import check_ordinary
from neuro.errors import FileError, NeuroError, SettingError, named
from neuro.texts import shown
from neuro.view.capture.camera import Camera, films_world, save_picture
from neuro.view.keys import NOTICE, WINDOW, Command, command_of
from neuro.view.paint import Paint
from neuro.view.screen.lost_display import report_a_lost_display
from neuro.view.screen.preferences import recall, remember
from neuro.view.screen.presentation import open_display, present, surface_for
from neuro.view.screen.screen_scale import SMALLEST, desktop_of, first_size, remember_size, scale_for
from neuro.view.theme import ANNOUNCEMENT, BODY, HINT, THEMES, Theme, wear

__all__ = ["KEY_REPEAT", "Screen", "Window", "WindowOptions", "show"]

#: Milliseconds until a held key repeats, and between repeats.
KEY_REPEAT = (400, 60)
_FRAME = 1 / 60
_ZOOM = {pygame.K_PLUS: 1.1, pygame.K_EQUALS: 1.1, pygame.K_MINUS: 1 / 1.1, pygame.K_0: 0.0}
_BAR = 360  # units of what shows how far it is


@dataclass(frozen=True, kw_only=True)
class WindowOptions:
    """How a window is shown, whatever is in it.

    Args:
        frames: Draw so many frames, as fast as possible, then close; None to wait for people.
        screenshot: A PNG file for the last frame.
        record: A file for a recording of every frame: a .mp4, .gif or .png, sixty frames to a second of play.
        unattended: Whether no person looks at the window: frames are drawn as fast as possible.
        on_frame: Called after every frame, for instance to tell how far a recording is.
        size: Width and height in units; None for what it was the last time, or fits the desktop.
        scale: Pixels to a unit; None to choose by the desktop's size.
        frame: What recordings hold, "world" or "window"; None for what can be read in a file of its kind.
        theme: "dark" or "light"; None for what it was the last time.

    Raises:
        SettingError: If no frame is to be drawn.
    """

    frames: int | None = None
    screenshot: Path | None = None
    record: Path | None = None
    unattended: bool = False
    on_frame: Callable[[], None] | None = None
    size: tuple[int, int] | None = None
    scale: float | None = None
    frame: str | None = None
    theme: str | None = None

    def __post_init__(self) -> None:
        if self.frames is not None and self.frames < 1:
            raise SettingError(f"frames must be at least 1, not {self.frames!r}")

    @property
    def colours(self) -> Theme:
        """The theme.

        Raises:
            UnknownNameError: If there is no such theme.
        """
        if self.theme is None:
            return THEMES.get("dark" if self.alone else recall("theme", str), THEMES["dark"])
        return named("theme", self.theme, THEMES)

    @property
    def still(self) -> bool:
        """Whether motion is reduced, as it was the last time."""
        return not self.alone and bool(recall("reduced_motion", bool))

    @property
    def films_world(self) -> bool:
        """Whether what is recorded from the first frame on is the world alone."""
        return films_world(self.record, self.frame)

    @property
    def alone(self) -> bool:
        """Whether no person looks at the window, so that nothing is remembered, and nothing depends on what was."""
        return self.frames is not None or self.unattended


def _check_screenshot(screenshot: Path | None) -> None:
    if screenshot is not None and not screenshot.parent.is_dir():
        raise FileError(f"the folder {str(screenshot.parent)!r} for the screenshot is not there: make it first")
    if screenshot is not None:
        check_ordinary(screenshot)


class Window:
    """A window, as a context manager. Closing it is noticed at the next event.

    Attributes:
        closed: Whether people have closed it.
        camera: What keeps pictures of it.
        theme: The colours, which people may change: all that is in the window holds this same object.

    Args:
        title: What its frame says.
        options: Options of the window.

    Raises:
        NeuroError: If no window can be opened; the message says why.
    """

    def __init__(self, title: str, options: WindowOptions) -> None:
        if options.unattended:
            os.environ["SDL_VIDEODRIVER"] = "dummy"
        _check_screenshot(options.screenshot)
        self.camera = Camera(title.rpartition(" ")[2].lower(), options.record, options.frame)
        self._options, self.theme = options, replace(options.colours)
        self._drawn, self._shown_at = 0, time.perf_counter()
        self._whole_screen = self.closed = False
        open_display()
        try:
            self._desktop = desktop_of()
            self._scale = options.scale or scale_for(self._desktop)
            self._surface = surface_for(
                self._opened_early() or pygame.display.set_mode(self._first_size(), pygame.RESIZABLE)
            )
        except pygame.error as error:
            pygame.display.quit()
            raise NeuroError(f"no window can be opened ({error}): use --view terminal or --view none") from error
        report_a_lost_display()
        pygame.display.set_caption(shown(title))
        self.say("Getting ready")
        pygame.key.set_repeat(*KEY_REPEAT)

    def _opened_early(self) -> Surface | None:
        """The window that is open already, where people may have moved it and pressed keys: it is gone on with."""
        return None if self._options.size else pygame.display.get_surface()

    def _first_size(self) -> tuple[int, int]:
        wide, high = self._options.size or (1440, 900)
        if self._options.size or self._options.alone:
            return round(wide * self._scale), round(high * self._scale)
        return first_size(self._desktop, self._scale)

    def __enter__(self) -> Window:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            self._remember()
            if not isinstance(error, FileError):
                self.camera.close()
        finally:
            pygame.display.quit()

    def _remember(self) -> None:
        """Be as large and as light the next time."""
        if not self._options.alone and not self._options.size:
            remember_size(self._desktop, self._small if self._whole_screen else self._surface.get_size())
            remember(theme=self.theme.name)

    @property
    def paint(self) -> Paint:
        """A brush on the window; its scale shrinks in small windows, so that everything still fits."""
        wide, high = self._surface.get_size()
        scale = min(self._scale, wide / SMALLEST[0], high / SMALLEST[1])
        return Paint(self._surface, max(scale, 0.25))

    @property
    def hurried(self) -> bool:
        """Whether no person looks at the window: frames are drawn as fast as possible."""
        return self._options.alone

    @property
    def exact(self) -> bool:
        """Whether each frame is a sixtieth of a second, however long it took: the same frames each time."""
        return self.hurried or self.camera.recording

    def rest(self) -> None:
        """Nothing can be drawn just now."""
        time.sleep(0.002)

    def events(self) -> Iterator[Event]:
        """What has happened since the last call, but for what the window itself sees to."""
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                self.closed = True
            elif event.type == pygame.KEYDOWN and event.key in _ZOOM and getattr(event, "mod", 0) & pygame.KMOD_CTRL:
                self._zoom(_ZOOM[event.key])
            elif event.type == pygame.WINDOWDISPLAYCHANGED:
                self._desktop = desktop_of(event.display_index)
                self._zoom(0)
            elif event.type == NOTICE:
                self.camera.say(event.text)
            elif command := command_of(event, WINDOW):
                self._obey(command)
            else:
                yield event
        self._surface = surface_for(pygame.display.get_surface() or self._surface)

    def _zoom(self, factor: float) -> None:
        """Draw everything larger or smaller; factor 0 as large as at first."""
        wanted = self._scale * factor if factor else self._options.scale or scale_for(self._desktop)
        self._scale = min(max(wanted, 0.5), 4.0)

    def _obey(self, command: Command) -> None:
        match command.name:
            case "theme":
                wear(self.theme, THEMES["light" if self.theme.dark else "dark"])
            case "fullscreen":
                self._toggle_whole_screen()
            case "record":
                self.camera.toggle()
            case "screenshot":
                self.camera.screenshot(self._surface)

    def _toggle_whole_screen(self) -> None:
        if not self._whole_screen:
            self._small = self._surface.get_size()
        self._whole_screen = not self._whole_screen
        size, flags = ((0, 0), pygame.FULLSCREEN) if self._whole_screen else (self._small, pygame.RESIZABLE)
        self._surface = surface_for(pygame.display.set_mode(size, flags))

    def show(self, rate: int, part: Rect | None = None, world: Rect | None = None) -> float:
        """Show what has been drawn, at most ``rate`` times a second; returns seconds since the last frame.

        Args:
            rate: Frames in a second.
            part: The part of the window that is new; all of it when None.
            world: The part in which the world is drawn, in pixels, for recordings of it alone; None where there is
                none.
        """
        self.camera.take(self._surface, world)
        if not self.hurried:
            self.camera.draw(self.paint, self.theme)
        present(part, self._surface)
        self._drawn += 1
        if self._options.on_frame is not None:
            self._options.on_frame()
        if self.hurried:
            if self._drawn == self._options.frames:
                self.closed = True
            return _FRAME
        wait = self._shown_at + 1 / rate - time.perf_counter()
        if wait > 0:
            time.sleep(wait)
        now = time.perf_counter()
        passed, self._shown_at = now - self._shown_at, now
        return _FRAME if self.exact else passed

    def say(self, title: str, line: str = "", share: float | None = None, doing: str = "") -> None:
        """Fill the window with a word, while it is worked on what it will show.

        Args:
            title: The word.
            line: A sentence under it.
            share: Share of the work that is done, from 0 to 1, for a bar; None for no bar.
            doing: What is done just now.
        """
        theme, paint = self.theme, self.paint
        wide, high = paint.size
        x, y = wide / 2, high / 2
        paint.surface.fill(theme.window)
        paint.text((x, y - 40), title, ANNOUNCEMENT, theme.text, "SemiBold", "c")
        paint.text((x, y - 6), line, BODY, theme.soft, align="c")
        if share is None:
            paint.text((x, y + 20), doing, HINT, theme.faint, align="c")
        else:
            paint.bar((x - _BAR / 2, y + 22, _BAR, 6), theme.line)
            paint.bar((x - _BAR / 2, y + 22, max(6, _BAR * share), 6), theme.hot)
            paint.text((x - _BAR / 2, y + 46), paint.fitting(doing, _BAR - 50, HINT), HINT, theme.faint)
            paint.text((x + _BAR / 2, y + 46), f"{share * 100:.0f} %", HINT, theme.soft, "Medium", "r")
        present(drawn=self._surface)

    def save(self) -> None:
        """Save the last frame where the options say, if they do.

        Raises:
            FileError: If it cannot be written there.
        """
        if self._options.screenshot is not None:
            save_picture(self._surface, self._options.screenshot)


class Screen(ABC):
    """What a window shows.

    Attributes:
        world: The part of the window in which the world was drawn last, in pixels; None for a screen without a world.
    """

    world: Rect | None = None

    @property
    @abstractmethod
    def done(self) -> bool:
        """Whether there is nothing more to show."""

    @property
    def rate(self) -> int:
        """Frames wanted in a second."""
        return 60

    @property
    def busy(self) -> bool:
        """Whether the next moment is still being worked out; a frame that is exact waits for it."""
        return False

    @abstractmethod
    def handle(self, event: Event, scale: float) -> None:
        """Handle an event of the window.

        Args:
            event: The event; mouse positions are in pixels.
            scale: Pixels of a unit.
        """

    @abstractmethod
    def tick(self, seconds: float, *, hurried: bool) -> None:
        """Move on in time.

        Args:
            seconds: Seconds since the last call.
            hurried: Whether frames are drawn as fast as possible, without waiting for the next one's time.
        """

    @abstractmethod
    def draw(self, paint: Paint) -> Rect | None:
        """Draw a frame; the part that is new, in pixels, or None for all of it."""


def show(window: Window, screen: Screen) -> None:
    """Show a screen until it is done or the window is closed."""
    seconds = 0.0
    while not (window.closed or screen.done):
        for event in window.events():
            screen.handle(event, window.paint.scale)
        if window.closed:
            break
        if window.exact and (screen.busy or not window.camera.ready):
            window.rest()
            continue
        screen.tick(seconds, hurried=window.exact)
        part = screen.draw(window.paint)
        seconds = window.show(screen.rate, part, screen.world)
    window.save()
