"""The list of runs and champions that are kept: one is chosen, and what can be done with it stands below it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import Rect
from pygame.event import Event

from neuro.policies import Genomes
from neuro.view.drawing.icons import crown
from neuro.view.drawing.shapes import Point
from neuro.view.keys import Command
from neuro.view.looks import colour_of, looks_of_one
from neuro.view.marker import PLAIN, Marker
from neuro.view.paint import Paint
from neuro.view.theme import BODY, HINT, LARGE_FIGURE, Theme, mix
from neuro.view.widgets.control import Control
from neuro.view.widgets.panel import Panel

__all__ = ["Entry", "EntryAction", "KeptListPanel", "draw_kept_list", "draw_portrait"]

_ROW, _BUTTONS = 64, 46  # heights
_BUTTON, _GAP = 30, 10
_NARROW = 260  # width of a card's picture without scores
_TOP = 76  # above the rows: what the list is
_EMPTY = "Nothing is kept yet: watch something learn first."


class EntryAction(NamedTuple):
    """Something that can be done with what is kept: its name, what it does, and the command for it."""

    name: str
    about: str
    words: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Entry:
    """A run or a champion that is kept.

    Args:
        title: The game's title.
        about: A sentence on how it learnt and where it is kept.
        score: What it reached, for people.
        solved: Whether it passed the exam.
        genome: The champion's genome, or a vector; None where there is none.
        deeds: What can be done with it.
        marker: Draws its champion.
    """

    title: str
    about: str
    score: str = ""
    solved: bool = False
    genome: Genomes | NDArray[np.float32] | None = None
    deeds: tuple[EntryAction, ...] = ()
    marker: Marker = PLAIN


def draw_portrait(paint: Paint, at: Point, entry: Entry, theme: Theme, radius: float = 11) -> None:
    """The champion in a ring, with a crown where it passed the exam."""
    paint.circle(at, radius + 8, theme.raised)
    paint.circle(at, radius + 8, theme.hot if entry.solved else theme.line, 255, ring=1.6)
    if entry.genome is None:
        paint.text(at, "–", BODY, theme.faint, align="c")
        return
    looks = looks_of_one(entry.genome)
    outline = theme.ink if theme.dark else mix(colour_of(looks), theme.ink, 0.5)
    entry.marker.stamp(paint, at, looks, radius, outline=outline)
    if entry.solved:
        paint.stamp(crown(5 * paint.scale), (at[0] + 1, at[1] - radius - 9))


def draw_kept_list(paint: Paint, theme: Theme, seconds: float, entries: Sequence[Entry]) -> None:
    """The newest entries, as the picture of a card."""
    paint.surface.fill(mix(theme.window, theme.panel, 0.4))
    wide, high = paint.size
    count = max(1, min(3, (high - 12) // 42))
    row = (high - 16) / count
    whole = [entry for entry in entries if entry.deeds][:count]
    if len(whole) < count:
        paint.text((wide / 2, high - 8 - row / 2), "what you watch is kept here", HINT, theme.faint, align="c")
    for k, entry in enumerate(whole):
        y = 8 + row * (k + 0.5)
        if k:
            paint.fill((20, y - row / 2, wide - 40, 1), theme.line)
        draw_portrait(paint, (36, y), entry, theme)
        right = wide - 20.0
        if wide > _NARROW:
            right -= paint.text((right, y), entry.score, HINT, _ink(entry, theme), "Medium", "r")
        room = right - 76
        title = entry.title if wide > _NARROW else entry.title.partition(",")[0]
        size = BODY if paint.width_of(title, BODY, "SemiBold") <= room else HINT
        abouts = [entry.about, entry.about.rpartition(" · ")[2]]
        about = next(
            (one for one in abouts if paint.width_of(one, HINT) <= room), ""
        )  # a part of it would tell nothing
        paint.text(
            (66, y - 8 if about else y), paint.fitting(title, room, size, "SemiBold"), size, theme.text, "SemiBold"
        )
        paint.text((66, y + 9), about, HINT, theme.faint)


def _ink(entry: Entry, theme: Theme) -> tuple[int, int, int]:
    return theme.warm if entry.solved else theme.soft


class KeptListPanel(Panel[None]):
    """Rows to choose from; of the chosen one, buttons.

    Args:
        theme: The colours of the window.
        entries: What is kept, the newest first.

    Attributes:
        chosen: Index of the chosen entry.
        deed: Index of its button that has the focus.
    """

    def __init__(self, theme: Theme, entries: Sequence[Entry]) -> None:
        super().__init__(theme)
        self.entries, self.chosen, self.deed = entries, 0, 0
        self._first = 0  # row at the top
        self._rows: dict[int, Rect] = {}
        self._buttons: list[Rect] = []

    def key(self, shown: None) -> Hashable:
        return self.chosen, self.deed

    @property
    def words(self) -> tuple[str, ...] | None:
        """The command of the button that has the focus; None where there is none."""
        deeds = self.entries[self.chosen].deeds if self.entries else ()
        return deeds[self.deed].words if deeds else None

    def move(self, across: int, down: int) -> None:
        """Choose another entry, or another of its buttons."""
        if not self.entries:
            return
        if down:
            self.chosen = min(max(self.chosen + down, 0), len(self.entries) - 1)
            self.deed = 0
        self.deed = min(max(self.deed + across, 0), max(0, len(self.entries[self.chosen].deeds) - 1))

    def controls(self) -> list[Control]:
        deeds = self.entries[self.chosen].deeds if self.entries else ()
        return [Control(place, deed.about, stop=False) for place, deed in zip(self._buttons, deeds, strict=False)]

    def command(self, at: Point, event: Event) -> Command | None:
        """The command of an event: a click chooses, one on a button begins, the wheel goes up and down."""
        if event.type == pygame.MOUSEBUTTONDOWN and event.button in (4, 5):
            self.move(0, -1 if event.button == 4 else 1)
        if event.type != pygame.MOUSEBUTTONDOWN or event.button != 1:
            return None
        for k, place in enumerate(self._buttons):
            if place.collidepoint(at):
                self.deed = k
                return Command("begin", k)
        for k, row in self._rows.items():
            if row.collidepoint(at) and k != self.chosen:
                self.chosen, self.deed = k, 0
        return None

    def render(self, paint: Paint, area: Rect, shown: None) -> None:
        theme = self.theme
        paint.box(area, theme.panel, 14, 244, border=theme.line)
        paint.text((24, 32), "Your runs and champions", LARGE_FIGURE, theme.text, "SemiBold")
        told = f"{self.chosen + 1} of {len(self.entries)}" if self.entries else _EMPTY
        paint.text((24, 58), told, HINT, theme.faint)
        self._rows, self._buttons = {}, []
        self._scroll(area.h - _TOP - 12)
        y = _TOP
        for k in range(self._first, len(self.entries)):
            high = _ROW + (_BUTTONS if k == self.chosen else 0)
            if y + high > area.h - 8:
                break
            self._rows[k] = Rect(12, y, area.w - 24, high)
            self._draw_row(paint, self._rows[k], k)
            y += high

    def _scroll(self, room: int) -> None:
        """Let the chosen row be among those that have room."""
        fit = max(1, (room - _BUTTONS) // _ROW)
        self._first = min(self._first, self.chosen)
        self._first = max(self._first, self.chosen - fit + 1)

    def _draw_row(self, paint: Paint, row: Rect, k: int) -> None:
        theme, entry, chosen = self.theme, self.entries[k], k == self.chosen
        if chosen:
            paint.box(row, theme.raised, 10, border=theme.line)
        elif k > self._first and k - 1 != self.chosen:
            paint.fill((row.x + 12, row.y, row.w - 24, 1), theme.line)
        y = row.y + _ROW / 2
        draw_portrait(paint, (row.x + 34, y), entry, theme, 13)
        right = row.right - 16
        right -= round(paint.text((right, y), entry.score, BODY, _ink(entry, theme), "Medium", "r"))
        left = row.x + 70
        room = right - left - 12
        paint.text((left, y - 10), paint.fitting(entry.title, room, BODY, "SemiBold"), BODY, theme.text, "SemiBold")
        paint.text((left, y + 10), paint.fitting(entry.about, room, HINT), HINT, theme.faint)
        if chosen:
            self._draw_buttons(paint, left, row.y + _ROW - 2, entry.deeds)

    def _draw_buttons(self, paint: Paint, left: int, top: int, deeds: Sequence[EntryAction]) -> None:
        theme, x = self.theme, float(left)
        for k, deed in enumerate(deeds):
            wide = round(paint.width_of(deed.name, BODY, "Medium")) + 28
            place, focused = Rect(round(x), top, wide, _BUTTON), k == self.deed
            ink = (theme.ink if theme.dark else theme.panel) if focused else theme.text
            paint.box(place, theme.hot if focused else theme.panel, 8, border=None if focused else theme.line)
            paint.text(place.center, deed.name, BODY, ink, "Medium", "c")
            self._buttons.append(place)
            x += wide + _GAP
