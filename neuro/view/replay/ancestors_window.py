"""The window that shows how a run learnt: champions of some generations in turn on one course."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.ancestors import Ancestry
from neuro.numerals import spelled, tallied
from neuro.view.drawing import icons
from neuro.view.keys import FOCUS, LEAVE, MOTION, PACE, Command, Key
from neuro.view.marker import marker_of
from neuro.view.paint import Paint
from neuro.view.replay.ancestors_stage import RATE, AncestorsStage
from neuro.view.replay.ladder_panel import LadderPanel, LadderStep
from neuro.view.replay.stretch_bar import StretchBar
from neuro.view.screen.window import Screen, Window, WindowOptions, show
from neuro.view.theme import BODY, SIGN, Theme
from neuro.view.widgets import overlays
from neuro.view.widgets.panel import Panel
from neuro.view.widgets.playback import Playback
from neuro.view.widgets.screen_controls import ScreenControls
from neuro.view.widgets.scrub_bar import ScrubState
from neuro.view.widgets.transport_bar import CAMERA, BarState, TransportBar

__all__ = ["KEYS", "AncestorsOptions", "AncestorsScreen", "ancestors_window", "longest", "show_ancestors"]

KEYS = (
    *PACE,
    Key(".", "step", "one picture on", (pygame.K_PERIOD,), "."),
    Key(",", "back", "one picture back", (pygame.K_COMMA,), ","),
    Key("→", "later", "a second on", (pygame.K_RIGHT,), ">"),
    Key("←", "earlier", "a second back", (pygame.K_LEFT,), "<"),
    Key("G ]", "next champion", "next champion", (pygame.K_g, pygame.K_RIGHTBRACKET), "g]"),
    Key("[", "last champion", "the champion before", (pygame.K_LEFTBRACKET,), "["),
    Key("R", "again", "from the start", (pygame.K_r, pygame.K_HOME), "r"),
    FOCUS,
    MOTION,
    *LEAVE,
)
_BAR, _STRETCHES = 48, 58
_NARROW, _SMALL = 1200, 900  # widths of a window below which the ladder is narrow, and a row
_CLIMB = 0.2  # seconds in which a portrait climbs a rung
_AHEAD = 0.8  # of the free width lies behind the player, but no more of the whole than this:
_MOST_BEHIND = 0.7
_MOST_STEPS = 16  # frames of the show in one of the window, at full speed
_HOLD = 1.5  # seconds of the last frame, in a film


@dataclass(frozen=True, kw_only=True)
class AncestorsOptions(WindowOptions):
    """Options of the window that shows how a run learnt.

    Args:
        speed: The speed to begin with, see ``speed_index``, on top of the show's own pace.
        stay_open: Whether to wait for people after its end.
    """

    speed: str = "1"
    stay_open: bool = True


class AncestorsScreen(Screen):
    """The champions over the whole window, a ladder of how far each came, and a bar with a stretch for each.

    Args:
        ancestry: The champions and their course.
        theme: The colours of the window.
        speed: The speed to begin with.
        stay_open: Whether to wait for people after its end.
        still: Whether motion is reduced at first.
        keys: What the window obeys.
    """

    def __init__(
        self,
        ancestry: Ancestry,
        theme: Theme,
        *,
        speed: str = "1",
        stay_open: bool = True,
        still: bool = False,
        keys: Sequence[Key] = KEYS,
    ) -> None:
        self._ancestry, self._theme, self._stay = ancestry, theme, stay_open
        self.lineage, self._marker = AncestorsStage(ancestry, theme), marker_of(ancestry.game)
        self.pace = Playback(speed, RATE)
        self._ladder = LadderPanel(theme, self._marker)
        self._stretches = StretchBar(theme, self.lineage.stretches, self.lineage.colours)
        moves = (("previous", "again"), ("back", "back"), ("step", "step"), ("next", "next champion"))
        self._bar = TransportBar(theme, moves, (*CAMERA, ("help", "keys")))
        self._shell = ScreenControls(theme, keys, still=still)
        self._held = 0.0

    @property
    def done(self) -> bool:
        return self._shell.left or (not self._stay and self._held >= _HOLD)

    def handle(self, event: Event, scale: float) -> None:
        for command in self._shell.commands(event, scale, self._panels()):
            self.obey(command)

    def _panels(self) -> tuple[Panel[Any], ...]:
        """The panels that people can act on."""
        return self._stretches, self._bar

    def obey(self, command: Command) -> None:
        """Obey a command; those that concern other parts of the window are ignored."""
        lineage = self.lineage
        starts = [one.first for one in lineage.stretches]
        match command.name:
            case "step" | "back":
                self.pace.paused = True
                lineage.go(lineage.at + (1 if command.name == "step" else -1))
            case "later" | "earlier":
                lineage.go(lineage.at + (RATE if command.name == "later" else -RATE))
            case "seek":
                lineage.go(command.value)
            case "again":
                lineage.go(0)
            case "next champion":
                lineage.go(next((first for first in starts if first > lineage.at), 0))
            case "last champion":
                lineage.go(next((first for first in reversed(starts) if first < lineage.at - RATE // 2), 0))
            case _:
                self.pace.obey(command)

    def tick(self, seconds: float, *, hurried: bool) -> None:
        self._shell.tick(seconds)
        if self.lineage.over:
            self._held += seconds
        if not self.pace.paused:
            self.lineage.go(self.lineage.at + (_MOST_STEPS if self.pace.at_most else self.pace.steps(seconds)))

    def draw(self, paint: Paint) -> None:
        wide, high = paint.size
        world = Rect(0, 0, wide, high - _BAR - _STRETCHES)
        free = self._place(world)
        self._draw_world(paint, world, free)
        self._write(paint, world, free)
        self._ladder.draw(paint, self._rungs())
        lineage = self.lineage
        self._stretches.draw(paint, ScrubState(lineage.at, lineage.frames, (), "", RATE))
        self._bar.draw(paint, BarState(self.pace.paused, self.pace.index, self._title(), self._shell.switches))
        self._shell.draw(paint, self._panels())

    def _place(self, world: Rect) -> Rect:
        """Give panels their places; returns where the world is free of them."""
        count = len(self.lineage.stretches)
        self._stretches.layout(Rect(0, world.bottom, world.w, _STRETCHES))
        self._bar.layout(Rect(0, world.bottom + _STRETCHES, world.w, _BAR))
        if world.w < _SMALL:
            self._ladder.layout(Rect(12, 12, world.w - 24, 64))
            return Rect(0, 76, world.w, world.h - 76)
        wide = 200 if world.w < _NARROW else 264
        high = min(132 + 80 * (count - 1), world.h - 48)
        self._ladder.layout(Rect(world.right - 24 - wide, 24, wide, high))
        return Rect(0, 0, world.right - 24 - wide, world.h)

    def _draw_world(self, paint: Paint, world: Rect, free: Rect) -> None:
        """The world under the panels; between them where all of it, or of a wide one, must be seen."""
        area = paint.pixels(Rect(0, free.y, world.w, free.h))
        area.w = paint.surface.get_width()  # to the last pixel, whatever the scale
        if self.lineage.whole or free.y:
            paint.surface.fill(self._theme.window)
        if self.lineage.whole:
            top = free.y + (12 if free.y else 100)
            area = paint.pixels(Rect(free.x + 16, top, free.w - 32, free.bottom - top - 96))
        share = min(_AHEAD * free.right / world.w, _MOST_BEHIND)
        self.lineage.draw(paint, area, share, free, still=self._shell.still)

    def _write(self, paint: Paint, world: Rect, free: Rect) -> None:
        """The title, and the caption at the world's foot."""
        if not free.y:
            count, course = len(self.lineage.stretches), self._ancestry.course
            turn = f"{spelled(count)} champions in turn, all on course {course}" if count > 1 else f"course {course}"
            overlays.draw_title(paint, (free.centerx, 46), self._theme, "How it learnt", turn)
        lines, who = self._caption(), self.lineage.moment.who
        wide, high, size = (min(712, free.w - 24), 62, SIGN) if not free.y else (free.w - 24, 50, BODY + 1)
        box = Rect(free.centerx - wide // 2, world.bottom - 12 - high, wide, high)
        paint.box(box, self._theme.panel, 14, 232)
        left = box.x + 20
        if not free.y:
            self._portrait(paint, (box.x + 38, box.centery), who)
            left = box.x + 74
        while size > BODY and any(paint.width_of(line, size, "SemiBold") > box.right - left - 16 for line in lines):
            size -= 1
        for k, line in enumerate(lines):
            y = box.centery + (k - (len(lines) - 1) / 2) * (size + 5)
            paint.text((left, y), line, size, self._theme.text, "SemiBold" if k == 0 else "Medium")

    def _portrait(self, paint: Paint, at: tuple[float, float], who: int) -> None:
        looks = self.lineage.looks[who]
        paint.circle(at, 23, self._theme.raised)
        self._marker.stamp(paint, at, looks, 12.5, outline=self._theme.ink)
        if who == len(self.lineage.looks) - 1:
            paint.stamp(icons.crown(6 * paint.scale), (at[0] + 2, at[1] - 17))

    def _caption(self) -> list[str]:
        """At most two lines on the champion that plays: its name, then how far it came."""
        lineage, who = self.lineage, self.lineage.moment.who
        generation = lineage.stretches[who].generation
        last = who == len(lineage.stretches) - 1
        came, ended = self._score(who), lineage.ended(who)
        if who == 0:
            first = f"Generation {generation:,}: the best of brains drawn at random."
            lines = [first if generation == 0 else f"Generation {generation:,}, the first that is kept."]
        else:
            before = lineage.stretches[who - 1].generation
            apart = spelled(generation - before) + (" generation" if generation - before == 1 else " generations")
            if last and lineage.goes_on(who):
                return [
                    f"Generation {before:,} came to {self._score(who - 1)};",
                    f"{apart} later, this one goes on and on.",
                ]
            lines = [f"Generation {generation:,}, {apart} later."]
        if ended:
            lines.append(f"It {'won' if ended == 'wins' else 'fell'} at {came}.")
        return lines

    def _score(self, who: int) -> str:
        """How far one has come by now."""
        return tallied(self.lineage.score(who), self._ancestry.game.score_name)

    def _rungs(self) -> tuple[LadderStep, ...]:
        """The ladder as it stands: the champion that plays climbs from its foot to its rung."""
        lineage, (now, _) = self.lineage, self.lineage.moment
        found = []
        for who, one in enumerate(lineage.stretches):
            state = "waits" if who > now else lineage.ended(who) or "runs"
            on = lineage.goes_on(who) and (who < now or lineage.over or who == len(lineage.stretches) - 1)
            told = self._score(who) + (", and on" if on and state == "runs" else "")
            state = "goes on" if on and state == "runs" else state
            seconds = (lineage.at - one.first) / RATE
            climbed = float(who) if self._shell.still or who != now else min(who, seconds / _CLIMB)
            looks, colour = lineage.looks[who], lineage.colours[who]
            found.append(LadderStep(one.generation, "" if who > now else told, looks, colour, state, round(climbed, 2)))
        return tuple(found)

    def _title(self) -> str:
        """The champion that plays, and its speed."""
        lineage = self.lineage
        fast = f" · ×{lineage.factor:.0f}" if lineage.factor > 1 else ""
        return f"{lineage.name(lineage.moment.who)}{fast}"


def ancestors_window(ancestry: Ancestry, options: AncestorsOptions) -> None:
    """Show in a window of its own how a run learnt, until people leave.

    Args:
        ancestry: The champions and their course.
        options: Options of the window.

    Raises:
        NeuroError: If no window can be opened, or the screenshot cannot be saved.
    """
    if options.frames is not None:  # so many are drawn, whatever becomes of the show
        options = replace(options, stay_open=True)
    theme, speed = options.colours, options.speed
    with Window("neuro · How it learnt", options) as window:
        show_ancestors(window, ancestry, theme, speed=speed, stay_open=options.stay_open, still=options.still)


def show_ancestors(
    window: Window, ancestry: Ancestry, theme: Theme, *, speed: str = "1", stay_open: bool = True, still: bool = False
) -> None:
    """Show in a window that is there how a run learnt, until people leave the show or close the window.

    Args:
        window: Whatever it has shown before.
        ancestry: The champions and their course, see ``neuro.ancestors.find_ancestors``.
        theme: The colours of the window.
        speed: The speed to begin with.
        stay_open: Whether to wait for people after its end.
        still: Whether motion is reduced at first.
    """
    show(window, AncestorsScreen(ancestry, theme, speed=speed, stay_open=stay_open, still=still))


def longest(ancestry: Ancestry) -> int:
    """The most frames that a film of the show can have at normal speed."""
    return math.ceil((ancestry.max_steps / ancestry.game.steps_per_second + _HOLD) * RATE * len(ancestry.champions))
