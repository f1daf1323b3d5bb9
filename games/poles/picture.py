"""How the two poles look: a cart on a track of basalt, before the evening."""

from __future__ import annotations

import math
import random
from typing import Any

from games.art.lists import basalt_front, crown, dusk, turf
from games.poles.ends import EDGE, FALLEN

__all__ = ["WORLD", "draw", "draw_ground"]

WORLD = (1100, 900)
METRE, MIDDLE, FLOOR = 200, 550, 690
TALLER = 3  # the short pole is drawn so many times its length: a tenth of a metre is hard to see
_HINGE, _TOP = 12, 41  # from the cart's middle to a hinge, and the cart's height


def across(x: float) -> float:
    """Where a place on the track lies in the picture."""
    return MIDDLE + METRE * x


def draw_ground(cart: Any, paint: Any, p: Any) -> None:
    """The evening, the track and its ends."""
    draw = random.Random(8)
    dusk(paint, *WORLD, horizon=640, sun=(810, 470))
    left, right = across(-EDGE) - 56, across(EDGE) + 56
    paint.box(0, FLOOR + 120, WORLD[0], 90, "ground1")
    basalt_front(paint, left, FLOOR, right - left, 90, draw, 27, 70)
    paint.box(0, FLOOR + 110, WORLD[0], 100, "ground1", 0.5)
    paint.box(0, FLOOR + 150, WORLD[0], 60, "ground2", 0.6)
    paint.box(left, FLOOR - 2, right - left, 3, "rim", 0.85)
    for side in (-1, 1):
        _draw_end(paint, side, draw)
    for metre in (-2, -1, 0, 1, 2):
        paint.line([(across(metre), FLOOR + 5), (across(metre), FLOOR + 13)], "rim", 2, 0.75)
        paint.text(across(metre), FLOOR + 28, f"{metre} m".replace("-", "−"), "white", 17, "centre")
    for k in range(int((right - left - 24) / 26)):
        paint.box(left + 14 + 26 * k, FLOOR - 6, 13, 4, "ground0", 0.9)
    paint.box(left + 4, FLOOR - 9, right - left - 8, 3, "lit")
    paint.text(WORLD[0] - 20, 26, f"short pole drawn {TALLER} times as long", "text", 16, "right")


def _draw_end(paint: Any, side: int, draw: random.Random) -> None:
    """A pillar, and the sign beyond which a cart is out."""
    x = across(side * EDGE)
    basalt_front(paint, x - 9 + side * 32, FLOOR - 64, 18, 64, draw, 18)
    paint.box(x - 12 + side * 32, FLOOR - 68, 24, 5, "rim", 0.9)
    turf(paint, x - 16 + side * 32, FLOOR, 32, draw, 4, 13)
    paint.line([(x, FLOOR - 54), (x, FLOOR)], "record", 2, 0.9)
    paint.polygon([(x - 8, FLOOR - 70), (x + 8, FLOOR - 70), (x, FLOOR - 56)], "record")


def draw(cart: Any, paint: Any, p: Any) -> None:
    """A cart with its poles; one of the crowd as a shadow in its own colour."""
    if paint.crowd:
        _draw_shadow(paint, cart, p)
        return
    x = across(cart.x)
    paint.disc(*_poles(cart, p)[0][1], 6, "white")  # first, so that names stand at the tip of the long pole
    _draw_body(paint, x)
    for angle in (-FALLEN, FALLEN):
        _draw_limit(paint, x + _HINGE, angle)
    for hinge, tip, colour, wide in _poles(cart, p):
        paint.line([hinge, tip], "ink", wide + 4)
        paint.line([hinge, tip], colour, wide)
        paint.disc(*tip, 0.62 * wide, "white", 0.9)
        paint.disc(*hinge, 6, "ink")
        paint.disc(*hinge, 3.4, "sun")
    if paint.crown:
        tip = _poles(cart, p)[0][1]
        crown(paint, tip[0], tip[1] - 24, 12)
    _draw_push(paint, x, cart.push)


