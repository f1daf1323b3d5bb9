"""The panel of the four steps of evolution; the one that is under way is lit."""

from __future__ import annotations

from collections.abc import Hashable

from pygame import Rect

from neuro.view.drawing.icons import icon
from neuro.view.inspect.snapshot import Snapshot
from neuro.view.paint import Paint
from neuro.view.theme import BODY, HINT
from neuro.view.widgets.panel import Panel

__all__ = ["LessonPanel"]

_KEEPS = 0.4  # share of a break in which the best are kept, before they have children


class LessonPanel(Panel[Snapshot]):
    """Try, keep, mix, change, again and again."""

    about = "How a population learns: four steps, again and again"

    def key(self, shown: Snapshot) -> Hashable:
        return _lit(shown), shown.population, shown.elite, shown.agent

    def render(self, paint: Paint, area: Rect, shown: Snapshot) -> None:
        space = self.card(paint, area, "How they learn", "again and again")
        steps, lit = _steps(shown), _lit(shown)
        row = min(68.0, space.h / len(steps))
        radius = min(17.0, row * 0.36)
        x, first = space.x + 14 + radius, space.y + row / 2
        self._draw_arrows(paint, x, first, row, radius, len(steps))
        for k, (sign, title, told) in enumerate(steps):
            y, on = first + k * row, k in lit
            if on:
                paint.box(
                    (x - radius - 3, y - row / 2 + 3, space.right - x + radius + 3, row - 6), self.theme.raised, 14
                )
            paint.circle((x, y), radius, self.theme.raised)
            if on:
                paint.circle((x, y), radius, self.theme.hot, ring=2)
            colour = self.theme.warm if on else self.theme.soft
            paint.stamp(icon(sign, radius * 0.5 * paint.scale, colour), (x, y))
            left = x + radius + 14
            name, line = (self.theme.text, self.theme.text) if on else (self.theme.soft, self.theme.faint)
            if row < 34:
                paint.text((left, y), title, BODY, name, "SemiBold")
                continue
            paint.text((left, y - 9), title, BODY, name, "SemiBold")
            size = HINT if paint.width_of(told, HINT) <= space.right - left else HINT - 1
            paint.text((left, y + 9), paint.fitting(told, space.right - left, size), size, line)

    def _draw_arrows(self, paint: Paint, x: float, first: float, row: float, radius: float, count: int) -> None:
        """Draw an arrow from each step to the next, and from the last back to the first."""
        colour = self.theme.faint
        for k in range(count - 1):
            begin, end = first + k * row + radius + 2, first + (k + 1) * row - radius - 3
            if end - begin > 5:
                paint.lines([(x, begin), (x, end)], colour, 1.4)
                paint.polygon([(x - 3.5, end - 4), (x + 3.5, end - 4), (x, end + 1)], colour)
        left, low, high = x - radius - 9, first + (count - 1) * row, first
        paint.lines([(x - radius, low), (left, low - 8), (left, high + 8), (x - radius - 4, high)], colour, 1.2)


def _steps(shown: Snapshot) -> tuple[tuple[str, str, str], ...]:
    """A sign, a name and a sentence for each."""
    agents, elites = f"{shown.agent}s", shown.elite or 1
    best = "The best one lives on." if elites == 1 else f"The {elites:,} best live on unchanged."
    many = f"{shown.population:,} {agents} try, all on the same course."
    return (
        ("eye", "Try", many if shown.population > 1 else f"The best {shown.agent} goes on alone."),
        ("crown", "Keep", best),
        ("mix", "Mix", "Each child takes after two of the best."),
        ("star", "Change", "A few numbers of each child differ a little."),
    )


def _lit(shown: Snapshot) -> frozenset[int]:
    """The steps that are under way."""
    if shown.between is None:
        return frozenset({0})
    return frozenset({1} if shown.between < _KEEPS else {2, 3})
