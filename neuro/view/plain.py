"""A scene to begin with: it keeps the state and knows who is where, and leaves the drawing to a few lines."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pygame import Rect, Surface

from neuro.errors import NeuroError
from neuro.game import Game
from neuro.view import birds
from neuro.view.paint import Paint
from neuro.view.scene import Dot, Marks, State
from neuro.view.theme import Colour, Theme

__all__ = ["PlainScene"]

_CROWD_ALPHA = 120


class PlainScene:
    """A scene whose agents stand at places of an 800 × 900 world; see ``neuro.view.scene.Scene``.

    A subclass says where an agent is (``place``) and draws: ``draw_world`` what is the same for all, ``draw_agent`` one
    agent. Both draw with ``Paint``, in units of the world.

    Args:
        game: The game.
        setting: Its parameters.
        theme: Colours.
    """

    size = (800.0, 900.0)

    def __init__(self, game: Game, setting: NamedTuple, theme: Theme) -> None:
        self.game, self.setting, self.theme = game, setting, theme

    def place(self, agent: int) -> tuple[float, float]:
        """Where an agent is in the world, by ``self.state[row, agent]``."""
        raise NotImplementedError

    def draw_world(self, paint: Paint) -> None:
        """Draw what is the same for all agents; ``self.shown`` is one of them that lives."""

    def draw_agent(self, paint: Paint, agent: int, colour: Colour, alpha: int) -> None:
        """Draw an agent: a disc, unless a subclass knows better."""
        paint.circle(self.place(agent), 14, colour, alpha)

    def begin(self, state: State, looks: NDArray[np.float32], course: int) -> None:
        """See ``neuro.view.scene.Scene``."""
        self.state, self.course, self.shown = state.copy(), course, 0
        self._colours = [birds.colour_of(birds.own_looks(row)) for row in looks]

    def track(self, state: State) -> None:
        """See ``neuro.view.scene.Scene``."""
        self.state = state.copy()
        if (state[0] > 0).any():
            self.shown = int((state[0] > 0).argmax())

    def view(self, rect: Rect) -> tuple[float, float]:
        """See ``neuro.view.scene.Scene``: the world stands in the middle."""
        scale = min(rect.h / self.size[1], rect.w / self.size[0])
        return self.size[0] / 2 - rect.w / scale / 2, scale

    def draw(self, surface: Surface, rect: Rect, marks: Marks) -> None:
        """See ``neuro.view.scene.Scene``."""
        left, scale = self.view(rect)
        surface.fill(self.theme.panel, rect)
        world = Rect(rect.x + round(-left * scale), rect.y, round(self.size[0] * scale), round(self.size[1] * scale))
        paint = Paint(surface.subsurface(world.clip(surface.get_rect())), scale)
        self.draw_world(paint)
        for dot in self.dots(marks):
            self.draw_agent(paint, dot.agent, dot.colour, 255 if dot.marked else _CROWD_ALPHA)

    def dots(self, marks: Marks) -> list[Dot]:
        """See ``neuro.view.scene.Scene``: the crowd first, then those that are marked."""
        marked = {*marks.names, *(one for one in (marks.selected, marks.leader) if one is not None)}
        living = np.flatnonzero(self.state[0] > 0).tolist()
        shown = [agent for agent in living if marks.crowd or agent in marked]
        shown.sort(key=lambda agent: (agent in marked, agent == marks.leader))
        return [Dot(*self._placed(agent), self._colours[agent], agent in marked, agent) for agent in shown]

    def _placed(self, agent: int) -> tuple[float, float]:
        """The place that a subclass tells."""
        place = self.place(agent)
        try:
            x, y = place
            return float(x), float(y)
        except (TypeError, ValueError):
            told = f"place(agent) of {self.game.title}'s view gives x and y, two numbers, not {place!r:.80}"
            raise NeuroError(told) from None

    def solids(self) -> list[tuple[float, float, float, float]]:
        """See ``neuro.view.scene.Scene``: nothing, unless a subclass knows better."""
        return []
