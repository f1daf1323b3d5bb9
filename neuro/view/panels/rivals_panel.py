"""The panel of everyone against everyone: the best of some generations, and who of them beats whom."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from pygame import Rect

from neuro.numerals import number
from neuro.view.drawing.heat import draw_legend
from neuro.view.inspect.rival_record import Rivals
from neuro.view.inspect.snapshot import Followed
from neuro.view.paint import Paint
from neuro.view.theme import AXIS, HINT
from neuro.view.widgets.panel import Panel

__all__ = ["RivalsPanel", "verdict"]

_LEFT, _TOP, _FOOT = 66, 24, 66  # room for the names of rows and of columns, and for the words below
_WORDS = 216  # width of the words and of the legend beside the table
_LARGEST = 40  # side of a square


class RivalsPanel(Panel[Followed]):
    """A table of the best of some generations: what each (row) won against each other (column)."""

    about = (
        "The best of some generations, each against each, on both sides: warm and + where the one at the left wins."
        " Where three beat each other in a circle, nobody is best"
    )

    def key(self, shown: Followed) -> Hashable:
        """What the picture depends on: a new table is drawn."""
        return id(shown.rivals), shown.rivals.generations

    def render(self, paint: Paint, area: Rect, shown: Followed) -> None:
        rivals = shown.rivals
        space = self.card(paint, area, "Everyone against everyone", "the best of generations")
        count = len(rivals.generations)
        if count < 2:
            paint.text(space.center, "known after two generations", HINT, self.theme.faint, align="c")
            return
        beside = space.w > 1.5 * space.h
        wide, high = (_WORDS + 24, 0) if beside else (0, _FOOT)  # what the words take
        side = min(_LARGEST, (space.w - _LEFT - wide) / count, (space.h - _TOP - high) / count)
        left, top = space.x + _LEFT, space.y + _TOP
        for k, generation in enumerate(rivals.generations):
            at = (k + 0.5) * side
            newest = k == count - 1
            ink, weight = (self.theme.text, "SemiBold") if newest else (self.theme.soft, "Medium")
            paint.text((left + at, top - 10), number(generation), AXIS, ink, weight, "c")
            paint.text((left - 10, top + at), number(generation), AXIS, ink, weight, "r")
            shown.marker.stamp(paint, (space.x + 12, top + at), rivals.looks[k], min(9, side * 0.4), outline=None)
        self._draw_squares(paint, (left, top), side, rivals)
        words = Rect(space.x, round(top + count * side + 4), space.w, _FOOT)
        if beside:
            x = round(left + count * side + 24)
            words = Rect(x, round(top), space.right - x, space.h - _TOP)
        draw_legend(paint, min(words.right, words.x + _WORDS), words.y + 10, ("row loses", "row wins"), self.theme)
        for k, line in enumerate(paint.lines_of(verdict(rivals), words.w, HINT)[: (words.h - 20) // 17]):
            paint.text((words.x, words.y + 34 + 17 * k), line, HINT, self.theme.soft)

    def _draw_squares(self, paint: Paint, corner: tuple[float, float], side: float, rivals: Rivals) -> None:
        for row, column in np.ndindex(rivals.worth.shape):
            value = float(rivals.worth[row, column])
            place = corner[0] + column * side + 1, corner[1] + row * side + 1, side - 2, side - 2
            colour = self.theme.window if row == column else self.theme.two_sided(np.sign(value) * abs(value) ** 0.6)
            paint.box(place, colour, 4 if side > 16 else 2)
            if row != column and (rivals.beats(row, column) or rivals.beats(column, row)) and side >= 14:
                middle = corner[0] + (column + 0.5) * side, corner[1] + (row + 0.5) * side
                paint.text(middle, "+" if value > 0 else "−", AXIS, self.theme.text, "SemiBold", "c")


def verdict(rivals: Rivals) -> str:
    """What the table says, in a sentence or two."""
    if (circle := rivals.circle) is not None:
        a, b, c = (number(rivals.generations[place]) for place in circle)
        return f"A circle: {a} beats {b}, {b} beats {c}, {c} beats {a}. Nobody is best."
    newest, others = len(rivals.generations) - 1, range(len(rivals.generations) - 1)
    if all(rivals.beats(newest, other) for other in others):
        return f"No circle: the best of generation {number(rivals.generations[newest])} beats all before it."
    return "No circle of three among these, but the newest does not beat all before it."
