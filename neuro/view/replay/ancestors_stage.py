"""The stage of how a run learnt: champions play one course in turn, and each stays visible where it ended."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import Rect, Surface

from neuro.ancestors import Ancestry
from neuro.champion import Champion
from neuro.rollout.stepwise import rollout_of
from neuro.view.drawing import shapes
from neuro.view.drawing.labels import Label, Labels
from neuro.view.drawing.trail import draw_line, draw_trail
from neuro.view.inspect.recorded_rollout import RecordedRollout
from neuro.view.looks import Looks, looks_of, looks_of_one
from neuro.view.marker import Marker, marker_of
from neuro.view.paint import Paint
from neuro.view.scene import Marks, Scene, make_scene
from neuro.view.theme import Colour, Theme, mix

__all__ = ["RATE", "AncestorsStage", "Moment", "Stretch", "ancestor_colours", "ghost_of"]

#: Frames of a second of the show.
RATE = 60
_FAST, _PATIENCE = 4.0, 5.0  # times normal speed until the last second, or faster where that took more seconds
_SLOW, _PAUSE = 1.0, 0.4  # seconds of play at normal speed before an end, and after it until the next begins
_RADIUS = 15.5  # of an agent, in units of the world
_RING = 10.0  # units that a ring is wider than what it is round
_NAME = 130  # units that a ghost with its name beside it takes
_CROWN = 12  # units more above a player, which its name keeps free
_TURNED = -30  # degrees by which those who fell are turned
_STANDING = 120  # steps of a way that are shown where the world stands still: it would be a scribble
_BARE = 6  # steps behind a player in which its way is not drawn: it would lie over it
_ALPHA = (220, 130)  # of the line of the champion that plays, and of the others
_KIN = (5, 3, 4, 1)  # the theme's curves in the order of the ancestors, those neighbours apart


class Moment(NamedTuple):
    """What a frame of the show shows: which champion, and the step of its rollout."""

    who: int
    step: int


class Stretch(NamedTuple):
    """The frames in which a champion plays: the first, the one after the last, its generation, and whether it falls."""

    first: int
    end: int
    generation: int
    falls: bool


def ancestor_colours(count: int, theme: Theme) -> list[Colour]:
    """A colour for each of so many champions, the last one warm."""
    return [theme.curves[_KIN[k % len(_KIN)]] for k in range(count - 1)] + [theme.hot]


@functools.lru_cache(32)
def ghost_of(marker: Marker, looks: Looks, radius: float) -> Surface:
    """An agent that has fallen: its shape is left, its colour is not."""
    grey: Surface = pygame.transform.grayscale(marker.sprite(looks, radius, angle=_TURNED, outline=None))
    grey.fill((204, 224, 255, 255), special_flags=pygame.BLEND_RGBA_MULT)
    return shapes.veiled(grey, 235)


@dataclass(frozen=True, eq=False)
class _Ancestor:
    """A champion and all that is known of its rollout.

    Args:
        champion: The champion.
        reel: The champion's recorded rollout.
        way: Its place in a world that does not move, ``(steps shown + 1, 2)``; the last one repeated after its end.
        travelled: The way that its world had moved, ``(steps shown + 1,)``.
    """

    champion: Champion
    reel: RecordedRollout
    way: NDArray[np.float64]
    travelled: NDArray[np.float64]

    @property
    def end(self) -> int:
        """The step at which it ended, or the time was up."""
        return self.reel.steps

    @property
    def goes_on(self) -> bool:
        """Whether it still played when the time was up."""
        return not self.reel.ending


class _Path:
    """The picture of a way through a world that moves, drawn once: it is shown again and again, each time further left.

    Args:
        places: Places of a champion, ``(steps + 1, 2)``, from left to right.
        scale: Pixels to a unit of the world.
        wide: Pixels to a unit of the line.
        colour: The line's colour.
        alpha: Opacity at the line's end, up to 255; a fifth of that at its beginning.
    """

    def __init__(self, places: NDArray[np.float64], scale: float, wide: float, colour: Colour, alpha: int) -> None:
        spots = places * scale
        self._edge = math.ceil(1.2 * wide) + 2
        self._corner = np.floor(spots.min(axis=0)).astype(int) - self._edge
        size = np.ceil(spots.max(axis=0)).astype(int) + self._edge - self._corner
        self._picture = Surface(size.tolist(), pygame.SRCALPHA)
        x, y = (spots - self._corner).T
        draw_line(self._picture, x, y, wide, colour)
        fade = np.linspace(0.2, 1.0, size[0]) * alpha / 255
        pixels, alphas = pygame.surfarray.pixels3d(self._picture), pygame.surfarray.pixels_alpha(self._picture)
        pixels[:] = (pixels * fade[:, np.newaxis, np.newaxis]).astype(np.uint8)
        alphas[:] = (alphas * fade[:, np.newaxis]).astype(np.uint8)

    def draw(self, surface: Surface, origin: tuple[float, float], end: float) -> None:
        """Draw what lies to the left of an x, with the world's origin at a pixel."""
        left, top = round(origin[0]) + self._corner[0], round(origin[1]) + self._corner[1]
        part = Rect(0, 0, min(round(end) - left, self._picture.get_width()), self._picture.get_height())
        if part.w > 0:
            surface.blit(self._picture, (left, top), part, special_flags=pygame.BLEND_PREMULTIPLIED)


