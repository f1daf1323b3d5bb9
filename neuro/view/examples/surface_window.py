"""The window in which decision surfaces bend into shape: one, or two side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import Rect
from pygame.event import Event

from neuro.network import GraphNetwork, Network
from neuro.network.training import History
from neuro.numerals import number
from neuro.view.drawing.heat import draw_border, draw_legend, heat, place_rounded
from neuro.view.drawing.shapes import Point
from neuro.view.examples.surface_learners import BackpropLearner, SurfaceLearner, surface_of
from neuro.view.keys import LEAVE, Key
from neuro.view.paint import Paint
from neuro.view.screen.compile_progress import get_ready
from neuro.view.screen.window import Screen, Window, WindowOptions, show
from neuro.view.theme import AXIS, BODY, FIGURE, HINT, NAME, Theme
from neuro.view.widgets.chart import Plot, Reading
from neuro.view.widgets.screen_controls import ScreenControls

__all__ = ["KEYS", "SurfaceOptions", "SurfaceScreen", "show_surfaces", "train_in_window"]

KEYS = (Key("Space", "pause", "pause, go on", (pygame.K_SPACE,), " "), *LEAVE)

_SIDE = 96  # places of a surface in each direction
_CHART = 150
_SURE = 0.9999  # beyond this, answers are as good as 0 or 1
_CORNERS = ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0))  # two inputs and what exclusive or makes of them
_SECONDS = 8  # that learning takes on screen


@dataclass(frozen=True, kw_only=True)
class SurfaceOptions(WindowOptions):
    """Options of the window that shows surfaces.

    Args:
        stay_open: Whether the window stays when all have learnt; else it closes.
    """

    stay_open: bool = True


class SurfaceScreen(Screen):
    """A card for each learner: its surface with the four corners, what it has reached, and its loss.

    Args:
        learners: The learners, each on a card of its own.
        theme: The colours of the window.
        options: Options of the window.
    """

    rate = 30  # fast enough to look smooth, slow enough to see it bend

    def __init__(self, learners: Sequence[SurfaceLearner], theme: Theme, options: SurfaceOptions) -> None:
        self._learners, self._theme, self._options = learners, theme, options
        self._shell = ScreenControls(theme, KEYS)
        self._paused = False
        self._pointer: Point | None = None

    @property
    def done(self) -> bool:
        finished = all(learner.done for learner in self._learners)
        return self._shell.left or (finished and not self._options.stay_open and self._options.frames is None)

    def handle(self, event: Event, scale: float) -> None:
        if event.type == pygame.MOUSEMOTION:
            self._pointer = event.pos[0] / scale, event.pos[1] / scale
        for command in self._shell.commands(event, scale, ()):
            if command.name == "pause":
                self._paused = not self._paused

    def tick(self, seconds: float, *, hurried: bool) -> None:
        for learner in self._learners:
            if not (self._paused or learner.done):
                learner.learn()

    def draw(self, paint: Paint) -> None:
        wide, high = paint.size
        paint.surface.fill(self._theme.window)
        margin, gap, count = 16, 16, len(self._learners)
        each = (wide - 2 * margin - gap * (count - 1)) // count
        for place, learner in enumerate(self._learners):
            self._draw_learner(
                paint, Rect(margin + place * (each + gap), margin, each, high - 2 * margin - 24), learner
            )
        paint.text(
            (wide / 2, high - 18), "Space pauses · H shows the keys · Q closes", HINT, self._theme.faint, align="c"
        )
        self._shell.draw(paint, ())

    def _draw_learner(self, paint: Paint, card: Rect, learner: SurfaceLearner) -> None:
        theme, history = self._theme, learner.history
        paint.box(card, theme.panel, 12, border=theme.line)
        paint.text((card.x + 20, card.y + 28), learner.title, FIGURE, theme.text, "SemiBold")
        told = f"{learner.unit} {number(len(history))} of {number(learner.total)}"
        paint.text((card.right - 20, card.y + 22), told, NAME, theme.soft, "Medium", "r")
        note = "learnt" if learner.done else "paused" if self._paused else "learning"
        paint.text((card.right - 20, card.y + 42), note, HINT, theme.good if learner.done else theme.faint, align="r")
        field, chart = _places(card)
        self._draw_surface(paint, field, learner.network)
        self._draw_loss(paint, chart, learner)

    def _draw_surface(self, paint: Paint, field: Rect, network: Network | GraphNetwork) -> None:
        """What the network answers over both inputs, the border at a half, and the four examples."""
        theme, area = self._theme, paint.pixels(field)
        values = np.clip(np.nan_to_num(surface_of(network, _SIDE)), 0, 1).T.astype(np.float32) * 2 - 1
        image = pygame.transform.smoothscale(heat(values, theme), area.size)
        sums = np.arctanh(np.clip(values, -_SURE, _SURE))  # of a sigmoid: unlike its values they are no stairs
        draw_border(Paint(image, paint.scale), sums, theme)
        place_rounded(paint, image, area)
        for x, y, target in _CORNERS:
            at = _place_of(field, x, y)
            paint.circle(at, 13, theme.ink if theme.dark else theme.panel)
            paint.circle(at, 11, theme.hot if target else theme.cold)
            paint.text(at, target, BODY, theme.ink if theme.dark else theme.panel, "SemiBold", "c")
        self._draw_axes(paint, field)

    def _draw_axes(self, paint: Paint, field: Rect) -> None:
        theme = self._theme
        for value in (0, 1):
            x, y = _place_of(field, value, value)
            paint.text((x, field.bottom + 12), value, AXIS, theme.faint, align="c")
            paint.text((field.x - 10, y), value, AXIS, theme.faint, align="r")
        paint.text((field.centerx, field.bottom + 12), "first input", AXIS, theme.soft, "Medium", "c")
        for line, y in (("second", field.centery - 7), ("input", field.centery + 7)):
            paint.text((field.x - 10, y), line, AXIS, theme.soft, "Medium", "r")
        draw_legend(paint, field.right, field.bottom + 32, ("answers 0", "1"), theme)

    def _draw_loss(self, paint: Paint, field: Rect, learner: SurfaceLearner) -> None:
        if field.h < 40 or not len(learner.history):
            return
        theme, losses = self._theme, learner.history.loss
        plot = Plot(paint, field, max(len(losses) - 1, 1), max(losses) * 1.05, theme)
        plot.axes()
        plot.line(losses, theme.hot)
        plot.end(losses, theme.hot)
        x = field.x + paint.text((field.x, field.y - 18), "Loss", BODY, theme.text, "SemiBold") + 8
        paint.text((x, field.y - 18), f"{losses[-1]:.4f}", BODY, theme.warm, "SemiBold")
        paint.text((field.right, field.y - 18), f"by {learner.unit}", HINT, theme.faint, align="r")
        if self._pointer and field.inflate(16, 24).collidepoint(self._pointer):
            self._read(plot, learner, self._pointer)

    def _read(self, plot: Plot, learner: SurfaceLearner, pointer: Point) -> None:
        """The loss at the time under the pointer."""
        k = plot.nearest(pointer[0])
        loss = learner.history.loss[k]
        plot.read(k, f"{learner.unit} {number(k + 1)}", [Reading("loss", loss, f"{loss:.4f}", self._theme.warm)])


def _places(card: Rect) -> tuple[Rect, Rect]:
    """The surface and the chart of a card: beside each other in a wide one."""
    if card.w > 1.3 * card.h:
        side = min(card.h - 60 - 64, round(card.w * 0.55))
        field = Rect(card.x + 76, card.y + 64, side, side)
        left = field.right + 84
        return field, Rect(left, field.y + 24, card.right - 32 - left, side - 24)
    side = min(card.w - 100, card.h - _CHART - 152)
    field = Rect(card.centerx - side // 2 + 28, card.y + 60, side, side)
    return field, Rect(card.x + 64, field.bottom + 84, card.w - 96, card.bottom - field.bottom - 120)


def _place_of(field: Rect, x: float, y: float) -> Point:
    """Where two inputs stand on a surface."""
    return field.x + field.w * (x + 0.25) / 1.5, field.bottom - field.h * (y + 0.25) / 1.5


def _begin(learners: Sequence[SurfaceLearner]) -> None:
    """Let each learn for its first moment, which compiles."""
    for learner in learners:
        learner.learn()


def show_surfaces(title: str, learners: Sequence[SurfaceLearner], options: SurfaceOptions) -> None:
    """Show learners while they learn, until the window is closed.

    Args:
        title: What the window's frame says.
        learners: One or two learners.
        options: Options of the window.

    Raises:
        NeuroError: If no window can be opened, or the screenshot cannot be saved.
    """
    with Window(title, options) as window:
        if not window.hurried and not get_ready(window, partial(_begin, learners)):
            return
        show(window, SurfaceScreen(learners, window.theme, options))


def train_in_window(
    network: Network, x: NDArray[Any], y: NDArray[Any], *, epochs: int, options: SurfaceOptions, **settings: Any
) -> History:
    """Train a network of two inputs while its surface is shown; closing the window ends training there.

    Args:
        network: What learns, in the same bits as without a window.
        x: The inputs, ``(n, 2)``.
        y: The targets, ``(n, 1)``.
        epochs: Number of epochs.
        options: Options of the window.
        **settings: Arguments of ``Network.train``.
    """
    moment = max(1, epochs // (_SECONDS * SurfaceScreen.rate))
    learner = BackpropLearner(network, x, y, epochs, moment, **settings)
    show_surfaces("neuro · exclusive or", [learner], options)
    return learner.history
