"""The window in which decision surfaces bend into shape: one, or two side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import Rect
from pygame.event import Event

from neuro.network import Network
from neuro.network.training import History
from neuro.view.chart import Plot
from neuro.view.keys import LEAVE, Key
from neuro.view.paint import Paint
from neuro.view.pupils import BackpropPupil, Pupil, surface_of
from neuro.view.shell import Shell
from neuro.view.snapshot import number
from neuro.view.theme import BODY, FIGURE, HINT, NAME, Theme
from neuro.view.window import Window, WindowOptions, show

__all__ = ["KEYS", "SurfaceOptions", "SurfaceScreen", "show_surfaces", "train_in_window"]

KEYS = (Key("Space", "pause", "pause, go on", (pygame.K_SPACE,), " "), *LEAVE)

_SIDE = 96  # places of a surface in each direction
_CHART = 150
_CORNERS = ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0))  # two inputs and what exclusive or makes of them
_SECONDS = 8  # that learning takes on screen


@dataclass(frozen=True, kw_only=True)
class SurfaceOptions(WindowOptions):
    """In what window surfaces are shown.

    Args:
        stay_open: Whether the window stays when all have learnt; else it closes.
    """

    stay_open: bool = True


class SurfaceScreen:
    """A card for each pupil: its surface with the four corners, what it has reached, and its loss.

    Args:
        pupils: Who learns.
        theme: Colours.
        options: How it ends.
    """

    busy = False
    rate = 30  # fast enough to look smooth, slow enough to see it bend

    def __init__(self, pupils: Sequence[Pupil], theme: Theme, options: SurfaceOptions) -> None:
        self._pupils, self._theme, self._options = pupils, theme, options
        self._shell = Shell(theme, KEYS)
        self._paused = False

    @property
    def done(self) -> bool:
        """See ``window.Screen``."""
        finished = all(pupil.done for pupil in self._pupils)
        return self._shell.left or (finished and not self._options.stay_open and self._options.frames is None)

    def handle(self, event: Event, scale: float) -> None:
        """See ``window.Screen``."""
        for command in self._shell.commands(event, scale, ()):
            if command.name == "pause":
                self._paused = not self._paused

    def tick(self, seconds: float, *, hurried: bool) -> None:
        """See ``window.Screen``."""
        for pupil in self._pupils:
            if not (self._paused or pupil.done):
                pupil.learn()

    def draw(self, paint: Paint) -> None:
        """See ``window.Screen``."""
        wide, high = paint.size
        paint.surface.fill(self._theme.window)
        margin, gap, count = 16, 16, len(self._pupils)
        each = (wide - 2 * margin - gap * (count - 1)) // count
        for place, pupil in enumerate(self._pupils):
            self._draw_pupil(paint, Rect(margin + place * (each + gap), margin, each, high - 2 * margin - 24), pupil)
        paint.text(
            (wide / 2, high - 18), "Space pauses · H shows the keys · Q closes", HINT, self._theme.faint, align="c"
        )
        self._shell.draw(paint, ())

    def _draw_pupil(self, paint: Paint, card: Rect, pupil: Pupil) -> None:
        theme, history = self._theme, pupil.history
        paint.box(card, theme.panel, 12, border=theme.line)
        paint.text((card.x + 20, card.y + 28), pupil.title, FIGURE, theme.text, "SemiBold")
        told = f"{pupil.unit} {number(len(history))}"
        paint.text((card.right - 20, card.y + 22), told, NAME, theme.soft, "Medium", "r")
        note = "learnt" if pupil.done else "paused" if self._paused else "learning"
        paint.text((card.right - 20, card.y + 42), note, HINT, theme.good if pupil.done else theme.faint, align="r")
        side = min(card.w - 40, card.h - _CHART - 110)
        field = Rect(card.centerx - side // 2, card.y + 60, side, side)
        self._draw_surface(paint, field, pupil.network)
        chart = Rect(card.x + 64, field.bottom + 44, card.w - 96, card.bottom - field.bottom - 84)
        self._draw_loss(paint, chart, pupil)

    def _draw_surface(self, paint: Paint, field: Rect, network: Network) -> None:
        theme = self._theme
        values = np.clip(np.nan_to_num(surface_of(network, _SIDE)), 0, 1)
        small = pygame.surfarray.make_surface(_coloured(values, theme).swapaxes(0, 1))
        area = paint.pixels(field)
        paint.surface.blit(pygame.transform.smoothscale(small, area.size), area)
        for x, y, target in _CORNERS:
            at = (field.x + field.w * (x + 0.25) / 1.5, field.bottom - field.h * (y + 0.25) / 1.5)
            paint.circle(at, 11, theme.ink if theme.dark else theme.panel)
            paint.circle(at, 9, theme.hot if target else theme.cold)
            paint.text(at, target, BODY, theme.ink if theme.dark else theme.panel, "SemiBold", "c")

    def _draw_loss(self, paint: Paint, field: Rect, pupil: Pupil) -> None:
        if field.h < 40 or not len(pupil.history):
            return
        losses = pupil.history.loss
        plot = Plot(paint, field, max(len(losses) - 1, 1), max(losses), self._theme)
        plot.axes()
        plot.line(losses, self._theme.hot)
        plot.end(losses, self._theme.hot)
        paint.text((field.x, field.y - 18), f"loss {losses[-1]:.4f}", BODY, self._theme.soft, "Medium")


def _coloured(values: NDArray[Any], theme: Theme) -> NDArray[np.uint8]:
    """Colours ``(side, side, 3)`` of outputs from 0 (cold) to 1 (hot)."""
    cold, middle, hot = (np.array(one, float) for one in (theme.cold, theme.middle, theme.hot))
    away = np.abs(2 * values - 1)[..., np.newaxis] ** 0.8
    ends = np.where(values[..., np.newaxis] > 0.5, hot, cold)
    return np.asarray(middle + (ends - middle) * away * 0.9, np.uint8)


def show_surfaces(title: str, pupils: Sequence[Pupil], options: SurfaceOptions) -> None:
    """Show pupils that learn, until the window is closed.

    Args:
        title: What the window's frame says.
        pupils: One or two.
        options: In what window.

    Raises:
        NeuroError: If no window can be opened, or the screenshot cannot be saved.
    """
    with Window(title, options) as window:
        show(window, SurfaceScreen(pupils, options.colours, options))


def train_in_window(
    network: Network, x: NDArray[Any], y: NDArray[Any], *, epochs: int, options: SurfaceOptions, **settings: Any
) -> History:
    """Train a network of two inputs while its surface is shown; closing the window ends training there.

    Args:
        network: What learns, in the same bits as without a window.
        x: The inputs, ``(n, 2)``.
        y: The targets, ``(n, 1)``.
        epochs: How long.
        options: In what window.
        **settings: Of ``Network.train``.
    """
    moment = max(1, epochs // (_SECONDS * SurfaceScreen.rate))
    pupil = BackpropPupil(network, x, y, epochs, moment, **settings)
    show_surfaces("neuro · exclusive or", [pupil], options)
    return pupil.history
