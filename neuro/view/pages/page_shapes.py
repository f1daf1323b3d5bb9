"""Shapes as a page draws them: the lists of many pictures, of which each tells only what has changed."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable
from typing import Any

import numpy as np

from neuro.rules.shapes_list import Shape
from neuro.view.drawn import Scene
from neuro.view.land import colours_of
from neuro.view.pages.page_scene import css
from neuro.view.theme import THEMES, Colour

__all__ = ["ShapesTold", "colours_told"]

_FINE, _SHARE = 10, 1000  # what lengths and opacities are multiplied by, to be whole numbers


class _Pictures:
    """Lists of shapes, one for each picture.

    A *form* is what of a shape is no number; a *run* is the forms of a whole list, which most pictures share. Numbers
    are told as differences from the picture before where both have the same run.
    """

    def __init__(self) -> None:
        self._forms: dict[tuple[Any, ...], int] = {}
        self._runs: dict[tuple[int, ...], int] = {}
        self._words: dict[str, int] = {}
        self._which: list[int] = []
        self._numbers: list[np.ndarray[Any, np.dtype[np.int16]]] = []
        self._before = np.zeros(0, np.int16)

    def take(self, shapes: Iterable[Shape]) -> None:
        """The next picture."""
        forms, values = [], []
        for shape in shapes:
            form, numbers = self._told(shape)
            forms.append(self._forms.setdefault(form, len(self._forms)))
            values += numbers
        run = self._runs.setdefault(tuple(forms), len(self._runs))
        now = np.clip(np.rint(values), -32768, 32767).astype(np.int16)
        same = bool(self._which) and self._which[-1] == run
        self._numbers.append(now - self._before if same else now)
        self._which.append(run)
        self._before = now

    def _told(self, shape: Shape) -> tuple[tuple[Any, ...], list[float]]:
        """A shape's form, and its numbers: first its opacity, or which words a text has."""
        match shape:
            case ("disc", x, y, radius, colour, share, ring):
                return ("disc", colour), [_SHARE * share, *_fine(x, y, radius, ring)]
            case ("box", x, y, wide, high, colour, share, radius):
                return ("box", colour), [_SHARE * share, *_fine(x, y, wide, high, radius)]
            case ("line", points, colour, width, share):
                return ("line", colour, len(points)), [_SHARE * share, *_fine(width, *(v for at in points for v in at))]
            case ("polygon", points, colour, share):
                return ("polygon", colour, len(points)), [_SHARE * share, *_fine(*(v for at in points for v in at))]
            case (_, x, y, words, colour, size, align, strong):
                word = self._words.setdefault(words, len(self._words))
                return ("text", colour, align, strong), [word, *_fine(x, y, size)]
        raise AssertionError(shape)

    def told(self) -> dict[str, Any]:
        """As JSON has it; the numbers are deflated."""
        numbers = np.concatenate(self._numbers) if self._numbers else np.zeros(0, np.int16)
        return {
            "forms": list(self._forms),
            "words": list(self._words),
            "runs": list(self._runs),
            "which": self._which,
            "numbers": base64.b64encode(zlib.compress(numbers.astype("<i2").tobytes(), 9)).decode(),
        }


def _fine(*values: float) -> list[float]:
    return [_FINE * value for value in values]


class ShapesTold:
    """What a page draws of games whose rules draw: what stands still, what changes, and the agent.

    Args:
        scene: A scene of such a game.
    """

    def __init__(self, scene: Scene) -> None:
        self._ground, self._around, self._agent = _Pictures(), _Pictures(), _Pictures()
        self._ground.take(scene.ground())

    def take(self, scene: Scene) -> None:
        """The next picture."""
        self._around.take(scene.around())
        self._agent.take(scene.agent(0))

    def told(self, scene: Scene, owns: Iterable[Colour]) -> dict[str, Any]:
        """As the page's script takes it.

        Args:
            scene: The scene.
            owns: The colours of the agents that play, in turn.
        """
        return {
            "size": list(scene.size),
            "ground": self._ground.told(),
            "around": self._around.told(),
            "agent": self._agent.told(),
            "owns": [css(own) for own in owns],
        }


def colours_told() -> dict[str, dict[str, str]]:
    """The colours that shapes name, in each theme."""
    return {name: {role: css(one) for role, one in colours_of(theme).items()} for name, theme in THEMES.items()}
