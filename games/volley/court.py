"""How a match looks: shapes in a world 1100 wide and 900 high, 22 to a unit, the net at 550 and the ground at 700."""

from __future__ import annotations

from math import atan2, cos, hypot, pi, sin
from typing import Any

from neuro.rules.shapes_list import Painter

__all__ = ["draw", "draw_ground"]

Point = tuple[float, float]

WIDE, HIGH, UNIT, NET_X, FLOOR = 1100, 900, 22, 550, 700
GROUND, LEFT, RIGHT = 1.5, 22, 1078
SLIME, BALL = 33, 11
AHEAD, EVERY, STEP = 75, 3, 1 / 30  # steps of the ball's way that are foreseen, those that get a dot, and their time
LIVES = 5


def _place(x: float, y: float) -> Point:
    """A place of the court in the world."""
    return NET_X + UNIT * x, FLOOR - UNIT * (y - GROUND)


def _arc(x: float, y: float, radius: float, begins: float, ends: float, squash: float = 1.0) -> list[Point]:
    """Points of an arc, from one angle to another; y points down."""
    angles = [begins + (ends - begins) * k / 24 for k in range(25)]
    return [(x + radius * cos(angle), y + squash * radius * sin(angle)) for angle in angles]


def _draw_slime(paint: Painter, match: Any, me: Any, side: int, colour: str) -> None:
    """Half a disc, exactly the shape that the ball meets; it watches the ball."""
    x, y = _place(me.x, me.y)
    paint.disc(x, y - 14, 2, colour)  # it stands here
    paint.polygon(_arc(x, FLOOR + 2, SLIME + 2, 0, 2 * pi, 0.12), "ink", 0.35)
    paint.polygon(_arc(x, y, SLIME, pi, 2 * pi), "ink")
    paint.polygon(_arc(x, y - 2, SLIME - 3, pi, 2 * pi), colour)
    paint.polygon(_arc(x, y - 2, SLIME * 0.58, pi, 2 * pi, 0.6), "white", 0.3)
    ball_x, ball_y = _place(match.ball_x, match.ball_y)
    away = max(1.0, hypot(ball_x - x, ball_y - y + 18))
    look_x, look_y = (ball_x - x) / away, (ball_y - y + 18) / away
    for eye in (-0.15, 0.38):
        eye_x, eye_y = x - side * SLIME * eye, y - SLIME * 0.58
        paint.disc(eye_x, eye_y, 6.5, "ink")
        paint.disc(eye_x, eye_y, 5.6, "white")
        paint.disc(eye_x + 2.4 * look_x, eye_y + 2.4 * look_y, 3.1, "ink")


def _way(match: Any, p: Any) -> tuple[list[Point], Point | None]:
    """Where the ball will fly to, if nobody meets it: points up to the ground."""
    x, y, vx, vy = match.ball_x, match.ball_y, match.ball_vx, match.ball_vy
    points: list[Point] = []
    for k in range(AHEAD):
        vy -= p.gravity * STEP
        share = min(1.0, p.ball_speed / max(0.001, hypot(vx, vy)))
        vx, vy = vx * share, vy * share
        x, y = x + vx * STEP, y + vy * STEP
        if abs(x) > 23.5:
            x, vx = (47 if x > 0 else -47) - x, -vx
        if y <= GROUND + 0.5:
            return points, (x, GROUND)
        if abs(x) < 1 and y < 4:
            break
        if k % EVERY == EVERY - 1:
            points.append((x, y))
    return points, None


def _draw_way(paint: Painter, match: Any, p: Any) -> None:
    points, landing = _way(match, p)
    for k, (x, y) in enumerate(points):
        paint.disc(*_place(x, y), 2.6, "frost", 0.9 - 0.6 * k / len(points))
    if landing:
        x, y = _place(*landing)
        paint.disc(x, y, 9, "frost", 0.9, 2.5)
        paint.line([(x - 16, y), (x + 16, y)], "cold", 2.5, 0.9)


def _draw_ball(paint: Painter, match: Any) -> None:
    x, y = _place(match.ball_x, match.ball_y)
    if match.wait == 0:
        for k in range(10, 0, -1):  # where it came from, as fast as it is now
            back = 0.012 * k
            paint.disc(*_place(match.ball_x - match.ball_vx * back, match.ball_y - match.ball_vy * back),
                       BALL * (1 - k / 12), "sun", 0.3 * (1 - k / 11))  # fmt: skip
    for k in range(8):
        paint.disc(x, y, 40 * (1 - k / 8), "sun", 0.05)
    paint.disc(x, y, BALL + 2, "ink")
    paint.disc(x, y, BALL, "sun")
    turn = atan2(match.ball_vy, match.ball_vx)
    across, down = 5 * cos(turn), 5 * sin(turn)
    paint.line([(x - across, y + down), (x + across, y - down)], "hot", 3)


