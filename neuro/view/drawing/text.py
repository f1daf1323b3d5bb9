"""Lines of text as cached surfaces: evenly spaced at every size, figures in cells of one width."""

from __future__ import annotations

import math
import re
from functools import lru_cache

import pygame
from pygame import Surface

from neuro.paths import asset
from neuro.texts import shown
from neuro.view.theme import Colour

__all__ = ["broken", "haloed", "letters", "width_of"]

_LARGER = 4  # letters are drawn this many times larger, then shrunk


@lru_cache(64)
def _font(size: int, weight: str) -> pygame.font.Font:
    if not pygame.font.get_init():
        pygame.font.init()
    return pygame.font.Font(str(asset(f"fonts/Inter-{weight}.otf")), size)


@lru_cache(64)
def _cell(size: int, weight: str) -> int:
    """Width of the widest figure."""
    return max(_font(size, weight).size(figure)[0] for figure in "0123456789")


def _runs(string: str) -> list[str]:
    """The string cut so that every figure stands alone."""
    return re.findall(r"\d|\D+", string)


@lru_cache(4096)
def letters(string: str, size: float, weight: str, colour: Colour) -> Surface:
    """A line of text, premultiplied.

    Args:
        string: What to write.
        size: Height of the type in pixels.
        weight: "Regular", "Medium" or "SemiBold".
        colour: The letters' colour.
    """
    large = round(size * _LARGER)
    font, cell = _font(large, weight), _cell(large, weight)
    runs = _runs(shown(string))
    widths = [cell if run.isdecimal() else font.size(run)[0] for run in runs]
    line = Surface((max(_LARGER, sum(widths)) + 2 * _LARGER, font.get_height()), pygame.SRCALPHA)
    x = 0
    for run, width in zip(runs, widths, strict=True):
        image = font.render(run, True, colour).premul_alpha()
        line.blit(image, (x + (width - image.get_width()) // 2, 0), special_flags=pygame.BLEND_PREMULTIPLIED)
        x += width
    return pygame.transform.smoothscale(line, [math.ceil(side / _LARGER) for side in line.get_size()])


@lru_cache(512)
def haloed(string: str, size: float, weight: str, colour: Colour, halo: Colour) -> Surface:
    """A line of text on a soft shadow of its own, legible over any scenery; 6 pixels wider on every side."""
    shadow, image = letters(string, size, weight, halo), letters(string, size, weight, colour)
    out = Surface((image.get_width() + 12, image.get_height() + 12), pygame.SRCALPHA)
    out.blit(shadow, (6, 6), special_flags=pygame.BLEND_PREMULTIPLIED)
    soft = pygame.transform.gaussian_blur(out, 3)
    out.fill((0, 0, 0, 0))
    for layer, at in ((soft, (0, 0)), (soft, (0, 0)), (image, (6, 6))):
        out.blit(layer, at, special_flags=pygame.BLEND_PREMULTIPLIED)
    return out


def broken(string: str, widest: float, size: float, weight: str = "Regular") -> tuple[str, ...]:
    """A text in lines, none wider than ``widest`` pixels, but for a word that is."""
    lines: list[str] = []
    for word in string.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, weight) <= widest:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def width_of(string: str, size: float, weight: str = "Regular") -> int:
    """Width of a line of text in pixels."""
    return letters(string, size, weight, (255, 255, 255)).get_width()
