"""A scene to begin with: it keeps the state and knows who is where, and leaves the drawing to a few lines."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pygame import Rect, Surface

from neuro.errors import NeuroError
from neuro.game import Game
from neuro.view.drawing.labels import Label, Labels
from neuro.view.looks import colour_of, own_looks
from neuro.view.paint import Paint
from neuro.view.scene import Dot, Marks, State, bounded
from neuro.view.theme import NAME, Colour, Theme

__all__ = ["PlainScene", "Scene"]

_CROWD_ALPHA = 120
_NAMED = 34  # units round an agent's place that its name keeps free
_EDGE = 48  # units between the field of a game without a view and the world's edge


class PlainScene:
    """A scene whose agents stand at places of an 800 × 900 world; see ``neuro.view.scene.Scene``.

    A subclass says where an agent is (``place``) and draws: ``draw_world`` what is the same for all, ``draw_agent`` one
    agent. Both draw with ``Paint``, in units of the world.

    Args:
        game: The game.
        setting: Its parameters.
        theme: The colours of the window.
    """

    size = (800.0, 900.0)
    whole = True

    def __init__(self, game: Game, setting: NamedTuple, theme: Theme) -> None:
        self.game, self.setting, self.theme = game, setting, theme
        self._labels = Labels()

    def place(self, agent: int) -> tuple[float, float]:
        """Where an agent is in the world, by ``self.state[row, agent]``."""
        raise NotImplementedError

    def draw_world(self, paint: Paint) -> None:
        """Draw what is the same for all agents; ``self.shown`` is one of them that lives."""

    def draw_agent(self, paint: Paint, agent: int, colour: Colour, alpha: int) -> None:
        """Draw an agent: a disc, unless a subclass knows better."""
        paint.circle(self.place(agent), 14, colour, alpha)

    def begin(self, state: State, looks: NDArray[np.float32], course: int) -> None:
        """Begin a course with a first state ``(rows, agents)``."""
        self.state, self.course, self.shown = state.copy(), course, 0
        self._colours = [colour_of(own_looks(row)) for row in looks]

    def track(self, state: State) -> None:
        """Take the next state ``(rows, agents)``."""
        self.state = state.copy()
        if (state[0] > 0).any():
            self.shown = int((state[0] > 0).argmax())

    def view(self, rect: Rect) -> tuple[float, float]:
        """The left edge of the picture in the world and the scale; the world stands in the middle."""
        scale = min(rect.h / self.size[1], rect.w / self.size[0])
        return self.size[0] / 2 - rect.w / scale / 2, scale

    def draw(self, surface: Surface, rect: Rect, marks: Marks) -> None:
        """Draw the world and its agents into a part of a surface."""
        left, scale = self.view(rect)
        surface.fill(self.theme.panel, rect)
        world = Rect(rect.x + round(-left * scale), rect.y, round(self.size[0] * scale), round(self.size[1] * scale))
        paint = Paint(surface.subsurface(world.clip(surface.get_rect())), scale)
        self.draw_world(paint)
        for dot in self.dots(marks):
            self.draw_agent(paint, dot.agent, dot.colour, 255 if dot.marked else _CROWD_ALPHA)
        self._draw_names(surface, rect, marks)

    def _draw_names(self, surface: Surface, rect: Rect, marks: Marks) -> None:
        """Names of those that have one and are there, the leader's first."""
        left, scale = self.view(rect)
        labels = [
            Label(
                dot.agent,
                marks.names[dot.agent],
                (rect.x + (dot.x - left) * scale, rect.y + dot.y * scale),
                _NAMED * scale,
                self.theme.hot if dot.agent == marks.leader else None,
            )
            for dot in self.dots(marks)
            if dot.agent in marks.names
        ]
        self._labels.draw(Paint(surface), sorted(labels, key=lambda label: label.fill is None))

    def dots(self, marks: Marks) -> list[Dot]:
        """The places of agents: the crowd, then those that are marked; the dead are gone, winners stay."""
        marked, shown = marks.agents, self._standing(marks)
        shown.sort(key=lambda agent: (agent in marked, agent == marks.leader))
        return [Dot(*self._placed(agent), self._colours[agent], agent in marked, agent) for agent in shown]

    def _standing(self, marks: Marks) -> list[int]:
        """Those that are drawn, in any order."""
        standing: list[int] = np.flatnonzero((self.state[0] > 0) | self.game.won(self.state)).tolist()
        return [agent for agent in standing if marks.crowd or agent in marks.agents]

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
        """Boxes that an agent must not touch; none, unless a subclass has some."""
        return []


class Scene(PlainScene):
    """How a game looks that has no view of its own: agents as discs in a field, by two quantities of their state.

    These are the rows *x* and *y* where there are any, else the first two after *alive* and the scores; y points up.
    The field reaches as far as any agent has been, or as the bounds of what an agent sees under the same name.
    """

    def __init__(self, game: Game, setting: NamedTuple, theme: Theme) -> None:
        super().__init__(game, setting, theme)
        own = [row for row, name in enumerate(game.state) if row > game.players and name != "won"] or [1]
        named = [game.state.index(name) for name in ("x", "y") if name in game.state]
        self._rows = named if len(named) == 2 else own[:2]

    def begin(self, state: State, looks: NDArray[np.float32], course: int) -> None:
        super().begin(state, looks, course)
        self._low = state[self._rows].min(axis=1).astype(float)
        self._high = state[self._rows].max(axis=1).astype(float)
        bounds = self.game.bounds(self.setting)
        for k, row in enumerate(self._rows):
            name = self.game.state[row]
            low, high = bounds[self.game.observation.index(name)] if name in self.game.observation else (0, 0)
            if bounded(low, high):
                self._low[k], self._high[k] = min(self._low[k], low), max(self._high[k], high)

    def track(self, state: State) -> None:
        super().track(state)
        self._low = np.minimum(self._low, state[self._rows].min(axis=1))
        self._high = np.maximum(self._high, state[self._rows].max(axis=1))

    def place(self, agent: int) -> tuple[float, float]:
        at = self.state[self._rows, agent]
        shares = (at - self._low) / np.where(self._high > self._low, self._high - self._low, 1)
        wide, high = self.size
        across, up = float(shares[0]), float(shares[1]) if len(shares) > 1 else 0.5
        return _EDGE + (wide - 2 * _EDGE) * across, high - _EDGE - (high - 2 * _EDGE) * up

    def draw_world(self, paint: Paint) -> None:
        """The field, and the names of its two quantities."""
        (wide, high), names = self.size, [self.game.state[row] for row in self._rows]
        paint.box((_EDGE / 2, _EDGE / 2, wide - _EDGE, high - _EDGE), self.theme.window, 12, border=self.theme.line)
        paint.text((wide - _EDGE, high - _EDGE), names[0], NAME, self.theme.faint, align="r")
        if len(names) > 1:
            paint.text((_EDGE, _EDGE), names[1], NAME, self.theme.faint)
