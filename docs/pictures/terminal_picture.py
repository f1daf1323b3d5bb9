"""A terminal's picture: what a command prints into one, drawn with the project's font."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
from collections.abc import Sequence
from pathlib import Path

import pygame
from pygame import Surface

from neuro.view.drawing import text

__all__ = ["draw_terminal"]

COLUMNS, ROWS = 104, 34
CELL = (9, 18)  # pixels of a character


def draw_terminal(command: Sequence[str], path: Path) -> None:
    """Run a command in a terminal of its own, and draw what stood there before it was given back."""
    screen, tty = pty.openpty()
    fcntl.ioctl(tty, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    environment = {**os.environ, "COLORTERM": "truecolor", "TERM": "xterm-256color"}
    child = subprocess.Popen(command, stdin=tty, stdout=tty, stderr=tty, env=environment)
    os.close(tty)
    printed = b""
    while piece := _read(screen):
        printed += piece
    child.wait()
    _draw(_last_screen(printed.decode()), path)


def _read(screen: int) -> bytes:
    try:
        return os.read(screen, 1 << 16)
    except OSError:  # the child has ended
        return b""


Cell = tuple[str, tuple[int, int, int], tuple[int, int, int]]
BLANK: Cell = (" ", (236, 239, 247), (13, 17, 29))


def _last_screen(printed: str) -> list[list[Cell]]:
    """What stood on the screen before it was given back: follows cursor moves, colours and erasures."""
    cells = [[BLANK] * COLUMNS for _ in range(ROWS)]
    row, column, ink, ground = 0, 0, BLANK[1], BLANK[2]
    shown = printed[: printed.rindex("\x1b[?1049l")]
    for found in re.finditer(r"\x1b\[([?\d;]*)([A-Za-z])|([^\x1b\r\n])", shown):
        numbers, kind, letter = found.groups()
        if letter:
            if row < ROWS and column < COLUMNS:
                cells[row][column] = (letter, ink, ground)
            column += 1
        elif kind == "H":
            row, column = (int(number) - 1 for number in numbers.split(";"))
        elif kind == "K":
            cells[row][column:] = [BLANK] * (COLUMNS - column)
        elif kind == "m":
            values = [int(number or 0) for number in numbers.split(";")]
            if values == [0]:
                _, ink, ground = BLANK
            for start in range(0, len(values) - 4, 5):
                colour = (values[start + 2], values[start + 3], values[start + 4])
                ink, ground = (colour, ground) if values[start] == 38 else (ink, colour)
    return cells


def _draw(cells: list[list[Cell]], path: Path) -> None:
    """A picture of a screen of characters."""
    wide, high = CELL
    surface = Surface((COLUMNS * wide + 32, ROWS * high + 32))
    surface.fill(BLANK[2])
    for i, line in enumerate(cells):
        for j, (letter, ink, ground) in enumerate(line):
            x, y = 16 + j * wide, 16 + i * high
            surface.fill(ground, (x, y, wide, high))
            if letter == "▀":
                surface.fill(ink, (x, y, wide, high // 2))
            elif letter == "▸":  # not in the font
                middle = y + high // 2
                pygame.draw.polygon(surface, ink, [(x + 2, middle - 4), (x + 2, middle + 4), (x + 8, middle)])
            elif letter in "▁▂▃▄▅▆▇█":
                tall = high * ("▁▂▃▄▅▆▇█".index(letter) + 1) // 8
                surface.fill((98, 168, 238), (x, y + high - tall, wide - 1, tall))
            elif letter != " ":
                image = text.letters(letter, 14, "Medium", ink)
                at = (x + (wide - image.get_width()) // 2, y + (high - image.get_height()) // 2)
                surface.blit(image, at, special_flags=pygame.BLEND_PREMULTIPLIED)
    pygame.image.save(surface, str(path))
