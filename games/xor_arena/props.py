"""What stands in the XOR arena: two lamps on cords, the clock between them, pads over a drop, and their signs.

Places are in the picture's world; the arena's middle is the origin of x.
"""

from __future__ import annotations

import math

from games.art.basalt import KINDS, Stone, draw_stone
from games.art.scenery import Palette
from games.xor_arena.tally import lit_lamps
from games.xor_arena.telling import EDGE
from neuro.view.drawing.shapes import Point
from neuro.view.paint import Paint
from neuro.view.scene import Timer
from neuro.view.theme import LARGE_FIGURE, NAME, SIGN, Colour, Theme, mix

__all__ = [
    "BACK",
    "BOXES",
    "CLOCK",
    "FRONT",
    "LAMPS",
    "LAMP_Y",
    "REACH",
    "SLANT",
    "VERDICT_Y",
    "draw_clock",
    "draw_lamp",
    "draw_pad",
    "draw_sign",
    "draw_slab",
    "draw_verdict",
    "verdict_line",
]

REACH = 505.0  # from the middle to a wall
BACK, FRONT = 528.0, 606.0  # y of the pads' far and near edges
SLANT = 26.0  # that the far edge is shorter at each end
LAMPS, LAMP_Y = ((-118.0, "A"), (118.0, "B")), 192.0
VERDICT_Y = 396.0
CLOCK = 38.0  # radius
#: Boxes of what changes: the lamps with their light, the verdict, and the pads.
BOXES = ((-300.0, 40.0, 600.0, 316.0), (-280.0, 358.0, 560.0, 104.0), (-520.0, 520.0, 1040.0, 100.0))
_THICK = 8.0  # of the pads' near edge
_DEEP = (110, 204, 270, 160, 84)  # lengths of a pad's columns, from the wall inwards
_LIGHT: Colour = (255, 226, 150)
_DARK: Colour = (52, 58, 98)
_DROP: Colour = (8, 10, 20)
_SHADOW: Colour = (16, 20, 40)
_VERDICT = 32  # size of its letters: an announcement, in the picture's world


def draw_lamp(paint: Paint, at: Point, bright: float, theme: Theme) -> None:
    """A paper lantern on a cord, as bright as it is."""
    x, y = at
    paint.fill((x - 0.8, y - 240, 1.6, 206), mix(theme.window, (90, 96, 130), 0.6))
    if bright > 0.05:
        paint.glow(at, 150, _LIGHT, round(170 * bright / 10) * 10)
    body = mix(_DARK, _LIGHT, round(bright * 20) / 20)
    rim = mix((74, 82, 130), (214, 170, 92), round(bright * 20) / 20)
    for half, colour in ((26.0, body), (14.0, mix(body, (255, 255, 255), 0.18))):
        outline = [(x + half * math.sin(t / 8 * math.pi) ** 0.8, y - 35 + 8.75 * t) for t in range(9)]
        mirrored = [(2 * x - px, py) for px, py in reversed(outline)]
        paint.polygon([*outline, *mirrored], colour)
    for top in (y - 39, y + 33):
        paint.box((x - 10, top, 20, 6), rim, 2)


def draw_clock(paint: Paint, at: Point, timer: Timer, theme: Theme) -> None:
    """The round's number, in a ring that runs out."""
    paint.circle(at, CLOCK, theme.ink if theme.dark else theme.panel, 205)
    paint.circle(at, CLOCK, theme.line, 255, ring=4)
    steps = max(2, round(48 * timer.share))
    turn = [-math.pi / 2 + 2 * math.pi * timer.share * k / steps for k in range(steps + 1)]
    reach = CLOCK - 2
    paint.lines([(at[0] + reach * math.cos(a), at[1] + reach * math.sin(a)) for a in turn], theme.hot, 4)
    paint.text((at[0], at[1] - 6), f"{timer.number:,}", LARGE_FIGURE, theme.text, "SemiBold", "c")
    paint.text((at[0], at[1] + 16), timer.word, NAME, theme.soft, "Medium", "c")