def _poles(cart: Any, p: Any) -> list[tuple[tuple[float, float], tuple[float, float], str, float]]:
    """Hinge, tip, colour and width of the long pole and of the short one."""
    x, high = across(cart.x), FLOOR - _TOP
    found: list[tuple[tuple[float, float], tuple[float, float], str, float]] = []
    for side, angle, length, colour, wide in (
        (1, cart.long, p.long, "frost", 9),
        (-1, cart.short, min(TALLER * p.short, 0.9 * p.long) if p.short < p.long else p.short, "iris", 8),
    ):
        hinge = x + side * _HINGE, high
        tip = hinge[0] + METRE * length * math.sin(angle), high - METRE * length * math.cos(angle)
        found.append((hinge, tip, colour, wide))
    return found


def _draw_shadow(paint: Any, cart: Any, p: Any) -> None:
    x = across(cart.x)
    paint.disc(*_poles(cart, p)[0][1], 3, "agent", 0.55)
    paint.polygon(_body(x, 45, 38), "agent", 0.55)
    for hinge, tip, _, _ in _poles(cart, p):
        paint.line([hinge, tip], "agent", 5, 0.55)
    for wheel in (-28, 28):
        paint.disc(x + wheel, FLOOR - 12, 9, "agent", 0.55)


def _body(x: float, upper: float, lower: float) -> list[tuple[float, float]]:
    """A cart's outline: half its widths above and below."""
    return [
        (x - upper, FLOOR - _TOP), (x + upper, FLOOR - _TOP), (x + lower, FLOOR - 12), (x - lower, FLOOR - 12),
    ]  # fmt: skip


def _draw_body(paint: Any, x: float) -> None:
    """The cart, and the creature that drives it."""
    top = FLOOR - _TOP
    paint.polygon([(x - 55, top - 4), (x + 55, top - 4), (x + 46, FLOOR - 9), (x - 46, FLOOR - 9)], "ink")
    paint.polygon([(x - 52, top - 1), (x + 52, top - 1), (x + 44, FLOOR - 12), (x - 44, FLOOR - 12)], "stone")
    paint.polygon([(x - 52, top - 1), (x + 52, top - 1), (x + 50, top + 5), (x - 50, top + 5)], "rim", 0.85)
    paint.polygon([(x + 22, top + 5), (x + 50, top + 5), (x + 44, FLOOR - 12), (x + 20, FLOOR - 12)], "lit", 0.6)
    paint.polygon([(x - 50, top + 5), (x - 30, top + 5), (x - 27, FLOOR - 12), (x - 44, FLOOR - 12)], "shade", 0.7)
    paint.disc(x, top + 17, 11, "ink")
    paint.disc(x, top + 17, 9.5, "agent")
    for side in (-1, 1):
        paint.disc(x + 1 + 3.4 * side, top + 15.4, 2.6, "white")
        paint.disc(x + 1.8 + 3.4 * side, top + 15.2, 1.5, "ink")
    for wheel in (-28, 28):
        paint.disc(x + wheel, FLOOR - 12, 11, "ink")
        paint.disc(x + wheel, FLOOR - 12, 7, "lit")
        paint.disc(x + wheel, FLOOR - 12, 2.4, "ink")


def _draw_limit(paint: Any, x: float, angle: float) -> None:
    """A dashed line: a pole beyond it has fallen."""
    sine, cosine, high = math.sin(angle), math.cos(angle), FLOOR - _TOP
    for near in range(74, 214, 22):
        paint.line(
            [(x + sine * near, high - cosine * near), (x + sine * (near + 11), high - cosine * (near + 11))],
            "soft", 2, 0.7,
        )  # fmt: skip
    paint.text(x + sine * 232, high - cosine * 232, "36°", "text", 16, "centre")


def _draw_push(paint: Any, x: float, push: float) -> None:
    """The push as an arrow: which way, and how much."""
    side, high = (1 if push > 0 else -1), FLOOR - 28
    tail, head = x + side * 64, x + side * (64 + 12 * abs(push))
    colour = "hot" if push > 0 else "cold"
    if abs(push) < 0.05:
        return
    paint.line([(tail, high), (head, high)], "ink", 10, 0.55)
    paint.line([(tail, high), (head, high)], colour, 6)
    paint.polygon([(head, high - 11), (head, high + 11), (head + side * 18, high)], colour)
    told = f"{push:+.1f} N".replace("-", "−")
    paint.text((tail + head) / 2 + side * 8, high - 24, told, colour, 17, "centre", True)
