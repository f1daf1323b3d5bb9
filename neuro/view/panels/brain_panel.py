"""The panel that shows a network at work: weights as lines, activations as colours, names from the game."""

from __future__ import annotations

import functools
import math
from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import Rect, Surface
from pygame.event import Event

from neuro.numerals import level
from neuro.view.drawing import shapes
from neuro.view.drawing.shapes import Point
from neuro.view.inspect.inspection import NetworkView
from neuro.view.inspect.snapshot import Snapshot
from neuro.view.inspect.weight_lines import Line, Weight, draw_weight, line_under
from neuro.view.keys import Command
from neuro.view.paint import Paint
from neuro.view.theme import AXIS, BODY, HINT, Colour, Theme
from neuro.view.widgets.control import Control
from neuro.view.widgets.panel import Panel

__all__ = ["BrainPanel", "draw_network_view", "parts_of"]

_MOST = 12  # nodes of a layer that are shown; the others are folded into an ellipsis
_SHADES = 24  # steps of a node's colour on either side: so many sprites are kept
_INPUTS = "Inputs: what the {} sees, each as a number. The disc is warm above 0, cool below, dark near 0"
_LINKS = (
    "Links: each number on the left is multiplied by the link's weight and added up on the right. Warm adds, cool takes"
    " away; the thicker, the larger the weight, and bright where much goes through. All weights are the genome"
)
_HIDDEN = "Hidden nodes: each adds up what comes in and says how far that goes one way (warm) or the other (cool)"
_OUTPUTS = "Outputs: what the {} can do, each with its number. Of those that exclude each other the largest is done"
_DRAG = 90.0  # units of a drag that change a weight by the size of its layer's largest
_LARGER = 2  # weights are thin: twice as large is smooth enough


class _Column(NamedTuple):
    """A layer as it is drawn: which nodes, and where; None where nodes are folded."""

    nodes: tuple[int | None, ...]
    places: tuple[Point, ...]

    def shown(self) -> list[tuple[int, Point]]:
        """Nodes that are drawn."""
        return [(node, at) for node, at in zip(self.nodes, self.places, strict=True) if node is not None]


def _folded(count: int, most: int) -> tuple[int | None, ...]:
    """The first and the last nodes of a wide layer, and None between them."""
    if count <= most:
        return tuple(range(count))
    head = (most - 1) // 2
    return (*range(head), None, *range(count - (most - 1 - head), count))


def _columns(sizes: Sequence[int], box: Rect, radius: float, labels: tuple[float, float]) -> list[_Column]:
    """Where all nodes stand in a box, with room for labels at its left and right."""
    left, right = box.x + labels[0] + radius, box.right - labels[1] - radius
    most = max(3, min(_MOST, int(box.h / (2 * radius + 3))))
    widest = max(min(size, most) for size in sizes)
    found = []
    for k, size in enumerate(sizes):
        nodes = _folded(size, most)
        x = left + (right - left) * k / max(1, len(sizes) - 1)
        spread = (box.h - 2 * radius) * min(1.0, (len(nodes) + 0.4 * widest) / (1.4 * widest))
        step = 0 if len(nodes) == 1 else min(spread / (len(nodes) - 1), 4.6 * radius + 24)
        places = tuple((x, box.centery + (i - (len(nodes) - 1) / 2) * step) for i in range(len(nodes)))
        found.append(_Column(nodes, places))
    return found


def _radius(box: Rect, sizes: Sequence[int]) -> float:
    """Radius of a node, smaller where many stand in a column."""
    return max(5.0, min(15.0, box.h / 30, box.h / (2.7 * min(max(sizes), _MOST))))


def _lines_of(mind: NetworkView, columns: list[_Column]) -> list[Line]:
    """All weights that are drawn, with the ends of their lines."""
    return [
        Line(Weight(k, j, i), start, end)
        for k, weights in enumerate(mind.weights)
        if weights.size
        for i, start in columns[k].shown()
        for j, end in columns[k + 1].shown()
    ]


