"""How the XOR arena looks: two pads over a drop, two lamps, and a crowd that has to choose.

When a round closes, the wrong pad and the bridge between the pads open, and whoever stands there falls. Reads
states; knows nothing of evolution.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pygame import Rect, Surface

from games.art import birds
from games.art.bird_marker import BIRD_CONSTANTS, BIRD_FUNCTIONS, BirdMarker
from games.art.flock import Flock, Poses
from games.art.scenery import PALETTES, Palette, scenery
from games.xor_arena import props, rules
from games.xor_arena.poster import draw_poster
from games.xor_arena.tally import Tally
from games.xor_arena.telling import EDGE
from neuro.game import Game
from neuro.rules.one_agent import exact
from neuro.view.drawing.icons import crown
from neuro.view.drawing.kept_picture import KeptPicture
from neuro.view.looks import Looks, colour_of, own_looks, varieties
from neuro.view.paint import Paint
from neuro.view.scene import Axis, Dot, Marks, PageScene, Plane, Shares, State, Still, Timer
from neuro.view.scene import Scene as BaseScene
from neuro.view.theme import NAME, Theme

__all__ = ["Scene", "draw_poster", "marker"]

#: Its agents are birds.
marker = BirdMarker()

_WIDTH, _HEIGHT = 1100.0, 900.0
_RADIUS = 15.0
_LEGIBLE = 0.36  # pixels to a unit, below which signs would only be dark spots
_APART = 0.3  # how far from its place an agent is shown at most, so that a crowd is more than a heap
_OPEN, _TOLD = 20, 50  # steps for which the pads stay open, and the verdict can be read
_FALL = 0.34  # pixels a step, each step more: so fast on average, and not all alike
_SAME, _DIFFERENT = -1.0, 1.0
_ENDS = (("dark", 0.1), ("lit", 0.9))  # of a lamp
_LEAST, _MOST = -0.1, 1.1  # brightness at the ends of the decision surface: the leader's dot is never at its edge
_CALLS = tuple(("same" if a == b else "different", a, b) for a in (_LEAST, _MOST) for b in (_LEAST, _MOST))


class _Verdict(NamedTuple):
    """What the round that closed last has shown: its answer, how its lamps were, who fell, and when."""

    answer: float
    lit: tuple[bool, bool]
    fallen: int
    at: int


class Scene(BaseScene):
    """Two pads and a crowd; see ``neuro.view.scene.Scene``."""

    size = (_WIDTH, _HEIGHT)
    page = PageScene(
        ("live/scenes/land.js", "live/scenes/birds.js", "live/scenes/xor_arena.js"),
        (*BIRD_FUNCTIONS, rules.length),
        BIRD_CONSTANTS,
    )
    tells_score = True  # the clock's number
    opposed = True  # push right, push left

    def __init__(self, game: Game, setting: NamedTuple, theme: Theme) -> None:
        self._setting = setting
        self._theme = theme
        self._flock: tuple[tuple[float, str], Flock] | None = None
        self._behind, self._pads = KeptPicture(opaque=True), KeptPicture(opaque=False)

    @property
    def _palette(self) -> Palette:
        """Of the theme, which people may change while the window is open."""
        return PALETTES[self._theme.name]

    def begin(self, state: State, looks: NDArray[np.float32], course: int) -> None:
        count = state.shape[1]
        self._state, self._before = state.copy(), state.copy()
        self._looks, self._varieties = looks, varieties(looks)
        self._course, self._clock = course, 0
        self._depth, self._beside = _spread(count)
        self._tally = Tally()
        self._fell_at = np.full(count, -1)
        self._shown = 0  # the agent whose lamps are shown: any that lives
        self._verdict: _Verdict | None = None

    def track(self, state: State) -> None:
        self._clock += 1
        self._before, self._state = self._state, state.copy()
        alive = state[rules.ALIVE] > 0
        self._tally.add(self._before, self._state)
        fell = (self._before[rules.ALIVE] > 0) & ~alive
        self._fell_at[fell] = self._clock
        if alive.any():
            self._shown = int(alive.argmax())
        elif fell.any():
            self._shown = int(fell.argmax())
        if state[rules.ROUND, self._shown] != self._before[rules.ROUND, self._shown]:
            answer = float(self._before[rules.ANSWER, self._shown])
            lit = tuple(bool(self._before[row, self._shown] > 0.5) for row in (rules.LAMP_A, rules.LAMP_B))
            self._verdict = _Verdict(answer, (lit[0], lit[1]), int(fell.sum()), self._clock)

    def view(self, rect: Rect) -> tuple[float, float]:
        """The left edge of the picture and its scale: both pads are seen, with the arena in the middle."""
        scale = min(rect.h / _HEIGHT, rect.w / _WIDTH)
        return (_WIDTH - rect.w / scale) / 2, scale

    def draw(self, surface: Surface, rect: Rect, marks: Marks) -> None:
        clip = surface.get_clip()
        surface.set_clip(rect.clip(clip))
        paint, origin = self._brush(surface, rect)
        self._behind.draw(surface, rect, (self._theme.name, self._lamps), self._draw_behind)
        props.draw_clock(paint, (origin[0], origin[1] + props.LAMP_Y), self.timer(), self._theme)
        self._draw_falling(surface, rect, marks)
        self._pads.draw(surface, rect, (self._theme.name, self._opened), self._draw_pads)
        self._draw_standing(surface, rect, marks)
        if paint.scale >= _LEGIBLE and self._told:
            told, at = self._told, (origin[0], origin[1] + props.VERDICT_Y)
            name = "different!" if told.answer == _DIFFERENT else "same!"
            props.draw_verdict(paint, at, name, props.verdict_line(told.lit, told.fallen), self._theme)
        surface.set_clip(clip)

    def _brush(self, surface: Surface, rect: Rect) -> tuple[Paint, tuple[float, float]]:
        """A brush in units of the world, and where the arena's middle lies at its upper edge."""
        left, scale = self.view(rect)
        return Paint(surface, scale), (rect.x / scale - left + _WIDTH / 2, rect.y / scale)

    def dots(self, marks: Marks) -> list[Dot]:
        shown = set(np.flatnonzero(self._alive).tolist()) if marks.crowd else set()
        chosen = sorted(shown | {i for i in marks.agents if self._alive[i]}, key=lambda i: i == marks.leader)
        x, y = self._places()
        marked = marks.agents
        return [Dot(float(x[i]), float(y[i]), colour_of(self._own(i)), i in marked, i) for i in chosen]

    def solids(self) -> list[tuple[float, float, float, float]]:
        """The pads; nothing here kills."""
        wide, edge = props.REACH * (rules.WALL - EDGE), props.REACH * EDGE
        return [(_WIDTH / 2 - edge - wide, props.FRONT, wide, 150.0), (_WIDTH / 2 + edge, props.FRONT, wide, 150.0)]

    def plane(self, state: NDArray[np.float32]) -> Plane:
        """The plane of the two lamps, for an agent at rest in the middle."""
        return Plane(
            Axis("lamp A", rules.LAMP_A, _LEAST, _MOST, marks=_ENDS),
            Axis("lamp B", rules.LAMP_B, _MOST, _LEAST, marks=_ENDS),
            still=((rules.POSITION, 0.0), (rules.SPEED, 0.0)),
            signs=_CALLS,
            title="Decision over the two lamps",
            note="standing in the middle, at rest",
            timeless=True,
        )

    def shares(self) -> Shares:
        """For each pattern, the share of those that met it which stood right."""
        return self._tally.shares()

    def stills(self) -> list[Still]:
        """The parts that change: the lamps, the last round's answer, and the pads."""
        lit = tuple(bool(self._state[row, self._shown] > 0.5) for row in (rules.LAMP_A, rules.LAMP_B))
        told = self._told and (self._told.lit, self._told.fallen)
        looks = zip(props.BOXES, (lit, told, self._opened), strict=True)
        return [Still((x + _WIDTH / 2, y, wide, high), look) for (x, y, wide, high), look in looks]

    def timer(self) -> Timer:
        """The share of the round that is left."""
        number = self._state[rules.ROUND, self._shown]
        whole = float(exact(rules, "length", int(number), course=self._course, setting=self._setting))
        left = float(self._state[rules.LEFT, self._shown]) / whole
        return Timer(_WIDTH / 2, props.LAMP_Y, props.CLOCK, left, round(float(number)) + 1, "round")

    @property
    def _told(self) -> _Verdict | None:
        """The verdict while it can be read."""
        return self._verdict if self._verdict and self._clock - self._verdict.at < _TOLD else None

    @property
    def _alive(self) -> NDArray[np.bool_]:
        return np.asarray(self._state[rules.ALIVE] > 0)

    def _own(self, i: int) -> Looks:
        return own_looks(self._looks[i])

    def _places(self) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
        """Where the agents' centres are drawn, in the picture's world; the fallen on their way down."""
        x = _WIDTH / 2 + (props.REACH - props.SLANT * self._depth) * self._shown_positions()
        y = props.FRONT - 4 - _RADIUS - self._depth * (props.FRONT - props.BACK - 8)
        ago = np.where(self._fell_at >= 0, self._clock - self._fell_at, 0)
        return x, y + _FALL * (0.7 + 0.6 * self._depth) / 2 * ago**2

    def _shown_positions(self) -> NDArray[np.floating]:
        """Positions, spread out, but nobody on another side of a pad's edge than the rules have it.

        At a wall, where most end up, an agent has room on one side only.
        """
        place, edge = self._state[rules.POSITION].astype(float), EDGE
        room = np.clip(np.abs(np.abs(place) - edge), 0.02, _APART)
        middle = np.clip(place, room - 1, 1 - room)
        return np.asarray(np.where(self._beside == 0, place, middle + room * self._beside))

    @property
    def _opened(self) -> float:
        """The answer whose wrong places are open now; 0 when all is closed."""
        verdict = self._verdict
        return verdict.answer if verdict and self._clock - verdict.at < _OPEN else 0.0

    @property
    def _lamps(self) -> tuple[float, float]:
        """How bright both lamps are."""
        return float(self._state[rules.LAMP_A, self._shown]), float(self._state[rules.LAMP_B, self._shown])

    def _draw_behind(self, surface: Surface) -> None:
        """What stands behind the crowd: the landscape, and the lamps with their names."""
        rect = surface.get_rect()
        scenery(rect.size, rect.h, self._palette).draw(surface, rect, 0)
        paint, origin = self._brush(surface, rect)
        for (x, name), bright in zip(props.LAMPS, self._lamps, strict=True):
            at = (origin[0] + x, origin[1] + props.LAMP_Y)
            props.draw_lamp(paint, at, bright, self._theme)
            told = f"{name} lit" if bright > 0.5 else f"{name} dark"
            paint.tag((at[0], at[1] + 66), told, "c", NAME)

    def _draw_pads(self, surface: Surface) -> None:
        """What the crowd stands on: the pads, the bridge between them, and what each pad is for."""
        paint, origin = self._brush(surface, surface.get_rect())
        for answer, colour in ((_SAME, self._theme.cold), (_DIFFERENT, self._theme.hot)):
            opened = self._opened not in (0.0, answer)
            props.draw_pad(paint, origin, round(answer), colour, self._palette, opened=opened)
        edge, floor = EDGE, None if self._opened else self._palette.stone[2]
        props.draw_slab(paint, origin, (-edge, edge), floor, self._palette.joint)
        if paint.scale < _LEGIBLE:
            return
        middle = props.REACH * (1 + edge) / 2
        for answer, name, lit in ((_SAME, "same", (3, 0)), (_DIFFERENT, "different", (1, 2))):
            props.draw_sign(paint, (origin[0] + answer * middle, origin[1] + props.FRONT + 62), name, lit)

    def _flock_at(self, scale: float) -> Flock:
        key = scale, self._theme.name
        if self._flock is None or self._flock[0] != key:
            outline = self._theme.ink if self._theme.dark else None
            self._flock = key, Flock(_RADIUS * scale, (235,), outline)
        return self._flock[1]

    def _draw_crowd(self, surface: Surface, rect: Rect, chosen: NDArray[np.intp], wings: NDArray[np.intp]) -> None:
        left, scale = self.view(rect)
        x, y = self._places()
        poses = Poses(
            x=rect.x + (x[chosen] - left) * scale,
            y=rect.y + y[chosen] * scale,
            variety=self._varieties[chosen],
            phase=wings,
            angle=np.full(chosen.size, birds.ANGLES.index(0)),
            depth=np.zeros(chosen.size, np.intp),
        )
        self._flock_at(scale).draw(surface, poses)

    def _draw_falling(self, surface: Surface, rect: Rect, marks: Marks) -> None:
        """Those who are out, fluttering down behind the pads."""
        ago = self._clock - self._fell_at
        falling = (self._fell_at >= 0) & (ago < 60)
        if not marks.crowd:
            others = np.ones(falling.size, bool)
            others[marks.agents] = False
            falling &= ~others
        chosen = np.flatnonzero(falling)
        self._draw_crowd(surface, rect, chosen, (ago[chosen] // 4 + chosen) % 3)

    def _draw_standing(self, surface: Surface, rect: Rect, marks: Marks) -> None:
        standing = self._alive.copy()
        standing[marks.agents] = False
        chosen = np.flatnonzero(standing & marks.crowd)
        chosen = chosen[np.argsort(-self._depth[chosen], kind="stable")]
        self._draw_crowd(surface, rect, chosen, np.full(chosen.size, 3))
        for i in sorted(marks.agents, key=lambda i: i == marks.leader):
            if self._alive[i]:
                self._draw_single(Paint(surface), rect, i, marks)

    def _draw_single(self, paint: Paint, rect: Rect, i: int, marks: Marks) -> None:
        """The leader with a glow and perhaps a crown; ghosts with a ring and a name."""
        left, scale = self.view(rect)
        x, y = self._places()
        at = rect.x + (float(x[i]) - left) * scale, rect.y + float(y[i]) * scale
        radius, looks = _RADIUS * scale * 1.15, self._own(i)
        if i == marks.leader:
            paint.glow(at, 46 * scale, self._palette.sun, 150)
        elif i in marks.names:
            paint.circle(at, radius + 8 * scale, colour_of(looks), 200, ring=1.6)
        paint.stamp(birds.sprite(looks, radius, 3, 0, 255, self._theme.ink), at)
        if i == marks.leader and marks.crowned:
            paint.stamp(crown(8.5 * scale), (at[0] + 2, at[1] - radius - 13 * scale))
        if i in marks.names:
            side = at[0], at[1] - radius - (20 + 24 * (i % 3)) * scale
            paint.tag(side, marks.names[i], "c", fill=self._theme.hot if i == marks.leader else None)


def _spread(count: int) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Each agent's depth from the near edge, 0 to 1, and its side, -1 to 1: evenly over the plane (M. Roberts, 2018).

    The first agent, which flies alone in replays, stands where it is.
    """
    ratio = 1.32471795724474602596  # of the plastic number's sequence, the plane's golden ratio
    each = np.arange(count)
    depth, side = each / ratio % 1, 2 * (each / ratio**2 % 1) - 1
    return depth, np.where(each == 0, 0.0, side)
