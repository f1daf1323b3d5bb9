"""Fields of values in two colours: cold below 0, hot above it."""

from __future__ import annotations

import functools

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import Surface

from neuro.view.paint import Paint
from neuro.view.theme import AXIS, Theme

__all__ = ["draw_legend", "heat"]


def heat(values: NDArray[np.float32], theme: Theme) -> Surface:
    """A field ``(columns, rows)`` from -1 (cold) to 1 (hot) as a surface, a pixel to a cell."""
    cold, middle, hot = (np.array(colour, np.float32) for colour in (theme.cold, theme.middle, theme.hot))
    strength = (np.abs(values) ** 0.75 * 0.86)[..., None]
    image = middle + (np.where(values[..., None] > 0, hot, cold) - middle) * strength
    out = Surface(values.shape)
    pygame.surfarray.blit_array(out, image.astype(np.uint8))
    return out


def draw_legend(paint: Paint, right: float, y: float, ends: tuple[str, str], theme: Theme) -> None:
    """What the colours mean, from cold to hot, ending at ``right``."""
    right -= paint.text((right, y), ends[1], AXIS, theme.soft, "Medium", "r") + 8
    bar = paint.pixels((right - 84, y - 3, 84, 6))
    paint.surface.blit(_ramp(bar.size, theme), bar)
    paint.text((right - 92, y), ends[0], AXIS, theme.soft, "Medium", "r")


@functools.lru_cache(16)
def _ramp(size: tuple[int, int], theme: Theme) -> Surface:
    values = np.repeat(np.linspace(-1, 1, 64, dtype=np.float32)[:, None], 2, axis=1)
    return pygame.transform.smoothscale(heat(values, theme), size)
