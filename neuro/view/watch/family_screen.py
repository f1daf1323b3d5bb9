"""The family tree of a watched run's champion: its line of descent, whose genes it has, and when they last changed."""

from __future__ import annotations

from pygame import Rect

from neuro.descent import Ancestor, FamilyTree, Founder
from neuro.descent.chosen import chosen_of
from neuro.numerals import tallied
from neuro.view.drawing.shapes import Point
from neuro.view.looks import colour_of, looks_of_one
from neuro.view.marker import marker_of
from neuro.view.paint import Paint
from neuro.view.theme import BODY, HINT, Colour
from neuro.view.watch.looking_screen import HEAD, LookingScreen

__all__ = ["FamilyScreen"]

_EDGE, _APART = 32, 132  # of the window; least width for one of the line
_RADIUS, _SMALL, _NAMED = 22, 13, 5
_LEAST_BAR = 10  # width of a bar of the chart


class FamilyScreen(LookingScreen[FamilyTree]):
    """Shows a family tree; see ``LookingScreen``."""

    def render(self, paint: Paint, found: FamilyTree) -> None:
        wide, high = paint.size
        room = high - HEAD - 56
        line = Rect(_EDGE, HEAD, wide - 2 * _EDGE, round(room * 0.46))
        genes = Rect(_EDGE, line.bottom + 12, line.w, max(112, round(room * 0.2)))
        chart = Rect(_EDGE, genes.bottom + 12, line.w, HEAD + room + 24 - genes.bottom)
        for place, title in (
            (line, f"The champion of generation {found.generation:,}, and those it descends from"),
            (genes, "Whose genes it has, of those in generation 0"),
            (chart, "When its genes last changed, by generation"),
        ):
            paint.box(place, self.theme.panel, 12, border=self.theme.line)
            paint.text((place.x + 16, place.y + 20), title, BODY, self.theme.text, "SemiBold")
        self._draw_line(paint, line, found)
        self._draw_founders(paint, genes, found)
        self._draw_changes(paint, chart, found)

    def _draw_line(self, paint: Paint, place: Rect, tree: FamilyTree) -> None:
        shown = chosen_of(tree.line, max(2, min(8, place.w // _APART)))
        apart = (place.w - 140) / max(1, len(shown) - 1)
        y = place.y + place.h * 0.54
        at = [(place.x + 70 + apart * k, y) for k in range(len(shown))] if len(shown) > 1 else [(place.centerx, y)]
        for k in range(1, len(shown)):
            self._draw_way(paint, at[k - 1], at[k], shown[k] - shown[k - 1] - 1, tree.line[shown[k]])
        marker = marker_of(tree.game)
        paint.glow(at[-1], _RADIUS * 3, self.theme.glow, 90 if self.theme.dark else 255)
        for k, number in enumerate(shown):
            one = tree.line[number]
            if one.mate is not None and k:
                mate = at[k][0] - apart * 0.42, y - place.h * 0.25
                self._draw_mate(paint, mate, at[k], one)
                marker.stamp(paint, mate, looks_of_one(one.mate[2]), _SMALL)
            marker.stamp(paint, at[k], looks_of_one(one.genome), _RADIUS)
            self._write_under(paint, at[k], one, tree)

    def _draw_way(self, paint: Paint, start: Point, end: Point, left_out: int, child: Ancestor) -> None:
        """From one of the line to the next that is shown."""
        if left_out:
            paint.dashes(start, end, self.theme.faint, 2)
            paint.text(((start[0] + end[0]) / 2, start[1] - 12), f"+{left_out}", HINT, self.theme.faint, align="c")
        else:
            paint.lines([start, end], self.theme.faint, 1 + 3 * child.gave)

    def _draw_mate(self, paint: Paint, mate: Point, child: Point, one: Ancestor) -> None:
        """From the other parent to a child."""
        bend = [(mate[0] + (child[0] - mate[0]) * t * t, mate[1] + (child[1] - mate[1]) * t) for t in _STEPS]
        paint.lines(bend, self.theme.faint, 1 + 3 * one.mate_gave)
        paint.text((mate[0] + 26, mate[1]), f"gave {one.mate_gave:.0%}", HINT, self.theme.faint)

    def _write_under(self, paint: Paint, at: Point, one: Ancestor, tree: FamilyTree) -> None:
        lines = [(f"generation {one.generation:,}", self.theme.text)]
        if one.score is not None:
            lines.append((tallied(round(one.score, 1), tree.game.score_name), self.theme.soft))
        if one.changed:
            lines.append((f"{one.changed:.0%} changed", self.theme.faint))
        for k, (text, colour) in enumerate(lines):
            paint.text((at[0], at[1] + _RADIUS + 28 + 17 * k), text, HINT, colour, align="c")

    def _colour(self, founder: Founder) -> Colour:
        return self.theme.faint if founder.genome is None else colour_of(looks_of_one(founder.genome))

    def _draw_founders(self, paint: Paint, place: Rect, tree: FamilyTree) -> None:
        marker, x = marker_of(tree.game), place.x + 16.0
        wide, y = place.w - 32, place.y + 40
        paint.bar((x, y, wide, 12), self.theme.line)
        step = wide / (_NAMED + 1)
        for k, one in enumerate(tree.founders[:_NAMED]):
            part, left = one.share * wide, place.x + 16 + k * step
            paint.box((x, y, max(3.0, part - 2), 12), self._colour(one), 3)
            x += part
            if one.genome is not None:
                marker.stamp(paint, (left + 18, y + 38), looks_of_one(one.genome), _SMALL)
            name = "came later" if one.genome is None else f"{tree.game.agent} {one.place:,}"
            paint.text((left + 44, y + 30), name, HINT, self.theme.text)
            paint.text((left + 44, y + 46), f"{one.share:.0%}", HINT, self.theme.soft)
        if others := tree.founders[_NAMED:]:
            left = place.x + 16 + _NAMED * step + 44
            paint.text((left, y + 30), f"{len(others):,} others", HINT, self.theme.text)
            paint.text((left, y + 46), f"{sum(one.share for one in others):.0%}", HINT, self.theme.soft)

    def _draw_changes(self, paint: Paint, place: Rect, tree: FamilyTree) -> None:
        wide, foot, top = place.w - 32, place.bottom - 28, place.y + 52
        each = -(-(tree.generation + 1) * _LEAST_BAR // wide)  # generations of a bar
        shares = [0.0] * (tree.generation // each + 1)
        for generation, share in tree.changed.items():
            shares[generation // each] += share
        step, most = wide / len(shares), max(shares)
        paint.fill((place.x + 16, foot, wide, 1), self.theme.line)
        for k, share in enumerate(shares):
            high, x = max(0, foot - top) * share / most, place.x + 16 + k * step
            if share:
                paint.box((x + step * 0.12, foot - high, max(2.0, step * 0.76), high), self.theme.hot, 2)
            if share == most:
                paint.text((x + step / 2, foot - high - 10), f"{share:.0%}", HINT, self.theme.soft, align="c")
        paint.text((place.x + 16, foot + 14), "0", HINT, self.theme.faint)
        paint.text((place.right - 16, foot + 14), f"{tree.generation:,}", HINT, self.theme.faint, align="r")


_STEPS = [k / 12 for k in range(13)]
