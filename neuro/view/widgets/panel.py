"""The base class of panels: a place, a picture that is kept while nothing changes, a card to draw on."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

from pygame import Rect
from pygame.event import Event

from neuro.view.drawing.kept_picture import KeptPicture
from neuro.view.drawing.shapes import Point
from neuro.view.keys import Command
from neuro.view.paint import Paint
from neuro.view.theme import BODY, HINT, Theme
from neuro.view.widgets.control import Control
from neuro.view.widgets.dropdown import DropDown

__all__ = ["Panel"]

Shown = TypeVar("Shown", contravariant=True)  # what a panel shows: plain data of one moment


class Panel(Generic[Shown]):
    """A part of the window that shows data of one moment, and knows nothing else.

    It draws in units, from its own upper left corner.

    Args:
        theme: The colours of the window.

    Attributes:
        about: What it shows, in a few words for people.
        drop_downs: The panel's fields with a list.
        framed: Whether it is a card of its own; else it stands inside another.
    """

    about = ""
    drop_downs: tuple[DropDown, ...] = ()

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.framed = True
        self.rect: Rect | None = None
        self._kept = KeptPicture(opaque=False)

    def layout(self, rect: Rect | None) -> None:
        """Take a place in the window, in units; None hides the panel."""
        self.rect = rect

    def key(self, shown: Shown) -> Hashable:
        """All that the picture depends on: it is drawn again when this changes."""
        raise NotImplementedError

    def render(self, paint: Paint, area: Rect, shown: Shown) -> None:
        """Draw the picture; ``area`` begins at (0, 0)."""
        raise NotImplementedError

    def overlay(self, paint: Paint, area: Rect, shown: Shown) -> None:
        """Draw what moves from frame to frame, over the kept picture."""

    def controls(self) -> list[Control]:
        """What explains itself and can be reached by keys, in units from the panel's corner, as it was drawn last."""
        return []

    def reachable(self) -> list[Control]:
        """Its controls in units of the window; none while it is hidden."""
        if self.rect is None:
            return []
        return [control._replace(rect=control.rect.move(self.rect.topleft)) for control in self.controls()]

    def opened(self) -> tuple[DropDown, tuple[int, int]] | None:
        """The drop-down whose list lies over the rest of the window, if one does, and the panel's corner."""
        if self.rect is None:
            return None
        return next(((one, self.rect.topleft) for one in self.drop_downs if one.opened), None)

    def close_lists(self) -> None:
        """Close its drop-downs: what they belong to cannot be seen any more."""
        for drop_down in self.drop_downs:
            drop_down.close()

    def command(self, at: Point, event: Event) -> Command | None:
        """What a mouse event at a place in the panel means."""
        return None

    def draw(self, paint: Paint, shown: Shown) -> None:
        """Draw the panel, if it has a place."""
        if self.rect is None:
            return
        place, area = paint.pixels(self.rect), Rect(0, 0, *self.rect.size)
        shows = (paint.scale, self.framed, self.theme.name, self.key(shown))
        self._kept.draw(paint.surface, place, shows, lambda empty: self.render(Paint(empty, paint.scale), area, shown))
        place = place.clip(paint.surface.get_rect())
        self.overlay(Paint(paint.surface.subsurface(place), paint.scale), area, shown)

    def handle(self, event: Event, scale: float) -> Command | None:
        """What a mouse event means, if it is this panel's; ``scale`` pixels to a unit."""
        if self.rect is None or not hasattr(event, "pos"):
            return None
        return self.command((event.pos[0] / scale - self.rect.x, event.pos[1] / scale - self.rect.y), event)

    def card(self, paint: Paint, area: Rect, title: str, note: str = "") -> Rect:
        """Draw a card with a title, and a faint note if there is room; returns the space below them."""
        if self.framed:
            paint.box(area, self.theme.panel, 12, border=self.theme.line)
        paint.text((16, 20), title, BODY, self.theme.text, "SemiBold")
        if paint.width_of(title, BODY, "SemiBold") + paint.width_of(note, HINT) + 56 <= area.w:
            paint.text((area.w - 16, 20), note, HINT, self.theme.faint, align="r")
        return Rect(16, 36, area.w - 32, area.h - 50)
