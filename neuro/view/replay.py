"""The window in which champions fly again."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.champion import Champion
from neuro.game import Game
from neuro.view import birds, frame
from neuro.view.keys import LEAVE, TIME, Command, Key, command_of
from neuro.view.pace import STEPS_PER_SECOND
from neuro.view.paint import Paint
from neuro.view.panel import Panel
from neuro.view.replaying import EpisodeOptions, Replaying
from neuro.view.sight import SightPanel
from neuro.view.snapshot import clock, number
from neuro.view.theme import BODY, HINT, Theme
from neuro.view.transport import BarState, KeysCard, TransportBar
from neuro.view.window import Window, WindowOptions, show

__all__ = ["KEYS", "ReplayOptions", "ReplayScreen", "replay_window"]

KEYS = (
    *TIME,
    Key("R", "again", "from the start", (pygame.K_r,), "r"),
    Key("→", "next", "next episode", (pygame.K_RIGHT,), ">"),
    Key("B", "sight", "show or hide what it sees", (pygame.K_b,)),
    *LEAVE,
)
_BAR = 48


@dataclass(frozen=True, kw_only=True)
class ReplayOptions(EpisodeOptions, WindowOptions):
    """How champions are shown again, and in what window."""


class _WhoPanel(Panel[Replaying]):
    """Who flies, and which episode this is."""

    def key(self, shown: Replaying) -> Hashable:
        """See ``Panel.key``."""
        return shown.index

    def render(self, paint: Paint, area: Rect, shown: Replaying) -> None:
        """See ``Panel.render``."""
        theme, (champion, course) = self.theme, shown.episode
        paint.box(area, theme.panel, 14, 232)
        paint.circle((48, area.h / 2), 32, theme.raised)
        looks = birds.own_looks(birds.looks_of(champion.network.genome[None])[0])
        paint.stamp(birds.sprite(looks, 18 * paint.scale, 3), (47, area.h / 2 + 3))
        paint.text(
            (94, 26),
            f"Champion of generation {number(champion.generation)}",
            BODY + 1,
            theme.text,
            "SemiBold",
        )
        found = f"{number(champion.score)} {shown.game.score_name} in training · seed {champion.seed}"
        paint.text((94, 48), found, HINT, theme.soft)
        episode = f"episode {shown.index + 1} of {len(shown.episodes)} · course {course}"
        paint.text((94, 69), episode, HINT, theme.cool, "Medium")


class ReplayScreen:
    """A champion over the whole window, and what it sees.

    Args:
        replaying: The episodes.
        theme: Colours.
    """

    def __init__(self, replaying: Replaying, theme: Theme) -> None:
        self._replaying, self._theme = replaying, theme
        self._who, self._sight = _WhoPanel(theme), SightPanel(theme)
        moves = (("again", "again"), ("step", "step"), ("next", "next"))
        self._bar = TransportBar(theme, moves, (("eye", "sight"), ("help", "keys")))
        self._keys = KeysCard(theme, KEYS)
        self._left, self._seeing = False, True

    rate = 60

    @property
    def done(self) -> bool:
        """See ``window.Screen``."""
        return self._left or self._replaying.done

    def handle(self, event: Event, scale: float) -> None:
        """See ``window.Screen``."""
        for command in (command_of(event, KEYS), self._bar.handle(event, scale)):
            if command is not None:
                self._obey(command)

    def _obey(self, command: Command) -> None:
        match command.name:
            case "leave":
                self._left = True
            case "keys":
                self._keys.shown = not self._keys.shown
            case "sight":
                self._seeing = not self._seeing
            case _:
                self._replaying.obey(command)

    def tick(self, seconds: float, *, hurried: bool) -> None:
        """See ``window.Screen``."""
        self._replaying.tick(seconds, hurried=hurried)

    def draw(self, paint: Paint) -> None:
        """See ``window.Screen``."""
        wide, high = paint.size
        world = Rect(0, 0, wide, high - _BAR)
        self._place(world)
        self._draw_world(paint, world)
        self._who.draw(paint, self._replaying)
        self._sight.draw(paint, self._replaying.sight())
        self._bar.draw(paint, self._bar_state())
        self._keys.draw(paint, None)

    def _place(self, world: Rect) -> None:
        self._who.layout(Rect(16, 16, 330, 92))
        sees = Rect(world.right - 316, 16, 300, min(self._sight.height(self._replaying.game), world.h - 32))
        self._sight.layout(sees if self._seeing else None)
        self._bar.layout(Rect(0, world.bottom, world.w, _BAR))
        self._keys.layout(world)

    def _draw_world(self, paint: Paint, world: Rect) -> None:
        replaying, stage = self._replaying, self._replaying.stage
        area = paint.surface.get_rect()
        area.h = paint.pixels(world).bottom
        stage.draw(paint.surface, area)
        frame.draw_score(paint, world, self._theme, stage.best, replaying.game.score_name)
        if replaying.ended:
            fell = "fell" if stage.alive == 0 else "still flew when the time was up"
            paint.tag((world.centerx, world.bottom - 28), f"It {fell}: R flies again", "c", BODY)

    def _bar_state(self) -> BarState:
        flight, pace = self._replaying.stage.flight, self._replaying.pace
        told = f"step {number(flight.steps)} · {clock(flight.steps / STEPS_PER_SECOND)}"
        on = {"sight"} if self._seeing else set()
        return BarState(pace.paused, pace.index, told, frozenset(on | ({"keys"} if self._keys.shown else set())))


def replay_window(game: Game, champions: Sequence[Champion], courses: Sequence[int], options: ReplayOptions) -> None:
    """Show champions flying, each on each of the courses, until people leave.

    Args:
        game: What they play.
        champions: Who flies, in turn.
        courses: Seeds of the courses.
        options: How they are shown.

    Raises:
        NeuroError: If no window can be opened, or the screenshot cannot be saved.
    """
    theme = options.colours
    if options.frames is not None:  # so many are drawn, whatever becomes of the flight
        options = replace(options, stay_open=True)
    with Window(f"neuro · {game.title}", options) as window:
        show(window, ReplayScreen(Replaying(game, champions, courses, theme, options), theme))