class AncestorsStage:
    """The show: a frame at a time, forward and back.

    Args:
        ancestry: The champions and their course.
        theme: Colours of the scene.

    Attributes:
        at: The frame that is shown.
        stretches: The stretches of frames, and the champion that each belongs to.
        marker: Draws the champions.
        looks: Looks of the champions.
        colours: Colours of the champions' lines and rings.
        moments: What each frame shows.
        rests: The place in which each champion stays after its end, in a world that does not move.
    """

    def __init__(self, ancestry: Ancestry, theme: Theme) -> None:
        self.ancestry, self._theme, self.marker = ancestry, theme, marker_of(ancestry.game)
        self._kin = [self._retraced(champion) for champion in ancestry.champions]
        self.looks = [looks_of_one(one.champion.genome) for one in self._kin]
        self.colours = ancestor_colours(len(self._kin), theme)
        self.moments, self.stretches = self._filmed()
        self.rests = self._resting_places()
        self._ways: dict[tuple[int, float], _Path] = {}
        self.at, self._labels = 0, Labels()

    def _retraced(self, champion: Champion) -> _Ancestor:
        """A champion's rollout, with where it was at each of its steps."""
        game, setting, course = self.ancestry.game, self.ancestry.setting, self.ancestry.course
        limit = self.ancestry.max_steps
        rollout = rollout_of(champion.network, game, course, setting=setting, max_steps=limit)
        scene = make_scene(game, setting, self._theme)
        reel = RecordedRollout(scene, [rollout], looks_of(champion.genome), course)
        place, ways, travelled = (0.0, 0.0), [], []
        for step in range(reel.last + 1):
            reel.go(step)
            moved = scene.travelled()
            dots = [dot for dot in scene.dots(Marks(leader=0, crowd=False)) if dot.agent in (0, -1)]
            place = (dots[0].x + moved, dots[0].y) if dots else place
            ways.append(place)
            travelled.append(moved)
        reel.go(0)
        return _Ancestor(champion, reel, np.array(ways), np.array(travelled))

    def _filmed(self) -> tuple[list[Moment], list[Stretch]]:
        """All frames: fast until shortly before an end, or before the last one comes further than the others."""
        moments: list[Moment] = []
        stretches = []
        rate = self.ancestry.game.steps_per_second
        furthest = max((one.end for one in self._kin[:-1]), default=0)
        for who, one in enumerate(self._kin):
            last = who == len(self._kin) - 1
            end = one.reel.last if last else min(one.reel.last, one.end + round(_PAUSE * rate))
            slow = (furthest if last and one.goes_on and furthest else one.end) - _SLOW * rate
            factor = max(_FAST, slow / rate / _PATIENCE)
            fast = np.arange(0, max(slow, 0), factor * rate / RATE)
            steps = [*fast.tolist(), *np.arange(max(slow, 0), end, rate / RATE).tolist(), end]
            first = len(moments)
            moments += [Moment(who, int(step)) for step in steps]
            stretches.append(Stretch(first, len(moments), one.champion.generation, one.reel.ending == "falls"))
        return moments, stretches

    def _resting_places(self) -> list[tuple[float, float]]:
        """Where each one stays after its end, as far apart that none hides another."""
        rests: list[tuple[float, float]] = []
        apart = 2 * (_RADIUS + _RING)
        for one in self._kin:
            x, y = map(float, one.way[-1])
            spots = [(x, y - k * apart) for k in range(2 * len(rests) + 1)]  # each of the others covers two at most
            free = (at for at in spots if all(math.dist(at, other) >= apart for other in rests))
            rests.append(next(free, (x, y)))
        return rests

    @property
    def frames(self) -> int:
        """How many frames there are."""
        return len(self.moments)

    @property
    def moment(self) -> Moment:
        """What is shown."""
        return self.moments[self.at]

    @property
    def over(self) -> bool:
        """Whether the last frame is shown."""
        return self.at == self.frames - 1

    @property
    def scene(self) -> Scene:
        """The scene of the champion that plays."""
        return self._kin[self.moment.who].reel.scene

    @property
    def whole(self) -> bool:
        """Whether all of the world must be seen: nothing may lie over it, or it is wider than high."""
        across, down = self.scene.size
        return across > down or self.scene.whole

    def go(self, frame: int) -> None:
        """Show any frame."""
        self.at = min(max(frame, 0), self.frames - 1)
        who, step = self.moment
        self._kin[who].reel.go(step)

    def score(self, who: int) -> float:
        """How far a champion has come up to the frame that is shown; all the way where its turn is over."""
        now, step = self.moment
        states = self._kin[who].reel.states
        return float(states[0 if who > now else min(step, len(states) - 1) if who == now else -1, 1, 0])

    def ended(self, who: int) -> str:
        """How a champion has ended by now, "falls" or "wins"; empty where it plays, has yet to play, or goes on."""
        now, step = self.moment
        one = self._kin[who]
        return one.reel.ending if who < now or (who == now and step >= one.end) else ""

    def end_of(self, who: int) -> int:
        """The first frame in which a champion's rollout has ended, or its time is up."""
        stretch, end = self.stretches[who], self._kin[who].end
        return next(k for k in range(stretch.first, stretch.end) if self.moments[k].step >= end)

    def goes_on(self, who: int) -> bool:
        """Whether a champion still plays when its time is up."""
        return self._kin[who].goes_on

    @property
    def factor(self) -> float:
        """How many times faster than normal the shown moment is."""
        if self.at == 0 or self.moments[self.at - 1].who != self.moment.who:
            return 1.0
        steps = self.moment.step - self.moments[self.at - 1].step
        return max(1.0, round(steps * RATE / self.ancestry.game.steps_per_second))

    def draw(self, paint: Paint, area: Rect, share: float, room: Rect, *, still: bool = False) -> None:
        """Draw the frame that is shown.

        Args:
            paint: A brush on the window.
            area: The part of the surface to draw in, in pixels.
            share: Share of the picture's width behind the player, where the world moves.
            room: The part in which names may stand, in units.
            still: Whether motion is reduced.
        """
        who, step = self.moment
        one, last = self._kin[who], len(self._kin) - 1
        one.reel.scene.look_back(share)
        leader = one.reel.leader
        one.reel.scene.draw(paint.surface, area, Marks(leader=leader, crowned=who == last, crowd=False, still=still))
        clip = paint.surface.get_clip()
        paint.surface.set_clip(area.clip(clip))
        for other in range(who + 1):
            self._draw_way(paint, area, other, step if other == who else None)
        for other in range(who + 1):
            if self.ended(other) == "falls":
                self._draw_ghost(paint, area, other)
        self._draw_names(paint, area, room, living=leader is not None)
        paint.surface.set_clip(clip)

    def _origin(self, area: Rect) -> tuple[float, float, float]:
        """Where the origin of the world that does not move lies, in pixels, and pixels to its unit."""
        who, step = self.moment
        one = self._kin[who]
        left, scale = one.reel.scene.view(area)
        return area.x - (left + one.travelled[step]) * scale, area.y, scale

    def _draw_way(self, paint: Paint, area: Rect, who: int, step: int | None) -> None:
        """The way that a champion came; of the one that plays up to a step, and stronger."""
        one, (x, y, scale) = self._kin[who], self._origin(area)
        colour = self.colours[who] if self._theme.dark else mix(self.colours[who], self._theme.ink, 0.15)
        wide = scale * (1.5 if step is not None else 1.15)
        if np.ptp(one.travelled) > 0 and (np.diff(one.way[:, 0]) >= 0).all():
            if (who, wide) not in self._ways:
                alpha = _ALPHA[step is None]
                self._ways[who, wide] = _Path(one.way[: one.end + 1], scale, wide, colour, alpha)
            end = one.way[max(0, step - _BARE), 0] if step is not None else one.way[-1, 0]
            self._ways[who, wide].draw(paint.surface, (x, y), x + float(end) * scale)
            return
        now = (one.end if step is None else min(step, one.end)) + 1
        near = one.way[max(0, now - _STANDING) : now][::-1]
        draw_trail(paint.surface, x + near[:, 0] * scale, y + near[:, 1] * scale, wide, colour)

    def _spot(self, area: Rect, who: int) -> tuple[float, float]:
        """Where a champion stays after its end, in pixels."""
        x, y, scale = self._origin(area)
        rest = self.rests[who]
        return x + rest[0] * scale, y + rest[1] * scale

    def _draw_ghost(self, paint: Paint, area: Rect, who: int) -> None:
        """Draw a champion that fell, grey and in a ring, under a triangle."""
        at, scale = self._spot(area, who), self._origin(area)[2]
        radius = _RADIUS * scale
        pixels = Paint(paint.surface)
        pixels.circle(at, radius + _RING * scale, self._theme.ink, 90)
        pixels.stamp(ghost_of(self.marker, self.looks[who], radius), at)
        pixels.circle(at, radius + _RING * scale, self.colours[who], 230, ring=max(1.8 * scale, 1.2))
        u, top = paint.scale, at[1] - radius - (_RING + 3) * scale
        pixels.polygon([(at[0] - 5 * u, top - 7 * u), (at[0] + 5 * u, top - 7 * u), (at[0], top)], self._theme.record)

    def _draw_names(self, paint: Paint, area: Rect, room: Rect, *, living: bool) -> None:
        """The generations of those who are seen, that of the player first."""
        (who, step), (x, y, scale) = self.moment, self._origin(area)
        u, reach = paint.scale, (_RADIUS + _RING) * scale
        labels = []
        if living:
            place = self._kin[who].way[step]
            at = (x + place[0] * scale) / u, (y + place[1] * scale) / u
            labels.append(Label(who, self.name(who), at, reach / u + _CROWN, self._theme.hot))
        for other in range(who + 1):
            spot = tuple(value / u for value in self._spot(area, other))
            if self.ended(other) == "falls" and room.left < spot[0] < room.right - _NAME:
                labels.append(Label(other, self.name(other), (spot[0], spot[1]), reach / u + 4))
        self._labels.draw(paint, labels)

    def name(self, who: int) -> str:
        """A champion as people read it."""
        return f"generation {self.stretches[who].generation:,}"
