"""How the XOR arena looks: two pads over a drop, two lamps, and a crowd that has to choose.

When a round closes, the wrong pad and the bridge between the pads open, and whoever stands there falls. Reads
states; knows nothing of evolution.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pygame import Rect, Surface

from games.xor_arena import rules
from neuro.game import Game
from neuro.view import birds
from neuro.view.basalt import KINDS, Stone, draw_stone
from neuro.view.emblems import crown
from neuro.view.flock import Flock, Poses
from neuro.view.paint import Paint
from neuro.view.scene import Axis, Dot, Marks, Plane, State
from neuro.view.scenery import PALETTES, scenery
from neuro.view.theme import HINT, SIGN, Colour, Theme, mix

__all__ = ["Scene"]

_WIDTH, _HEIGHT = 800.0, 900.0
_REACH = 362.0  # pixels from the middle to a wall
_BACK, _FRONT, _THICK = 522.0, 606.0, 8.0  # of the pads: y of their far and near edges, height of the near edge's band
_SLANT = 26.0  # pixels that the far edge is shorter at each end
_RADIUS = 15.0
_LAMPS = ((318.0, "A"), (482.0, "B"))
_LAMP_Y = 196.0
_OPEN, _TOLD = 20, 50  # steps for which the pads stay open, and the verdict can be read
_FALL = 0.34  # pixels a step, each step more
_SAME, _DIFFERENT = -1.0, 1.0
_LIGHT: Colour = (255, 226, 150)


def _x(position: float) -> float:
    """Where a position of the rules stands in the picture's world."""
    return _WIDTH / 2 + _REACH * position


class _Verdict(NamedTuple):
    """What the round that closed last has shown: its answer, who fell, and when."""

    answer: float
    fallen: int
    at: int


