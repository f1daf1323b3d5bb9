"""Controls that every window has: the card of keys, tooltips, the keyboard's focus, drop-down lists.

It comes before the contents: what means the same in every window is obeyed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.view.drawing.shapes import Point
from neuro.view.keys import Command, Key, ask_window, command_of, notify
from neuro.view.paint import Paint
from neuro.view.screen.preferences import remember
from neuro.view.screen.sound import Sounds
from neuro.view.theme import Theme
from neuro.view.widgets import overlays
from neuro.view.widgets.control import Control
from neuro.view.widgets.dropdown import DropDown
from neuro.view.widgets.glossary import Word
from neuro.view.widgets.key_card import KeysCard
from neuro.view.widgets.panel import Panel
from neuro.view.widgets.tooltip import draw_tooltip

__all__ = ["ScreenControls"]

_REST = 0.5  # seconds that a pointer rests until it is told what lies under it
_FOOT = 48  # height of the bar at the window's foot, which the card of keys leaves free

Panels = Sequence[Panel[Any]]


class ScreenControls:
    """Round the contents of a window.

    Args:
        theme: The colours of the window.
        keys: What the window obeys; tooltips tell of them, too.
        sounds: The sounds that a key turns on and off; None where the contents see to that, or are silent.
        still: Whether motion is reduced at first.
        words: What the second page of the card of keys explains; there is none without any.

    Attributes:
        still: Whether motion is reduced: nothing moves that tells nothing.
        left: Whether people have asked to leave.
    """

    def __init__(
        self,
        theme: Theme,
        keys: Sequence[Key],
        sounds: Sounds | None = None,
        *,
        still: bool = False,
        words: Sequence[Word] = (),
    ) -> None:
        self._theme, self._keys, self._sounds = theme, keys, sounds
        self._card = KeysCard(theme, keys, words)
        self._focus: int | None = None  # which control has the keyboard's focus
        self._pointer: Point | None = None  # where it rests; None when there is nothing to tell about that
        self._rested, self._focus_told = 0.0, False
        self.left, self.still = False, still

    def covers(self, panels: Panels) -> bool:
        """Whether something lies over the contents, so that a click is not meant for them."""
        return self._card.shown or _opened(panels) is not None

    def lies_over(self, panels: Panels) -> bool:
        """Whether it draws anything over the contents just now."""
        return self.covers(panels) or self._focused(panels) is not None or self._under_pointer(panels) is not None

    @property
    def switches(self) -> frozenset[str]:
        """Commands of its own that are on."""
        return frozenset({"keys"} if self._card.shown else ())

    def commands(self, event: Event, scale: float, panels: Panels) -> list[Command]:
        """What an event means for the contents; what concerns every window alike is obeyed at once.

        Args:
            event: What happened.
            scale: Pixels to a unit.
            panels: The panels that are shown.
        """
        self._notice(event, scale)
        if (opened := _opened(panels)) is not None:
            given = [opened[0].handle(event, scale)]
        elif self._card.shown and self._card.takes(event, scale):
            given = []
        elif event.type == pygame.KEYDOWN:
            given = [self._press_key(event, panels)]
        else:
            given = [panel.handle(event, scale) for panel in panels]
        return [command for command in given if command is not None and not self._obey(command)]

    def _notice(self, event: Event, scale: float) -> None:
        """Tooltips wait for a pointer that rests, and go at once when it moves or something is pressed."""
        if event.type == pygame.MOUSEMOTION:
            self._pointer, self._rested = (event.pos[0] / scale, event.pos[1] / scale), 0.0
        elif event.type in (pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.WINDOWLEAVE):
            self._pointer, self._focus_told = None, False
        if event.type == pygame.MOUSEBUTTONDOWN:
            self._focus = None

    def _press_key(self, event: Event, panels: Panels) -> Command | None:
        command = command_of(event, self._keys)
        control = self._focused(panels)
        if command is not None and command.name == "focus":
            self._move_focus(-1 if getattr(event, "mod", 0) & pygame.KMOD_SHIFT else 1, panels)
            return None
        if control is None:
            return command
        if event.key in (pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE) and control.press is not None:
            return control.press()
        if event.key in (pygame.K_LEFT, pygame.K_RIGHT) and control.turn is not None:
            return control.turn(1 if event.key == pygame.K_RIGHT else -1)
        if event.key == pygame.K_ESCAPE:
            self._focus = None
            return None
        return command

    @staticmethod
    def _stops(panels: Panels) -> list[Control]:
        return [control for panel in panels for control in panel.reachable() if control.stop]

    def _move_focus(self, way: int, panels: Panels) -> None:
        stops = self._stops(panels)
        if stops:
            before = self._focus if self._focus is not None else -1 if way > 0 else 0
            self._focus, self._focus_told = (before + way) % len(stops), True

    def _focused(self, panels: Panels) -> Control | None:
        if self._focus is None:
            return None
        stops = self._stops(panels)
        return stops[self._focus] if self._focus < len(stops) else None

    def _obey(self, command: Command) -> bool:
        """Do what means the same in every window; whether it was that."""
        match command.name:
            case "leave":
                self.left = True
            case "keys":
                self._card.shown = not self._card.shown
            case "record" | "screenshot" | "theme":
                ask_window(command)
            case "still":
                self.still = not self.still
                remember(reduced_motion=self.still)
                notify(f"Reduced motion is {'on' if self.still else 'off'}")
            case "sound" if self._sounds is not None:
                notify(self._sounds.toggle())
            case _:
                return False
        return True

    def tick(self, seconds: float) -> None:
        """Time has passed."""
        self._rested += seconds

    def draw(self, paint: Paint, panels: Panels) -> None:
        """Draw what lies over the contents."""
        wide, high = paint.size
        focused = self._focused(panels)
        if focused is not None:
            overlays.draw_focus(paint, focused.rect, self._theme)
        if (opened := _opened(panels)) is not None:
            opened[0].draw_list(paint, opened[1])
        self._card.layout(Rect(0, 0, wide, high - _FOOT))
        self._card.draw(paint, None)
        told = focused if self._focus_told else self._under_pointer(panels)
        if told is not None and not self.covers(panels):
            draw_tooltip(paint, told.rect, *self._tooltip_of(told), self._theme)

    def _under_pointer(self, panels: Panels) -> Control | None:
        """The control on which the pointer has rested for long enough."""
        pointer = self._pointer
        if pointer is None or self._rested < _REST:
            return None
        controls = (control for panel in panels for control in panel.reachable())
        return next((control for control in controls if control.rect.collidepoint(pointer)), None)

    def _tooltip_of(self, control: Control) -> tuple[str, list[str]]:
        """What a tooltip says: what a control is for, and the keys that do the same."""
        keys = [key for name in control.commands for key in self._keys if key.command == name]
        text = control.about or (keys[0].meaning if keys else "")
        return text[:1].upper() + text[1:], [key.label for key in keys]


def _opened(panels: Panels) -> tuple[DropDown, tuple[int, int]] | None:
    """The drop-down whose list is shown, and its panel's corner."""
    return next((opened for panel in panels if (opened := panel.opened()) is not None), None)
