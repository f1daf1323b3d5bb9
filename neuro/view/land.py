"""The land in which games play: its colours in dusk and morning, and the colours that rules draw with, by name."""

from __future__ import annotations

from dataclasses import dataclass

from neuro.view.theme import Colour, Theme, rgb

__all__ = ["DUSK", "MORNING", "PALETTES", "Palette", "colours_of"]


@dataclass(frozen=True)
class Palette:
    """Colours of a landscape; sky and ridges from far to near, stone and ground from light to dark."""

    sky: tuple[Colour, ...]
    sun: Colour
    ridges: tuple[Colour, ...]
    mist: Colour
    stone: tuple[Colour, ...]
    joint: Colour
    rim: Colour
    moss: Colour
    shade: Colour
    ground: tuple[Colour, ...]
    grass: Colour
    stars: bool


def _colours(values: str) -> tuple[Colour, ...]:
    return tuple(rgb(value) for value in values.split())


DUSK = Palette(
    sky=_colours("#161C36 #252C52 #4B4A79 #8B6C93 #D59A94 #F2C3A0"),
    sun=rgb("#FFE0B5"),
    ridges=_colours("#6F6690 #4F4E7C #383E68 #282F54"),
    mist=rgb("#C99AA2"),
    stone=_colours("#58618A #3E4670 #2B3257"),
    joint=rgb("#20264A"),
    rim=rgb("#FFCF9A"),
    moss=rgb("#5F8F86"),
    shade=rgb("#171D3A"),
    ground=_colours("#1B2140 #151A33 #10142A"),
    grass=rgb("#2F4A5C"),
    stars=True,
)
MORNING = Palette(
    sky=_colours("#A9CFE4 #BFDCEA #D6E8EE #E9EFEA #F8EFE0 #FDF0DA"),
    sun=rgb("#FFFBEF"),
    ridges=_colours("#C9D9E2 #AEC6D4 #93B1C3 #7A9CB1"),
    mist=rgb("#FBF6EC"),
    stone=_colours("#8C9CB4 #6D7E99 #54657F"),
    joint=rgb("#46566F"),
    rim=rgb("#FFF6E4"),
    moss=rgb("#6FA08A"),
    shade=rgb("#8FA9BC"),
    ground=_colours("#6E8C86 #5B7A76 #4B6865"),
    grass=rgb("#5C8479"),
    stars=False,
)
PALETTES = {"dark": DUSK, "light": MORNING}

_ROLES = (
    *("window", "panel", "raised", "line", "text", "soft", "faint", "warm", "cool", "hot", "cold", "middle"),
    *("good", "record", "ink"),
)
_FAMILIES = ("ember", "tide", "fern", "heather", "iris", "frost")  # in the order of a theme's curves


def colours_of(theme: Theme) -> dict[str, Colour]:
    """What the names mean that rules draw with, see ``neuro.rules.shapes_list.COLOURS``; ``agent`` is each agent's own.

    Args:
        theme: The theme of the window, or of the page.
    """
    land = PALETTES[theme.name]
    found = {name: getattr(theme, name) for name in _ROLES} | dict(zip(_FAMILIES, theme.curves, strict=True))
    found |= {f"sky{k}": colour for k, colour in enumerate(land.sky)}
    found |= {f"ridge{k}": colour for k, colour in enumerate(land.ridges)}
    found |= {f"ground{k}": colour for k, colour in enumerate(land.ground)}
    found |= dict(zip(("lit", "stone", "shade"), land.stone, strict=True))
    return found | {"joint": land.joint, "sun": land.sun, "rim": land.rim, "moss": land.moss, "white": (255, 255, 255)}
