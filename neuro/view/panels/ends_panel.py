"""The panel that shows what became of everyone: each life's end a dot, earlier generations small and pale."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pygame import Rect, Surface

from neuro.numerals import legible, number
from neuro.view.drawing.heat import place_rounded
from neuro.view.inspect.behaviour_record import Behaviours
from neuro.view.inspect.end_places import EndPlaces
from neuro.view.inspect.snapshot import Followed
from neuro.view.paint import Paint
from neuro.view.theme import AXIS, HINT, Colour, Theme
from neuro.view.widgets.panel import Panel

__all__ = ["EndsPanel", "draw_axes"]

_LEGEND = 24  # height of the row that says what the dots are
_LEFT, _LOW = 40, 34  # room for the axes' labels
_VEIL = 90  # how much the plan steps back behind the dots, of 255


class _Dots(NamedTuple):
    """Dots of one age: the first and the last generation of it, and how they look."""

    first: int
    last: int
    colour: Colour
    radius: float
    alpha: int


class EndsPanel(Panel[Followed]):
    """Where each agent's life ended, by what the game says of its behaviour."""

    about = (
        "What became of each: a dot where its life ended, or by two numbers that the game says of how it behaved."
        " Those of earlier generations are smaller and paler; of large populations some are shown"
    )

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._plan: tuple[Hashable, Surface] | None = None

    def key(self, shown: Followed) -> Hashable:
        """What the picture depends on; at full speed it changes three times a second."""
        known = shown.behaviours
        return None if known is None else shown.tick if shown.at_full_speed else known.newest, self._plan_key(shown)

    @staticmethod
    def _plan_key(shown: Followed) -> Hashable:
        return None if shown.places is None else shown.places.key

    def render(self, paint: Paint, area: Rect, shown: Followed) -> None:
        known, places = shown.behaviours, shown.places
        are_places = known is not None and places is not None and bool(known.ends) and _are_places(known, places)
        title = "Where they ended" if are_places or not (known and known.ends) else "How they behaved"
        space = self.card(paint, area, title, f"each dot a {shown.agent}")
        if known is None or not known.ends:
            paint.text(space.center, "the first generation is still playing", HINT, self.theme.faint, align="c")
            return
        ages = _ages(known, self.theme)
        picture = Rect(space.x, space.y + 4, space.w, space.h - _LEGEND - 8)
        if are_places and places is not None:
            field = self._draw_plan(paint, picture, places)
            scale = field.w / places.size[0]
            dots = [(age, (field.x, field.y) + places_of * scale) for age, places_of in _placed(known, places, ages)]
        else:
            field = Rect(picture.x + _LEFT, picture.y + 4, picture.w - _LEFT - 6, picture.h - _LOW - 4)
            draw_axes(paint, field, known, self.theme)
            dots = [(age, _on_axes(values, known, field)) for age, values in _measured(known, ages)]
        self._draw_dots(paint, field, dots)
        self._draw_legend(paint, Rect(space.x, picture.bottom + 6, space.w, _LEGEND), ages)

    def _draw_plan(self, paint: Paint, room: Rect, places: EndPlaces) -> Rect:
        """Draw the world's plan as large as a room allows; returns its place."""
        (wide, high), (across, down) = room.size, places.size
        scale = min(wide / across, high / down)
        field = Rect(0, 0, int(across * scale), int(down * scale))
        field.center = room.center
        area = paint.pixels(field)
        looks = places.key, area.size, self.theme.name
        if self._plan is None or self._plan[0] != looks:
            picture = Surface(area.size)
            places.draw(Paint(picture, area.w / across))
            self._plan = looks, picture
        place_rounded(paint, self._plan[1], area)
        paint.box(field, self.theme.panel, 8, _VEIL)
        return field

    def _draw_dots(self, paint: Paint, field: Rect, dots: list[tuple[_Dots, NDArray[np.float64]]]) -> None:
        ground = self.theme.ink if self.theme.dark else self.theme.panel
        for age, places in dots:
            for x, y in places.tolist():
                if field.collidepoint(x, y):
                    paint.circle((x, y), age.radius + 0.9, ground, 220)
                    paint.circle((x, y), age.radius, age.colour, age.alpha)

    def _draw_legend(self, paint: Paint, row: Rect, ages: list[_Dots]) -> None:
        x = float(row.x)
        for age in ages:
            paint.circle((x + 5, row.centery), max(2.5, age.radius), age.colour)
            told = f"{number(age.first)} to {number(age.last)}" if age.last > age.first else number(age.first)
            told = f"generation {told}" if age is ages[0] else told
            x += 14 + paint.text((x + 14, row.centery), told, AXIS, self.theme.soft, "Medium") + 14


