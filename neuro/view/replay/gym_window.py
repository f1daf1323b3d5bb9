"""The window that replays games which draw themselves, such as Gymnasium's environments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import Rect
from pygame.event import Event

from neuro.champion import Champion
from neuro.game import Game
from neuro.numerals import noun_for
from neuro.rollout.external import external_engine
from neuro.view.keys import LEAVE
from neuro.view.paint import Paint
from neuro.view.screen.window import Screen, Window, WindowOptions, show
from neuro.view.theme import BODY, Theme
from neuro.view.widgets import overlays
from neuro.view.widgets.playback import Playback
from neuro.view.widgets.screen_controls import ScreenControls

__all__ = ["GymReplay", "GymReplayOptions", "GymReplayScreen", "gym_window"]


@dataclass(frozen=True, kw_only=True)
class GymReplayOptions(WindowOptions):
    """Options of the window and of the replay.

    Args:
        max_steps: The longest episode; the game's own when None.
        stay_open: Whether to wait for people after the last one.
    """

    max_steps: int | None = None
    stay_open: bool = True


class GymReplay:
    """Episodes of a game that draws itself, one after the other.

    Args:
        game: The game.
        champions: The champions, shown in turn.
        courses: Seeds of the courses, each played by every champion.
        max_steps: The longest episode; the game's own when None.

    Attributes:
        picture: The newest, uint8 ``(height, width, 3)``; None before the first.
        score: Score so far in this episode.
        over: Whether all have been shown.
        told: The champion and the course, in words.
    """

    def __init__(
        self, game: Game, champions: Sequence[Champion], courses: Sequence[int], max_steps: int | None
    ) -> None:
        self._game, self._limit = game, max_steps or game.exam.max_steps
        self._waiting = [(champion, course) for champion in champions for course in courses]
        self.picture: NDArray[np.uint8] | None = None
        self.score, self.over, self.told = 0.0, False, ""
        self._pictures: Iterator[tuple[NDArray[np.uint8], float]] = iter(())

    def advance(self) -> None:
        """Play a step of this episode, or the first of the next one."""
        newest = next(self._pictures, None)
        if newest is not None:
            self.picture, self.score = newest
            return
        if not self._waiting:
            self.over = True
            return
        champion, course = self._waiting.pop(0)
        engine = external_engine(self._game, champion.policy)
        self.told = f"champion of generation {champion.generation}, course {course}"
        self._pictures = engine.pictures(champion.genome, course, self._limit)
        self.advance()


class GymReplayScreen(Screen):
    """The pictures, as large as the window allows, with score and name.

    Args:
        footage: The episodes.
        game: What is played.
        theme: The colours of the window.
        stay_open: Whether to wait for people after the last one.
    """

    def __init__(self, footage: GymReplay, game: Game, theme: Theme, *, stay_open: bool) -> None:
        self._footage, self._name, self._theme, self._stay = footage, game.score_name, theme, stay_open
        self._pace = Playback("1", game.steps_per_second)
        self._shell = ScreenControls(theme, LEAVE)

    @property
    def done(self) -> bool:
        return self._shell.left or (self._footage.over and not self._stay)

    def handle(self, event: Event, scale: float) -> None:
        self._shell.commands(event, scale, ())

    def tick(self, seconds: float, *, hurried: bool) -> None:
        first = self._footage.picture is None
        for _ in range(max(int(first), self._pace.steps(seconds))):
            self._footage.advance()

    def draw(self, paint: Paint) -> None:
        wide, high = paint.size
        paint.surface.fill(self._theme.window)
        if self._footage.picture is not None:
            picture = pygame.surfarray.make_surface(self._footage.picture.swapaxes(0, 1))
            share = min(
                paint.surface.get_width() / picture.get_width(), paint.surface.get_height() / picture.get_height()
            )
            size = round(picture.get_width() * share), round(picture.get_height() * share)
            image = pygame.transform.smoothscale(picture, size)
            paint.surface.blit(image, image.get_rect(center=paint.surface.get_rect().center))
        score = self._footage.score
        overlays.draw_score(paint, Rect(0, 0, wide, high), self._theme, score, noun_for(score, self._name))
        paint.tag((wide / 2, high - 28), self._footage.told, "c", BODY)
        self._shell.draw(paint, ())


def gym_window(game: Game, champions: Sequence[Champion], courses: Sequence[int], options: GymReplayOptions) -> None:
    """Show champions of a game that draws itself, each on each of the courses, until people leave.

    Raises:
        NeuroError: If no window can be opened, or the screenshot cannot be saved.
    """
    if options.frames is not None:
        options = replace(options, stay_open=True)
    footage = GymReplay(game, champions, courses, options.max_steps)
    with Window(f"neuro · {game.title}", options) as window:
        show(window, GymReplayScreen(footage, game, window.theme, stay_open=options.stay_open))
