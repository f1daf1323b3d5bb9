"""Names beside things that move: each where it covers neither them nor another name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pygame import Rect

from neuro.view.drawing.shapes import Point
from neuro.view.paint import Paint
from neuro.view.theme import HINT, Colour

__all__ = ["Label", "Labels"]

_AWAY, _HIGH = 6, 20  # from what is named, and height of a name


class Label(NamedTuple):
    """A name, what it belongs to, and a colour to fill it with if it is to stand out."""

    agent: int
    name: str
    at: Point
    reach: float
    fill: Colour | None = None

    @property
    def body(self) -> Rect:
        """The square that the named thing takes."""
        x, y, side = self.at[0] - self.reach, self.at[1] - self.reach, 2 * self.reach
        return Rect(round(x), round(y), round(side), round(side))

    def places(self, wide: int) -> list[Rect]:
        """Where a name of that width may stand: beside it, over and under it, then at its corners."""
        body, away = self.body, _AWAY
        right, left = body.right + away, body.left - away - wide
        middle, above, below = body.centery - _HIGH // 2, body.top - away - _HIGH, body.bottom + away
        centre = body.centerx - wide // 2
        corners = [(right, middle), (centre, above), (centre, below), (left, middle)]
        corners += [(right, above), (right, below), (left, above), (left, below)]
        return [Rect(corner, (wide, _HIGH)) for corner in corners]


class Labels:
    """Names of one scene. A name stays on its side while it can: names that jump cannot be read."""

    def __init__(self) -> None:
        self._sides: dict[int, int] = {}

    def draw(self, paint: Paint, labels: Sequence[Label]) -> None:
        """Draw names, those that come first at the better places."""
        taken = [label.body for label in labels]
        for label in labels:
            place = self._place(label, round(paint.width_of(label.name, HINT, "Medium")) + 14, taken)
            paint.tag(place.midleft, label.name, fill=label.fill)
            taken.append(place)

    def _place(self, label: Label, wide: int, taken: Sequence[Rect]) -> Rect:
        """The place that covers least, the one from before first."""
        places, before = label.places(wide), self._sides.get(label.agent, 0)

        def covers(side: int) -> int:
            return sum(part.w * part.h for part in map(places[side].clip, taken))

        side = min(range(len(places)), key=lambda side: (covers(side), side != before, side))
        self._sides[label.agent] = side
        return places[side]
