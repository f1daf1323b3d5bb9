"""Drawing a game on a surface that is not shown, to find out whether its view fails."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import Rect, Surface

from neuro.game import Game
from neuro.rollout.stepwise import Rollout
from neuro.view.keys import key_codes
from neuro.view.looks import FAMILIES
from neuro.view.marker import Marker, marker_of
from neuro.view.scene import Marks, Scene, make_scene
from neuro.view.theme import DARK, LIGHT

__all__ = ["draw_unseen"]

Actions = Callable[[Game, int, int], NDArray[np.float32]]

_AGENTS, _STEPS, _APART = 5, 120, 10
_SIZES = ((800, 900), (320, 200), (1280, 720))


def draw_unseen(game: Game, actions: Actions, begun: Callable[[], None]) -> None:
    """Draw a rollout of the game on each of its levels, once in the light, on surfaces of several sizes.

    Args:
        game: The game.
        actions: Gives actions ``(action rows, agents)`` of the game, for so many agents, by a number.
        begun: Called before each piece of work.

    Raises:
        NeuroError: If the view cannot be imported, has no scene, or raises anything; if a key is none.
    """
    pygame.display.init()
    pygame.display.set_mode((64, 64))
    key_codes(game.keys, game.name)
    _draw_marker(marker_of(game))
    for level, theme in (("", LIGHT), *((level, DARK) for level in game.levels or [""])):
        played = game.at(level)
        begun()
        _draw(played, make_scene(played, played.setting, theme), actions, begun)


def _draw_marker(marker: Marker) -> None:
    """Draw every picture of a marker's motion, large and small, with a line round it and without."""
    for radius in (8, 40):
        for frame in range(marker.frames):
            for outline in (DARK.ink, None):
                marker.sprite(FAMILIES["Ember"], radius, frame, outline=outline)


def _draw(game: Game, scene: Scene, actions: Actions, begun: Callable[[], None]) -> None:
    courses = np.arange(_AGENTS, dtype=np.uint32)
    rollout = Rollout(game, None, None, courses, max_steps=_STEPS)
    looks = np.array([list(FAMILIES.values())[k % len(FAMILIES)] for k in range(_AGENTS)], np.float32)
    scene.begin(rollout.state.copy(), looks, 0)
    marks = Marks(leader=0), Marks(leader=1, selected=2, names={3: "ghost"}), Marks(crowd=False, still=True)
    for step in range(_STEPS):
        begun()
        if step % _APART == 0:
            turn = step // _APART
            size = _SIZES[turn % len(_SIZES)]
            scene.draw(Surface(size), Rect(0, 0, *size), marks[turn % len(marks)])
            scene.dots(marks[0]), scene.solids(), scene.view(Rect(0, 0, *size))
            scene.delay(0), scene.shares(), scene.tells_score
            scene.plane(rollout.state[:, 0].copy())
        if rollout.done:
            return
        rollout.advance(1, actions(game, _AGENTS, step // 4))
        scene.track(rollout.state.copy())
