"""Shapes that rules draw: one list of discs, boxes, lines, polygons and texts, which windows and pages draw alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError
from neuro.rules.form import Field
from neuro.rules.setting_class import with_lists
from neuro.rules.source import Named, nearest

__all__ = ["COLOURS", "Painter", "Shape", "shapes_of", "shapes_of_end"]

#: What is drawn: its kind, and what its function of ``Painter`` takes.
Shape = tuple[Any, ...]

#: Names of colours, each a role of the theme or of its landscape; ``agent`` is the agent's own.
COLOURS = frozenset(
    {
        *("agent", "window", "panel", "raised", "line", "text", "soft", "faint", "warm", "cool", "hot", "cold"),
        *("middle", "good", "record", "ink", "white", "ember", "tide", "fern", "heather", "iris", "frost"),
        *("sky0", "sky1", "sky2", "sky3", "sky4", "sky5", "sun", "ridge0", "ridge1", "ridge2", "ridge3"),
        *("lit", "stone", "shade", "joint", "rim", "moss", "ground0", "ground1", "ground2"),
    }
)
_SHAPES = ("disc", "box", "line", "polygon", "text", "crowd", "crown")
_ALIGNS = {"left": "l", "centre": "c", "right": "r"}


class Painter:
    """Collects shapes, in units of the world: 800 wide and 900 high, x to the right, y down, unless rules say WORLD.

    Args:
        crowd: Whether what is drawn is one of many behind those that people look at, and may be drawn simpler.
        crown: Whether it wears the crown of the best.

    Attributes:
        shapes: What has been drawn.
    """

    def __init__(self, *, crowd: bool = False, crown: bool = False) -> None:
        self.shapes: list[Shape] = []
        self.crowd, self.crown = crowd, crown

    def disc(self, x: float, y: float, radius: float, colour: str = "agent", alpha: float = 1, ring: float = 0) -> None:
        """A disc, or a ring where ``ring`` says how wide.

        Args:
            x: Its middle.
            y: Its middle.
            radius: Distance from the middle to the edge.
            colour: A name of ``COLOURS``.
            alpha: Opacity, from 0 (nothing) to 1.
            ring: The width of a ring; 0 for a disc.
        """
        self._add("disc", *_numbers(x, y, radius), _colour(colour), *_numbers(alpha, ring))

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        colour: str = "agent",
        alpha: float = 1,
        radius: float = 0,
    ) -> None:
        """A rectangle whose upper left corner is at (x, y), with corners of a radius."""
        self._add("box", *_numbers(x, y, width, height), _colour(colour), *_numbers(alpha, radius))

    def line(
        self, points: Sequence[tuple[float, float]], colour: str = "agent", width: float = 2, alpha: float = 1
    ) -> None:
        """One stroke through points, with round ends."""
        self._add("line", _points(points, 2), _colour(colour), *_numbers(width, alpha))

    def polygon(self, points: Sequence[tuple[float, float]], colour: str = "agent", alpha: float = 1) -> None:
        """What lies between points, filled."""
        self._add("polygon", _points(points, 3), _colour(colour), *_numbers(alpha))

    def text(
        self,
        x: float,
        y: float,
        words: object,
        colour: str = "text",
        size: float = 24,
        align: str = "left",
        strong: bool = False,
    ) -> None:
        """A line of text whose vertical middle is at y: it begins at x, has its middle there, or ends there."""
        if align not in _ALIGNS:
            raise NeuroError(f"a text stands left, centre or right of its place, not {align!r}")
        self._add("text", *_numbers(x, y), str(words), _colour(colour), *_numbers(size), _ALIGNS[align], bool(strong))

    def __getattr__(self, name: str) -> Any:
        """What there is not is said."""
        raise AttributeError(f"paint has no {name!r}{nearest(name, _SHAPES)}")

    def _add(self, *shape: Any) -> None:
        self.shapes.append(shape)


def _numbers(*values: Any) -> list[float]:
    try:
        found = [float(value) for value in values]
    except (TypeError, ValueError):
        raise NeuroError(f"shapes are drawn with numbers, not with {values!r:.80}") from None
    if not all(abs(value) < 1e6 for value in found):
        raise NeuroError(f"shapes are drawn with numbers below a million, not with {found!r:.80}")
    return found


def _points(points: Any, least: int) -> tuple[tuple[float, float], ...]:
    try:
        found = tuple(tuple(_numbers(x, y)) for x, y in points)
    except (TypeError, ValueError):
        raise NeuroError(f"points are pairs, like [(0, 0), (10, 20)], not {points!r:.80}") from None
    if len(found) < least:
        raise NeuroError(f"this takes at least {least} points, not {len(found)}")
    return found  # type: ignore[return-value]


def _colour(name: Any) -> str:
    if name not in COLOURS:
        raise NeuroError(f"there is no colour {name!r}{nearest(str(name), sorted(COLOURS))}")
    return str(name)


def shapes_of(
    rules: ModuleType,
    name: str,
    fields: dict[str, Field],
    rows: NDArray[np.float32],
    setting: Any,
    *,
    crowd: bool = False,
    crown: bool = False,
) -> list[Shape]:
    """What a drawing function of the rules draws of an agent.

    Args:
        rules: The module in the plain form.
        name: The function: ``draw``, ``draw_world`` or ``draw_ground``; one that is not there draws nothing.
        fields: The agent's fields.
        rows: The agent's rows of the state, float32.
        setting: The parameters.
        crowd: Whether it is one of many.
        crown: Whether it wears the crown.
    """
    function: Callable[..., Any] | None = getattr(rules, name, None)
    if function is None:
        return []
    painter = Painter(crowd=crowd, crown=crown)
    function(_drawn(fields, rows.tolist()), painter, _parameters(setting))
    return painter.shapes


def shapes_of_end(rules: ModuleType, told: dict[str, float], setting: Any) -> list[Shape]:
    """What ``draw_end`` of the rules draws of an agent's end; nothing where they have no such function.

    Args:
        rules: The module in the plain form.
        told: What the agent did, by the names that ``behaviour`` gives.
        setting: The parameters.
    """
    function: Callable[..., Any] | None = getattr(rules, "draw_end", None)
    if function is None:
        return []
    painter = Painter()
    named = {name.replace(" ", "_"): value for name, value in told.items()}
    function(Named(**named), painter, _parameters(setting))
    return painter.shapes


def _drawn(fields: dict[str, Field], values: list[float]) -> Named:
    """An agent, or a match and its players, for drawing."""
    found = Named()
    players: dict[str, Named] = {}
    for field in fields.values():
        part = values[field.row : field.row + field.size]
        kept = [bool(one) if field.typ == "bool" else int(one) if field.typ == "whole" else one for one in part]
        head, _, name = field.name.rpartition(".")
        owner = players.setdefault(head, Named()) if head else found
        setattr(owner, name, kept if field.listed else kept[0])
    if players:
        found.players = tuple(players.values())
    return found


def _parameters(setting: Any) -> Named:
    return Named(**with_lists(setting._asdict(), setting._lists))
