"""A scene as lines of text: coloured half blocks, or plain characters."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import Rect, Surface

from neuro.view.drawing.braille import ACROSS, DOWN, draw_dots, signs
from neuro.view.drawn import Scene as DrawnScene
from neuro.view.scene import Dot, Marks, Scene

__all__ = ["coloured", "emphasised", "plain", "shrunk", "sparkline"]

_FINER = 4  # the scene is drawn this many times larger, then shrunk
_BARS = "▁▂▃▄▅▆▇█"

Ink = Callable[[tuple[int, ...], tuple[int, ...]], str]


def _pixels(scene: Scene, marks: Marks, columns: int, rows: int) -> NDArray[np.uint8]:
    """The scene in pixels ``(2 rows, columns, 3)``: its landscape, and a dot for each agent."""
    size = columns * _FINER, 2 * rows * _FINER
    surface = Surface(size)
    scene.draw(surface, surface.get_rect(), Marks(leader=marks.leader, crowned=False, crowd=False))
    small = pygame.transform.smoothscale(surface, (columns, 2 * rows))
    pixels = pygame.surfarray.array3d(small).swapaxes(0, 1).astype(np.uint8)
    pixels &= 0xF8  # long runs of one colour
    left, scale = scene.view(Rect(0, 0, columns, 2 * rows))
    for dot in scene.dots(marks):
        x, y = int((dot.x - left) * scale), int(dot.y * scale)
        if 0 <= x < columns and 0 <= y < 2 * rows:
            pixels[y, x] = dot.colour
            if dot.marked:
                pixels[y, min(x + 1, columns - 1)] = (255, 226, 150)
    return pixels


def _true_colour(top: tuple[int, ...], low: tuple[int, ...]) -> str:
    return f"\x1b[38;2;{top[0]};{top[1]};{top[2]};48;2;{low[0]};{low[1]};{low[2]}m"


def _of_256(colour: tuple[int, ...]) -> int:
    """The nearest of the 216 colours that terminals share."""
    red, green, blue = (min(5, max(0, round((channel - 35) / 40))) for channel in colour)
    return 16 + 36 * red + 6 * green + blue


def _few_colours(top: tuple[int, ...], low: tuple[int, ...]) -> str:
    return f"\x1b[38;5;{_of_256(top)};48;5;{_of_256(low)}m"


def coloured(scene: Scene, marks: Marks, columns: int, rows: int, *, true_colour: bool) -> list[str]:
    """The scene as lines of half blocks, two pixels to a character.

    Args:
        scene: What to show.
        marks: The agents that stand out.
        columns: Width in characters.
        rows: Height in characters.
        true_colour: Whether the terminal knows 16 million colours, or only 256.
    """
    return _half_blocks(_pixels(scene, marks, columns, rows), true_colour=true_colour)


def shrunk(surface: Surface, columns: int, rows: int, *, true_colour: bool) -> list[str]:
    """A picture as lines of half blocks, see ``coloured``."""
    small = pygame.transform.smoothscale(surface, (columns, 2 * rows))
    return _half_blocks(pygame.surfarray.array3d(small).swapaxes(0, 1).astype(np.uint8), true_colour=true_colour)


def _half_blocks(shown: NDArray[np.uint8], *, true_colour: bool) -> list[str]:
    """Pixels ``(2 rows, columns, 3)`` as lines."""
    pixels = shown.tolist()
    ink: Ink = _true_colour if true_colour else _few_colours
    lines = []
    for row in range(len(pixels) // 2):
        pieces, last = [], ""
        for top, low in zip(pixels[2 * row], pixels[2 * row + 1], strict=True):
            colour = ink(tuple(top), tuple(low))
            pieces.append("▀" if colour == last else colour + "▀")
            last = colour
        lines.append("".join(pieces) + "\x1b[0m")
    return lines


def plain(scene: Scene, marks: Marks, columns: int, rows: int) -> list[str]:
    """The scene as lines of characters without colours: blocks, dots for agents, a diamond for the leader.

    What rules draw stands there in braille signs.
    """
    cells = (
        _drawn(scene, marks, columns, rows) if isinstance(scene, DrawnScene) else [[" "] * columns for _ in range(rows)]
    )
    left, scale = scene.view(Rect(0, 0, columns, 2 * rows))
    for x, y, width, height in scene.solids():
        for row in _within(y * scale / 2, (y + height) * scale / 2, rows):
            for column in _within((x - left) * scale, (x + width - left) * scale, columns):
                cells[row][column] = "█"
    for dot in scene.dots(marks):
        _put(cells, dot, int((dot.x - left) * scale), int(dot.y * scale / 2))
    return ["".join(row).rstrip() for row in cells]


def _drawn(scene: DrawnScene, marks: Marks, columns: int, rows: int) -> list[list[str]]:
    """What rules draw, as signs: what stands still, what changes, and who is marked."""
    surface = Surface((columns * ACROSS, rows * DOWN), 0, 8)
    left, scale = scene.view(surface.get_rect())
    for shapes in (scene.ground(), scene.around(), *(scene.agent(agent) for agent in marks.agents)):
        draw_dots(surface, shapes, left, scale, world=scene.size[0])
    return signs(surface)


def _within(start: float, end: float, count: int) -> range:
    """Cells of a line of ``count`` that lie mostly between two places."""
    return range(min(max(round(start), 0), count), min(max(round(end), 0), count))


def _put(cells: list[list[str]], dot: Dot, column: int, row: int) -> None:
    if 0 <= row < len(cells) and 0 <= column < len(cells[0]):
        cells[row][column] = "◆" if dot.marked else "•"


def emphasised(line: str, *, title: bool) -> str:
    """A line for terminals with colours: a title stands out, and bars are blue."""
    if title:
        return f"\x1b[1m{line}\x1b[0m"
    return f"\x1b[94m{line}\x1b[0m" if line and set(line) <= set(_BARS) else line


def sparkline(values: list[float], width: int) -> str:
    """Values as a line of small bars, the newest at the right; at most ``width`` of them."""
    shown = values[-width:]
    low, top = min(0.0, *shown, 0.0), max(0.0, *shown, 0.0)
    return "".join(_BARS[min(7, max(0, int(8 * (value - low) / ((top - low) or 1))))] for value in shown)
