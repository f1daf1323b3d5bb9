"""How a snake and its board look: shapes in a world 800 wide and 900 high, tiles 70 wide from (50, 150) on."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from neuro.rules.shapes_list import Painter

__all__ = ["ALWAYS", "PLACES", "SIZE", "draw", "draw_ground", "draw_world"]

Point = tuple[float, float]

SIZE, PLACES = 10, 100  # of the board: places are numbered row by row
ALWAYS = 1_000_000  # what ``when`` says of a stone
TILE, LEFT, TOP, WALL = 70, 50, 150, 22
THICK, THIN, OUTLINE = 23, 13, 3  # half the width of a snake, and of its tail


def _middle(place: int) -> Point:
    """The middle of a place in the world."""
    return LEFT + TILE * (place % SIZE + 0.5), TOP + TILE * (place // SIZE + 0.5)


def _links(snake: Any) -> list[int]:
    """The places of a snake, from its head to its tail."""
    there = [place for place in range(PLACES) if 0 <= snake.moves - snake.when[place] < snake.length]
    return sorted(there, key=lambda place: -snake.when[place])


def _joints(links: list[int]) -> list[tuple[Point, Point]]:
    """Neighbouring links as pairs of points; of an open board, those across its edge apart."""
    middles = [_middle(place) for place in links]
    return [(a, b) if abs(a[0] - b[0]) + abs(a[1] - b[1]) < 2 * TILE else (b, b) for a, b in pairwise(middles)]


def _thickness(link: int, length: int) -> float:
    """Half the width of a snake at a link: it narrows over the last five."""
    return THICK - (THICK - THIN) * max(0, link - length + 6) / 5


def _draw_body(paint: Painter, links: list[int]) -> None:
    """Capsules from link to link, outlined, with spots on the back."""
    joints = _joints(links)
    for colour, more in (("ink", OUTLINE), ("agent", 0)):
        for k, ((ax, ay), (bx, by)) in enumerate(joints):
            w = _thickness(k + 1, len(links)) + more
            paint.box(min(ax, bx) - w, min(ay, by) - w, abs(ax - bx) + 2 * w, abs(ay - by) + 2 * w, colour, 1, w)
    for k, ((ax, ay), (bx, by)) in enumerate(joints):
        w = 0.62 * _thickness(k + 1, len(links))
        paint.disc((ax + bx) / 2, (ay + by) / 2, w, "ink", 0.25)
        paint.disc(bx, by, w, "white", 0.3)


def _draw_head(paint: Painter, snake: Any, x: float, y: float) -> None:
    """A head that looks where it moves, with its tongue out; the eyes of a dead one are crossed out."""
    dx, dy = snake.dx, snake.dy
    if snake.alive:
        tip = x + 44 * dx, y + 44 * dy
        paint.line([(x + 24 * dx, y + 24 * dy), tip], "record", 4)
        for side in (-1, 1):
            paint.line([tip, (tip[0] + 7 * dx - 6 * side * dy, tip[1] + 7 * dy + 6 * side * dx)], "record", 4)
    paint.disc(x + 3 * dx, y + 3 * dy, 28 + OUTLINE, "ink")
    paint.disc(x + 3 * dx, y + 3 * dy, 28, "agent")
    for side in (-1, 1):
        ex, ey = x + 10 * dx - 13 * side * dy, y + 10 * dy + 13 * side * dx
        paint.disc(ex, ey, 9.5, "ink")
        if snake.alive:
            paint.disc(ex, ey, 8, "white")
            paint.disc(ex + 3 * dx, ey + 3 * dy, 4.5, "ink")
        else:
            for a in (-5, 5):
                paint.line([(ex - a, ey - 5), (ex + a, ey + 5)], "record", 3)


def _draw_hunger(paint: Painter, snake: Any, p: Any) -> None:
    """How much time is left until it starves, as a bar that runs down."""
    share = max(0, min(snake.food / p.hunger, 1))
    paint.text(LEFT, 84, f"{max(0, snake.food)} steps until it starves", "text", 22)
    paint.box(LEFT, 106, TILE * SIZE, 8, "ground0", 1, 4)
    if share > 0:
        paint.box(LEFT, 106, max(8, TILE * SIZE * share), 8, "hot" if share > 0.25 else "record", 1, 4)


def draw(snake: Any, paint: Painter, p: Any) -> None:
    """A snake from its head to its tail, and how long it can go on without a fruit."""
    links = _links(snake)
    x, y = _middle(SIZE * snake.y + snake.x)
    paint.disc(x + 3, y + 7, 29, "ink", 0.3)
    _draw_body(paint, links)
    _draw_head(paint, snake, x, y)
    _draw_hunger(paint, snake, p)


def _draw_wall(paint: Painter, p: Any) -> None:
    """Blocks round the board; where it is open, dots."""
    wide, half = TILE * SIZE, TILE // 2
    if p.open > 0:
        for along in range(0, wide + 1, half):
            for x, y in ((along, -11), (along, wide + 11), (-11, along), (wide + 11, along)):
                paint.disc(LEFT + x, TOP + y, 3, "lit")
        return
    paint.box(LEFT - WALL, TOP - WALL, wide + 2 * WALL, wide + 2 * WALL, "ground0", 1, 8)
    blocks = [(along, y, half, WALL) for along in range(0, wide, half) for y in (-WALL, wide)]
    blocks += [(x, along, WALL, half) for along in range(0, wide, half) for x in (-WALL, wide)]
    blocks += [(x, y, WALL, WALL) for x in (-WALL, wide) for y in (-WALL, wide)]
    for k, (x, y, long, high) in enumerate(blocks):
        paint.box(
            LEFT + x + 1.5, TOP + y + 1.5, long - 3, high - 3, ("stone", "lit", "stone", "shade")[k * 7 % 4], 1, 4
        )
        paint.box(LEFT + x + 3, TOP + y + 3, long - 8, high - 9, "lit", 0.5, 3)


def _draw_tile(paint: Painter, place: int) -> None:
    x, y = LEFT + TILE * (place % SIZE), TOP + TILE * (place // SIZE)
    paint.box(x + 2, y + 2, TILE - 4, TILE - 4, "shade", 1, 7)
    paint.box(x + 2, y + 2, TILE - 4, TILE - 7, "stone", 0.6 + 0.4 * (place * 37 % 11) / 10, 7)
    paint.box(x + 5, y + 4, TILE - 10, 3, "lit", 0.55, 1.5)
    if place * 53 % 7 == 0:  # a crack
        a, b = x + 14 + place * 31 % 28, y + 16 + place * 17 % 30
        paint.line([(a, b), (a + 10, b - 5), (a + 20, b + 6)], "shade", 2, 0.8)
    if place * 29 % 5 == 0:  # moss in a corner
        for k in range(6):
            paint.disc(
                x + place * 7 % 60 + k * 13 % 17, y + (4 if place % 2 else 62) + k * 5 % 7, 2 + k % 3, "moss", 0.6
            )


def _draw_hedge(paint: Painter) -> None:
    """Leaves round the wall."""
    paint.box(0, 0, 800, 900, "ground1")
    paint.box(0, 0, 800, 900, "moss", 0.2)
    edge = WALL + 6
    for k in range(1500):
        x, y = k * 311 % 800, 130 + k * k * 7 % 770
        if not (LEFT - edge < x < LEFT + TILE * SIZE + edge and TOP - edge < y < TOP + TILE * SIZE + edge):
            paint.disc(x, y, 3 + k * 13 % 7, "ground0" if k % 3 == 0 else "moss", 0.15 + k % 5 * 0.09)
    paint.box(0, 0, 800, 124, "ground2", 0.55)


def draw_ground(_: Any, paint: Painter, p: Any) -> None:
    """The board between its walls."""
    _draw_hedge(paint)
    _draw_wall(paint, p)
    paint.box(LEFT, TOP, TILE * SIZE, TILE * SIZE, "ground2")
    for place in range(PLACES):
        _draw_tile(paint, place)


def _draw_stone(paint: Painter, place: int) -> None:
    x, y = _middle(place)
    paint.box(x - 26, y - 20, 60, 58, "ground2", 0.5, 16)
    paint.box(x - 30, y - 31, 60, 62, "ground0", 1, 16)
    paint.box(x - 27, y - 28, 54, 54, "lit", 1, 14)
    paint.box(x - 27, y - 16, 54, 44, "stone", 0.8, 14)


def _draw_fruit(paint: Painter, place: int) -> None:
    x, y = _middle(place)
    for k in range(9):
        paint.disc(x, y, 60 * (1 - k / 9), "hot", 0.055)
    paint.disc(x + 3, y + 8, 21, "ink", 0.35)
    paint.disc(x, y + 2, 22, "ink")
    paint.disc(x, y + 2, 19, "hot")
    paint.disc(x + 5, y + 7, 12, "ember", 0.7)
    paint.disc(x - 7, y - 5, 5, "white", 0.9)
    paint.line([(x, y - 16), (x + 3, y - 26)], "ink", 4)
    paint.polygon([(x + 3, y - 22), (x + 12, y - 32), (x + 24, y - 27), (x + 14, y - 19)], "moss")


def draw_world(snake: Any, paint: Painter, p: Any) -> None:
    """The stones, and the fruit."""
    for place in range(PLACES):
        if snake.when[place] == ALWAYS:
            _draw_stone(paint, place)
    if not snake.won:
        _draw_fruit(paint, SIZE * snake.fruit_y + snake.fruit_x)
