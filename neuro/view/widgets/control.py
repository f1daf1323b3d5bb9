"""Controls: places in a window that say what they are for, and that keys can reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pygame import Rect

from neuro.view.keys import Command

__all__ = ["Control"]


class Control(NamedTuple):
    """A button, a slider or a figure, as its panel describes it: so all of them have a tooltip and the focus.

    Args:
        rect: The control's place, in units.
        about: What it is for; where empty, what the key does that does the same.
        commands: Names of commands whose keys do the same.
        press: What Enter and Space do.
        turn: What ← (-1) and → (1) do.
        stop: Whether Tab stops here.
    """

    rect: Rect
    about: str = ""
    commands: tuple[str, ...] = ()
    press: Callable[[], Command | None] | None = None
    turn: Callable[[int], Command | None] | None = None
    stop: bool = True
