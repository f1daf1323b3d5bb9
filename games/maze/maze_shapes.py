"""How the maze looks: walls, the goal's light, and a robot with its rays, as shapes."""

from __future__ import annotations

import math
from typing import Any

from games.maze.maps import AWAY

__all__ = ["draw", "draw_world"]

_WIDE, _HIGH, _EDGE = 800, 900, 44  # of the picture, and what stays free around the maze
_RADIUS, _REACH = 8, 100  # in units of the maze
_RAYS = (-90, -45, 0, 45, 90, 180)  # degrees to the right of ahead
_LIGHT = 9  # discs on each other
_QUARTER = range(-40, 41, 5)  # degrees of an arc


def draw(robot: Any, paint: Any, p: Any) -> None:
    """A robot, with eyes that look where it goes."""
    scale, left, top = _frame(p)
    x, y = left + scale * robot.x, top + scale * robot.y
    forward, right = math.cos(robot.heading), math.sin(robot.heading)
    size = 0.8 * _RADIUS * scale
    paint.disc(x, y, size)
    for side in (-0.42, 0.42):
        eye_x, eye_y = x + size * (0.45 * forward - side * right), y + size * (0.45 * right + side * forward)
        paint.disc(eye_x, eye_y, 0.2 * size, "ink")


def draw_world(robot: Any, paint: Any, p: Any) -> None:
    """The maze, and what the robot in it senses."""
    scale, left, top = _frame(p)
    ends = [((ax, ay), (bx, by)) for ax, ay, bx, by in _walls(p)]
    walls = [[(left + scale * x, top + scale * y) for x, y in both] for both in ends]
    _draw_goal(paint, left + scale * p.goal_x, top + scale * p.goal_y)
    start = left + scale * p.start_x, top + scale * p.start_y
    paint.disc(*start, _RADIUS * scale, "faint", 0.8, 2)
    paint.text(start[0], start[1] + _RADIUS * scale + 14, "start", "faint", 18, "centre")
    for shift, colour, width in ((5, "ink", 13), (0, "line", 13), (-2, "faint", 4)):
        for (ax, ay), (bx, by) in walls:
            paint.line([(ax, ay + shift), (bx, by + shift)], colour, width, 1 if colour == "line" else 0.55)
    _draw_senses(robot, paint, p)


def _walls(p: Any) -> list[tuple[float, float, float, float]]:
    return [wall for wall in zip(p.ax, p.ay, p.bx, p.by, strict=True) if wall[0] != AWAY]


def _frame(p: Any) -> tuple[float, float, float]:
    """How the maze lies in the picture: the length of a unit, and where its origin is."""
    walls = _walls(p)
    xs, ys = [x for wall in walls for x in wall[::2]], [y for wall in walls for y in wall[1::2]]
    scale = min((_WIDE - 2 * _EDGE) / (max(xs) - min(xs)), (_HIGH - 2 * _EDGE) / (max(ys) - min(ys)))
    return scale, (_WIDE - scale * (min(xs) + max(xs))) / 2, (_HIGH - scale * (min(ys) + max(ys))) / 2


def _draw_goal(paint: Any, x: float, y: float) -> None:
    for k in range(_LIGHT):
        paint.disc(x, y, 90 - 80 * k / _LIGHT, "hot", 0.035)
    paint.disc(x, y, 24, "hot", 1, 3)
    flame = [(0, -16), (7, -2), (8, 6), (4, 12), (-4, 12), (-8, 6), (-7, -2)]
    paint.polygon([(x + across, y + down) for across, down in flame], "hot")
    paint.text(x + 34, y, "goal", "text", 20)


def _draw_senses(robot: Any, paint: Any, p: Any) -> None:
    """Rays to the walls, and an arc in the quarter where the goal is."""
    scale, left, top = _frame(p)
    x, y = left + scale * robot.x, top + scale * robot.y
    for degrees in _RAYS:
        angle = robot.heading + math.radians(degrees)
        free = scale * _free(robot, angle, p)
        end = x + free * math.cos(angle), y + free * math.sin(angle)
        paint.line([(x, y), end], "cool", 2, 0.75)
        paint.disc(*end, 4.5, "cool")
    away = math.atan2(p.goal_y - robot.y, p.goal_x - robot.x) - robot.heading
    middle = robot.heading + round(away / (math.pi / 2)) * math.pi / 2
    arc = [middle + math.radians(degrees) for degrees in _QUARTER]
    paint.line([(x + 44 * math.cos(one), y + 44 * math.sin(one)) for one in arc], "hot", 5)


def _free(robot: Any, angle: float, p: Any) -> float:
    """How far the way is free in a direction."""
    forward, right, free = math.cos(angle), math.sin(angle), float(_REACH)
    for ax, ay, bx, by in _walls(p):
        (fa, ra), (fb, rb) = (
            ((u - robot.x) * forward + (v - robot.y) * right, (v - robot.y) * forward - (u - robot.x) * right)
            for u, v in ((ax, ay), (bx, by))
        )
        if (ra > 0) != (rb > 0):
            met = (fa * rb - fb * ra) / (rb - ra)
            free = min(free, met) if met > 0 else free
    return free