class Scene:
    """Two pads and a crowd; see ``neuro.view.scene.Scene``."""

    size = (_WIDTH, _HEIGHT)

    def __init__(self, game: Game, setting: NamedTuple, theme: Theme) -> None:
        self._setting = rules.Setting(*setting)
        self._theme, self._palette = theme, PALETTES[theme.name]
        self._flock: tuple[float, Flock] | None = None

    def begin(self, state: State, looks: NDArray[np.float32], course: int) -> None:
        """See ``neuro.view.scene.Scene``."""
        count = state.shape[1]
        self._state, self._before = state.copy(), state.copy()
        self._looks, self._varieties = looks, birds.varieties(looks)
        self._course, self._clock = np.uint32(course), 0
        self._depth = np.arange(count) * 37 % 101 / 100  # of each agent's place, 0 at the near edge
        self._beside = np.where(np.arange(count) > 0, np.arange(count) * 61 % 23 - 11.0, 0.0)  # nobody is hidden wholly
        self._fell_at = np.full(count, -1)
        self._shown = 0  # the agent whose lamps are shown: any that lives
        self._verdict: _Verdict | None = None

    def track(self, state: State) -> None:
        """See ``neuro.view.scene.Scene``."""
        self._clock += 1
        self._before, self._state = self._state, state.copy()
        alive = state[rules.ALIVE] > 0
        fell = (self._before[rules.ALIVE] > 0) & ~alive
        self._fell_at[fell] = self._clock
        if alive.any():
            self._shown = int(alive.argmax())
        elif fell.any():
            self._shown = int(fell.argmax())
        if state[rules.ROUND, self._shown] != self._before[rules.ROUND, self._shown]:
            answer = float(self._before[rules.ANSWER, self._shown])
            self._verdict = _Verdict(answer, int(fell.sum()), self._clock)

    def view(self, rect: Rect) -> tuple[float, float]:
        """See ``neuro.view.scene.Scene``: the arena stays in the middle, or beside the panel of a wide window."""
        scale = rect.h / _HEIGHT
        wide = rect.w / scale
        return _WIDTH / 2 - wide * (0.5 if wide < 1.5 * _WIDTH else 0.42), scale

    def draw(self, surface: Surface, rect: Rect, marks: Marks) -> None:
        """See ``neuro.view.scene.Scene``."""
        clip = surface.get_clip()
        surface.set_clip(rect.clip(clip))
        scenery(rect.size, rect.h, self._palette).draw(surface, rect, 0)
        paint = Paint(surface, self.view(rect)[1])
        self._draw_lamps(paint, rect)
        self._draw_falling(surface, rect, marks)
        self._draw_pads(paint, rect)
        self._draw_standing(surface, rect, marks)
        self._draw_signs(paint, rect)
        surface.set_clip(clip)

    def dots(self, marks: Marks) -> list[Dot]:
        """See ``neuro.view.scene.Scene``."""
        shown = set(np.flatnonzero(self._alive).tolist()) if marks.crowd else set()
        chosen = sorted(shown | {i for i in self._marked(marks) if self._alive[i]}, key=lambda i: i == marks.leader)
        x, y = self._places()
        marked = self._marked(marks)
        return [Dot(float(x[i]), float(y[i]), birds.colour_of(self._own(i)), i in marked, i) for i in chosen]

    def solids(self) -> list[tuple[float, float, float, float]]:
        """See ``neuro.view.scene.Scene``: nothing here kills; these are the pads."""
        wide = _REACH * float(rules.WALL - rules.EDGE)
        return [(_x(-1), _FRONT, wide, 150.0), (_x(float(rules.EDGE)), _FRONT, wide, 150.0)]

    def plane(self, state: NDArray[np.float32]) -> Plane:
        """See ``neuro.view.scene``: what the two lamps call for, seen from the middle, at rest."""
        across, down = Axis("lamp A", rules.LAMP_A, 0.0, 1.0), Axis("lamp B", rules.LAMP_B, 1.0, 0.0)
        return Plane(across, down, still=((rules.POSITION, 0.0), (rules.SPEED, 0.0)))

    @property
    def _alive(self) -> NDArray[np.bool_]:
        return np.asarray(self._state[rules.ALIVE] > 0)

    def _own(self, i: int) -> birds.Looks:
        return birds.own_looks(self._looks[i])

    def _marked(self, marks: Marks) -> set[int]:
        return {*marks.names, *(i for i in (marks.leader, marks.selected) if i is not None)}

    def _places(self) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
        """Where the agents' centres are drawn, in the picture's world; the fallen on their way down."""
        x = _WIDTH / 2 + (_REACH - _SLANT * self._depth) * self._state[rules.POSITION] + self._beside
        y = _FRONT - 4 - _RADIUS - self._depth * (_FRONT - _BACK - 8)
        ago = np.where(self._fell_at >= 0, self._clock - self._fell_at, 0)
        return x, y + _FALL / 2 * ago**2

    @property
    def _opened(self) -> float:
        """The answer whose wrong places are open now; 0 when all is closed."""
        verdict = self._verdict
        return verdict.answer if verdict and self._clock - verdict.at < _OPEN else 0.0

    def _draw_lamps(self, paint: Paint, rect: Rect) -> None:
        left, scale = self.view(rect)
        origin = rect.x / scale - left, rect.y / scale
        for (x, name), row in zip(_LAMPS, (rules.LAMP_A, rules.LAMP_B), strict=True):
            bright = float(self._state[row, self._shown])
            _draw_lamp(paint, (origin[0] + x, origin[1] + _LAMP_Y), bright, self._theme)
            told = f"{name} lit" if bright > 0.5 else f"{name} dark"
            paint.tag((origin[0] + x, origin[1] + _LAMP_Y + 62), told, "c")
        number = float(self._state[rules.ROUND, self._shown])
        whole = float(rules.length(self._course, np.float32(number), self._setting))
        share = float(self._state[rules.LEFT, self._shown]) / whole
        _draw_clock(paint, (origin[0] + _WIDTH / 2, origin[1] + _LAMP_Y), share, self._theme)

    def _draw_pads(self, paint: Paint, rect: Rect) -> None:
        left, scale = self.view(rect)
        origin = rect.x / scale - left, rect.y / scale
        edge = float(rules.EDGE)
        for answer, near, far in ((_SAME, -1.0, -edge), (_DIFFERENT, edge, 1.0)):
            open_ = self._opened not in (0.0, answer)
            colour = self._theme.cold if answer == _SAME else self._theme.hot
            self._draw_stones(paint, rect, (near, far), round(answer))
            _draw_slab(paint, origin, (near, far), None if open_ else mix(self._palette.stone[0], colour, 0.22), colour)
        floor = None if self._opened else self._palette.stone[2]
        _draw_slab(paint, origin, (-edge, edge), floor, self._palette.joint)

    def _draw_stones(self, paint: Paint, rect: Rect, span: tuple[float, float], seed: int) -> None:
        """Columns of basalt that hang below a pad."""
        left, scale = self.view(rect)
        columns = 5
        wide = _REACH * (span[1] - span[0]) / columns
        for k in range(columns):
            kind = Stone(
                (math.ceil(wide * scale), round(300 * scale)), scale, (3 * k + seed) % KINDS, True, self._palette
            )
            deep = (90, 170, 240, 150, 70)[k] + 14 * seed
            x = rect.x + round((_x(span[0]) + k * wide - left) * scale)
            top = rect.y + round(_FRONT * scale)
            draw_stone(paint.surface, kind, x, top, top + round(deep * scale))

    def _draw_signs(self, paint: Paint, rect: Rect) -> None:
        """What each pad is for, and what the last round has shown."""
        left, scale = self.view(rect)
        origin = rect.x / scale - left, rect.y / scale
        middle = (1 + float(rules.EDGE)) / 2
        for answer, name, lit in ((_SAME, "same", (3, 0)), (_DIFFERENT, "different", (1, 2))):
            _draw_sign(paint, (origin[0] + _x(answer * middle), origin[1] + _FRONT + 56), name, lit)
        if self._verdict and self._clock - self._verdict.at < _TOLD:
            name = "different!" if self._verdict.answer == _DIFFERENT else "same!"
            fallen = self._verdict.fallen
            told = "nobody fell" if not fallen else f"{fallen:,} stood wrong and {'is' if fallen == 1 else 'are'} out"
            at = origin[0] + _WIDTH / 2, origin[1] + 350
            halo = (16, 20, 40)
            paint.text(at, name, SIGN + 10, (255, 255, 255), "SemiBold", "c", halo=halo)
            paint.text((at[0], at[1] + 30), told, HINT + 1, (255, 255, 255), "Medium", "c", halo=halo)

    def _flock_at(self, scale: float) -> Flock:
        if self._flock is None or self._flock[0] != scale:
            outline = self._theme.ink if self._theme.dark else None
            self._flock = scale, Flock(_RADIUS * scale, (235,), outline)
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
            others[list(self._marked(marks))] = False
            falling &= ~others
        chosen = np.flatnonzero(falling)
        self._draw_crowd(surface, rect, chosen, (ago[chosen] // 4 + chosen) % 3)

    def _draw_standing(self, surface: Surface, rect: Rect, marks: Marks) -> None:
        standing = self._alive.copy()
        standing[sorted(self._marked(marks))] = False
        chosen = np.flatnonzero(standing & marks.crowd)
        chosen = chosen[np.argsort(-self._depth[chosen], kind="stable")]
        self._draw_crowd(surface, rect, chosen, np.full(chosen.size, 3))
        for i in sorted(self._marked(marks), key=lambda i: i == marks.leader):
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
            paint.circle(at, radius + 8 * scale, birds.colour_of(looks), 200, ring=1.6)
        paint.stamp(birds.sprite(looks, radius, 3, 0, 255, self._theme.ink), at)
        if i == marks.leader and marks.crowned:
            paint.stamp(crown(8.5 * scale), (at[0] + 2, at[1] - radius - 13 * scale))
        if i in marks.names:
            side = at[0], at[1] - radius - (20 + 24 * (i % 3)) * scale
            paint.tag(side, marks.names[i], "c", fill=self._theme.hot if i == marks.leader else None)


def _draw_lamp(paint: Paint, at: tuple[float, float], bright: float, theme: Theme) -> None:
    """A paper lantern on a cord, as bright as it is."""
    x, y = at
    paint.fill((x - 0.8, y - 240, 1.6, 206), mix(theme.window, (90, 96, 130), 0.6))
    if bright > 0.05:
        paint.glow(at, 120, _LIGHT, round(150 * bright / 10) * 10)
    body = mix((52, 58, 98), _LIGHT, round(bright * 20) / 20)
    rim = mix((74, 82, 130), (214, 170, 92), round(bright * 20) / 20)
    for half, colour in ((22.0, body), (12.0, mix(body, (255, 255, 255), 0.18))):
        outline = [(x + half * math.sin(t / 8 * math.pi) ** 0.8, y - 30 + 7.5 * t) for t in range(9)]
        mirrored = [(2 * x - px, py) for px, py in reversed(outline)]
        paint.polygon([*outline, *mirrored], colour)
    for top in (y - 34, y + 28):
        paint.box((x - 9, top, 18, 6), rim, 2)


def _draw_clock(paint: Paint, at: tuple[float, float], share: float, theme: Theme) -> None:
    """How much of the round is left, as a ring that runs out."""
    paint.circle(at, 27, theme.ink if theme.dark else theme.panel, 205)
    paint.circle(at, 27, theme.line, 255, ring=3)
    steps = max(2, round(40 * share))
    turn = [-math.pi / 2 + 2 * math.pi * share * k / steps for k in range(steps + 1)]
    paint.lines([(at[0] + 25.5 * math.cos(a), at[1] + 25.5 * math.sin(a)) for a in turn], theme.hot, 3)


def _draw_slab(
    paint: Paint, origin: tuple[float, float], span: tuple[float, float], top: Colour | None, band: Colour
) -> None:
    """The floor between two positions, seen a little from above; None shows the drop."""
    near = [origin[0] + _x(place) for place in span]
    far = [origin[0] + _WIDTH / 2 + (_REACH - _SLANT) * place for place in span]
    corners = [(far[0], origin[1] + _BACK), (far[1], origin[1] + _BACK), (near[1], origin[1] + _FRONT)]
    paint.polygon([*corners, (near[0], origin[1] + _FRONT)], top or (8, 10, 20), 255 if top else 235)
    height = _THICK if top else 3.0
    paint.fill((near[0], origin[1] + _FRONT, near[1] - near[0], height), band)


def _draw_sign(paint: Paint, at: tuple[float, float], name: str, patterns: tuple[int, int]) -> None:
    """A pad's name, with the two patterns of lamps that call for it."""
    x, y = at
    paint.box((x - 66, y - 28, 132, 56), (11, 15, 26), 10, 190)
    paint.text((x, y - 10), name, SIGN - 3, (255, 255, 255), "SemiBold", "c")
    for k, pattern in enumerate(patterns):
        for lamp in range(2):
            spot = x + (-26 if k == 0 else 26) + (-7 if lamp == 0 else 7), y + 14
            lit = pattern >> lamp & 1
            paint.circle(spot, 5.5, _LIGHT if lit else (52, 58, 98))
