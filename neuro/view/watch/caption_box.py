"""How a caption stands at a world's foot: two lines on a panel, terms in a warm colour, a bar that runs out."""

from __future__ import annotations

from pygame import Rect

from neuro.view.paint import Paint
from neuro.view.theme import BODY, HINT, NAME, SIGN, Theme
from neuro.view.watch.captions import Line, ShownCaption

__all__ = ["caption_place", "draw_caption"]

_EDGE, _HIGH = 12, 66  # from the world's edges; of the box
_APPEARS, _RISES = 0.16, 8  # seconds, units
_PAD = 18


def caption_place(world: Rect) -> Rect:
    """Where captions stand in a world."""
    return Rect(world.x + _EDGE, world.bottom - _EDGE - _HIGH, world.w - 2 * _EDGE, _HIGH)


def draw_caption(paint: Paint, world: Rect, caption: ShownCaption, theme: Theme, *, still: bool) -> None:
    """Draw it; it rises into its place, unless motion is reduced."""
    place = caption_place(world)
    come = 1.0 if still else min(1.0, caption.age / _APPEARS)
    place.y += round((1 - come) * _RISES)
    size = next((one for one in (SIGN, NAME, BODY) if _widest(paint, caption, one) <= place.w - 2 * _PAD), HINT)
    paint.box(place, theme.panel, 14, round(235 * come))
    for k, line in enumerate(caption.lines):
        _draw_line(paint, (place.x + _PAD, place.y + 20 + 24 * k), line, (size, k == 0), theme)
    paint.bar((place.x + _PAD, place.bottom - 7, (place.w - 2 * _PAD), 2), theme.line)
    paint.bar((place.x + _PAD, place.bottom - 7, max(2.0, (place.w - 2 * _PAD) * caption.left), 2), theme.warm)


def _weight(*, term: bool, lead: bool) -> str:
    return "SemiBold" if term or lead else "Medium"


def _widest(paint: Paint, caption: ShownCaption, size: float) -> float:
    return max(
        sum(paint.width_of(piece, size, _weight(term=term, lead=k == 0)) for piece, term in line)
        for k, line in enumerate(caption.lines)
    )


def _draw_line(paint: Paint, at: tuple[float, float], line: Line, type_: tuple[float, bool], theme: Theme) -> None:
    (x, y), (size, lead) = at, type_
    for piece, term in line:
        colour = theme.warm if term else theme.text
        x += paint.text((x, y), piece, size, colour, _weight(term=term, lead=lead))
