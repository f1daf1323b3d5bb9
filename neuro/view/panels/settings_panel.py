"""The panel of settings that can be changed while a run goes on, with its sliders and steppers."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.view.drawing.shapes import Point
from neuro.view.inspect.snapshot import Knob, Snapshot
from neuro.view.keys import Command
from neuro.view.paint import Paint
from neuro.view.theme import BODY, HINT, Theme
from neuro.view.widgets.control import Control
from neuro.view.widgets.panel import Panel

__all__ = ["SettingsPanel"]

_FIELD = 88  # width of a stepper's number with its two signs
_LOW_ROW = 34  # below this height a slider stands beside its name
_STEPPERS = 44  # height of the row of steppers


class SettingsPanel(Panel[Snapshot]):
    """Sliders and steppers; what is changed holds from the next generation on, and is recorded with the run."""

    about = "How the next generations are bred: a change is written into the run, which stays reproducible"
    title = "Settings"

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._knobs: tuple[Knob, ...] = ()
        self._tracks: dict[str, Rect] = {}
        self._signs: dict[tuple[str, int], Rect] = {}
        self._dragged: tuple[str, float] | None = None  # what is being dragged, and to which value
        self._focus = -1
        self._rows: list[tuple[Rect, Knob]] = []
        self._theme_button = Rect(0, 0, 0, 0)

    def key(self, shown: Snapshot) -> Hashable:
        return self._turned(shown), self._dragged, self._focus, shown.generation, shown.can_change

    def _turned(self, shown: Snapshot) -> tuple[Knob, ...]:
        """What is turned here."""
        return shown.knobs

    def render(self, paint: Paint, area: Rect, shown: Snapshot) -> None:
        self.know(self._turned(shown))
        note = f"from generation {shown.generation + 1}" if shown.can_change else "go live to change them"
        place, foot = self._place_theme(paint), self._foot_height(area)
        fits = foot and place.right + paint.width_of(note, HINT) + 32 <= area.w
        space = self.card(paint, area, self.title, note if fits else "")
        if place.w:
            paint.box(place, self.theme.raised, 11, border=self.theme.line)
            paint.text(place.center, self._other_theme, HINT, self.theme.soft, align="c")
        sliders = [knob for knob in self._knobs if not knob.choices]
        row = (space.h - foot) / max(1, len(sliders))
        self._tracks, self._signs, self._rows = {}, {}, []
        for i, knob in enumerate(sliders):
            self._draw_slider(paint, Rect(space.x, round(space.y + i * row), space.w, round(row)), knob)
        if not foot:
            self._draw_foot(paint, Rect(area.w // 2, 8, area.w // 2 - 16, 24), shown)
            return
        top = space.bottom - foot + 6
        paint.fill((space.x, top, space.w, 1), self.theme.line)
        self._draw_foot(paint, Rect(space.x, top + 12, space.w, 26), shown)

    def _foot_height(self, area: Rect) -> int:
        """Room for what stands below the sliders; 0 where it stands beside the title."""
        return _STEPPERS

    def _draw_foot(self, paint: Paint, foot: Rect, shown: Snapshot) -> None:
        """What stands below the sliders: steppers, side by side."""
        steppers = [knob for knob in self._knobs if knob.choices]
        half = (foot.w + 12) // max(1, len(steppers))
        for i, knob in enumerate(steppers):
            self._draw_stepper(paint, Rect(foot.x + i * half, foot.y, half - 12, foot.h), knob)

    @property
    def _other_theme(self) -> str:
        return "Light theme" if self.theme.dark else "Dark theme"

    def _place_theme(self, paint: Paint) -> Rect:
        """The button, beside the title, that turns dark into light."""
        left = 28 + paint.width_of(self.title, BODY, "SemiBold")
        self._theme_button = Rect(round(left), 9, round(paint.width_of(self._other_theme, HINT)) + 20, 22)
        return self._theme_button

    def _ink(self, knob: Knob) -> tuple[int, int, int]:
        return self.theme.warm if knob.was or self._is_dragged(knob) else self.theme.text

    def _is_dragged(self, knob: Knob) -> bool:
        return self._dragged is not None and self._dragged[0] == knob.name

    def _label(self, paint: Paint, at: Point, knob: Knob) -> None:
        focused = 0 <= self._focus < len(self._knobs) and self._knobs[self._focus].name == knob.name
        paint.text(at, knob.label, BODY, self.theme.text if focused else self.theme.soft)

    def _draw_slider(self, paint: Paint, row: Rect, knob: Knob) -> None:
        """The name and value over a track; beside it where there is little height."""
        self._rows.append((row, knob))
        low = row.h < _LOW_ROW
        y = row.centery if low else row.y + 8
        self._label(paint, (row.x, y), knob)
        right = row.right - paint.text((row.right, y), knob.text, BODY, self._ink(knob), "Medium", "r") - 8
        if knob.was and not low:
            paint.text((right, y), f"was {knob.was}", HINT, self.theme.faint, align="r")
        left = row.x + round(0.44 * row.w)
        track = Rect(left, row.y, row.right - 76 - left, row.h) if low else Rect(row.x, y + 8, row.w, 22)
        self._tracks[knob.name] = track
        self._draw_track(paint, track, knob)

    def _draw_track(self, paint: Paint, track: Rect, knob: Knob) -> None:
        theme, value = self.theme, self._dragged[1] if self._dragged and self._is_dragged(knob) else knob.value
        share = min(max((value - knob.low) / (knob.high - knob.low), 0.0), 1.0)
        x, middle = track.x + 8 + (track.w - 16) * share, track.centery
        paint.bar((track.x, middle - 2, track.w, 4), theme.line)
        paint.bar((track.x, middle - 2, max(4, x - track.x), 4), theme.hot)
        paint.circle((x, middle), 7.5, theme.text if theme.dark else theme.panel)
        if not theme.dark:
            paint.circle((x, middle), 7.5, theme.hot, ring=1.6)

    def _draw_stepper(self, paint: Paint, row: Rect, knob: Knob) -> None:
        self._rows.append((row, knob))
        theme, field = self.theme, Rect(row.right - _FIELD, row.y, _FIELD, row.h)
        self._label(paint, (row.x, row.centery), knob)
        paint.box(field, theme.raised, 6, border=theme.line)
        paint.text(field.center, knob.text, BODY, self._ink(knob), "Medium", "c")
        for way, sign, x in ((-1, "−", field.x), (1, "+", field.right - 26)):
            self._signs[knob.name, way] = Rect(x, field.y, 26, field.h)
            paint.text((x + 13, field.centery), sign, BODY + 1, theme.soft, "Medium", "c")

    def _named(self, name: str) -> Knob:
        return next(knob for knob in self._knobs if knob.name == name)

    def _value_at(self, name: str, x: float) -> float:
        knob, track = self._named(name), self._tracks[name]
        share = min(max((x - track.x - 8) / (track.w - 16), 0.0), 1.0)
        return round((knob.low + share * (knob.high - knob.low)) / knob.step) * knob.step

    def controls(self) -> list[Control]:
        """The knobs, which the arrow keys turn."""
        knobs = [Control(row, knob.about, turn=partial(self._step, knob)) for row, knob in self._rows]
        theme = Control(self._theme_button, "", ("theme",), partial(Command, "theme"))
        return [*knobs, *([theme] if self._theme_button.w else [])]

    def command(self, at: Point, event: Event) -> Command | None:
        """The command of an event: a slider gives its value when it is let go."""
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            return self._press(at)
        if self._dragged is None:
            return None
        name = self._dragged[0]
        if event.type == pygame.MOUSEMOTION:
            self._dragged = name, self._value_at(name, at[0])
        elif event.type == pygame.MOUSEBUTTONUP:
            self._dragged = None
            return Command("change", about=name, amount=self._value_at(name, at[0]))
        return None

    def _press(self, at: Point) -> Command | None:
        if self._theme_button.collidepoint(at):
            return Command("theme")
        for name, track in self._tracks.items():
            if track.collidepoint(at):
                self._dragged = name, self._value_at(name, at[0])
        for (name, way), sign in self._signs.items():
            if sign.collidepoint(at):
                return self._step(self._named(name), way)
        return None

    def _step(self, knob: Knob, way: int) -> Command | None:
        """The command that takes the next value of a knob, up or down."""
        if not knob.choices:
            value = min(max(round(knob.value / knob.step + way) * knob.step, knob.low), knob.high)
            return Command("change", about=knob.name, amount=value)
        beyond = [choice for choice in knob.choices if (choice - knob.value) * way > 0]
        if not beyond:
            return None
        return Command("change", about=knob.name, amount=beyond[0] if way > 0 else beyond[-1])

    def know(self, knobs: tuple[Knob, ...]) -> None:
        """Know what can be turned, also before the panel has been drawn."""
        self._knobs = knobs

    def step_focus(self, way: int) -> None:
        """Let keys turn the next knob, or the one before."""
        start = self._focus if self._focus >= 0 or way > 0 else 0
        self._focus = (start + way) % max(1, len(self._knobs))

    def turn(self, way: int) -> Command | None:
        """Turn the knob that keys turn, up or down; the first one where none has been chosen."""
        if self._focus < 0:
            self.step_focus(1)
        return self._step(self._knobs[self._focus], way) if self._knobs else None
