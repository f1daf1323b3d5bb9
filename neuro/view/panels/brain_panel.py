"""The panel that shows a network at work: weights as lines, activations as colours, names from the game."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np
import pygame
from pygame import Rect, Surface
from pygame.event import Event

from neuro.numerals import level
from neuro.policies import Sketch
from neuro.view.drawing import shapes
from neuro.view.drawing.shapes import Point
from neuro.view.inspect.inspection import NetworkView
from neuro.view.inspect.snapshot import Snapshot
from neuro.view.inspect.weight_lines import Line, draw_weight, line_under, lines_of
from neuro.view.keys import Command
from neuro.view.paint import Paint
from neuro.view.theme import AXIS, BODY, HINT, Colour, Theme
from neuro.view.widgets.control import Control
from neuro.view.widgets.panel import Panel

__all__ = ["BrainPanel", "draw_network_view", "parts_of"]

_MOST = 12  # nodes of a column that are shown; the others are folded into an ellipsis
_SHADES = 24  # steps of a node's colour on either side: so many sprites are kept
_INPUTS = "Inputs: what the {} sees, each as a number. The disc is warm above 0, cool below, dark near 0"
_LINKS = (
    "Links: each number on the left is multiplied by the link's weight and added up on the right. Warm adds, cool takes"
    " away; the thicker, the larger the weight, and bright where much goes through. All weights are the genome"
)
_NEWEST = ". The one in light is the newest: the network has grown by it"
_MEMORY = ". Loops, and arcs that stay in a column or lead back, weight what was said one step before"
_HIDDEN = "Hidden nodes: each adds up what comes in and says how far that goes one way (warm) or the other (cool)"
_OUTPUTS = "Outputs: what the {} can do, each with its number. Of those that exclude each other the largest is done"
_DRAG = 90.0  # units of a drag that change a weight by the size of the largest beside it
_BESIDE = (-0.5, 0.5, -1.0, 1.0, 0.0)  # where hidden nodes that are alone in their columns stand, one after the other
_ASIDE = 0.3  # of the box's height: the farthest of them from its middle
_LARGER = 2  # weights are thin: twice as large is smooth enough


class _Column(NamedTuple):
    """A column of nodes as it is drawn: which, by index in the sketch, and where; None where nodes are folded."""

    nodes: tuple[int | None, ...]
    places: tuple[Point, ...]
    size: int  # nodes of the column, the folded ones included

    def shown(self) -> list[tuple[int, Point]]:
        """Nodes that are drawn."""
        return [(node, at) for node, at in zip(self.nodes, self.places, strict=True) if node is not None]


def _folded(nodes: tuple[int, ...], most: int) -> tuple[int | None, ...]:
    """The first and the last nodes of a long column, and None between them."""
    if len(nodes) <= most:
        return nodes
    head = (most - 1) // 2
    return (*nodes[:head], None, *nodes[len(nodes) - (most - 1 - head) :])


def _columns(sketch: Sketch, box: Rect, radius: float, labels: tuple[float, float]) -> list[_Column]:
    """Where all nodes stand in a box, with room for labels at its left and right."""
    left, right = box.x + labels[0] + radius, box.right - labels[1] - radius
    most = max(3, min(_MOST, int(box.h / (2 * radius + 3))))
    widest = min(max(map(len, sketch.columns)), most)
    found, alone = [], _standing_alone(sketch)
    for column in sketch.columns:
        nodes = _folded(column, most)
        middle = box.centery + (_ASIDE * box.h * _BESIDE[alone[column[0]] % len(_BESIDE)] if column[0] in alone else 0)
        x = left + (right - left) * sketch.nodes[column[0]].x
        spread = (box.h - 2 * radius) * min(1.0, (len(nodes) + 0.4 * widest) / (1.4 * widest))
        step = 0 if len(nodes) == 1 else min(spread / (len(nodes) - 1), 4.6 * radius + 24)
        places = tuple((x, middle + (i - (len(nodes) - 1) / 2) * step) for i in range(len(nodes)))
        found.append(_Column(nodes, places, len(column)))
    return found


def _standing_alone(sketch: Sketch) -> dict[int, int]:
    """Hidden nodes that are alone in their columns, by index, numbered from the left; none where there is only one."""
    alone = [column[0] for column in sketch.columns if len(column) == 1 and sketch.nodes[column[0]].kind == "hidden"]
    return {node: place for place, node in enumerate(alone)} if len(alone) > 1 else {}


def _radius(box: Rect, columns: Sequence[Sequence[int]]) -> float:
    """Radius of a node, smaller where many stand in a column."""
    return max(5.0, min(15.0, box.h / 30, box.h / (2.7 * min(max(map(len, columns)), _MOST))))


def _lines(mind: NetworkView, columns: list[_Column], radius: float) -> list[Line]:
    """The lines of all links that are drawn."""
    return lines_of(mind, {node: at for column in columns for node, at in column.shown()}, radius)


def _weighted(mind: NetworkView, lines: list[Line]) -> list[tuple[float, Line, float]]:
    """Share of the largest weight beside it with its sign, the line, and how much signal flows; the strongest last.

    What a node said one step before is not known here: the signal of a link of memory is what it says now.
    """
    found = []
    for line in lines:
        share = float(mind.weights[line.link]) / mind.scale_of(line.link)
        signal = min(1.0, abs(share * float(mind.values[mind.sketch.links.source[line.link]])) * 1.6)
        found.append((share, line, signal))
    return sorted(found, key=lambda one: abs(one[0]))


def _draw_weights(paint: Paint, box: Rect, mind: NetworkView, lines: list[Line], theme: Theme) -> None:
    """All weights on one picture: width by size, colour by sign, strength by what flows through them."""
    u, area = paint.scale, paint.pixels(box)
    large = Surface((area.w * _LARGER, area.h * _LARGER), pygame.SRCALPHA)
    for share, line, signal in _weighted(mind, lines):
        size = abs(share)
        width = (0.7 + 3.6 * size**1.3) * u * _LARGER
        alpha = round(38 + 60 * size + 140 * signal * size)
        points = [((x * u - area.x) * _LARGER, (y * u - area.y) * _LARGER) for x, y in line.points]
        if line.link == mind.sketch.newest:
            for a, b in itertools.pairwise(points):
                shapes.stroke(large, a, b, width + 7 * u * _LARGER, (*theme.text, 70))
            alpha = 255
        for a, b in itertools.pairwise(points):
            shapes.stroke(large, a, b, width, (*(theme.hot if share > 0 else theme.cold), alpha))
    paint.place(shapes.shrink(large, area.size), area.topleft)


@functools.lru_cache(1024)
def _node(radius: float, shade: int, lit: bool, theme: Theme) -> Surface:
    """A node of a shade from -24 to 24, with its rim."""
    half = math.ceil(radius) + 4
    out = Surface((2 * half, 2 * half), pygame.SRCALPHA)
    paint = Paint(out)
    paint.circle((half, half), radius + 2.5, theme.panel)
    paint.circle((half, half), radius, theme.two_sided(shade / _SHADES))
    paint.circle((half, half), radius, theme.text, 255 if lit else 90, ring=max(1.4, radius * 0.12))
    return out


def _shade(mind: NetworkView, node: int) -> float:
    """How warm or cool a node is, -1 to 1; outputs between 0 and 1 are cool below a half."""
    value, output = mind.values[node], mind.sketch.nodes[node].kind == "output"
    return float(np.clip((value - 0.5) * 2 if output and mind.output_values.min() >= 0 else value, -1, 1))


def _mark(mind: NetworkView) -> str:
    """What is said of the output that decides: it is the largest, whatever its size. Nothing where each acts."""
    if mind.chosen is None or len(mind.outputs) < 2:
        return ""
    return "larger" if len(mind.outputs) == 2 else "largest"


def _signed(value: float, sign: bool) -> str:
    return ("+" if sign and value > 0 else "") + level(value)


def _draw_labels(paint: Paint, mind: NetworkView, column: _Column, radius: float, theme: Theme) -> None:
    """Names and values beside the inputs or the outputs of a column; where nodes stand close, in one line."""
    close = len(column.places) > 1 and column.places[1][1] - column.places[0][1] < 30
    for node, at in column.shown():
        if mind.sketch.nodes[node].kind != "hidden":
            _draw_label(paint, mind, node, at, radius, theme, close=close)
        elif said := mind.sketch.nodes[node].activation:
            paint.text((at[0], at[1] + radius + 8), said, AXIS, theme.soft, align="c")


def _draw_label(
    paint: Paint, mind: NetworkView, node: int, place: Point, radius: float, theme: Theme, *, close: bool
) -> None:
    (x, y), last = place, mind.sketch.nodes[node].kind == "output"
    lit = last and mind.output_of(node) == mind.chosen
    at, align = (x + 1.25 * radius + 9, "l") if last else (x - radius - 8, "r")
    value = _signed(float(mind.values[node]), not last)
    mark = _mark(mind) if lit else ""
    ink: Colour = theme.text if lit else theme.soft
    weight = "SemiBold" if lit else "Medium"
    if close:
        at += paint.text((at, y), mind.name_of(node), AXIS, ink, weight, align)
        if mark:
            paint.tick((at + 9, y), theme.text, 4)
    else:
        paint.text((at, y - 7), mind.name_of(node), BODY if lit else HINT, ink, weight, align)
        wide = paint.text((at, y + 8), value, AXIS, theme.text if lit else theme.faint, align=align)
        if mark:
            paint.tick((at + wide + 9, y + 8), theme.text, 4)
            paint.text((at + wide + 17, y + 8), mark, AXIS, theme.soft)


def _draw_nodes(paint: Paint, mind: NetworkView, column: _Column, radius: float, theme: Theme) -> None:
    for node, at in column.shown():
        output = mind.output_of(node)
        last = mind.sketch.nodes[node].kind == "output"
        lit = last and output == mind.chosen
        size = radius + (0.25 * radius if last else 0)
        if lit:
            paint.glow(at, size * 2.4, theme.hot if output == 0 else theme.cold, 130)
        paint.stamp(_node(round(size * paint.scale, 1), round(_shade(mind, node) * _SHADES), lit, theme), at)
    for folded, (x, y) in zip(column.nodes, column.places, strict=True):
        if folded is None:
            for dy in (-5, 0, 5):
                paint.circle((x, y + dy), 1.4, theme.faint)
            paint.text((x + radius + 4, y), f"{column.size}", AXIS, theme.faint)


def _places(paint: Paint, box: Rect, mind: NetworkView) -> tuple[list[_Column], float]:
    radius = _radius(box, mind.sketch.columns)
    left, right = (
        max(paint.width_of(name, HINT, "SemiBold") for name in names) for names in (mind.inputs, mind.outputs)
    )
    value = paint.width_of("−00.00", AXIS)  # whatever it is now: nodes are not to move with it
    left, right = max(left, value), max(right, value)
    if mark := _mark(mind):
        right = max(right, paint.width_of("0.00", AXIS) + 17 + paint.width_of(mark, AXIS))
    return _columns(mind.sketch, box, radius, (left + 14, right + 18)), radius


def parts_of(paint: Paint, box: Rect, mind: NetworkView) -> list[Control]:
    """The parts of a network that is drawn in a box, with what they are: columns of nodes, and what lies between."""
    columns, radius = _places(paint, box, mind)
    half, last = round(radius * 1.25) + 4, len(columns) - 1
    lefts = [round(column.places[0][0]) - half for column in columns]
    agent, sketch = mind.name.removeprefix("the "), mind.sketch
    links = _LINKS + (_MEMORY if sketch.links.memory.any() else "") + (_NEWEST if sketch.newest is not None else "")
    found = []
    for k, left in enumerate(lefts):
        right = box.right if k == last else left + 2 * half
        left = box.left if k == 0 else left
        about = _INPUTS if k == 0 else _OUTPUTS if k == last else _HIDDEN
        found.append(Control(Rect(left, box.y, right - left, box.h), about.format(agent)))
        if k < last and lefts[k + 1] > right:
            found.append(Control(Rect(right, box.y, lefts[k + 1] - right, box.h), links))
    return found


def draw_network_view(paint: Paint, box: Rect, mind: NetworkView, theme: Theme, *, weights: bool, nodes: bool) -> None:
    """Draw a network in a box: its weights, which change slowly, and its nodes, which change with every step."""
    columns, radius = _places(paint, box, mind)
    if weights:
        _draw_weights(paint, box, mind, _lines(mind, columns, radius), theme)
    if nodes:
        for column in columns:
            _draw_nodes(paint, mind, column, radius, theme)
        for column in columns:
            _draw_labels(paint, mind, column, radius, theme)


class BrainPanel(Panel[Snapshot]):
    """The network of the chosen agent, or of the leader; its weights can be dragged, in a copy."""

    about = (
        "The network of the chosen one, or of the leader: lines are weights, discs are what its nodes say now. "
        "Drag a line up or down to give a copy of it another weight"
    )

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._mind: NetworkView | None = None
        self._lines: list[Line] = []
        self._field = Rect(0, 0, 0, 0)
        self._marked: int | None = None  # index of the link that is pointed at, held, or chosen by a key
        self._held: tuple[float, float] | None = None  # its value when it was taken hold of, and where
        self._parts: list[Control] = []
        self._moved = False  # whether it has been dragged since

    def key(self, shown: Snapshot) -> Hashable:
        """What the picture depends on; weights are drawn ten times a second."""
        mind = shown.mind
        return None if mind is None else (mind.name, mind.owner, shown.tick)

    def controls(self) -> list[Control]:
        """The network's parts; Enter goes to the next weight, the arrows turn it."""
        if self._mind is None or self._held is not None:  # while a line is held, nothing is to lie over the map
            return []
        about = "Enter marks the next weight, ← and → turn it in a copy; a line can be dragged, too"
        weights = Control(self._field, about, ("weights back",), press=self._mark_next, turn=self._turn)
        return [*self._parts, weights]

    def _mark_next(self) -> None:
        assert self._mind is not None
        count = max(1, len(self._mind.weights))
        self._marked = 0 if self._marked is None else (self._marked + 1) % count

    def _turn(self, way: int) -> Command | None:
        if self._mind is None or self._marked is None:
            return None
        value, large = float(self._mind.weights[self._marked]), self._mind.scale_of(self._marked)
        return self._changed(value + 0.1 * way * large)

    def _changed(self, value: float) -> Command:
        assert self._marked is not None
        return Command("weight", self._marked, amount=value)

    def command(self, at: Point, event: Event) -> Command | None:
        """The command of an event: a line that is dragged up or down gets another weight."""
        mind = self._mind
        if mind is None or event.type not in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            return None
        if event.type == pygame.MOUSEBUTTONUP:
            self._held = None
        elif self._moved and not mind.changed and self._held is not None:
            self._held = None  # another rollout has begun meanwhile, and the copy has gone
        elif self._held is not None and self._marked is not None and event.type == pygame.MOUSEMOTION:
            start, y = self._held
            self._moved = True
            return self._changed(start + (y - at[1]) / _DRAG * mind.scale_of(self._marked))
        elif (line := line_under(at, self._lines)) is not None:
            self._marked = line.link
            if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
                self._held, self._moved = (float(mind.weights[line.link]), at[1]), False
        else:
            self._marked = None
        return None

    def _box(self, area: Rect) -> Rect:
        return Rect(16, 40, area.w - 32, area.h - 54)

    def render(self, paint: Paint, area: Rect, shown: Snapshot) -> None:
        mind = self._mind = shown.mind
        self._field = self._box(area)
        self._lines = [] if mind is None else _lines(mind, *_places(paint, self._field, mind))
        title, note = ("Brain", "") if mind is None else (f"Brain of {mind.name}", mind.sketch.summary)
        if mind is not None and mind.changed:
            note = f"a copy, {mind.changed} changed · R"
        space = self.card(paint, area, title, note)
        self._parts = []
        if mind is None:
            paint.text(space.center, "nobody is playing", HINT, self.theme.faint, align="c")
        else:
            self._parts = parts_of(paint, self._box(area), mind)
            draw_network_view(paint, self._box(area), mind, self.theme, weights=True, nodes=False)

    def overlay(self, paint: Paint, area: Rect, shown: Snapshot) -> None:
        mind = shown.mind
        if mind is None:
            return
        marked = [line for line in self._lines if line.link == self._marked]
        draw_network_view(paint, self._box(area), mind, self.theme, weights=False, nodes=True)
        for line in marked:
            draw_weight(paint, line, mind, self.theme)