def _draw_points(paint: Painter, match: Any, colours: tuple[str, str]) -> None:
    """A dot for each point that it takes to win, filled when it is won."""
    for side, me, colour in zip((-1, 1), match.players, colours, strict=True):
        for k in range(LIVES):
            x = NET_X + side * (70 + 34 * k)
            if k < me.score:
                paint.disc(x, 70, 10, colour)
            else:
                paint.disc(x, 70, 10, "text", 0.6, 2)
    if match.rally:
        paint.text(NET_X, 64, match.rally, "text", 30, "centre", True)
        paint.text(NET_X, 92, "hit" if match.rally == 1 else "hits", "text", 18, "centre")


def draw(match: Any, paint: Painter, p: Any) -> None:
    """Both slimes, the ball with its way to come, and the points."""
    colours = "agent", "frost"
    for side, me, colour in zip((-1, 1), match.players, colours, strict=True):
        _draw_slime(paint, match, me, side, colour)
    _draw_way(paint, match, p)
    _draw_ball(paint, match)
    _draw_points(paint, match, colours)


def _draw_sky(paint: Painter) -> None:
    """An evening sky: bands, stars, a low sun with its light, and ridges with mist before it."""
    bands = 60
    for k in range(bands):  # each twice as high as it shows
        tone, share = divmod(5 * k / bands, 1)
        paint.box(0, FLOOR * k / bands, WIDE, FLOOR * 2 / bands, f"sky{int(tone)}")
        paint.box(0, FLOOR * k / bands, WIDE, FLOOR * 2 / bands, f"sky{int(tone) + 1}", share)
    for k in range(70):
        paint.disc(k * 397 % 1100, (k * k * 61 + 13 * k) % 330, 0.8 + k % 3 * 0.3, "sun", 0.15 + k % 4 * 0.12)
    for k in range(32):
        paint.disc(846, 540, 270 * (1 - k / 32) ** 1.15, "sun", 0.014)
    paint.disc(846, 540, 52, "sun", 0.94)
    for k in range(15):  # clouds
        x, y = k // 3 * 419 % 1100 + k * 53 % 110, 110 + k // 3 * 83 % 300 + k % 3 * 11
        paint.polygon([(x - 150, y), (x, y - 5), (x + 150, y), (x, y + 4)], "sky5", 0.11)
    for level in range(4):
        top, turn = 540 + 38 * level, 1.3 + 1.7 * level
        ridge = [(x, top - 22 * sin(x / (190 - 22 * level) + turn) - 10 * sin(x / 71)) for x in range(0, 1111, 15)]
        paint.polygon([*ridge, (1110, HIGH), (0, HIGH)], f"ridge{level}")
        for k in range(5):
            paint.box(0, top + 20 + 18 * k, WIDE, HIGH, "sky3", 0.03)
    for k in range(10):
        paint.box(0, 610 + 18 * k, WIDE, 300, "ground1", 0.08)


def _draw_columns(paint: Painter, x: float, y: float, wide: float, high: float, column: float, deep: float = 0) -> None:
    """Columns of basalt, seen from the front; ``deep`` lets them end unevenly."""
    paint.box(x, y, wide, high, "ground0")
    for k in range(round(wide / column)):
        left, low = x + k * column, high + deep * (k * 37 % 17) / 17
        paint.box(left, y, column - 1, low, "stone")
        paint.box(left, y, column * 0.28, low, "shade", 0.75)
        paint.box(left + column * 0.7, y, column * 0.3 - 1, low, "lit", 0.9)
        paint.box(left, y, column - 1, low, ("ground0", "lit", "ground0")[k % 3], k * 13 % 5 * 0.07)
        crack = 18 + k * 53 % max(20, round(low) - 20)
        paint.box(left, y + crack, column - 1, 2, "ground0")


def draw_ground(_: Any, paint: Painter, p: Any) -> None:
    """The court: ground and net of basalt, before an evening sky."""
    _draw_sky(paint)
    _draw_columns(paint, LEFT, FLOOR, RIGHT - LEFT, 84, 24, 84)
    paint.box(LEFT, FLOOR - 1, RIGHT - LEFT, 3, "rim", 0.9)
    for k in range(8):
        paint.box(0, 770 + 17 * k, WIDE, 200, "ground2", 0.13)
    for k in range(150):  # grass
        x, tall = LEFT + 8 + k * 7 + k * 29 % 6, 5 + k * 41 % 8
        paint.polygon([(x - 2, FLOOR + 1), (x + k % 5 - 2, FLOOR - tall), (x + 2, FLOOR + 1)], "moss", 0.8)
    for side in (LEFT - 6, RIGHT - 2):  # walls, as far as they are seen
        paint.box(side, 0, 8, FLOOR, "ground1", 0.5)
    _draw_columns(paint, NET_X - 11, FLOOR - 44, 22, 44, 11)
    paint.disc(NET_X, FLOOR - 44, 12, "ground0")
    paint.disc(NET_X, FLOOR - 44, 11, "lit")
    if p.baseline > 0:
        paint.text(RIGHT - 20, 118, "the champion of 2015", "text", 18, "right")