def draw_axes(paint: Paint, field: Rect, known: Behaviours, theme: Theme, *, down: bool = False) -> None:
    """Draw the two axes of behaviours about a field: their names, and the least and the largest that was seen.

    Args:
        paint: The brush to draw with.
        field: The field, in units.
        known: The behaviours.
        theme: The colours.
        down: Whether the second number grows downwards.
    """
    paint.box(field, theme.raised, 6, 120)
    (left, low), (right, high) = known.low.tolist(), known.high.tolist()
    across, up = known.names
    y = field.bottom + 12
    paint.text((field.x, y), legible(left), AXIS, theme.faint)
    paint.text((field.right, y), legible(right), AXIS, theme.faint, align="r")
    paint.text((field.centerx, y + 12), across, AXIS, theme.soft, "Medium", "c")
    if up:
        top, foot = (low, high) if down else (high, low)
        paint.text((field.x - 6, field.y + 6), legible(top), AXIS, theme.faint, align="r")
        paint.text((field.x - 6, field.bottom - 6), legible(foot), AXIS, theme.faint, align="r")
        lines = paint.lines_of(up, _LEFT - 6, AXIS, "Medium")
        for k, line in enumerate(lines):
            at = field.x - 6, field.centery + 13 * (k - (len(lines) - 1) / 2)
            paint.text(at, line, AXIS, theme.soft, "Medium", "r")


def _are_places(known: Behaviours, places: EndPlaces) -> bool:
    return places.of(known.ends[-1]) is not None


def _ages(known: Behaviours, theme: Theme) -> list[_Dots]:
    """The first, the second and the last third of the generations, as far as there are so many."""
    first, last = known.ends[0].generation, known.newest
    count = last - first + 1
    cuts = sorted({first, first + count // 3, first + 2 * count // 3, last + 1})
    looks = [(theme.cold, 2.0, 255), (theme.soft, 2.3, 255), (theme.hot, 3.0, 255)][-(len(cuts) - 1) :]
    return [_Dots(a, b - 1, *look) for a, b, look in zip(cuts, cuts[1:], looks, strict=False)]


def _measured(known: Behaviours, ages: list[_Dots]) -> Iterator[tuple[_Dots, NDArray[np.float64]]]:
    for ends in known.ends:
        yield next(age for age in ages if age.first <= ends.generation <= age.last), ends.behaviour


def _placed(known: Behaviours, places: EndPlaces, ages: list[_Dots]) -> Iterator[tuple[_Dots, NDArray[np.float64]]]:
    for ends in known.ends:
        found = places.of(ends)
        if found is not None:
            yield next(age for age in ages if age.first <= ends.generation <= age.last), found


def _on_axes(values: NDArray[np.float64], known: Behaviours, field: Rect) -> NDArray[np.float64]:
    """Where behaviours stand in a field, ``(n, 2)``."""
    size = np.where(known.high > known.low, known.high - known.low, 1.0)
    shares = (values - known.low) / size
    return np.stack(
        [field.x + 3 + shares[:, 0] * (field.w - 6), field.bottom - 3 - shares[:, 1] * (field.h - 6)], axis=1
    )
