"""What a game's view module gives: a class ``Scene`` that draws the game from states, and nothing else.

A new game needs only this class in its ``view.py`` (named by ``Game.view_module``) to be watched, replayed
and played, in the window and in the terminal. A scene sees states, an array ``(rows, n)`` named by
``Game.state``, and never changes one; it is told of every step, so it can remember what it needs for trails.

Four methods are optional: ``delay(agent) -> int``, the steps by which an agent is shown late (else 0);
``plane(state) -> Plane``, the two quantities that a policy map is drawn over (else pairs of inputs);
``measure(paint, rect, agent)``, which draws what an agent sees into the world, over a picture that has been drawn; and
``shares() -> Shares``, bars beside the policy map on how the flight has gone so far. A scene whose picture
``tells_score`` gets no score written over it where panels tell it, too. One that is ``whole``, as plain scenes are, has
nothing laid over its world: panels and figures stand beside it. One that is ``opposed`` shows a game whose two outputs
work against each other, though each acts for itself. The agents of one that is ``winged`` are birds of the game's own
looks wherever they are shown outside the world; those of others are discs. ``captions`` words captions of the window in
the game's own way, by name: see ``neuro.view.watch.captions``. Where the world moves, ``look_back(share)`` asks for so
large a share of the picture's width behind the agent, to see the way that it came.

Four more are for the page that ``neuro export`` writes, where a landscape is not one picture that never changes:
``layers(rect) -> list[Layer]``, its layers, of which those of pace 1 hide what stands in the world; ``travelled() ->
float``, how far the world has moved to the left; ``stills() -> list[Still]``, parts of the picture that change; and
``timer() -> Timer``, a ring that runs out.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import NamedTuple, Protocol, cast

import numpy as np
from numpy.typing import NDArray
from pygame import Rect, Surface

from neuro.compile_errors import error_line
from neuro.errors import NeuroError
from neuro.game import Game
from neuro.view.theme import Colour, Theme

__all__ = [
    "Axis",
    "Dot",
    "Marks",
    "Plane",
    "Scene",
    "Share",
    "Shares",
    "State",
    "Still",
    "Timer",
    "bounded",
    "delay_of",
    "look_back",
    "make_scene",
    "opposed",
    "shares_of",
    "tells_score",
    "travelled_of",
    "whole",
    "winged",
]

State = NDArray[np.float32]

_NEEDED = ("size", "begin", "track", "draw", "view", "dots", "solids")
_ENDLESS = 1e30  # from so far apart on, bounds say nothing


@dataclass(frozen=True)
class Marks:
    """Which agents are more than one of the crowd.

    Args:
        leader: The one drawn in front, with a glow; None when there is none.
        crowned: Whether the leader wears a crown.
        crowd: Whether the others are drawn.
        selected: The one that people chose, drawn over the crowd; the window marks it.
        names: Names of those that are drawn as ghosts, with a ring.
        still: Whether nothing is to move that tells nothing: for people whom motion makes ill.
    """

    leader: int | None = None
    crowned: bool = True
    crowd: bool = True
    selected: int | None = None
    names: Mapping[int, str] = field(default_factory=dict)
    still: bool = False


class Dot(NamedTuple):
    """An agent as the terminal shows it: a place in the world, a colour, whether it is marked, and its number."""

    x: float
    y: float
    colour: Colour
    marked: bool
    agent: int = -1


class Axis(NamedTuple):
    """One quantity of a plane: a row of the state (or of the inputs), and the values at both ends.

    ``zero`` is taken off the values that people read. ``marks`` are names of values, shown instead of numbers.
    """

    name: str
    row: int
    low: float
    high: float
    zero: float = 0.0
    marks: tuple[tuple[str, float], ...] = ()


class Plane(NamedTuple):
    """Two quantities that a policy map is drawn over.

    Args:
        across: From left to right.
        down: From top to bottom.
        solids: What must not be touched: left, top, right and bottom, in the axes' values.
        lines: Names of values of ``down`` that are worth a line.
        still: Rows of the state besides these two that are given other values than the agent's, with the values.
        signs: What is called for at places of the plane: its name and the two values.
        title: Of the map, instead of the usual one.
        note: What the map holds still, in a few words.
        timeless: Whether it is the same in every state, so that the maps of earlier champions can stand beside it.
    """

    across: Axis
    down: Axis
    solids: tuple[tuple[float, float, float, float], ...] = ()
    lines: tuple[tuple[str, float], ...] = ()
    still: tuple[tuple[int, float], ...] = ()
    signs: tuple[tuple[str, float, float], ...] = ()
    title: str = ""
    note: str = ""
    timeless: bool = False


class Share(NamedTuple):
    """How often something came out well, as a bar.

    Args:
        name: Of what was to be done, for people.
        value: From 0 to 1; None while nobody has met it.
        warm: Whether it was the action of the map's warm colour.
        lights: A disc for each, lit or dark, drawn instead of the name; none when empty.
    """

    name: str
    value: float | None
    warm: bool
    lights: tuple[bool, ...] = ()


class Shares(NamedTuple):
    """Bars under a title."""

    title: str
    bars: tuple[Share, ...]


class Still(NamedTuple):
    """A part of the picture that changes: its box in the world, and what tells how it looks now."""

    box: tuple[float, float, float, float]
    looks: Hashable


class Timer(NamedTuple):
    """A ring that runs out, with a number and a word in it: its place, its radius, and what is left of it."""

    x: float
    y: float
    radius: float
    share: float
    number: int
    word: str


class Scene(Protocol):
    """Draws one game; made with the game, its setting and a theme, whose colours people may change at any time."""

    size: tuple[float, float]
    """Width and height of the part of the world that must be seen."""

    def begin(self, state: State, looks: NDArray[np.float32], course: int) -> None:
        """A flight begins: its first state, looks of the agents ``(n, 16)``, and the course that is shown."""

    def track(self, state: State) -> None:
        """A step has been flown."""

    def draw(self, surface: Surface, rect: Rect, marks: Marks) -> None:
        """Draw the newest state; the rectangle's height shows the world's, its width as much as fits."""

    def view(self, rect: Rect) -> tuple[float, float]:
        """The x of the world at a rectangle's left edge, and pixels to a unit of the world."""

    def dots(self, marks: Marks) -> list[Dot]:
        """Where the agents are drawn, in the world."""

    def solids(self) -> list[tuple[float, float, float, float]]:
        """What an agent must not touch near the view: x, y, width, height in the world."""


