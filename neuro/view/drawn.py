"""The scene of rules that draw themselves: their shapes, in the theme's colours."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pygame import Rect, Surface

from neuro.compile_errors import error_line
from neuro.errors import NeuroError
from neuro.game import Game
from neuro.rules.shapes_list import Shape, shapes_of
from neuro.view.drawing.kept_picture import KeptPicture
from neuro.view.paint import Paint
from neuro.view.plain import PlainScene
from neuro.view.scene import Dot, Marks, State
from neuro.view.theme import Colour, Theme

__all__ = ["Scene", "draw_shapes"]

_WIDEST_SEAM = 200  # pixels; a wider box without round corners lies on whole pixels


def draw_shapes(paint: Paint, shapes: list[Shape], theme: Theme, own: Colour, alpha: int = 255) -> None:
    """Draw shapes.

    Args:
        paint: The brush to draw with.
        shapes: What is drawn.
        theme: Its colours.
        own: The agent's own colour.
        alpha: Opacity of all of them together, from 0 to 255.
    """

    def colour_of(name: str) -> Colour:
        colour: Colour = own if name == "agent" else getattr(theme, name)
        return colour

    def seen(share: float) -> int:
        return round(alpha * min(1.0, max(0.0, share)))

    for shape in shapes:
        match shape:
            case ("disc", x, y, radius, colour, share, ring):
                paint.circle((x, y), max(0.5, radius), colour_of(colour), seen(share), ring)
            case ("box", x, y, wide, high, colour, share, radius):
                if radius == 0 and seen(share) == 255 and wide * paint.scale > _WIDEST_SEAM:
                    paint.fill((x, y, wide, high), colour_of(colour))
                else:
                    paint.box((x, y, wide, high), colour_of(colour), radius, seen(share))
            case ("line", points, colour, width, share):
                paint.lines(points, colour_of(colour), max(0.7 / paint.scale, width), seen(share))
            case ("polygon", points, colour, share):
                paint.polygon(points, colour_of(colour), seen(share))
            case ("text", x, y, words, colour, size, align, strong):
                paint.text((x, y), words, size, colour_of(colour), "SemiBold" if strong else "Medium", align)


class Scene(PlainScene):
    """Draws what ``draw`` and ``draw_world`` of the rules draw; an agent stands where its first shape does.

    Rules that say ``ALONE = True`` give each agent a world of its own: only one is drawn, with its own world.
    """

    def __init__(self, game: Game, setting: NamedTuple, theme: Theme) -> None:
        super().__init__(game, setting, theme)
        wide, high = getattr(game.rules, "WORLD", (800, 900))
        self.size = float(wide), float(high)
        self._alone = bool(getattr(game.rules, "ALONE", False))
        self._world = KeptPicture(opaque=True)

    def begin(self, state: State, looks: NDArray[np.float32], course: int) -> None:
        super().begin(state, looks, course)
        self._shapes: dict[int, list[Shape]] = {}

    def track(self, state: State) -> None:
        super().track(state)
        self._shapes = {}

    def _drawn(self, name: str, agent: int) -> list[Shape]:
        rules = self.game.rules
        try:
            return shapes_of(rules.plain, name, rules.form.fields, self.state[:, agent], self.setting)
        except Exception as error:  # somebody else's code
            raise NeuroError(f"{self.game.title} cannot be drawn: {error_line(error)}") from error

    def _shapes_of(self, agent: int) -> list[Shape]:
        """Those of an agent in this state."""
        if agent not in self._shapes:
            self._shapes[agent] = self._drawn("draw", agent)
        return self._shapes[agent]

    def place(self, agent: int) -> tuple[float, float]:
        """The middle of the agent's first shape; of the world, where it draws none."""
        match next(iter(self._shapes_of(agent)), None):
            case ("disc" | "text", x, y, *_):
                return x, y
            case ("box", x, y, wide, high, *_):
                return x + wide / 2, y + high / 2
            case ("line" | "polygon", points, *_):
                x, y = np.mean(points, axis=0).tolist()
                return x, y
        return self.size[0] / 2, self.size[1] / 2

    def draw(self, surface: Surface, rect: Rect, marks: Marks) -> None:
        for front in (marks.leader, marks.selected):
            if front is not None and self.state[0, front] > 0:
                self.shown = front
        super().draw(surface, rect, marks)

    def dots(self, marks: Marks) -> list[Dot]:
        if not self._alone:
            return super().dots(marks)
        if not marks.crowd and not marks.agents:
            return []
        return [Dot(*self._placed(self.shown), self._colours[self.shown], True, self.shown)]

    def draw_world(self, paint: Paint) -> None:
        """What the rules draw of the world, as the agent that is shown has it; kept while it stays the same."""
        shapes, theme = self._drawn("draw_world", self.shown), self.theme

        def render(surface: Surface) -> None:
            fresh = Paint(surface, paint.scale)
            fresh.fill((0, 0, *self.size), theme.window)
            draw_shapes(fresh, shapes, theme, theme.text)

        self._world.draw(paint.surface, paint.surface.get_rect(), (theme.name, paint.scale, shapes), render)

    def draw_agent(self, paint: Paint, agent: int, colour: Colour, alpha: int) -> None:
        """What the rules draw of an agent."""
        draw_shapes(paint, self._shapes_of(agent), self.theme, colour, alpha)
