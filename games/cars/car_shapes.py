"""How cars look: meadows with basalt, the road with its gates, and a car with its rays, as shapes."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Sequence
from typing import Any

from games.art.lists import crown, turf

__all__ = ["WORLD", "draw", "draw_ground", "draw_world"]

WORLD = (1100, 900)
_SAMPLES = 384  # points of the road's middle, so near to each other that discs on them are a road
_GATES = 8
_NARROW = 150  # radius of bends that have kerbs
_REACH = 260
_RAYS = (-60, -30, 0, 30, 60)  # degrees to the right
_KERB = 4  # points of the road from one piece of kerb to the next
_HEX = 15  # radius of a column of basalt, from above

Point = tuple[float, float]


def draw(car: Any, paint: Any, p: Any) -> None:
    """A car from above; of the crowd, its outline and its windscreen."""
    outline = [(17, -5), (17, 5), (13, 9), (-15, 9), (-17, 7), (-17, -7), (-15, -9), (13, -9)]
    if not paint.crowd:
        paint.polygon(_turned(car, [(x * 1.18, y * 1.25) for x, y in outline]), "ink", 0.55)
        for side in (-1, 1):
            for wheel in (-10, 10):
                paint.polygon(_turned(car, _box(wheel, side * 9.5, 4, 2)), "ink")
    paint.polygon(_turned(car, outline), "agent")
    paint.polygon(_turned(car, [(8, -6), (8, 6), (1, 7), (1, -7)]), "ink", 0.8)
    if paint.crowd:
        return
    paint.polygon(_turned(car, [(-8, -6), (-8, 6), (-12, 6), (-12, -6)]), "ink", 0.8)
    for lamp in (-5.5, 5.5):
        paint.disc(*_turned(car, [(15.5, lamp)])[0], 2.2, "sun")
        paint.disc(*_turned(car, [(-16, lamp)])[0], 1.8, "record")
    if paint.crown:
        crown(paint, car.px, car.py - 32, 12)


def draw_world(car: Any, paint: Any, p: Any) -> None:
    """What the car senses: its light, and its rays to the edge of the road."""
    x, y = car.px, car.py
    for far, aside in ((170, 46), (130, 36), (90, 26)):
        paint.polygon(_turned(car, [(16, -5), (16, 5), (far, aside), (far, -aside)]), "sun", 0.06)
    edges = _edges(car, p.width)
    for degrees in _RAYS:
        angle = car.heading + math.radians(degrees)
        free = _free((x, y), angle, edges)
        end = x + free * math.cos(angle), y + free * math.sin(angle)
        paint.line([(x, y), end], "ink", 4.5, 0.3)
        paint.line([(x, y), end], "frost", 2, 0.8)
        if free < _REACH:
            paint.disc(*end, 5, "ink")
            paint.disc(*end, 3.6, "frost")


def draw_ground(car: Any, paint: Any, p: Any) -> None:
    """Meadow, stones, and the road of the course."""
    chance = random.Random(11)
    middle = road(car)
    paint.box(0, 0, *WORLD, "ground0")
    paint.box(0, 0, *WORLD, "moss", 0.2)
    for _ in range(26):
        at = chance.uniform(0, WORLD[0]), chance.uniform(0, WORLD[1])
        paint.disc(*at, chance.uniform(60, 150), "moss", 0.06)
    for _ in range(40):
        at = chance.uniform(0, WORLD[0]), chance.uniform(0, WORLD[1])
        if _distance(at, middle) > p.width + 14:
            turf(paint, at[0], at[1], 12, chance, 6, 10)
    for _ in range(60):
        at, size = (chance.uniform(0, WORLD[0]), chance.uniform(0, WORLD[1])), chance.uniform(26, 62)
        if _distance(at, middle) > p.width + size + 22:
            _draw_stone(paint, at, size, chance)
    _draw_road(paint, middle, p.width)


def road(car: Any) -> list[Point]:
    """The middle of the road, the first point once more at its end."""
    return [_point(car, 2 * math.pi * k / _SAMPLES) for k in range(_SAMPLES + 1)]


def _point(car: Any, t: float) -> Point:
    """The road's middle at an angle, as the rules have it."""
    found = []
    for parts in (car.x, car.y):
        waves = (
            parts[2 * k - 1] * math.cos(k * t) + parts[2 * k] * math.sin(k * t) for k in range(1, len(parts) // 2 + 1)
        )
        found.append(parts[0] + sum(waves))
    return found[0], found[1]


def _draw_road(paint: Any, middle: Sequence[Point], width: float) -> None:
    for wider, colour in ((9, "ground2"), (3, "lit"), (0, "ridge3")):
        for x, y in middle[:-1]:
            paint.disc(x, y, width + wider, colour)
    sides = _outwards(middle)
    for k in range(0, _SAMPLES, _KERB):
        _draw_kerb(paint, middle, sides, k, width)
    for k in range(0, _SAMPLES, 8):
        paint.line([middle[k], middle[k + 3]], "rim", 2.5, 0.4)
    every = _SAMPLES // _GATES
    for gate in range(1, _GATES):
        (x, y), (u, v) = middle[gate * every], sides[gate * every]
        paint.line([(x - width * u, y - width * v), (x + width * u, y + width * v)], "frost", 2, 0.35)
        for side in (-width, width):
            paint.disc(x + side * u, y + side * v, 5, "ink")
            paint.disc(x + side * u, y + side * v, 3.6, "frost")
    _draw_start(paint, middle[0], sides[0], width)


def _draw_kerb(paint: Any, middle: Sequence[Point], sides: Sequence[Point], k: int, width: float) -> None:
    """A piece of kerb on the inner side, where the road bends."""
    last = (k + _KERB) % _SAMPLES
    (ax, ay), (bx, by) = sides[k], sides[last]
    bend = ax * by - ay * bx
    if abs(bend) * _NARROW < math.dist(middle[k], middle[last]):
        return
    inner = math.copysign(width - 2, bend)
    kerb = [(middle[one][0] + inner * sides[one][0], middle[one][1] + inner * sides[one][1]) for one in (k, last)]
    paint.line(kerb, "sun" if k % (2 * _KERB) else "record", 5, 0.9)


def _draw_start(paint: Any, at: Point, side: Point, width: float) -> None:
    """Chequers across the road."""
    (x, y), (u, v) = at, side
    square = width / 4
    for row in range(2):
        for column in range(8):
            left, near = (column - 4) * square, (row - 1) * square
            corners = [(left, near), (left + square, near), (left + square, near + square), (left, near + square)]
            points = [(x + a * u - b * v, y + a * v + b * u) for a, b in corners]
            paint.polygon(points, "ink" if (row + column) % 2 else "white")


def _draw_stone(paint: Any, at: Point, size: float, chance: random.Random) -> None:
    """A group of basalt columns from above."""
    paint.disc(at[0] + 4, at[1] + 8, size + 6, "ink", 0.3)
    rows = int(size / _HEX) + 1
    for row in range(-rows, rows + 1):
        for column in range(-rows, rows + 1):
            x, y = at[0] + _HEX * (1.73 * column + 0.865 * (row % 2)), at[1] + _HEX * 1.5 * row
            if math.dist((x, y), at) > size * chance.uniform(0.85, 1.05):
                continue
            paint.disc(x, y, _HEX, "joint")
            paint.polygon(_hexagon(x, y, _HEX - 1.6), "lit" if chance.random() < 0.4 else "stone")
            if chance.random() < 0.18:
                paint.disc(x + chance.uniform(-6, 6), y + chance.uniform(-6, 6), chance.uniform(2, 5), "moss", 0.8)


def _hexagon(x: float, y: float, radius: float) -> list[Point]:
    angles = [math.pi / 3 * k + math.pi / 6 for k in range(6)]
    return [(x + radius * math.cos(one), y + radius * math.sin(one)) for one in angles]


def _box(x: float, y: float, wide: float, high: float) -> list[Point]:
    return [(x - wide, y - high), (x + wide, y - high), (x + wide, y + high), (x - wide, y + high)]


def _turned(car: Any, points: Sequence[Point]) -> list[Point]:
    """Points in front of the car and to its right, in the world."""
    forward, right = math.cos(car.heading), math.sin(car.heading)
    return [(car.px + x * forward - y * right, car.py + x * right + y * forward) for x, y in points]


def _outwards(middle: Sequence[Point]) -> list[Point]:
    """For each point of the road's middle, the direction across the road, to its right."""
    found = []
    for k in range(len(middle)):
        (ax, ay), (bx, by) = middle[(k - 1) % _SAMPLES], middle[(k + 1) % _SAMPLES]
        length = math.dist((ax, ay), (bx, by)) or 1
        found.append(((ay - by) / length, (bx - ax) / length))
    return found


def _edges(car: Any, width: float) -> list[list[Point]]:
    """Both edges of the road near the car."""
    middle = road(car)
    sides = _outwards(middle)
    first = round(car.post / 64 * _SAMPLES)
    near = [(first + k) % _SAMPLES for k in range(-12, 52)]
    return [
        [(middle[k][0] + side * sides[k][0], middle[k][1] + side * sides[k][1]) for k in near]
        for side in (-width, width)
    ]


def _free(at: Point, angle: float, edges: Sequence[Sequence[Point]]) -> float:
    """How far a ray is free."""
    forward, right, free = math.cos(angle), math.sin(angle), float(_REACH)
    for edge in edges:
        seen = [
            ((x - at[0]) * forward + (y - at[1]) * right, (y - at[1]) * forward - (x - at[0]) * right) for x, y in edge
        ]
        for (fa, ra), (fb, rb) in itertools.pairwise(seen):
            if (ra > 0) != (rb > 0):
                met = (fa * rb - fb * ra) / (rb - ra)
                free = min(free, met) if met > 0 else free
    return free


def _distance(at: Point, middle: Sequence[Point]) -> float:
    return min(math.dist(at, one) for one in middle)
