"""What a game's view module gives: a class ``Scene`` that draws the game from states, and nothing else.

A new game needs only this class in its ``view.py`` (named by ``Game.view_module``) to be watched, replayed
and played, in the window and in the terminal. A scene sees states, an array ``(rows, n)`` named by
``Game.state``, and never changes one; it is told of every step, so it can remember what it needs for trails.

The class ``Scene`` here is what one may derive from. It says what a scene is asked for, and answers all that only some
games can tell; a class that has the seven things without a default need not derive from it. How agents look outside
their world is told by the view module's ``marker``, see ``neuro.view.marker``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType, ModuleType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pygame import Rect, Surface

from neuro.compile_errors import error_line
from neuro.errors import NeuroError
from neuro.game import Game
from neuro.view.drawing.world_layer import Layer
from neuro.view.paint import Paint
from neuro.view.theme import Colour, Theme

__all__ = [
    "Axis",
    "Box",
    "Dot",
    "Marks",
    "PageScene",
    "Plane",
    "Scene",
    "Share",
    "Shares",
    "Solid",
    "State",
    "Still",
    "Timer",
    "bounded",
    "has_plane",
    "make_scene",
    "moves",
    "view_of",
]

State = NDArray[np.float32]
#: x, y, width and height in the world.
Box = tuple[float, float, float, float]

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

    @property
    def agents(self) -> list[int]:
        """Numbers of the marked agents, in ascending order."""
        return sorted({*self.names, *(one for one in (self.leader, self.selected) if one is not None)})


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
        across: The quantity from left to right.
        down: The quantity from top to bottom.
        solids: What must not be touched: left, top, right and bottom, in the axes' values.
        lines: Names of values of ``down`` that are worth a line.
        still: Rows of the state besides these two that are given other values than the agent's, with the values.
        signs: What is called for at places of the plane: its name and the two values.
        title: Title of the map, instead of the usual one.
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
        name: The task, in words for people.
        value: The share, from 0 to 1; None while no agent has met the task.
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


class Solid(NamedTuple):
    """The picture of what an agent must not touch, for pages: premultiplied, and pixels of it beyond its free end."""

    picture: Surface
    margin: int


class PageScene(NamedTuple):
    """How live pages draw a game that has a view of its own.

    Args:
        scripts: Assets with JavaScript; the last one adds the class to ``scenes``, under the game's name.
        functions: Functions that it calls, as ``scripts.NAME``: they are translated.
        constants: Values that it reads, as ``face.constants.NAME``.
    """

    scripts: tuple[str, ...]
    functions: tuple[Callable[..., Any], ...]
    constants: Mapping[str, Any] = MappingProxyType({})


class Scene:
    """Draws one game; made with the game, its setting and a theme, whose colours people may change at any time.

    ``size``, ``begin``, ``track``, ``draw``, ``view``, ``dots`` and ``solids`` are what every scene has; the rest has
    defaults.
    """

    size: tuple[float, float]
    """Width and height of the part of the world that must be seen."""

    tells_score: bool = False
    """Whether the picture itself tells the score: none is written over it where panels tell it, too."""

    whole: bool = False
    """Whether nothing may lie over any part of the world: panels and figures stand beside it."""

    opposed: bool = False
    """Whether the game's two outputs work against each other, though each acts for itself."""

    page: PageScene | None = None
    """How live pages draw it; None for the plain picture of a game without a view."""

    captions: Mapping[str, str] = MappingProxyType({})
    """Captions of the window in the game's own words, by name: see ``neuro.view.watch.captions``."""

    def __init__(self, game: Game, setting: NamedTuple, theme: Theme) -> None:
        pass

    def begin(self, state: State, looks: NDArray[np.float32], course: int) -> None:
        """A run of agents begins: its first state, looks of the agents ``(n, 16)``, and the course that is shown."""
        raise NotImplementedError

    def track(self, state: State) -> None:
        """A step has been done."""
        raise NotImplementedError

    def draw(self, surface: Surface, rect: Rect, marks: Marks) -> None:
        """Draw the newest state; the rectangle's height shows the world's, its width as much as fits."""
        raise NotImplementedError

    def view(self, rect: Rect) -> tuple[float, float]:
        """The x of the world at a rectangle's left edge, and pixels to a unit of the world."""
        raise NotImplementedError

    def dots(self, marks: Marks) -> list[Dot]:
        """Where the agents are drawn, in the world."""
        raise NotImplementedError

    def solids(self) -> list[Box]:
        """What an agent must not touch near the view: x, y, width, height in the world."""
        raise NotImplementedError

    def delay(self, agent: int) -> int:
        """The steps by which an agent is shown late."""
        return 0

    def plane(self, state: NDArray[np.float32]) -> Plane | None:
        """The two quantities that a policy map is drawn over, in a state ``(rows,)``; None for pairs of inputs."""
        return None

    def measure(self, paint: Paint, rect: Rect, agent: int) -> None:
        """Draw what an agent sees into the world, over a picture that has been drawn."""

    def shares(self) -> Shares | None:
        """Bars beside the policy map on how the run has gone so far."""
        return None

    def end_place(self, told: Mapping[str, float]) -> tuple[float, float] | None:
        """Where in the world an agent ended, by the behaviour that its rules describe; None where that is no place."""
        return None

    def draw_plan(self, paint: Paint) -> None:
        """Draw the world with nobody in it, in its units, for a picture of where agents ended."""

    def look_back(self, share: float) -> None:
        """Show so large a share of the picture's width behind the agent, to see the way that it came."""

    def travelled(self) -> float:
        """How far the world has moved to the left; a scene has this method of its own where the world moves."""
        return 0.0

    def layers(self, rect: Rect) -> list[Layer]:
        """The landscape of a page, of which layers of pace 1 hide what stands in the world; empty for one picture."""
        return []

    def stills(self) -> list[Still]:
        """Parts of the picture that change, for a page."""
        return []

    def timer(self) -> Timer | None:
        """A ring that runs out, for a page."""
        return None

    def solid(self, size: tuple[int, int], *, hanging: bool) -> Solid | None:
        """What a page draws moving solids with, standing or hanging from above; None for plain boxes.

        Args:
            size: Width and greatest height in pixels: the page shows as much of it as it needs, from the free end on.
            hanging: Whether the free end is below.
        """
        return None


