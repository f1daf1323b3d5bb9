"""The bar at the window's foot: pause, step, next, speed, and switches."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.view.drawing import icons
from neuro.view.drawing.shapes import Point
from neuro.view.keys import Command
from neuro.view.paint import Paint
from neuro.view.theme import AXIS, HINT, NAME, Theme
from neuro.view.widgets.control import Control
from neuro.view.widgets.panel import Panel
from neuro.view.widgets.playback import SPEEDS

__all__ = ["CAMERA", "BarState", "TransportBar"]

#: Switches of the camera: icons and commands.
CAMERA = (("record", "record"), ("camera", "screenshot"))
_STORY = 54  # width of the switch of the story's pace
_LABEL = 74  # room for the speed's name, between the slider and the switches


@dataclass(frozen=True)
class BarState:
    """What the bar shows.

    Args:
        paused: Whether time stands still.
        speed: Index into ``pace.SPEEDS``.
        told: A few words on the rollout's present.
        on: Commands of the switches that are on.
        story: Whether the story chooses the speed; None where there is no story.
    """

    paused: bool
    speed: int
    told: str
    on: frozenset[str] = frozenset()
    story: bool | None = None


class _Button(NamedTuple):
    x: float
    icon: str
    command: str
    on: bool = False
    primary: bool = False


class TransportBar(Panel[BarState]):
    """Buttons and the speed, for mice; keys do the same.

    Args:
        theme: The colours of the window.
        moves: Icon and command of the buttons beside pause.
        switches: Icon and command of those at the right end.
    """

    def __init__(self, theme: Theme, moves: Sequence[tuple[str, str]], switches: Sequence[tuple[str, str]]) -> None:
        super().__init__(theme)
        self._moves, self._switches = moves, switches
        self._pointed: str | None = None
        self._dragging = False
        self._has_story = False
        self._buttons: list[_Button] = []

    @property
    def _compact(self) -> bool:
        return self.rect is not None and self.rect.w < 1200

    def key(self, shown: BarState) -> Hashable:
        return shown, self._pointed

    def _slider(self) -> tuple[float, float]:
        """Left end and length of the slider's track."""
        assert self.rect
        if not self._compact:
            return self.rect.w / 2 - 150, 340.0
        left = (142.0 if self._has_story else 126.0) + 38 * len(self._moves)
        switches = 34 + 42 * (len(self._switches) - 1) + 17
        return left, self.rect.w - left - switches - _LABEL

    def _place_buttons(self, shown: BarState) -> None:
        assert self.rect
        right = self.rect.w - 34
        pause = _Button(38, "play" if shown.paused else "pause", "pause", primary=True)
        moves = [_Button(84 + 38 * k, *move) for k, move in enumerate(self._moves)]
        switches = [
            _Button(right - 42 * k, icon, command, command in shown.on)
            for k, (icon, command) in enumerate(reversed(self._switches))
        ]
        self._buttons = [pause, *moves, *switches]

    def render(self, paint: Paint, area: Rect, shown: BarState) -> None:
        self._has_story = shown.story is not None
        self._place_buttons(shown)
        paint.fill(area, self.theme.panel)
        paint.fill((0, 0, area.w, 1), self.theme.line)
        for button in self._buttons:
            self._draw_button(paint, button, area.h / 2)
        if not self._compact:
            paint.text((76 + 38 * len(self._moves), area.h / 2), shown.told, HINT, self.theme.soft)
        self._draw_speed(paint, area.h / 2, shown)

    def _draw_button(self, paint: Paint, button: _Button, y: float) -> None:
        theme, pointed = self.theme, self._pointed == button.command
        if button.primary:
            paint.circle((button.x, y), 19 if pointed else 18, theme.hot)
        elif button.on or pointed:
            paint.box((button.x - 17, y - 17, 34, 34), theme.raised, 8)
        colour = theme.text if button.on or pointed else theme.soft
        if button.primary:
            colour = theme.ink if theme.dark else theme.panel
        elif button.icon == "record":
            colour = theme.record
        if button.icon == "help":
            paint.circle((button.x, y), 8, colour, ring=1.5)
            paint.text((button.x, y), "?", HINT, colour, "SemiBold", "c")
            return
        size = (9 if button.primary else 8) * paint.scale
        paint.stamp(icons.icon(button.icon, size, colour), (button.x, y))

    def _draw_story(self, paint: Paint, x: float, y: float, *, on: bool) -> None:
        """The switch of the story's pace, which ends at ``x``."""
        theme, pointed = self.theme, self._pointed == "story"
        if on or pointed:
            paint.box((x - _STORY, y - 14, _STORY, 28), theme.raised, 14)
        colour = theme.warm if on else theme.text if pointed else theme.soft
        paint.text((x - _STORY / 2, y), "Story", HINT, colour, "SemiBold" if on else "Medium", "c")

    def _draw_speed(self, paint: Paint, y: float, shown: BarState) -> None:
        theme, (x, wide), speed = self.theme, self._slider(), shown.speed
        knob = x + wide * speed / (len(SPEEDS) - 1)
        if shown.story is None:
            paint.text((x - 14, y), "Speed", HINT, theme.soft, "Medium", "r")
        else:
            self._draw_story(paint, x - 10, y, on=shown.story)
        paint.bar((x, y - 7, wide, 4), theme.line)
        paint.bar((x, y - 7, max(4, knob - x), 4), theme.hot)
        for i, name in enumerate(SPEEDS):
            at, chosen = x + wide * i / (len(SPEEDS) - 1), i == speed
            paint.circle((at, y - 5), 1.5, theme.panel if i < speed else theme.faint)
            colour, weight = (theme.text, "SemiBold") if chosen else (theme.faint, "Regular")
            paint.text((at, y + 13), name, AXIS, colour, weight, "c")
        if shown.story:  # it moves the ring; people's own knob would be a disc
            paint.circle((knob, y - 5), 7.5, theme.panel)
            paint.circle((knob, y - 5), 7.5, theme.warm, ring=2.4)
        else:
            paint.circle((knob, y - 5), 7.5, theme.text if theme.dark else theme.panel)
            if not theme.dark:
                paint.circle((knob, y - 5), 7.5, theme.hot, ring=1.6)
        label = SPEEDS[speed] if speed == len(SPEEDS) - 1 else f"×{SPEEDS[speed]}"
        paint.text((x + wide + 22, y), label, NAME, theme.warm, "SemiBold")

    def controls(self) -> list[Control]:
        """The buttons, from left to right."""
        assert self.rect
        high = self.rect.h
        (x, wide), told = self._slider(), "How fast time passes"
        speed = Control(
            Rect(round(x) - (8 if self._has_story else 60), 4, round(wide) + 74, high - 8),
            told,
            ("slower", "faster"),
            None,
            _faster,
        )
        buttons = [
            Control(Rect(round(b.x) - 17, high // 2 - 17, 34, 34), "", (b.command,), partial(Command, b.command))
            for b in self._buttons
        ]
        if self._has_story:
            at = Rect(round(x) - 10 - _STORY, high // 2 - 14, _STORY, 28)
            buttons.append(Control(at, "", ("story",), partial(Command, "story")))
        return sorted([*buttons, speed], key=lambda control: control.rect.x)

    def command(self, at: Point, event: Event) -> Command | None:
        assert self.rect
        inside = Rect(0, 0, *self.rect.size).collidepoint(at)
        pressed = next((b.command for b in self._buttons if inside and abs(at[0] - b.x) <= 17), None)
        if self._has_story and inside and 0 <= self._slider()[0] - 10 - at[0] <= _STORY:
            pressed = "story"
        kind = event.type
        if kind == pygame.MOUSEMOTION:
            self._pointed = pressed
            return self._speed_at(at) if self._dragging else None
        if kind == pygame.MOUSEBUTTONUP:
            self._dragging = False
        if kind != pygame.MOUSEBUTTONDOWN or event.button != 1 or not inside:
            return None
        if pressed:
            return Command(pressed)
        x, wide = self._slider()
        self._dragging = x - 14 <= at[0] <= x + wide + 14
        return self._speed_at(at) if self._dragging else None

    def _speed_at(self, at: Point) -> Command:
        x, wide = self._slider()
        share = min(max((at[0] - x) / wide, 0.0), 1.0)
        return Command("speed", round(share * (len(SPEEDS) - 1)))


def _faster(way: int) -> Command:
    return Command("faster" if way > 0 else "slower")
