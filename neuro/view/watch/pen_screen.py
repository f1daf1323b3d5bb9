"""The screen on which people draw a map with the mouse."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import pygame
from pygame import Rect
from pygame.event import Event

from neuro.errors import NeuroError
from neuro.game import Game
from neuro.rollout.stepwise import Rollout
from neuro.view.keys import LEAVE, MOTION, notify
from neuro.view.paint import Paint
from neuro.view.scene import Marks, Scene, make_scene
from neuro.view.screen.window import Screen
from neuro.view.theme import ANNOUNCEMENT, BODY, Theme
from neuro.view.widgets.screen_controls import ScreenControls

__all__ = ["PenScreen"]

_HEAD = 72  # height of the words above the world
_EDGE = 16
_NEAR = 5.0  # units from one point of the line to the next
_SHOWN = 1.1  # seconds that what was drawn is seen before it is played on
_DASH = 4  # points of the line that are drawn, and as many that are not
_MARGIN = 0.055  # of the world that stays free at its edges
_COURSE = 0  # on which the world is shown
_PENCIL = ((0, 0), (5, -14), (40, -49), (49, -40), (14, -5))
_LEAD = ((0, 0), (3, -8), (8, -3))


class PenScreen(Screen):
    """A world with a pen in it. When the line is closed the map is shown for a moment, and then told.

    Args:
        game: The game, which makes a map of a line.
        setting: Its parameters.
        theme: The colours of the window.
        drawn: Told the parameters of the map.
        still: Whether motion is reduced.
    """

    def __init__(
        self,
        game: Game,
        setting: NamedTuple,
        theme: Theme,
        drawn: Callable[[Mapping[str, float]], None],
        *,
        still: bool = False,
    ) -> None:
        self._game, self._setting, self._theme, self._tell = game, setting, theme, drawn
        self._shell = ScreenControls(theme, (MOTION, *LEAVE), still=still)
        self._scene = self._scene_of(setting)
        self._line: list[tuple[float, float]] = []  # units of the world
        self._pen: tuple[float, float] | None = None  # units of the window
        self._drawing = False
        self._map: Mapping[str, float] | None = None
        self._left_to_see = 0.0
        self._place = Rect(0, 0, 1, 1)

    def _scene_of(self, setting: NamedTuple) -> Scene:
        """The world under some parameters, with one agent at its start."""
        scene = make_scene(self._game, setting, self._theme)
        start = Rollout(self._game, None, None, np.zeros(1, np.uint32), setting=setting, max_steps=1)
        scene.begin(start.state, np.zeros((1, 16), np.float32), _COURSE)
        return scene

    @property
    def done(self) -> bool:
        return self._shell.left or (self._map is not None and self._left_to_see <= 0)

    def handle(self, event: Event, scale: float) -> None:
        self._shell.commands(event, scale, ())
        if not hasattr(event, "pos") or self._map is not None:
            return
        self._pen = event.pos[0] / scale, event.pos[1] / scale
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            self._drawing, self._line = True, [self._at(self._pen)]
        elif event.type == pygame.MOUSEMOTION and self._drawing:
            at = self._at(self._pen)
            if math.dist(at, self._line[-1]) >= _NEAR:
                self._line.append(at)
        elif event.type == pygame.MOUSEBUTTONUP and event.button == 1 and self._drawing:
            self._drawing = False
            self._close_line()

    def _at(self, place: tuple[float, float]) -> tuple[float, float]:
        """A place of the window, in the world; what is outside is held near its edge."""
        left, scale = self._scene.view(self._place)
        x, y = left + (place[0] - self._place.x) / scale, (place[1] - self._place.y) / scale
        wide, high = self._scene.size
        edge = _MARGIN * min(wide, high)
        return min(max(x, edge), wide - edge), min(max(y, edge), high - edge)

    def _close_line(self) -> None:
        assert self._game.draw_map is not None
        try:
            found = self._game.draw_map(self._line)
            self._scene = self._scene_of(self._setting._replace(**{k: np.float32(v) for k, v in found.items()}))
        except NeuroError as error:  # people try again
            notify(str(error))
            self._line = []
            return
        self._map, self._left_to_see = found, _SHOWN

    def tick(self, seconds: float, *, hurried: bool) -> None:
        self._shell.tick(seconds)
        if self._map is not None and self._left_to_see > 0:
            self._left_to_see -= seconds
            if self._left_to_see <= 0:
                self._tell(self._map)

    def draw(self, paint: Paint) -> None:
        wide, high = paint.size
        theme = self._theme
        paint.surface.fill(theme.window)
        across, down = self._scene.size
        scale = min((wide - 2 * _EDGE) / across, (high - _HEAD - _EDGE) / down)
        size = round(across * scale), round(down * scale)
        self._place = world = Rect((wide - size[0]) // 2, _HEAD, *size)
        done = self._map is not None
        title = "Your map: off they go" if done else "Draw with the mouse: hold it down, and go round"
        told = "They learn on it from the next generation on" if done else "Let go, and the line closes · Esc goes back"
        paint.text((wide / 2, 26), title, ANNOUNCEMENT, theme.text, "SemiBold", "c")
        paint.text((wide / 2, 52), told, BODY, theme.soft, align="c")
        self._scene.draw(paint.surface, paint.pixels(world), Marks(crowd=False, crowned=False))
        if not done:  # what was there before fades
            paint.box(world, theme.window, 0, 110)
        self._draw_line(paint, world)
        self._shell.draw(paint, ())

    def _draw_line(self, paint: Paint, world: Rect) -> None:
        left, scale = self._scene.view(world)
        line = [(world.x + (x - left) * scale, world.y + y * scale) for x, y in self._line]
        closed = [*line, line[0]] if self._map is not None else line
        for first in range(0, len(closed) - 1, 2 * _DASH):
            paint.lines(closed[first : first + _DASH + 1], self._theme.hot, 5)
        if line:
            paint.circle(line[0], 8, self._theme.hot, ring=3)
        if self._pen is not None and self._map is None and world.collidepoint(self._pen):
            x, y = self._pen
            paint.polygon([(x + a, y + b) for a, b in _PENCIL], self._theme.hot)
            paint.polygon([(x + a, y + b) for a, b in _LEAD], self._theme.ink)
