"""How the maze looks: walls of basalt, the goal's light, and a robot with its rays, as shapes."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import Any

from games.art.lists import crown, light
from games.maze.maps import AWAY

__all__ = ["draw", "draw_end", "draw_ground", "draw_world"]

_WIDE, _HIGH, _EDGE = 800, 900, 44  # of the picture, and what stays free around the maze
_RADIUS, _REACH = 8, 100  # in units of the maze
_RAYS = (-90, -45, 0, 45, 90, 180)  # degrees to the right of ahead
_QUARTER = range(-40, 41, 5)  # degrees of an arc
_TILE = 66  # width of a tile of the floor
_STONE, _BLOCK = 17, 21  # how thick walls are, and how long their blocks

Point = tuple[float, float]


def draw(robot: Any, paint: Any, p: Any) -> None:
    """A robot, with eyes that look where it goes."""
    scale, left, top = _frame(p)
    x, y = left + scale * robot.x, top + scale * robot.y
    forward, right = math.cos(robot.heading), math.sin(robot.heading)
    size = min(0.8 * _RADIUS * scale, 22)
    if not paint.crowd:
        paint.disc(x, y + 3, size + 2, "ink", 0.5)
        paint.disc(x, y, size + 2, "ink")
    paint.disc(x, y, size)
    if not paint.crowd:
        paint.disc(x - 0.25 * size, y - 0.3 * size, 0.5 * size, "white", 0.22)
    for side in (-0.42, 0.42):
        eye_x, eye_y = x + size * (0.45 * forward - side * right), y + size * (0.45 * right + side * forward)
        if paint.crowd:
            paint.disc(eye_x, eye_y, 0.2 * size, "ink")
            continue
        paint.disc(eye_x, eye_y, 0.3 * size, "white")
        paint.disc(eye_x + 0.1 * size * forward, eye_y + 0.1 * size * right, 0.16 * size, "ink")
    if paint.crown:
        crown(paint, x, y - size - 14, 12)


def draw_end(ended: Any, paint: Any, p: Any) -> None:
    """Where a robot ended."""
    scale, left, top = _frame(p)
    paint.disc(left + scale * ended.x, top + scale * ended.y, 5)


def draw_world(robot: Any, paint: Any, p: Any) -> None:
    """What the robot senses: rays to the walls, and an arc in the quarter where the goal is."""
    scale, left, top = _frame(p)
    x, y = left + scale * robot.x, top + scale * robot.y
    light(paint, x, y, 120, "sun", 0.16)
    for degrees in _RAYS:
        angle = robot.heading + math.radians(degrees)
        free = scale * _free(robot, angle, p)
        end = x + free * math.cos(angle), y + free * math.sin(angle)
        paint.line([(x, y), end], "ink", 4.5, 0.3)
        paint.line([(x, y), end], "frost", 2, 0.75)
        if free < scale * _REACH:
            paint.disc(*end, 5, "ink")
            paint.disc(*end, 3.6, "frost")
    away = math.atan2(p.goal_y - robot.y, p.goal_x - robot.x) - robot.heading
    middle = robot.heading + round(away / (math.pi / 2)) * math.pi / 2
    arc = [middle + math.radians(degrees) for degrees in _QUARTER]
    paint.line([(x + 40 * math.cos(one), y + 40 * math.sin(one)) for one in arc], "hot", 5)


def draw_ground(robot: Any, paint: Any, p: Any) -> None:
    """Floor, walls, start and goal."""
    scale, left, top = _frame(p)
    chance = random.Random(5)
    walls = [
        ((left + scale * ax, top + scale * ay), (left + scale * bx, top + scale * by)) for ax, ay, bx, by in _walls(p)
    ]
    _draw_floor(paint, chance)
    goal, start = (left + scale * p.goal_x, top + scale * p.goal_y), (left + scale * p.start_x, top + scale * p.start_y)
    light(paint, *goal, 120, "sun", 0.4)
    for begin, end in walls:
        paint.line([(begin[0] + 3, begin[1] + 8), (end[0] + 3, end[1] + 8)], "ink", _STONE + 4, 0.35)
    for wall in walls:
        _draw_wall(paint, *wall, chance)
    paint.disc(*start, min(_RADIUS * scale, 26), "soft", 0.9, 2.5)
    paint.text(start[0], start[1] + 40, "start", "text", 18, "centre")
    _draw_goal(paint, *goal)


def _draw_floor(paint: Any, chance: random.Random) -> None:
    paint.box(0, 0, _WIDE, _HIGH, "ground1")
    for row in range(_HIGH // 40 + 1):
        begin = -chance.uniform(0, _TILE)
        while begin < _WIDE:
            wide = _TILE * chance.uniform(0.8, 1.4)
            paint.box(begin, 40 * row, wide - 2, 38, "ground0", chance.choice((0.35, 0.6, 0.85)), 3)
            begin += wide


def _draw_wall(paint: Any, begin: Point, end: Point, chance: random.Random) -> None:
    """A row of basalt blocks, with light on their upper edge and moss here and there."""
    length = math.dist(begin, end)
    along = (end[0] - begin[0]) / length, (end[1] - begin[1]) / length
    half = _STONE / 2

    def at(way: float, aside: float) -> Point:
        return begin[0] + along[0] * way - along[1] * aside, begin[1] + along[1] * way + along[0] * aside

    paint.line([begin, end], "joint", _STONE + 3)
    way = -half
    while way < length + half - 1:
        last = min(way + _BLOCK * chance.uniform(0.7, 1.3), length + half)
        block = [at(way + 1, -half), at(last - 1, -half), at(last - 1, half), at(way + 1, half)]
        paint.polygon(block, "lit" if chance.random() < 0.45 else "stone")
        if chance.random() < 0.16:
            for _ in range(3):
                paint.disc(
                    *at(chance.uniform(way, last), half * chance.uniform(0.6, 1.3)), chance.uniform(2, 4.5), "moss", 0.8
                )
        way = last


def _draw_goal(paint: Any, x: float, y: float) -> None:
    paint.disc(x, y, 22, "ground2")
    paint.disc(x, y, 22, "hot", 1, 3)
    flame = [(0, -15), (7, -2), (8, 5), (4, 11), (-4, 11), (-8, 5), (-7, -2)]
    paint.polygon([(x + across, y + down) for across, down in flame], "hot")
    paint.disc(x, y + 4, 4.5, "sun")
    paint.text(x + 32, y, "goal", "text", 20, strong=True)


def _walls(p: Any) -> list[tuple[float, float, float, float]]:
    return [wall for wall in zip(p.ax, p.ay, p.bx, p.by, strict=True) if wall[0] != AWAY]


def _frame(p: Any) -> tuple[float, float, float]:
    """How the maze lies in the picture: the length of a unit, and where its origin is."""
    walls = _walls(p) or [(0.0, 0.0, 200.0, 200.0)]
    xs: Sequence[float] = [x for wall in walls for x in wall[::2]]
    ys: Sequence[float] = [y for wall in walls for y in wall[1::2]]
    scale = min((_WIDE - 2 * _EDGE) / max(1.0, max(xs) - min(xs)), (_HIGH - 2 * _EDGE) / max(1.0, max(ys) - min(ys)))
    return scale, (_WIDE - scale * (min(xs) + max(xs))) / 2, (_HIGH - scale * (min(ys) + max(ys))) / 2


def _free(robot: Any, angle: float, p: Any) -> float:
    """How far the way is free in a direction."""
    forward, right, free = math.cos(angle), math.sin(angle), float(_REACH)
    for ax, ay, bx, by in _walls(p):
        away = [(u - robot.x, v - robot.y) for u, v in ((ax, ay), (bx, by))]
        (fa, ra), (fb, rb) = ((u * forward + v * right, v * forward - u * right) for u, v in away)
        if (ra > 0) != (rb > 0):
            met = (fa * rb - fb * ra) / (rb - ra)
            free = min(free, met) if met > 0 else free
    return free
