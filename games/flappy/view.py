"""How Flappy looks. Reads states; knows nothing of networks or evolution.

In the rules all birds fly at one x and would cover each other. So each is shown a little *late*: up to 52
steps behind, that much further left, at the height that it had then. Every bird still clears every stone
exactly as it did, and the flock has depth. The leader catches up to the front.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pygame import SRCALPHA, Rect, Surface

from games.art import birds
from games.art.basalt import KINDS, Stone, draw_stone
from games.art.bird_marker import BIRD_CONSTANTS, BIRD_FUNCTIONS, BirdMarker
from games.art.flock import Feathers, Flock, Poses
from games.art.scenery import PALETTES, Palette, Scenery, scenery
from games.flappy import rules
from games.flappy.course import Pipe, pipes_between, start_of
from games.flappy.measures import draw_measures
from games.flappy.past import Past
from games.flappy.plane import plane_of
from games.flappy.poster import draw_land, draw_poster
from neuro.game import Game
from neuro.view.drawing.icons import crown
from neuro.view.drawing.labels import Label, Labels
from neuro.view.drawing.trail import draw_dots, draw_trail
from neuro.view.drawing.world_layer import Layer
from neuro.view.looks import VARIETIES, Looks, colour_of, own_looks, varieties
from neuro.view.paint import Paint
from neuro.view.scene import Dot, Marks, PageScene, Plane, Solid, State
from neuro.view.scene import Scene as BaseScene
from neuro.view.theme import Colour, Theme, mix

__all__ = ["Scene", "draw_land", "draw_poster", "marker"]

#: Its agents are birds.
marker = BirdMarker()

_HEIGHT, _FLOOR = 900.0, float(rules.FLOOR)
_HALF = float(rules.BIRD_SIZE) / 2
_CENTRE = float(rules.BIRD_X) + _HALF
_PIPE_WIDTH = float(rules.PIPE_WIDTH)
_TRAIL = 120  # steps of a trail
_RADIUS = 1.04 * _HALF


def _delays(count: int, setting: Any) -> NDArray[np.int64]:
    """Steps by which each bird is shown late, 0 to 52; neighbours in the population far apart.

    Where openings glide, they move on after a bird has passed them, so birds are shown less late.
    """
    i = np.arange(count)
    longest = 16 if setting.glide or setting.hard_glide else 52
    return np.where(i == 0, 0, i * 7 % 27 + i * 11 % 25 + 2) * longest // 52


class _Bird(NamedTuple):
    """One bird as it is drawn: its centre in the world, its wings and its tilt, whether it lives."""

    x: float
    y: float
    phase: int
    angle: int
    alive: bool


class Scene(BaseScene):
    """Dusk over basalt with a flock; see ``neuro.view.scene.Scene``."""

    size = (800.0, _HEIGHT)
    page = PageScene(
        ("live/scenes/land.js", "live/scenes/birds.js", "live/scenes/flappy.js"),
        (*BIRD_FUNCTIONS, plane_of, rules.top_at, rules.opening, rules.space_behind),
        BIRD_CONSTANTS,
    )
    captions = MappingProxyType(
        {
            "random": "{population} random brains.\nMost fall at once: nobody has taught them anything.",
            "luck": "The first pipe is passed, by luck.\nWhoever did it will have children.",
            "elite": "These {elites} flew furthest.\nThey live on unchanged: the *elite*.",
            "selection": "Most changes do harm, and those birds fall;\na few help, and they stay: *selection*.",
            "map": "Look at the map: it *flaps* where the colour is warm,\nand *glides* where it is cool.",
        }
    )

    def __init__(self, game: Game, setting: Any, theme: Theme) -> None:
        self._setting: Any = setting
        self._theme = theme
        self._feathers = Feathers()
        self._flock: tuple[tuple[float, str], Flock] | None = None
        self._camera = self._travelled = 0.0
        self._still, self._labels = False, Labels()
        self._behind: float | None = None  # the share of the picture's width behind the bird, where one is asked for

    @property
    def _palette(self) -> Palette:
        """Of the theme, which people may change while the window is open."""
        return PALETTES[self._theme.name]

    def begin(self, state: State, looks: NDArray[np.float32], course: int) -> None:
        count = state.shape[1]
        self._state, self._past = state, Past(state, self._setting.flap)
        self._delays = _delays(count, self._setting)
        self._looks, self._varieties = looks, varieties(looks)
        self._course = course
        self._pipe, self._pipe_x = int(state[rules.PIPE, 0]), float(state[rules.PIPE_X, 0])
        self._pace = float(state[rules.PACE, 0])
        self._mourned = np.zeros(count, bool)
        self._drawn_at, self._leader = 0, None  # type: int, int | None

    def track(self, state: State) -> None:
        self._state = state
        living = int(np.argmax(state[rules.ALIVE] > 0))
        pace = self._pace
        self._past.add(state, pace)
        if state[rules.ALIVE, living] > 0:
            self._pipe, self._pipe_x = int(state[rules.PIPE, living]), float(state[rules.PIPE_X, living])
            self._pace = float(state[rules.PACE, living])
        else:  # all are dead: the world moves on until the last of the flock has been seen to die
            self._pipe_x -= pace
        if self._leader is not None:
            self._delays[self._leader] = max(0, self._delays[self._leader] - 2)

    def view(self, rect: Rect) -> tuple[float, float]:
        """The left edge of the picture and its scale; the wider the picture, the more of the past is in it."""
        scale = rect.h / _HEIGHT
        if self._behind is not None:
            return _CENTRE - self._behind * rect.w / scale, scale
        return -125 - 0.25 * max(0.0, rect.w / scale - 800), scale

    def look_back(self, share: float) -> None:
        self._behind = share

    def draw(self, surface: Surface, rect: Rect, marks: Marks) -> None:
        self._leader, self._still = marks.leader, marks.still
        left, scale = self.view(rect)
        flown = self._past.clock - self._drawn_at
        self._drawn_at = self._past.clock
        self._move_camera()
        clip = surface.get_clip()
        surface.set_clip(rect.clip(clip))
        land = self._land(rect)
        land.draw(surface, rect, 0.0 if marks.still else self._camera * scale)
        for pipe in self._pipes(left, left + rect.w / scale):
            self._draw_pipe(surface, rect, pipe)
        land.draw_ground(surface, rect, self._camera * scale)
        self._draw_birds(surface, rect, marks)
        self._draw_feathers(surface, rect, flown)
        surface.set_clip(clip)

    def _move_camera(self) -> None:
        """Follow the world, forward and back, but not at any speed: turbo must not flicker."""
        travelled = self.travelled()
        most = 4 * self._pace
        self._camera += min(max(travelled - self._travelled, -most), most)
        self._travelled = travelled

    def dots(self, marks: Marks) -> list[Dot]:
        shown = self._shown(marks) if marks.crowd else np.zeros(0, np.intp)
        delays = self._delays[shown]
        x = _CENTRE - self._past.behind(delays)
        y = self._past.height[self._past.rows(delays), shown] + _HALF
        colours = (colour_of(VARIETIES[variety]) for variety in self._varieties[shown])
        places = zip(x.tolist(), y.tolist(), colours, shown.tolist(), strict=True)
        found = [Dot(x, y, colour, marked=False, agent=agent) for x, y, colour, agent in places]
        for i in marks.agents:
            bird = self._bird(i)
            if bird.alive:
                found.append(Dot(bird.x, bird.y, colour_of(self._looks_of(i)), marked=True, agent=i))
        return found

    def solids(self) -> list[tuple[float, float, float, float]]:
        found = [(-10_000.0, _FLOOR, 20_000.0, _HEIGHT - _FLOOR)]
        for _, x, top, low in self._pipes(-1_000, 2_000):
            found += [(x, 0.0, _PIPE_WIDTH, top), (x, low, _PIPE_WIDTH, _FLOOR - low)]
        return found

    def layers(self, rect: Rect) -> list[Layer]:
        land = self._land(rect)
        return [*land.behind, land.ground]

    def travelled(self) -> float:
        return start_of(self._course, self._pipe, self._setting) - self._pipe_x

    def _land(self, rect: Rect) -> Scenery:
        return scenery(rect.size, round(rect.h * _FLOOR / _HEIGHT), self._palette)

    def delay(self, agent: int) -> int:
        """Steps by which an agent is shown late: the leader catches up, the others keep their places in the flock."""
        return int(self._delays[agent])

    def plane(self, state: NDArray[np.float32]) -> Plane:
        return plane_of(state)

    def measure(self, paint: Paint, rect: Rect, agent: int) -> None:
        """Draw what an agent sees; only for agents that are not shown late."""
        left, scale = self.view(rect)
        origin = rect.x - left * scale, float(rect.y)
        bird = origin[0] + _CENTRE * scale, origin[1] + (float(self._state[rules.HEIGHT, agent]) + _HALF) * scale
        draw_measures(paint, self._state[:, agent], bird, (origin, scale), self._theme)

    def _pipes(self, left: float, right: float) -> list[Pipe]:
        """Those that show between two x of the world."""
        return pipes_between(self._course, self._setting, (self._pipe, self._pipe_x), left, right)

    def _draw_pipe(self, surface: Surface, rect: Rect, pipe: Pipe) -> None:
        """Two stones, in exactly the pixels where birds collide."""
        left, scale = self.view(rect)
        at, width = rect.x + round((pipe.x - left) * scale), round(_PIPE_WIDTH * scale)
        upper, lower, floor = (round(y * scale) for y in (pipe.top, pipe.low, _FLOOR))
        for hanging, above, below in ((True, 0, upper), (False, lower, floor)):
            kind = Stone((width, floor), scale, pipe.number % KINDS, hanging, self._palette)
            draw_stone(surface, kind, at, rect.y + above, rect.y + below)

    def _shown(self, marks: Marks) -> NDArray[np.intp]:
        """Birds of the crowd that live at the moment at which they are shown, the hindmost first."""
        rows = self._past.rows(self._delays)
        shown = self._past.alive[rows, np.arange(rows.size)]
        shown[marks.agents] = False
        chosen = np.flatnonzero(shown)
        return chosen[np.argsort(-self._delays[chosen], kind="stable")]

    def _bird(self, i: int) -> _Bird:
        row = int(self._past.rows(self._delays[i : i + 1])[0])
        speed = self._past.speed[row, i : i + 1]
        angle = birds.ANGLES[int(birds.angle_index(speed)[0])]
        phase = int(self._phases(self._past.since_flap[row, i : i + 1])[0])
        x = _CENTRE - float(self._past.behind(self._delays[i : i + 1])[0])
        y = float(self._past.height[row, i]) + _HALF
        return _Bird(x, y, phase, angle, bool(self._past.alive[row, i]))

    def _looks_of(self, i: int) -> Looks:
        return own_looks(self._looks[i])

    def solid(self, size: tuple[int, int], *, hanging: bool) -> Solid:
        """A stone."""
        kind = Stone(size, size[0] / _PIPE_WIDTH, 1, hanging, self._palette)
        surface = Surface((size[0], size[1] + kind.margin), SRCALPHA)
        top = 0 if hanging else kind.margin
        draw_stone(surface, kind, 0, top, top + size[1])
        return Solid(surface, kind.margin)

    def _draw_birds(self, surface: Surface, rect: Rect, marks: Marks) -> None:
        if marks.crowd:
            self._draw_crowd(surface, rect, self._shown(marks))
        if not marks.crowd or self._looks.shape[0] == 1:
            for i in marks.agents:
                self._draw_trail(surface, rect, i)
        for i in marks.names:
            if i != marks.leader:
                self._draw_ghost(Paint(surface), rect, i)
        if marks.selected is not None and marks.selected not in (marks.leader, *marks.names):
            self._draw_selected(Paint(surface), rect, marks.selected)
        if marks.leader is not None:
            self._draw_leader(Paint(surface), rect, marks)
        self._draw_names(Paint(surface), rect, marks)

    def _draw_names(self, paint: Paint, rect: Rect, marks: Marks) -> None:
        """Names of those that live, the leader's first."""
        left, scale = self.view(rect)
        flying = {i: bird for i in marks.names if (bird := self._bird(i)).alive}
        labels = [
            Label(
                i,
                marks.names[i],
                (rect.x + (bird.x - left) * scale, rect.y + bird.y * scale),
                (_RADIUS + 10) * scale,
                self._theme.hot if i == marks.leader else None,
            )
            for i, bird in flying.items()
        ]
        self._labels.draw(paint, sorted(labels, key=lambda label: label.fill is None))

    def _draw_crowd(self, surface: Surface, rect: Rect, chosen: NDArray[np.intp]) -> None:
        left, scale = self.view(rect)
        delays = self._delays[chosen]
        rows = self._past.rows(delays)
        poses = Poses(
            x=rect.x + (_CENTRE - left - self._past.behind(delays)) * scale,
            y=rect.y + (self._past.height[rows, chosen] + _HALF) * scale,
            variety=self._varieties[chosen],
            phase=self._phases(self._past.since_flap[rows, chosen]),
            angle=birds.angle_index(self._past.speed[rows, chosen]),
            depth=np.minimum(delays // 18, 2),
        )
        self._flock_at(scale).draw(surface, poses)

    def _flock_at(self, scale: float) -> Flock:
        key = scale, self._theme.name
        if self._flock is None or self._flock[0] != key:
            alphas = (205, 165, 125) if self._theme.dark else (225, 185, 140)
            self._flock = key, Flock(_RADIUS * scale, alphas, self._theme.ink if self._theme.dark else None)
        return self._flock[1]

    def _draw_leader(self, paint: Paint, rect: Rect, marks: Marks) -> None:
        assert marks.leader is not None
        bird, (left, scale) = self._bird(marks.leader), self.view(rect)
        if not bird.alive:
            return
        at = rect.x + (bird.x - left) * scale, rect.y + bird.y * scale
        radius = _RADIUS * scale * 1.06
        paint.glow(at, 46 * scale, self._palette.sun, 150)
        looks = self._looks_of(marks.leader)
        paint.stamp(birds.sprite(looks, radius, bird.phase, bird.angle, 255, self._theme.ink), at)
        if marks.crowned:
            paint.stamp(crown(8.5 * scale), (at[0] + 2, at[1] - radius - 13 * scale))

    def _draw_selected(self, paint: Paint, rect: Rect, i: int) -> None:
        bird, (left, scale) = self._bird(i), self.view(rect)
        if bird.alive:
            at = rect.x + (bird.x - left) * scale, rect.y + bird.y * scale
            looks = self._looks_of(i)
            paint.stamp(birds.sprite(looks, _RADIUS * scale, bird.phase, bird.angle, 255, self._theme.ink), at)

    def _draw_ghost(self, paint: Paint, rect: Rect, i: int) -> None:
        """A pale bird with a ring."""
        bird, (left, scale) = self._bird(i), self.view(rect)
        if bird.alive:
            at = rect.x + (bird.x - left) * scale, rect.y + bird.y * scale
            looks, radius = self._looks_of(i), _RADIUS * scale
            paint.stamp(birds.sprite(looks, radius, bird.phase, bird.angle, 165, self._theme.ink), at)
            paint.circle(at, radius + 10 * scale, self._line_colour(i), 200, ring=1.6)

    def _line_colour(self, i: int) -> Colour:
        """The colour of a bird's trail and ring: before a light sky, its own would be too pale."""
        colour = colour_of(self._looks_of(i))
        return colour if self._theme.dark else mix(colour, self._theme.ink, 0.3)

    def _draw_trail(self, surface: Surface, rect: Rect, i: int) -> None:
        """The way that a bird came, with a warm dot where it flapped."""
        past, delay, (left, scale) = self._past, int(self._delays[i]), self.view(rect)
        ago = np.arange(delay + 2, min(delay + _TRAIL, past.clock))
        if not self._bird(i).alive:
            return
        rows = past.rows(ago)
        x = rect.x + (_CENTRE - left - self._past.behind(ago)) * scale
        y = rect.y + (past.height[rows, i] + _HALF) * scale
        draw_trail(surface, x, y, scale, self._line_colour(i))
        flaps = past.since_flap[rows, i] == 0
        draw_dots(surface, x[flaps], y[flaps], 3.2 * scale, self._theme.hot)

    def _draw_feathers(self, surface: Surface, rect: Rect, flown: int) -> None:
        rows = self._past.rows(self._delays)
        dead = ~self._past.alive[rows, np.arange(rows.size)] & ~self._mourned
        self._mourned |= dead
        pace, (left, scale) = self._pace, self.view(rect)
        if flown:
            self._feathers.move(pace * flown)
        if flown < 64:  # faster, they would only flicker
            for i in np.flatnonzero(dead)[:: 4 if flown >= 8 else 1].tolist():
                bird, looks = self._bird(i), VARIETIES[self._varieties[i]]
                self._feathers.burst(bird.x, bird.y, colour_of(looks))
        self._feathers.draw(surface, (rect.x - left * scale, rect.y), scale, still=self._still)

    def _phases(self, since_flap: NDArray[np.uint8]) -> NDArray[np.intp]:
        """How the wings stand: after a flap five steps down, four in the middle, four up, then gliding."""
        beats = (3, 3, 3, 3) if self._still else (2, 1, 0, 3)
        return np.array(beats)[np.searchsorted((5, 9, 13), since_flap, side="right")]