def make_scene(game: Game, setting: NamedTuple, theme: Theme) -> Scene:
    """The scene of a game.

    Raises:
        NeuroError: If its view cannot be imported or lacks something.
    """
    made = getattr(_view_of(game), "Scene", None)
    if made is None:
        raise NeuroError(f"the view of {game.title} ({game.view_module}) has no class Scene")
    lacking = [name for name in _NEEDED if not hasattr(made, name)]
    if lacking:
        raise NeuroError(f"the Scene of {game.title} ({game.view_module}) has no {lacking[0]}; see neuro.view.scene")
    return cast(Scene, made(game, setting, theme))


def _view_of(game: Game) -> ModuleType:
    try:
        return game.view()
    except Exception as error:  # code of others
        told = f"the view of {game.title} ({game.view_module}) cannot be imported: {error_line(error)}"
        raise NeuroError(told) from error


def bounded(low: float, high: float) -> bool:
    """Whether bounds of a quantity say anything: where a game knows none, they are those of all float32 numbers."""
    return float(high) - float(low) < _ENDLESS


def shares_of(scene: Scene) -> Shares | None:
    """Bars on how the flight has gone so far, where a scene has any."""
    shares = getattr(scene, "shares", None)
    return None if shares is None else cast(Shares, shares())


def delay_of(scene: Scene, agent: int) -> int:
    """The steps by which a scene shows an agent late."""
    delay = getattr(scene, "delay", None)
    return 0 if delay is None else int(delay(agent))


def travelled_of(scene: Scene) -> float:
    """How far a scene's world has moved to the left; 0 where it does not move."""
    travelled = getattr(scene, "travelled", None)
    return 0.0 if travelled is None else float(travelled())


def look_back(scene: Scene, share: float) -> None:
    """Let a scene whose world moves show so large a share of its width behind the agent."""
    asked = getattr(scene, "look_back", None)
    if asked is not None:
        asked(share)


def whole(scene: Scene) -> bool:
    """Whether nothing may lie over any part of a scene's world."""
    return bool(getattr(scene, "whole", False))


def opposed(scene: Scene) -> bool:
    """Whether the two outputs of a scene's game work against each other."""
    return bool(getattr(scene, "opposed", False))


def tells_score(scene: Scene) -> bool:
    """Whether a scene's own picture tells the score."""
    return bool(getattr(scene, "tells_score", False))


def winged(scene: Scene) -> bool:
    """Whether a scene's agents are birds."""
    return bool(getattr(scene, "winged", False))
