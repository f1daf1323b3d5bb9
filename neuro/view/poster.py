"""Pictures for cards: a game's own poster, and the plain ones that stand where there is none.

A game's view module may have a function ``draw_poster(paint, theme, seconds, *, person)``: it fills a surface of any
size with a picture of the game at a moment, with one player whom a person steers when ``person`` is true. Its function
``draw_land(paint, theme, seconds)``, where there is one, draws what stands behind the cards of the start screen.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from functools import partial

from neuro.errors import NeuroError
from neuro.game import Game
from neuro.view import drawn as drawn_rules
from neuro.view.drawing.icons import crown
from neuro.view.drawing.kept_picture import KeptPicture
from neuro.view.drawing.shapes import Point, fade, smooth
from neuro.view.looks import FAMILIES, VARIETIES
from neuro.view.marker import PLAIN, Marker, marker_of
from neuro.view.paint import Paint
from neuro.view.scene import view_of
from neuro.view.theme import BODY, DARK, HINT, NAME, Theme, mix

__all__ = ["Poster", "draw_digit", "draw_land", "draw_learners", "kept", "land_of", "poster_of"]

#: Fills a surface with a picture, in a theme's colours, at a moment in seconds.
Poster = Callable[[Paint, Theme, float], None]

_FIVE = [(68, 20), (38, 21), (35, 46), (52, 43), (69, 54), (67, 74), (48, 84), (30, 76)]  # of 100 across and down
_GUESSES = (("5", 0.93), ("3", 0.04), ("6", 0.02), ("8", 0.01))
_LEARNT = (0.02, 0.04, 0.05, 0.11, 0.13, 0.24, 0.31, 0.52, 0.60, 0.83, 0.95)  # of the height, by generation
_LUCK = (0.02, 0.05, 0.05, 0.06, 0.06, 0.06, 0.09, 0.09, 0.09, 0.09, 0.10)


def poster_of(game: Game, *, person: bool = False) -> Poster:
    """A game's own poster, the picture that its rules draw, or a few of its agents where it has neither."""
    view = view_of(game)
    if view is drawn_rules and not person:
        return kept(partial(_draw_rules, game))
    drawn = getattr(view, "draw_poster", None) if view is not drawn_rules else None
    return partial(_draw_agents, marker_of(game), person) if drawn is None else partial(_draw_own, drawn, person)


def _draw_rules(game: Game, paint: Paint, theme: Theme, seconds: float) -> None:
    """What a game's rules draw; some of its agents where that fails, which is told by who plays it."""
    try:
        drawn_rules.draw_poster(game, paint, theme, seconds)
    except NeuroError:
        _draw_agents(marker_of(game), False, paint, theme, seconds)


def land_of(game: Game) -> Poster:
    """A game's own land, or an empty one."""
    found: Poster = getattr(view_of(game), "draw_land", draw_land)
    return found


def _draw_own(drawn: Callable[..., None], person: bool, paint: Paint, theme: Theme, seconds: float) -> None:
    drawn(paint, theme, seconds, person=person)


def kept(poster: Poster) -> Poster:
    """A poster in which nothing moves: drawn once for a size."""
    picture = KeptPicture(opaque=True)

    def draw(paint: Paint, theme: Theme, seconds: float) -> None:
        shows = paint.scale, theme
        picture.draw(
            paint.surface,
            paint.surface.get_rect(),
            shows,
            lambda empty: poster(Paint(empty, paint.scale), theme, seconds),
        )

    return draw


def draw_land(paint: Paint, theme: Theme, seconds: float) -> None:
    """An empty land: a sky that grows lighter towards the ground."""
    wide, high = paint.surface.get_size()
    paint.surface.fill(mix(theme.window, theme.panel, 0.4))
    paint.place(fade((wide, high), mix(theme.panel, theme.cold, 0.35), 20, 210), (0, 0))
    ground = round(0.92 * high)
    paint.surface.fill(mix(theme.window, theme.panel, 0.4), (0, ground, wide, high - ground))
    paint.surface.fill(theme.line, (0, ground, wide, max(1, round(paint.scale))))


