"""Colours by role, dark and light. Warm means flap, positive, best; cool glide, negative, mean, the past."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

__all__ = [
    "ANNOUNCEMENT",
    "AXIS",
    "BODY",
    "DARK",
    "FIGURE",
    "HINT",
    "LARGE_FIGURE",
    "LIGHT",
    "NAME",
    "SCORE",
    "SIGN",
    "THEMES",
    "Colour",
    "Theme",
    "mix",
    "oklch",
    "rgb",
    "wear",
]

Colour = tuple[int, int, int]

# Sizes of type in units: the only ones there are.
AXIS, HINT, BODY, NAME, FIGURE, LARGE_FIGURE = 11, 12, 13, 16, 20, 24
SIGN, ANNOUNCEMENT, SCORE = 18, 24, 56  # in the world


def rgb(value: str) -> Colour:
    """``"#RRGGBB"`` as (red, green, blue)."""
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """The colour between two; share 0 gives the first."""
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return red, green, blue


def _gamma(channel: float) -> int:
    curved = 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
    return round(255 * min(1.0, max(0.0, curved)))


def oklch(lightness: float, chroma: float, hue: float) -> Colour:
    """A colour by perceived lightness, chroma and hue in degrees (OKLab; B. Ottosson, 2020)."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _gamma(max(0.0, 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short)),
        _gamma(max(0.0, -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short)),
        _gamma(max(0.0, -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short)),
    )


@dataclass(frozen=True)
class Theme:
    """Colours of panels and signs, by what they are for.

    ``warm`` and ``cool`` are for text, ``hot`` and ``cold`` for lines and areas, ``middle`` lies between; ``curves``
    of one chart are told apart by the colour-blind, too. ``glow`` is a light behind who is looked at.
    """

    name: str
    window: Colour
    panel: Colour
    raised: Colour
    line: Colour
    text: Colour
    soft: Colour
    faint: Colour
    warm: Colour
    cool: Colour
    hot: Colour
    cold: Colour
    middle: Colour
    good: Colour
    record: Colour
    ink: Colour
    glow: Colour
    curves: tuple[Colour, ...]

    @property
    def dark(self) -> bool:
        """Whether shapes are light on dark."""
        return self.name == "dark"

    def two_sided(self, value: float) -> Colour:
        """The colour of a value from -1 (cold) over 0 (middle) to 1 (hot)."""
        return mix(self.middle, self.hot if value > 0 else self.cold, min(1.0, abs(value)) ** 0.8)


DARK = Theme(
    name="dark",
    window=rgb("#0D111D"),
    panel=rgb("#151B2B"),
    raised=rgb("#1F273C"),
    line=rgb("#2B3550"),
    text=rgb("#ECEFF7"),
    soft=rgb("#A9B4CC"),
    faint=rgb("#8A96B2"),
    warm=rgb("#F5B85F"),
    cool=rgb("#62A8EE"),
    hot=rgb("#F5B85F"),
    cold=rgb("#62A8EE"),
    middle=rgb("#1D2437"),
    good=rgb("#7FD6C2"),
    record=rgb("#FF6B6B"),
    ink=rgb("#0B0F1A"),
    glow=rgb("#FFE0B5"),
    curves=tuple(map(rgb, ["#D28B2D", "#56B5FB", "#3FC89A", "#C25D80", "#8174CE", "#A5E4EF"])),
)
LIGHT = Theme(
    name="light",
    window=rgb("#EEF0F2"),
    panel=rgb("#FFFFFF"),
    raised=rgb("#F3F5F8"),
    line=rgb("#DDE2EA"),
    text=rgb("#172033"),
    soft=rgb("#4A5670"),
    faint=rgb("#5F6B83"),
    warm=rgb("#A95900"),
    cool=rgb("#1F6FC4"),
    hot=rgb("#CC7608"),
    cold=rgb("#2F7FD6"),
    middle=rgb("#F1F2F4"),
    good=rgb("#0E7C6B"),
    record=rgb("#B3123F"),
    ink=rgb("#172033"),
    glow=rgb("#FFFBEF"),
    curves=tuple(map(rgb, ["#A16000", "#3C9DE1", "#004E30", "#A93B65", "#6C58C2", "#438D98"])),
)
THEMES = {theme.name: theme for theme in (DARK, LIGHT)}


def wear(worn: Theme, theme: Theme) -> None:
    """Give a window another theme: all who hold the window's own one draw with the new colours from now on.

    Args:
        worn: The window's own, a copy that no other window holds.
        theme: What it is to look like.
    """
    for one in fields(Theme):
        object.__setattr__(worn, one.name, getattr(theme, one.name))