def draw_pad(paint: Paint, origin: Point, side: int, colour: Colour, palette: Palette, *, opened: bool) -> None:
    """A pad at the left (side -1) or right (1) of the middle, on its columns of basalt."""
    span = (-1.0, -EDGE) if side < 0 else (EDGE, 1.0)
    _draw_columns(paint, origin, span, side, palette)
    draw_slab(paint, origin, span, None if opened else mix(palette.stone[0], colour, 0.22), colour)


def _draw_columns(paint: Paint, origin: Point, span: tuple[float, float], side: int, palette: Palette) -> None:
    scale, wide = paint.scale, REACH * (span[1] - span[0]) / len(_DEEP)
    for k in range(len(_DEEP)):
        size = math.ceil(wide * scale), round(330 * scale)
        kind = Stone(size, scale, (3 * k + side) % KINDS, True, palette)
        left, top = round((origin[0] + REACH * span[0] + k * wide) * scale), round((origin[1] + FRONT) * scale)
        draw_stone(paint.surface, kind, left, top, top + round(_DEEP[k if side < 0 else -1 - k] * scale))


def draw_slab(paint: Paint, origin: Point, span: tuple[float, float], top: Colour | None, band: Colour) -> None:
    """The floor between two positions, seen a little from above; None shows the drop."""
    near = [origin[0] + REACH * place for place in span]
    far = [origin[0] + (REACH - SLANT) * place for place in span]
    corners = [(far[0], origin[1] + BACK), (far[1], origin[1] + BACK), (near[1], origin[1] + FRONT)]
    paint.polygon([*corners, (near[0], origin[1] + FRONT)], top or _DROP, 255 if top else 235)
    paint.fill((near[0], origin[1] + FRONT, near[1] - near[0], _THICK if top else 3.0), band)


def verdict_line(lit: tuple[bool, bool], fallen: int) -> str:
    """What a round was about, whose lamps show the next one's pattern by now, and how many it has cost."""
    lamps = {2: "both lamps were lit", 1: "one lamp was lit", 0: "both lamps were dark"}[sum(lit)]
    cost = f"{fallen:,} stood wrong and {'is' if fallen == 1 else 'are'} out" if fallen else "nobody fell"
    return f"{lamps}: {cost}"


def draw_verdict(paint: Paint, at: Point, name: str, told: str, theme: Theme) -> None:
    """What a round has called for, and a line of what it has shown."""
    ink, soft, halo = theme.text, theme.soft, None
    if theme.dark:
        ink, soft, halo = (255, 255, 255), (255, 255, 255), _SHADOW
    else:
        wide = paint.width_of(told, SIGN, "Medium") + 48
        paint.box((at[0] - wide / 2, at[1] - 32, wide, 90), theme.panel, 14, 205)
    paint.text(at, name, _VERDICT, ink, "SemiBold", "c", halo=halo)
    paint.text((at[0], at[1] + 36), told, SIGN, soft, "Medium", "c", halo=halo)


def draw_sign(paint: Paint, at: Point, name: str, patterns: tuple[int, int]) -> None:
    """A pad's name, with the two patterns of lamps that call for it."""
    x, y = at
    paint.box((x - 88, y - 34, 176, 68), (11, 15, 26), 12, 190)
    paint.text((x, y - 12), name, SIGN + 2, (255, 255, 255), "SemiBold", "c")
    for k, pattern in enumerate(patterns):
        for lamp, lit in enumerate(lit_lamps(pattern)):
            spot = x + (-32 if k == 0 else 32) + (-9 if lamp == 0 else 9), y + 17
            paint.circle(spot, 7, _LIGHT if lit else _DARK)
            if not lit:
                paint.circle(spot, 7, (150, 160, 190), 255, ring=1.4)