def _weight_lines(mind: NetworkView, columns: list[_Column]) -> list[tuple[float, tuple[Point, Point], float]]:
    """Share of the layer's largest weight with its sign, the ends of its line, and how much signal flows."""
    lines = []
    largest = [float(np.abs(weights).max(initial=0)) or 1.0 for weights in mind.weights]
    for weight, start, end in _lines_of(mind, columns):
        share = weight.value(mind) / largest[weight.layer]
        signal = min(1.0, abs(share * float(mind.layers[weight.layer][weight.column])) * 1.6)
        lines.append((share, (start, end), signal))
    return sorted(lines, key=lambda line: abs(line[0]))


def _draw_weights(paint: Paint, box: Rect, mind: NetworkView, columns: list[_Column], theme: Theme) -> None:
    """All weights on one layer: width by size, colour by sign, strength by what flows through them."""
    u, area = paint.scale, paint.pixels(box)
    large = Surface((area.w * _LARGER, area.h * _LARGER), pygame.SRCALPHA)
    for share, ends, signal in _weight_lines(mind, columns):
        size = abs(share)
        width = (0.7 + 3.6 * size**1.3) * u * _LARGER
        alpha = round(38 + 60 * size + 140 * signal * size)
        a, b = (((x * u - area.x) * _LARGER, (y * u - area.y) * _LARGER) for x, y in ends)
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


def _shades(mind: NetworkView, k: int) -> NDArray[np.float32]:
    """How warm or cool the nodes of a layer are, -1 to 1; outputs between 0 and 1 are cool below a half."""
    values = mind.layers[k]
    last = k == len(mind.layers) - 1
    return np.clip((values - 0.5) * 2 if last and values.min() >= 0 else values, -1, 1)


def _mark(mind: NetworkView) -> str:
    """What is said of the output that decides: it is the largest, whatever its size. Nothing where each acts."""
    if mind.chosen is None or len(mind.outputs) < 2:
        return ""
    return "larger" if len(mind.outputs) == 2 else "largest"


def _signed(value: float, sign: bool) -> str:
    return ("+" if sign and value > 0 else "") + level(value)


def _draw_labels(paint: Paint, mind: NetworkView, column: _Column, radius: float, theme: Theme, *, last: bool) -> None:
    """Names and values beside the inputs or the outputs; where nodes stand close, in one line."""
    names = mind.outputs if last else mind.inputs
    places, close = column.places, False
    if len(places) > 1:
        close = places[1][1] - places[0][1] < 30
    for node, (x, y) in column.shown():
        lit = last and node == mind.chosen
        at, align = (x + radius + 9, "l") if last else (x - radius - 8, "r")
        value = _signed(float(mind.layers[-1 if last else 0][node]), not last)
        mark = _mark(mind) if lit else ""
        ink: Colour = theme.text if lit else theme.soft
        weight = "SemiBold" if lit else "Medium"
        if close:
            at += paint.text((at, y), names[node], AXIS, ink, weight, align)
            if mark:
                paint.tick((at + 9, y), theme.text, 4)
        else:
            paint.text((at, y - 7), names[node], BODY if lit else HINT, ink, weight, align)
            wide = paint.text((at, y + 8), value, AXIS, theme.text if lit else theme.faint, align=align)
            if mark:
                paint.tick((at + wide + 9, y + 8), theme.text, 4)
                paint.text((at + wide + 17, y + 8), mark, AXIS, theme.soft)


def _draw_nodes(paint: Paint, mind: NetworkView, columns: list[_Column], radius: float, theme: Theme) -> None:
    last = len(columns) - 1
    for k, column in enumerate(columns):
        size, shades = radius + (0.25 * radius if k == last else 0), _shades(mind, k)
        for node, at in column.shown():
            lit = k == last and node == mind.chosen
            if lit:
                paint.glow(at, size * 2.4, theme.hot if node == 0 else theme.cold, 130)
            shade = round(float(shades[node]) * _SHADES)
            paint.stamp(_node(round(size * paint.scale, 1), shade, lit, theme), at)
        for folded, (x, y) in zip(column.nodes, column.places, strict=True):
            if folded is None:
                for dy in (-5, 0, 5):
                    paint.circle((x, y + dy), 1.4, theme.faint)
                paint.text((x + radius + 4, y), f"{len(mind.layers[k])}", AXIS, theme.faint)


