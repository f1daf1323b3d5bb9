"""Rendering of environments: as arrays, as text, or in a window."""

from __future__ import annotations

from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray

from neuro.errors import NeuroError
from neuro.game import Game
from neuro.view.drawing import text_picture
from neuro.view.looks import FAMILIES, TRAITS
from neuro.view.scene import Marks, make_scene
from neuro.view.screen.display import has_display
from neuro.view.screen.presentation import open_display, present
from neuro.view.theme import DARK

__all__ = ["EnvRenderer"]

_HIGH, _WIDE = 720, 640  # of a picture, in pixels; a world that must be seen whole has its own shape
_TEXT = (64, 36)  # columns and rows
_MARKS = Marks(leader=0, crowned=False)


class EnvRenderer:
    """Draws the rollout of some agents on one course, with the game's own scene.

    Args:
        game: What they play.
        setting: The game's parameters.
        mode: "rgb_array", "ansi" or "human".
    """

    def __init__(self, game: Game, setting: Any, mode: str) -> None:
        self._mode, self._scene, self._rate = mode, make_scene(game, setting, DARK), game.steps_per_second
        across, down = self._scene.size
        self._size = (round(_HIGH * across / down) if self._scene.whole else _WIDE), _HIGH
        self._window: pygame.Surface | None = None
        self._clock = pygame.time.Clock()

    def begin(self, state: NDArray[np.float32], course: int) -> None:
        """A rollout begins with this state ``(rows, agents)``."""
        looks = np.random.default_rng(0).random((state.shape[1], TRAITS), np.float32)
        looks[0] = FAMILIES["Ember"]
        self._scene.begin(state, looks, course)
        self._show()

    def track(self, state: NDArray[np.float32]) -> None:
        """A step has been played."""
        self._scene.track(state)
        self._show()

    def shown(self) -> NDArray[np.uint8] | str | None:
        """The newest picture: uint8 ``(height, width, 3)``, text, or nothing when it is in a window."""
        match self._mode:
            case "rgb_array":
                surface = pygame.Surface(self._size)
                self._scene.draw(surface, surface.get_rect(), _MARKS)
                pixels = np.frombuffer(pygame.image.tobytes(surface, "RGB"), np.uint8)
                return pixels.reshape(*self._size[::-1], 3).copy()
            case "ansi":
                return "\n".join(text_picture.plain(self._scene, _MARKS, *_TEXT)) + "\n"
        return None

    def _show(self) -> None:
        """Draw into the window, if that is the mode; it is opened first. Keeps to normal speed."""
        if self._mode != "human":
            return
        if self._window is None:
            if not has_display():
                raise NeuroError(
                    'render_mode="human" opens a window, and there is no display (neither DISPLAY nor WAYLAND_DISPLAY '
                    'is set): take "rgb_array" or "ansi"'
                )
            open_display()
            self._window = pygame.display.set_mode(self._size)
            pygame.display.set_caption("neuro")
        self._scene.draw(self._window, self._window.get_rect(), _MARKS)
        pygame.event.pump()
        present()
        self._clock.tick(self._rate)

    def close(self) -> None:
        """Close the window, if there is one; may be called again."""
        if self._window is not None:
            pygame.display.quit()
            self._window = None
