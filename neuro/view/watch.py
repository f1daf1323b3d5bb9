"""The window in which a population learns before one's eyes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.evolution.evolution import Evolution
from neuro.view import frame
from neuro.view.keys import LEAVE, TIME, Command, Key, command_of
from neuro.view.layout import Places, arrange
from neuro.view.paint import Paint
from neuro.view.panels import AlivePanel, FamiliesPanel, FitnessPanel, HeaderPanel
from neuro.view.snapshot import Snapshot, number
from neuro.view.theme import ANNOUNCEMENT, BODY, HINT, Theme
from neuro.view.transport import BarState, KeysCard, TransportBar
from neuro.view.watching import RunOptions, Watching
from neuro.view.window import Window, WindowOptions, show

__all__ = ["KEYS", "WatchOptions", "WatchScreen", "watch_window"]

KEYS = (
    *TIME,
    Key("→", "next", "next generation", (pygame.K_RIGHT,), ">"),
    Key("N", "draw", "stop or go on drawing", (pygame.K_n,), "n"),
    Key("B", "best", "only the best, or all", (pygame.K_b,), "b"),
    *LEAVE,
)


MOVES = (("step", "step"), ("next", "next"))


@dataclass(frozen=True, kw_only=True)
class WatchOptions(RunOptions, WindowOptions):
    """How a run is watched, and in what window."""


class WatchScreen:
    """The world with its birds, the panels beside it, and the bar below.

    Args:
        watching: The run on stage.
        theme: Colours.
    """

    def __init__(self, watching: Watching, theme: Theme) -> None:
        self._watching, self._theme = watching, theme
        self._header, self._fitness = HeaderPanel(theme), FitnessPanel(theme)
        self._alive, self._families = AlivePanel(theme), FamiliesPanel(theme)
        self._beside = (self._header, self._fitness, self._alive, self._families)
        self._bar = TransportBar(theme, MOVES, (("eye", "draw"), ("crown", "best"), ("help", "keys")))
        self._keys = KeysCard(theme, KEYS)
        self._left = False

    @property
    def done(self) -> bool:
        """See ``window.Screen``."""
        return self._left or self._watching.done

    @property
    def rate(self) -> int:
        """See ``window.Screen``: at full speed the machine is left to learning."""
        return 30 if self._watching.hurrying else 60

    def handle(self, event: Event, scale: float) -> None:
        """See ``window.Screen``."""
        given = [command_of(event, KEYS), self._bar.handle(event, scale)]
        self._fitness.handle(event, scale)
        for command in given:
            if command is not None:
                self._obey(command)

    def _obey(self, command: Command) -> None:
        if command.name == "leave":
            self._left = True
        elif command.name == "keys":
            self._keys.shown = not self._keys.shown
        else:
            self._watching.obey(command)

    def tick(self, seconds: float, *, hurried: bool) -> None:
        """See ``window.Screen``."""
        self._watching.tick(seconds, hurried=hurried)

    def draw(self, paint: Paint) -> None:
        """See ``window.Screen``."""
        wide, high = paint.size
        places = arrange(wide, high)
        self._place(places)
        snapshot = self._watching.snapshot()
        paint.surface.fill(self._theme.window)
        self._draw_world(paint, places.world, snapshot)
        for panel in self._beside:
            panel.draw(paint, snapshot)
        self._bar.draw(paint, self._bar_state(snapshot))
        self._keys.draw(paint, None)

    def _bar_state(self, shown: Snapshot) -> BarState:
        told = f"step {number(shown.step)} · {number(shown.best)} {shown.score_name}"
        switches = {"draw": shown.drawing, "best": shown.best_only, "keys": self._keys.shown}
        return BarState(shown.paused, shown.speed, told, frozenset(name for name, on in switches.items() if on))

    def _place(self, places: Places) -> None:
        self._header.layout(places.header)
        self._fitness.layout(places.chart)
        self._alive.layout(places.alive)
        self._families.layout(places.families)
        self._bar.layout(places.bar)
        self._keys.layout(places.world)

    def _draw_world(self, paint: Paint, world: Rect, snapshot: Snapshot) -> None:
        if not snapshot.drawing:
            paint.box(world, self._theme.panel, 12, border=self._theme.line)
            paint.text((world.centerx, world.centery - 14), number(snapshot.best), ANNOUNCEMENT, align="c",
                       colour=self._theme.text, weight="SemiBold")  # fmt: skip
            paint.text(
                (world.centerx, world.centery + 14),
                "Not drawn: N draws again",
                BODY,
                self._theme.faint,
                align="c",
            )
            return
        self._watching.stage.draw(paint.surface, paint.pixels(world), crowd=not snapshot.best_only)
        leads = f"{snapshot.score_name} · leader" if snapshot.population > 1 else snapshot.score_name
        frame.draw_score(paint, world, self._theme, snapshot.best, leads)
        frame.draw_speed(paint, world, self._watching.pace)
        if snapshot.note:
            paint.tag((world.centerx, world.bottom - 28), snapshot.note, "c", HINT)
        frame.round_corners(paint, world, self._theme.window)


def watch_window(evolution: Evolution, options: WatchOptions) -> None:
    """Show a run in a window until it has ended or the window is closed; what was learnt is in ``evolution``.

    Args:
        evolution: The run, new or taken up again.
        options: How it is watched.

    Raises:
        NeuroError: If no window can be opened, or the screenshot cannot be saved.
    """
    theme = options.colours
    if options.frames is not None:  # so many are drawn, whatever becomes of the run
        options = replace(options, stay_open=True)
    with Window(f"neuro · {evolution.game.title}", options) as window:
        watching = Watching(evolution, theme, options)
        try:
            show(window, WatchScreen(watching, theme))
        finally:
            watching.close()