def _places(paint: Paint, box: Rect, mind: NetworkView) -> tuple[list[_Column], float]:
    sizes = [len(layer) for layer in mind.layers]
    radius = _radius(box, sizes)
    left, right = (
        max(paint.width_of(name, HINT, "SemiBold") for name in names) for names in (mind.inputs, mind.outputs)
    )
    if mark := _mark(mind):
        right = max(right, paint.width_of("0.00", AXIS) + 17 + paint.width_of(mark, AXIS))
    return _columns(sizes, box, radius, (left + 14, right + 18)), radius


def parts_of(paint: Paint, box: Rect, mind: NetworkView) -> list[Control]:
    """The parts of a network that is drawn in a box, with what they are: columns of nodes, and what lies between."""
    columns, radius = _places(paint, box, mind)
    half, last = round(radius * 1.25) + 4, len(columns) - 1
    lefts = [round(column.places[0][0]) - half for column in columns]
    agent = mind.name.removeprefix("the ")
    found = []
    for k, left in enumerate(lefts):
        right = box.right if k == last else left + 2 * half
        left = box.left if k == 0 else left
        about = _INPUTS if k == 0 else _OUTPUTS if k == last else _HIDDEN
        found.append(Control(Rect(left, box.y, right - left, box.h), about.format(agent)))
        if k < last:
            found.append(Control(Rect(right, box.y, lefts[k + 1] - right, box.h), _LINKS))
    return found


def draw_network_view(paint: Paint, box: Rect, mind: NetworkView, theme: Theme, *, weights: bool, nodes: bool) -> None:
    """Draw a network in a box: its weights, which change slowly, and its nodes, which change with every step."""
    columns, radius = _places(paint, box, mind)
    if weights:
        _draw_weights(paint, box, mind, columns, theme)
    if nodes:
        _draw_nodes(paint, mind, columns, radius, theme)
        _draw_labels(paint, mind, columns[0], radius, theme, last=False)
        _draw_labels(paint, mind, columns[-1], radius * 1.25, theme, last=True)


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
        self._marked: int | None = None  # number of the weight that is pointed at, held, or chosen by a key
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
        count = sum(matrix.size for matrix in self._mind.weights)
        self._marked = 0 if self._marked is None else (self._marked + 1) % max(1, count)

    def _turn(self, way: int) -> Command | None:
        if self._mind is None or self._marked is None:
            return None
        weight = Weight.of(self._marked, self._mind.weights)
        return self._changed(weight.value(self._mind) + 0.1 * way * self._scale(weight))

    def _scale(self, weight: Weight) -> float:
        """The size of the weights of a layer: so much is a large change."""
        assert self._mind is not None
        return float(np.abs(self._mind.weights[weight.layer]).max()) or 1.0

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
            self._held = None  # another flight has begun meanwhile, and the copy has gone
        elif self._held is not None and self._marked is not None and event.type == pygame.MOUSEMOTION:
            start, y = self._held
            self._moved = True
            return self._changed(start + (y - at[1]) / _DRAG * self._scale(Weight.of(self._marked, mind.weights)))
        elif (line := line_under(at, self._lines)) is not None:
            self._marked = line.weight.number(mind.weights)
            if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
                self._held, self._moved = (line.weight.value(mind), at[1]), False
        else:
            self._marked = None
        return None

    def _box(self, area: Rect) -> Rect:
        return Rect(16, 40, area.w - 32, area.h - 54)

    def render(self, paint: Paint, area: Rect, shown: Snapshot) -> None:
        mind = self._mind = shown.mind
        self._field = self._box(area)
        self._lines = [] if mind is None else _lines_of(mind, _places(paint, self._field, mind)[0])
        title, note = ("Brain", "") if mind is None else (f"Brain of {mind.name}", mind.summary)
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
        marked = [line for line in self._lines if line.weight.number(mind.weights) == self._marked]
        draw_network_view(paint, self._box(area), mind, self.theme, weights=False, nodes=True)
        for line in marked:
            draw_weight(paint, line, mind, self.theme)