def _draw_agents(marker: Marker, person: bool, paint: Paint, theme: Theme, seconds: float) -> None:
    """A crowd that follows its leader; or one agent alone, whom a person steers."""
    draw_land(paint, theme, seconds)
    (wide, high), rng = paint.size, random.Random(8)
    unit = high / 202
    for k in range(0 if person else 26):
        ahead = rng.betavariate(1.6, 1.3)
        x = wide * (0.06 + 0.50 * ahead)
        y = high * (0.48 + rng.uniform(-0.30, 0.30) * (1 - 0.55 * ahead)) + 3 * unit * math.sin(1.3 * seconds + 2.4 * k)
        looks = VARIETIES[rng.randrange(len(VARIETIES))]
        marker.stamp(paint, (x, y), looks, 9 * unit, frame=_beat(marker, seconds, k), outline=theme.ink)
    at = wide * (0.5 if person else 0.68), high * 0.47 + 4 * unit * math.sin(1.7 * seconds)
    paint.glow(at, 54 * unit, theme.glow, 130)
    looks, radius = FAMILIES["Ember"], (20 if person else 14) * unit
    marker.stamp(paint, at, looks, radius, frame=_beat(marker, seconds, 0), outline=theme.ink)
    if person:
        paint.tag((at[0] + 34 * unit, at[1] - 14 * unit), "you", "l", HINT, theme.hot)
    else:
        paint.stamp(crown(6 * unit * paint.scale), (at[0], at[1] - 25 * unit))


def _beat(marker: Marker, seconds: float, k: int) -> int:
    """Which picture of its motion the k-th agent shows at a moment."""
    return (int(9 * seconds) + k) % marker.frames


def _draw_ground(paint: Paint, theme: Theme) -> tuple[int, int]:
    """A plain dark picture; returns its size in units."""
    paint.surface.fill(mix(theme.window, theme.panel, 0.4))
    return paint.size


@kept
def draw_digit(paint: Paint, theme: Theme, seconds: float) -> None:
    """A five on a pad, and what a network makes of it."""
    wide, high = _draw_ground(paint, theme)
    side = min(high - 32, round(0.5 * wide))
    x, y, unit = round(0.07 * wide), (high - side) / 2, side / 100
    paint.box((x, y, side, side), theme.ink if theme.dark else theme.raised, 10, border=theme.line)
    for k in range(1, 7):
        v = k * side / 7
        paint.lines([(x + v, y + 2), (x + v, y + side - 2)], theme.line, 1, 70)
        paint.lines([(x + 2, y + v), (x + side - 2, y + v)], theme.line, 1, 70)
    pen = DARK.glow if theme.dark else theme.text
    drawn = smooth([(float(px), float(py)) for px, py in _FIVE], closed=False, steps=12)
    paint.lines([(x + px * unit, y + py * unit) for px, py in drawn], pen, 6.2 * unit)
    left, told = x + side + 24, wide > 260
    right = wide - (58 if told else 12)
    shown = _GUESSES[: max(1, min(len(_GUESSES), 1 + int((side - 28) / 15)))]
    for k, (name, share) in enumerate(shown):
        row = y + 14 + k * (side - 28) / max(1, len(shown) - 1)
        paint.text((left, row), name, NAME, theme.text if k == 0 else theme.faint, "SemiBold", "c")
        paint.bar((left + 18, row - 4, right - left - 18, 8), theme.line)
        paint.bar((left + 18, row - 4, max(8, (right - left - 18) * share), 8), theme.hot if k == 0 else theme.cold)
        if told:
            ink = theme.text if k == 0 else theme.faint
            paint.text((wide - 14, row), f"{share:.0%}".replace("%", " %"), HINT, ink, "Medium", "r")


def draw_learners(paint: Paint, theme: Theme, seconds: float, marker: Marker = PLAIN) -> None:
    """Two curves: who learns climbs, who only guesses stays below; a marker draws both."""
    _draw_curves(paint, theme, seconds)
    for values, kin in ((_LUCK, "Tide"), (_LEARNT, "Ember")):
        end = _curve(paint, values)[-1]
        at = end[0] + 8, end[1] - 2
        if kin == "Ember":
            paint.glow(at, 36, theme.glow, 130)
            paint.stamp(crown(5.4 * paint.scale), (at[0] + 2, at[1] - 23))
        frame = _beat(marker, seconds, len(kin))
        paint.stamp(marker.sprite(FAMILIES[kin], round(13 * paint.scale, 1), frame, 10, 255, theme.ink), at)


def _curve(paint: Paint, values: Sequence[float]) -> list[Point]:
    """Where a learner's values stand."""
    wide, high = paint.size
    step = (wide - 82) / (len(values) - 1)
    return [(24 + k * step, high - 24 - (high - 58) * value) for k, value in enumerate(values)]


@kept
def _draw_curves(paint: Paint, theme: Theme, seconds: float) -> None:
    wide, high = _draw_ground(paint, theme)
    paint.lines([(24, high - 24), (wide - 58, high - 24)], theme.line, 1)
    for values, colour, name, place in ((_LUCK, theme.cold, "luck", 8), (_LEARNT, theme.hot, "evolution", 7)):
        curve = _curve(paint, values)
        paint.lines(curve, colour, 2.4)
        paint.text((curve[place][0] - 8, curve[place][1] - 14), name, BODY, colour, "SemiBold", "r")
