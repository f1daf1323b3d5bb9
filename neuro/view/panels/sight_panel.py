"""The panel of what a convolution sees: the picture, its kernels, and what each of them makes of the picture."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Protocol

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import Rect, Surface

from neuro.network import Layer
from neuro.view.drawing.heat import heat
from neuro.view.inspect.convolution_view import ConvolutionView, convolution_of
from neuro.view.inspect.inspection import NetworkView
from neuro.view.paint import Paint
from neuro.view.theme import AXIS, HINT, Colour
from neuro.view.widgets.panel import Panel

__all__ = ["Seeing", "SightPanel"]

_MOST = 8  # filters that are shown
_LEGEND = 22  # height of a row of names
_GAP = 10


class Seeing(Protocol):
    """What the panel needs to know of one moment."""

    @property
    def mind(self) -> NetworkView | None:
        """The network of the one that is looked at; None when nobody plays."""

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers of that network, of which the second is a convolution."""

    @property
    def tick(self) -> int:
        """Another number whenever the picture is to be drawn anew."""


class SightPanel(Panel[Seeing]):
    """What the network of the chosen one, or of the leader, sees as a picture."""

    about = (
        "What its network sees: a picture, whose planes have colours of their own. Each kernel slides over it, and its"
        " map is warm where it answers and cool where it is against; of a kernel the plane is drawn that weighs most"
    )

    def key(self, shown: Seeing) -> Hashable:
        """What the picture depends on: the network of the one that is looked at, ten times a second."""
        return None if shown.mind is None else (shown.mind.owner, shown.tick)

    def render(self, paint: Paint, area: Rect, shown: Seeing) -> None:
        space = self.card(paint, area, "What its network sees", shown.mind.name if shown.mind else "")
        if shown.mind is None:
            paint.text(space.center, "nobody is playing", HINT, self.theme.faint, align="c")
            return
        view = convolution_of(shown.layers, shown.mind)
        side_by_side = space.w > 1.6 * space.h
        side = (
            min(space.h - _LEGEND, space.w // 2 - _GAP) if side_by_side else min(space.w, int(space.h * 0.5) - _LEGEND)
        )
        picture = Rect(space.x, space.y + 2, side, side)
        self._draw_picture(paint, picture, view)
        self._draw_channels(paint, picture.x, picture.bottom + 12, view)
        if side_by_side:
            rest = Rect(picture.right + 2 * _GAP, space.y, space.right - picture.right - 2 * _GAP, space.h)
        else:
            rest = Rect(space.x, picture.bottom + _LEGEND + 4, space.w, space.bottom - picture.bottom - _LEGEND - 4)
        self._draw_filters(paint, rest, view)

    def _colour(self, channel: int) -> Colour:
        return self.theme.curves[channel % len(self.theme.curves)]

    def _draw_picture(self, paint: Paint, place: Rect, view: ConvolutionView) -> None:
        """The picture's planes over each other, each in its colour."""
        high, wide, _ = view.picture.shape
        cell = min(place.w / wide, place.h / high)
        for row in range(high):
            for column in range(wide):
                box = place.x + column * cell, place.y + row * cell, cell - 1, cell - 1
                paint.box(box, self.theme.raised, 2)
                for channel, value in enumerate(view.picture[row, column].tolist()):
                    if value:
                        paint.box(box, self._colour(channel), 2, round(255 * min(1.0, abs(value))))

    def _draw_channels(self, paint: Paint, x: float, y: float, view: ConvolutionView) -> None:
        for channel, name in enumerate(view.channels):
            paint.box((x, y - 5, 10, 10), self._colour(channel), 2)
            x += 15 + paint.text((x + 15, y), name, AXIS, self.theme.soft, "Medium") + 12

    def _draw_filters(self, paint: Paint, space: Rect, view: ConvolutionView) -> None:
        """Kernels with their maps below, in two rows."""
        count = min(_MOST, view.kernels.shape[0])
        columns = -(-count // 2) if count > 3 else count
        rows = -(-count // columns)
        wide, high = space.w / columns, space.h / rows
        most = float(np.abs(view.maps).max()) or 1.0
        for k in range(count):
            x, y = space.x + (k % columns) * wide, space.y + (k // columns) * high
            kernel = view.kernels[k]
            plane = int(np.abs(kernel).sum(axis=(0, 1)).argmax())
            small = min(30.0, high * 0.3, wide - _GAP)
            weights = kernel[:, :, plane]
            self._draw_map(paint, (x, y, small, small), weights / (float(np.abs(weights).max()) or 1.0))
            paint.box((x + small + 6, y + small / 2 - 5, 10, 10), self._colour(plane), 2)
            side = min(wide - _GAP, high - small - 12)
            self._draw_map(paint, (x, y + small + 4, side, side), view.maps[:, :, k] / most)

    def _draw_map(self, paint: Paint, place: tuple[float, float, float, float], values: NDArray[np.float32]) -> None:
        """A field of values from -1 to 1, a square to each."""
        area = paint.pixels(place)
        if area.w < 2 or area.h < 2:
            return
        image: Surface = heat(np.ascontiguousarray(values.T), self.theme)
        paint.surface.blit(pygame.transform.scale(image, area.size), area)
