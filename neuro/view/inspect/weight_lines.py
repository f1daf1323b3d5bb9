"""Links as lines: which are drawn, which lies under a pointer, what it is called, and how it is marked."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from neuro.numerals import level
from neuro.view.drawing.shapes import Point
from neuro.view.inspect.inspection import NetworkView
from neuro.view.paint import Paint
from neuro.view.theme import HINT, Theme

__all__ = ["Line", "draw_weight", "line_under", "lines_of"]

_REACH = 6.0  # units within which a pointer takes hold of a line
_PIECES = 16  # straight pieces of an arc
_BULGES = (0.7, 1.0)  # of an arc that leads down, or up, in parts of its length: the two between two nodes stay apart
_WIDEST = 90.0  # units that an arc's middle is pulled aside, at most


class Line(NamedTuple):
    """A link and the line that stands for it.

    Attributes:
        link: Index of the link in the network's sketch.
        points: The two ends of a straight line, or points along an arc.
    """

    link: int
    points: tuple[Point, ...]


def lines_of(mind: NetworkView, places: Mapping[int, Point], radius: float) -> list[Line]:
    """The links between nodes that are drawn, see ``Sketch.arcs``.

    Args:
        mind: The network.
        places: Places of the nodes that are drawn, by index in the sketch.
        radius: Radius of a node.
    """
    links, shown = mind.sketch.links, np.zeros(len(mind.sketch.nodes), np.bool_)
    shown[list(places)] = True
    drawn = np.flatnonzero(shown[links.source] & shown[links.target])
    drawn = drawn[np.lexsort((links.target[drawn], links.source[drawn]))]
    found = []
    for link in drawn.tolist():
        start, end = places[int(links.source[link])], places[int(links.target[link])]
        found.append(Line(link, _arc(start, end, radius) if mind.sketch.arcs[link] else (start, end)))
    return found


def _arc(start: Point, end: Point, radius: float) -> tuple[Point, ...]:
    """A curve to the left of two nodes, or above them; a loop at the left of one."""
    shares = [k / _PIECES for k in range(_PIECES + 1)]
    if start == end:
        half = 0.5 * radius + 3
        middle = start[0] - radius - half / 2
        turns = [math.tau * share for share in shares]
        return tuple((middle + half * math.cos(turn), start[1] + half * math.sin(turn)) for turn in turns)
    dx, dy = end[0] - start[0], end[1] - start[1]
    pull = min(1.0, _WIDEST / math.hypot(dx, dy) / max(_BULGES)) * _BULGES[dy < 0]
    aside = (-dy * pull, dx * pull)
    if aside > (0, 0):
        aside = (-aside[0], -aside[1])
    x, y = (start[0] + end[0]) / 2 + aside[0], (start[1] + end[1]) / 2 + aside[1]
    return tuple(
        (
            (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * x + t * t * end[0],
            (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * y + t * t * end[1],
        )
        for t in shares
    )


def _distance(at: Point, line: Line) -> float:
    """Distance from a place to a line between its ends; the ends belong to the nodes."""
    pieces = list(itertools.pairwise(line.points))
    if len(pieces) > 1:
        pieces = pieces[1:-1]
    elif not 0.06 < _share(at, *pieces[0]) < 0.94:
        return math.inf
    return min(_distance_to(at, *piece) for piece in pieces)


def _share(at: Point, start: Point, end: Point) -> float:
    """How far along a straight piece the nearest place to a point is: 0 at its start, 1 at its end."""
    (ax, ay), (bx, by) = start, end
    dx, dy = bx - ax, by - ay
    return ((at[0] - ax) * dx + (at[1] - ay) * dy) / max(dx * dx + dy * dy, 1e-9)


def _distance_to(at: Point, start: Point, end: Point) -> float:
    """Distance to a straight piece, its ends included."""
    share = min(max(_share(at, start, end), 0.0), 1.0)
    return math.dist(at, (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))


def line_under(at: Point, lines: Sequence[Line]) -> Line | None:
    """The line nearest to a place; None where none is near."""
    nearest = min(lines, key=lambda line: _distance(at, line), default=None)
    return nearest if nearest is not None and _distance(at, nearest) <= _REACH else None


def _name(mind: NetworkView, link: int) -> str:
    """The nodes that a link joins, for people."""
    links = mind.sketch.links
    before = ", a step before" if links.memory[link] else ""
    return f"{mind.name_of(int(links.source[link]))}{before} → {mind.name_of(int(links.target[link]))}"


def draw_weight(paint: Paint, line: Line, mind: NetworkView, theme: Theme) -> None:
    """The line that people hold, with what it joins and what its weight is."""
    value = float(mind.weights[line.link])
    paint.lines(line.points, theme.text, 3.4, 230)
    paint.lines(line.points, theme.hot if value > 0 else theme.cold, 1.8)
    sign = "+" if value > 0 else ""
    told = f"{_name(mind, line.link)}  {sign}{level(value)}"
    half = paint.width_of(told, HINT, "Medium") / 2 + 9
    first, second = line.points[(len(line.points) - 1) // 2], line.points[len(line.points) // 2]
    x = min(max((first[0] + second[0]) / 2, half), paint.size[0] - half)
    paint.tag((x, (first[1] + second[1]) / 2 - 18), told, "c", HINT)