def make_scene(game: Game, setting: NamedTuple, theme: Theme) -> Scene:
    """The scene of a game.

    Raises:
        NeuroError: If its view cannot be imported or lacks something.
    """
    made = getattr(view_of(game), "Scene", None)
    if made is None:
        raise NeuroError(f"the view of {game.title} ({game.view_module}) has no class Scene")
    lacking = [name for name in _NEEDED if getattr(made, name, None) in (None, getattr(Scene, name, None))]
    if lacking:
        raise NeuroError(f"the Scene of {game.title} ({game.view_module}) has no {lacking[0]}; see neuro.view.scene")
    scene: Scene = _derived(made)(game, setting, theme)
    return scene


@functools.cache
def _derived(made: Any) -> Any:
    """A game's class of scenes, with the defaults of ``Scene`` for what it does not say itself."""
    if isinstance(made, type) and not issubclass(made, Scene):
        return type(made.__name__, (made, Scene), {"__module__": made.__module__})
    return made


def view_of(game: Game) -> ModuleType:
    """The module that draws a game.

    Raises:
        NeuroError: If it cannot be imported.
    """
    try:
        return game.view()
    except Exception as error:  # code of others
        told = f"the view of {game.title} ({game.view_module}) cannot be imported: {error_line(error)}"
        raise NeuroError(told) from error


def bounded(low: float, high: float) -> bool:
    """Whether bounds of a quantity say anything: where a game knows none, they are those of all float32 numbers."""
    return float(high) - float(low) < _ENDLESS


def has_plane(scene: Scene) -> bool:
    """Whether a scene has a plane of its own."""
    return type(scene).plane is not Scene.plane


def moves(scene: Scene) -> bool:
    """Whether a scene's world moves."""
    return type(scene).travelled is not Scene.travelled
