"""The window in which a network guesses what is drawn: a pad, its outputs as bars, and what its first layer sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import Rect, Surface
from pygame.event import Event

from neuro.network import Network
from neuro.network.forward_backward import Passes
from neuro.network.layers import Dense
from neuro.network.layers.windows import Windowed
from neuro.pictures import centred, fitted, side_of
from neuro.view.drawing.shapes import Point
from neuro.view.keys import LEAVE, Key
from neuro.view.paint import Paint
from neuro.view.screen.window import Screen, Window, WindowOptions, show
from neuro.view.theme import BODY, HINT, NAME, Theme
from neuro.view.widgets import overlays
from neuro.view.widgets.screen_controls import ScreenControls

__all__ = ["KEYS", "GuessOptions", "GuessScreen", "guess_window"]

KEYS = (
    Key("C", "clear", "clear the pad", (pygame.K_c, pygame.K_BACKSPACE, pygame.K_DELETE)),
    *LEAVE,
)

_PAD = 280  # places of the pad in each direction
_PEN = 11.0  # radius of the pen, in places of the pad
_MOST_FEATURES = 64
_NOTED = 400  # least width of a card for a note beside its title


@dataclass(frozen=True, kw_only=True)
class GuessOptions(WindowOptions):
    """Options of the window in which a network guesses.

    Args:
        ink: What is on the pad at first, ``(height, width)`` from 0 to 1; nothing when None.
    """

    ink: NDArray[Any] | None = None


class GuessScreen(Screen):
    """A drawing pad, the network's outputs, and its first layer.

    Args:
        network: A network that takes square grey images.
        theme: The colours of the window.
        ink: What is on the pad at first.
    """

    def __init__(self, network: Network, theme: Theme, ink: NDArray[Any] | None = None) -> None:
        self._network, self._theme = network, theme
        self._side = side_of(network.shapes[0])
        self.ink = np.zeros((_PAD, _PAD)) if ink is None else ink
        self._field = Rect(0, 0, 0, 0)
        self._pen: Point | None = None
        self._shell = ScreenControls(theme, KEYS)
        self._first = Passes(network.layers[:2], network.shapes[:2], network.genome[: _first_count(network)])
        self._look()

    @property
    def done(self) -> bool:
        return self._shell.left

    def _look(self) -> None:
        """Guess anew."""
        self.image = centred(self.ink, self._side)
        self._drawn = bool(self.image.any())
        sample = fitted(self.image, self._network.shapes[0]).astype(self._network.dtype)
        self.outputs: NDArray[Any] = np.asarray(self._network.predict(sample)).ravel()
        self.features = self._first.forward(sample[np.newaxis])[0].copy()

    def handle(self, event: Event, scale: float) -> None:
        for command in self._shell.commands(event, scale, ()):
            if command.name == "clear":
                self.ink = np.zeros((_PAD, _PAD))
                self._look()
        if event.type in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEMOTION, pygame.MOUSEBUTTONUP):
            self._follow(event, scale)

    def _follow(self, event: Event, scale: float) -> None:
        """The pen goes where the mouse goes while its button is down."""
        pressed = event.type == pygame.MOUSEMOTION and event.buttons[0] and self._pen is not None
        at = self._on_pad(event, scale)
        if (
            event.type == pygame.MOUSEBUTTONDOWN
            and event.button == 1
            and self._field.collidepoint(_units(event, scale))
        ):
            self._stroke(at, at)
            self._pen = at
        elif pressed and self._pen is not None:
            self._stroke(self._pen, at)
            self._pen = at
        elif event.type == pygame.MOUSEBUTTONUP:
            self._pen = None

    def _on_pad(self, event: Event, scale: float) -> Point:
        x, y = _units(event, scale)
        high, wide = self.ink.shape
        size = max(1, self._field.w)
        return (x - self._field.x) / size * wide, (y - self._field.y) / size * high

    def _stroke(self, a: Point, b: Point) -> None:
        """Ink along a line, soft at its edges."""
        high, wide = self.ink.shape
        pen = _PEN * max(high, wide) / _PAD
        y, x = np.mgrid[0:high, 0:wide] + 0.5
        dx, dy = b[0] - a[0], b[1] - a[1]
        along = np.clip(((x - a[0]) * dx + (y - a[1]) * dy) / max(dx * dx + dy * dy, 1e-9), 0, 1)
        away = np.hypot(x - a[0] - along * dx, y - a[1] - along * dy)
        self.ink = np.maximum(self.ink, np.clip(pen + 1 - away, 0, 1))
        self._look()

    def tick(self, seconds: float, *, hurried: bool) -> None:
        pass

    def draw(self, paint: Paint) -> None:
        wide, high = paint.size
        paint.surface.fill(self._theme.window)
        margin, gap = 16, 16
        room = high - 2 * margin - 24
        side = min(room - 110, (wide - 2 * margin - 2 * gap) * 2 // 5)
        left = Rect(margin, margin, side + 40, room)
        middle = Rect(left.right + gap, margin, max(220, (wide - left.right - gap - margin - gap) * 2 // 5), room)
        right = Rect(middle.right + gap, margin, wide - margin - gap - middle.right, room)
        self._draw_pad(paint, left, side)
        self._draw_bars(paint, middle)
        self._draw_features(paint, right)
        told = "Draw with the mouse · C clears · H shows the keys · Q closes"
        paint.text((wide / 2, high - 18), told, HINT, self._theme.faint, align="c")
        self._shell.draw(paint, ())

    def _card(self, paint: Paint, card: Rect, title: str) -> None:
        paint.box(card, self._theme.panel, 12, border=self._theme.line)
        paint.text((card.x + 20, card.y + 28), title, NAME, self._theme.text, "SemiBold")

    def _draw_pad(self, paint: Paint, card: Rect, side: int) -> None:
        self._card(paint, card, "Draw a digit")
        self._field = Rect(card.x + 20, card.y + 50, side, side)
        _draw_grey(paint, self._field, self.ink, smooth=True)
        overlays.round_corners(paint, self._field, self._theme.panel)
        low = min(150, card.bottom - self._field.bottom - 40)
        small = Rect(card.x + 20, self._field.bottom + 20, low, low)
        if low > 20:
            _draw_grey(paint, small, self.image, smooth=False)
            overlays.round_corners(paint, small, self._theme.panel)
            x, y = small.right + 16, small.centery
            paint.text((x, y - 9), "What the network sees", HINT, self._theme.soft, "Medium")
            paint.text((x, y + 9), f"{self._side} × {self._side}", HINT, self._theme.faint)
        if not self._drawn:
            paint.text(self._field.center, "here, with the mouse", BODY, (120, 128, 148), align="c")

    def _draw_bars(self, paint: Paint, card: Rect) -> None:
        theme, values = self._theme, self.outputs
        self._card(paint, card, "Its guess")
        best = int(values.argmax())
        step = min(72, (card.h - 80) / max(1, values.size))
        for k, value in enumerate(values):
            y, chosen = card.y + 66 + k * step, self._drawn and k == best
            share = min(1.0, max(0.0, float(value))) if self._drawn else 0.0
            ink, weight = (theme.warm, "SemiBold") if chosen else (theme.soft, "Medium")
            paint.text((card.x + 24, y), k, NAME, ink, weight)
            paint.bar((card.x + 52, y - 5, card.w - 140, 10), theme.line)
            if share > 0.004:
                paint.bar((card.x + 52, y - 5, (card.w - 140) * share, 10), theme.hot if chosen else theme.cold)
            told = f"{100 * value:.1f} %" if self._drawn else ""
            paint.text((card.right - 20, y), told, BODY, ink, weight, "r")

    def _draw_features(self, paint: Paint, card: Rect) -> None:
        self._card(paint, card, "The first layer")
        if card.w >= _NOTED:
            paint.text((card.right - 20, card.y + 28), "warm adds, cool takes away", HINT, self._theme.faint, align="r")
        pictures, lights = self._pictures()
        count, most = len(pictures), max(float(np.abs(picture).max()) for picture in pictures)
        sizes = {n: min((card.w - 35) / n, (card.h - 65) / -(-count // n)) for n in range(1, count + 1)}
        columns = max(sizes, key=lambda n: sizes[n])
        step = sizes[columns]
        left = card.centerx - (columns * step - 5) / 2
        for k, (picture, light) in enumerate(zip(pictures, lights, strict=True)):
            x, y = left + k % columns * step, card.y + 50 + k // columns * step
            field = Rect(round(x), round(y), max(4, round(step) - 5), max(4, round(step) - 5))
            self._draw_signed(paint, field, picture, most)
            if light is not None:
                paint.fill((field.x, field.bottom + 1, field.w, 2), self._theme.line)
                if light > 0.02:
                    paint.fill((field.x, field.bottom + 1, field.w * light, 2), self._theme.hot)

    def _pictures(self) -> tuple[list[NDArray[Any]], list[float | None]]:
        """A picture for each feature, and how strongly it answers where that is one number.

        Of a Dense layer its weights, seen as images; of a convolution what it makes of the drawing, and its filters
        while there is none.
        """
        layer = self._network.layers[1]
        if isinstance(layer, Windowed) and self.features.ndim == 3:
            parameters = self._network.parameters()[0] if layer.parameter_shapes(self._network.shapes[0]) else ()
            if parameters and not self._drawn:
                return list(parameters[0][:_MOST_FEATURES, ..., 0]), [None] * min(_MOST_FEATURES, len(parameters[0]))
            maps = np.moveaxis(self.features, -1, 0)[:_MOST_FEATURES]
            return list(maps), [None] * len(maps)
        if not isinstance(layer, Dense):
            return [self.image], [None]
        weights = self._network.parameters()[0][0][:_MOST_FEATURES]
        strength = np.abs(self.features[: len(weights)])
        lights = strength / max(float(strength.max()), 1e-9) if self._drawn else np.zeros(len(weights))
        return [row.reshape(self._side, self._side) for row in weights], [float(value) for value in lights]

    def _draw_signed(self, paint: Paint, field: Rect, values: NDArray[Any], most: float) -> None:
        """Positive numbers warm, negative ones cool, by the largest of all features."""
        theme = self._theme
        shares = np.asarray(values, float) / max(most, 1e-9)
        middle, hot, cold = (np.array(one, float) for one in (theme.middle, theme.hot, theme.cold))
        ends = np.where(shares[..., np.newaxis] > 0, hot, cold)
        colours = middle + (ends - middle) * np.abs(shares)[..., np.newaxis]
        _blit(paint, field, colours, smooth=False)


def _first_count(network: Network) -> int:
    return network.layers[1].parameter_count(network.shapes[0])


def _units(event: Event, scale: float) -> Point:
    return event.pos[0] / scale, event.pos[1] / scale


def _draw_grey(paint: Paint, field: Rect, values: NDArray[Any], *, smooth: bool) -> None:
    grey = np.repeat((255 * np.clip(values, 0, 1))[..., np.newaxis], 3, axis=2)
    _blit(paint, field, grey, smooth=smooth)


def _blit(paint: Paint, field: Rect, colours: NDArray[Any], *, smooth: bool) -> None:
    """Put an image ``(height, width, 3)`` into a field."""
    small: Surface = pygame.surfarray.make_surface(np.asarray(colours, np.uint8).swapaxes(0, 1))
    area = paint.pixels(field)
    scaled = pygame.transform.smoothscale(small, area.size) if smooth else pygame.transform.scale(small, area.size)
    paint.surface.blit(scaled, area)


def guess_window(network: Network, options: GuessOptions) -> None:
    """Let people draw, and the network guess, until the window is closed.

    Args:
        network: A network that takes square grey images.
        options: Options of the window.

    Raises:
        ShapeError: If the network takes something else.
        NeuroError: If no window can be opened, or the screenshot cannot be saved.
    """
    side_of(network.shapes[0])
    with Window("neuro · guess", options) as window:
        show(window, GuessScreen(network, window.theme, options.ink))
