"""The scene of rules that draw themselves: their shapes, in the theme's colours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pygame import Rect, Surface

from neuro.compile_errors import is_a_games, placed_line
from neuro.errors import NeuroError
from neuro.game import Game
from neuro.rules.one_agent import OneAgent
from neuro.rules.plain_agent import state_of
from neuro.rules.shapes_list import Shape, shapes_of, shapes_of_end
from neuro.view.drawing.kept_picture import KeptPicture
from neuro.view.land import colours_of
from neuro.view.looks import FAMILIES
from neuro.view.paint import Paint
from neuro.view.plain import PlainScene
from neuro.view.scene import Dot, Marks, State
from neuro.view.theme import Colour, Theme

__all__ = ["Scene", "draw_poster", "draw_shapes", "first_state"]

_WIDEST_SEAM = 200  # pixels; a wider box without round corners lies on whole pixels
_LEAST_TEXT, _LEAST_HALO = 6, 13  # pixels: smaller letters are no letters, and a halo about small ones is a blot
_CROWD_SHAPES, _FEWEST, _MOST = 240, 24, 240  # shapes of the crowd in all, and how many agents of it are drawn
_ROOM = 1.25  # of a poster, by what the agent reaches over
_MIXER, _WORD = 2654435761, 1 << 32  # the order in which agents of the crowd come to be drawn, as if drawn by lot


def draw_shapes(paint: Paint, shapes: list[Shape], theme: Theme, own: Colour, alpha: int = 255) -> None:
    """Draw shapes.

    Args:
        paint: The brush to draw with.
        shapes: What is drawn.
        theme: Its colours.
        own: The agent's own colour.
        alpha: Opacity of all of them together, from 0 to 255.
    """
    colours = colours_of(theme) | {"agent": own}

    def seen(share: float) -> int:
        return round(alpha * min(1.0, max(0.0, share)))

    for shape in shapes:
        match shape:
            case ("disc", x, y, radius, colour, share, ring):
                paint.circle((x, y), max(0.5, radius), colours[colour], seen(share), ring)
            case ("box", x, y, wide, high, colour, share, radius):
                if radius == 0 and wide * paint.scale > _WIDEST_SEAM:
                    _draw_band(paint, (x, y, wide, high), colours[colour], seen(share))
                else:
                    paint.box((x, y, wide, high), colours[colour], radius, seen(share))
            case ("line", points, colour, width, share):
                paint.lines(points, colours[colour], max(0.7 / paint.scale, width), seen(share))
            case ("polygon", points, colour, share):
                paint.polygon(points, colours[colour], seen(share))
            case ("text", x, y, words, colour, size, align, strong):
                pixels, weight = size * paint.scale, "SemiBold" if strong else "Medium"
                halo = theme.window if theme.dark else theme.panel
                if pixels >= _LEAST_TEXT:
                    ground = halo if pixels >= _LEAST_HALO else None
                    paint.text((x, y), words, size, colours[colour], weight, align, halo=ground)


def _draw_band(paint: Paint, rect: tuple[float, float, float, float], colour: Colour, alpha: int) -> None:
    """A wide box on whole pixels, so that no seam shows between two that touch."""
    area = paint.pixels(rect)
    if alpha == 255 or area.w <= 0 or area.h <= 0:
        paint.fill(rect, colour)
        return
    sheet = Surface(area.size)
    sheet.fill(colour)
    sheet.set_alpha(alpha)
    paint.surface.blit(sheet, area)


def first_state(game: Game, setting: NamedTuple) -> State:
    """The state in which an episode of course 0 begins, ``(rows, 1)``, found without compiling anything."""
    begun = OneAgent(game.rules.plain, 0, setting._asdict())
    return state_of(begun.agent)[:, np.newaxis]


def draw_poster(game: Game, paint: Paint, theme: Theme, _seconds: float) -> None:
    """Fill a surface of any shape with a game's world where an agent begins: as large as may be, but the agent whole.

    Args:
        game: A game whose rules draw.
        paint: A brush on the surface.
        theme: The colours.
        _seconds: The moment, as for other posters; nothing moves.
    """
    scene = Scene(game, game.setting, theme)
    scene.begin(first_state(game, game.setting), np.array([FAMILIES["Ember"]], np.float32), 0)
    (wide, high), (across, down) = paint.surface.get_size(), scene.size
    x, y, reach, tall = _extent(scene.agent(0), scene.size)
    seen = min(wide / max(1.0, _ROOM * reach), high / max(1.0, _ROOM * tall))
    scale = min(max(seen, min(wide / across, high / down)), max(wide / across, high / down))
    picture = Surface((round(across * scale), round(down * scale)))
    scene.draw(picture, picture.get_rect(), Marks(leader=0, crowned=False))
    paint.surface.fill(theme.panel)
    paint.surface.blit(
        picture, (_shift(x * scale, picture.get_width(), wide), _shift(y * scale, picture.get_height(), high))
    )


def _shift(middle: float, whole: int, room: int) -> int:
    """Where a picture begins in a room so that its middle is seen, and no more is left empty than must be."""
    return (room - whole) // 2 if whole <= room else -min(max(0, round(middle - room / 2)), whole - room)


def _extent(shapes: list[Shape], size: tuple[float, float]) -> tuple[float, float, float, float]:
    """What shapes reach over: the middle, the width and the height; all of the world where there are none."""
    points = [point for shape in shapes for point in _reached(shape)]
    if not points:
        return size[0] / 2, size[1] / 2, *size
    (left, top), (right, low) = np.min(points, axis=0).tolist(), np.max(points, axis=0).tolist()
    return (left + right) / 2, (top + low) / 2, right - left, low - top


def _middle(shape: Shape) -> tuple[float, float]:
    """The middle of a shape."""
    match shape:
        case ("box", x, y, wide, high, *_):
            return x + wide / 2, y + high / 2
        case ("line" | "polygon", points, *_):
            x, y = np.mean(points, axis=0).tolist()
            return x, y
        case (_, x, y, *_):
            return x, y
    raise NeuroError(f"a shape has a place, not {shape!r:.80}")


def _reached(shape: Shape) -> list[tuple[float, float]]:
    """Points that a shape lies between."""
    match shape:
        case ("disc", x, y, radius, *_):
            return [(x - radius, y - radius), (x + radius, y + radius)]
        case ("box", x, y, wide, high, *_):
            return [(x, y), (x + wide, y + high)]
        case ("line" | "polygon", points, *_):
            return list(points)
        case (_, x, y, *_):
            return [(x, y)]
    return []


class Scene(PlainScene):
    """Draws what ``draw``, ``draw_world`` and ``draw_ground`` of the rules draw.

    An agent stands where its first shape does. Rules that say ``ALONE = True`` give each agent a world of its own: one
    agent is drawn, in its own world.
    """

    def __init__(self, game: Game, setting: NamedTuple, theme: Theme) -> None:
        super().__init__(game, setting, theme)
        wide, high = getattr(game.rules, "WORLD", (800, 900))
        self.size = float(wide), float(high)
        self._alone = bool(getattr(game.rules, "ALONE", False))
        self._ground = KeptPicture(opaque=True)
        self._ground_shapes: list[Shape] = []
        self._grounds = 0  # how many there were
        self._shapes: dict[tuple[int, bool, bool], list[Shape]] = {}
        self._marks = Marks()

    def begin(self, state: State, looks: NDArray[np.float32], course: int) -> None:
        super().begin(state, looks, course)
        self._shapes = {}
        if (ground := self._drawn("draw_ground", 0)) != self._ground_shapes:
            self._ground_shapes, self._grounds = ground, self._grounds + 1

    def track(self, state: State) -> None:
        super().track(state)
        self._shapes = {}

    def ground(self) -> list[Shape]:
        """What stands still on the course, as the first agent has it at its start."""
        return self._ground_shapes

    def around(self) -> list[Shape]:
        """What the rules draw of the world, as the agent has it that people look at: the chosen one, or the leader."""
        looked_at = (self._marks.selected, self._marks.leader, self.shown)
        return self._drawn("draw_world", next(one for one in looked_at if one is not None))

    def agent(self, agent: int, *, crowd: bool = False, crown: bool = False) -> list[Shape]:
        """What the rules draw of an agent in this state.

        Args:
            agent: Its number.
            crowd: Whether it is one of many.
            crown: Whether it wears the crown.
        """
        key = agent, crowd, crown
        if key not in self._shapes:
            self._shapes[key] = self._drawn("draw", agent, crowd=crowd, crown=crown)
        return self._shapes[key]

    def colour(self, agent: int) -> Colour:
        """An agent's own colour."""
        return self._colours[agent]

    def _drawn(self, name: str, agent: int, *, crowd: bool = False, crown: bool = False) -> list[Shape]:
        rules = self.game.rules
        try:
            rows = self.state[:, agent]
            return shapes_of(rules.plain, name, rules.form.fields, rows, self.setting, crowd=crowd, crown=crown)
        except Exception as error:  # somebody else's code
            raise NeuroError(f"{self.game.title} cannot be drawn: {_told(error)}") from error

    def place(self, agent: int) -> tuple[float, float]:
        """The middle of the agent's first shape; of the world, where it draws none."""
        shapes = self.agent(agent, crowd=agent not in self._marks.agents, crown=self._crowned(agent))
        return _middle(shapes[0]) if shapes else (self.size[0] / 2, self.size[1] / 2)

    def end_place(self, told: Mapping[str, float]) -> tuple[float, float] | None:
        """The middle of the first shape that ``draw_end`` of the rules draws; None where they have no such function."""
        try:
            shapes = shapes_of_end(self.game.rules.plain, dict(told), self.setting)
        except Exception as error:  # somebody else's code
            raise NeuroError(f"{self.game.title} cannot be drawn: {_told(error)}") from error
        return _middle(shapes[0]) if shapes else None

    def _crowned(self, agent: int) -> bool:
        return self._marks.crowned and agent == self._marks.leader

    def dots(self, marks: Marks) -> list[Dot]:
        self._marks = marks
        return super().dots(marks)

    def _standing(self, marks: Marks) -> list[int]:
        """Those that are drawn: of a large crowd as many as a picture can hold, the same ones as long as they live.

        Those that are marked stay where they ended.
        """
        if self._alone:
            return [self.shown] if marks.crowd or marks.agents else []
        marked = [agent for agent in marks.agents if agent < self.state.shape[1]]
        crowd = [agent for agent in super()._standing(marks) if agent not in marked]
        if not crowd:
            return marked
        shapes = max(1, len(self.agent(crowd[0], crowd=True)))
        most = min(_MOST, max(_FEWEST, _CROWD_SHAPES // shapes))
        by_lot = sorted(crowd, key=lambda agent: agent * _MIXER % _WORD)
        return [*by_lot[:most], *marked]

    def draw(self, surface: Surface, rect: Rect, marks: Marks) -> None:
        self._marks = marks
        for front in (marks.leader, marks.selected):
            if front is not None and front < self.state.shape[1] and self.state[0, front] > 0:
                self.shown = front
        super().draw(surface, rect, marks)

    def draw_world(self, paint: Paint) -> None:
        """What stands still, kept as a picture, and what changes."""
        self._ground.draw(
            paint.surface,
            paint.surface.get_rect(),
            (paint.scale, self.theme.name, self._grounds),
            lambda empty: self._draw_ground(Paint(empty, paint.scale)),
        )
        draw_shapes(paint, self.around(), self.theme, self.theme.text)

    def draw_plan(self, paint: Paint) -> None:
        """What stands still."""
        self._draw_ground(paint)

    def _draw_ground(self, paint: Paint) -> None:
        paint.fill((0, 0, *self.size), self.theme.window)
        draw_shapes(paint, self.ground(), self.theme, self.theme.text)

    def draw_agent(self, paint: Paint, agent: int, colour: Colour, alpha: int) -> None:
        """What the rules draw of an agent."""
        shapes = self.agent(agent, crowd=agent not in self._marks.agents, crown=self._crowned(agent))
        draw_shapes(paint, shapes, self.theme, colour, alpha)


def _told(error: Exception) -> str:
    """What a drawing function has raised; where it was not even called, what it is called with."""
    given = ": it is called with (agent, paint, p)" if isinstance(error, TypeError) and not is_a_games(error) else ""
    return placed_line(error) + given
