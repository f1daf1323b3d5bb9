"""The Game contract, and finding games by name; docs/games.md explains it at length.

A game's rules are a module of kernels over lanes (see ``neuro.kernels``); a ``Game`` says what they mean. The state of
a block is one float32 array (rows, LANES), named in ``STATE``: row 0 is *alive* (1 or 0), row 1 the *score*. In a game
with a row *won*, who has stopped being alive with 1 in it has not died but won. A rules module has

===================================== =====================================================================
``VERSION``                           whole number, raised when the same state and action lead elsewhere
``STATE``, ``OBSERVATION``            names of the rows of the state and of the observation
``ACTIONS``                           names of the network's outputs
``DECISION``                          how outputs become actions, see ``DECISIONS``
``Setting``                           a NamedTuple of float32 parameters with defaults
``OBSERVATION_SHAPE``                 optional: such as (height, width, channels) for convolutions; else one row
``bounds(setting)``                   optional: the least and largest value of each row of the observation
``LIMITS``                            optional: the least and the largest value of parameters, by name
``DIALS``                             optional: which of these people turn while a run goes on, see ``docs/games.md``
``TRACE``                             optional: the rows of the state that a replay's digest covers; all by default
``reset(state, courses, setting)``    put every lane at the start of its course (``courses``: uint32 seeds)
``observe(state, observation, ...)``  fill the observation rows from the state; third argument ``setting``
``step(state, action, courses, ...)`` one step of every lane; last argument ``setting``
``fitness(state, steps, out)``        what evolution maximises, read once, when a lane dies or its time is up
``BEHAVIOUR``                         optional: names of numbers that describe what an agent did
``behaviour(state, steps, out)``      writes them, float32 ``(names, LANES)``, when ``fitness`` is read
``PLAYERS``                           optional: players of an episode, see ``docs/games.md``; 1 by default
===================================== =====================================================================

Lanes that have died are stepped on, but not looked at. A module in the plain form (``neuro.rules``) is made into these.
"""

from __future__ import annotations

import functools
import importlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError, SettingError, UnknownNameError, named
from neuro.game_facts import facts_wrong, misspelt
from neuro.game_levels import Exam, Level
from neuro.games_folder import folder_beside, folders_with, games_in_folders, lost_folders
from neuro.kernels import ALIVE
from neuro.network import Initialiser, Layer, Normal
from neuro.others_code import imported
from neuro.rules.lane_rules import lane_rules
from neuro.texts import clean, shown

__all__ = [
    "DECISIONS", "Exam", "Game", "Level", "checked_game", "find_game", "game_names", "imported_game", "recorded_game",
]  # fmt: skip

_MODULES = "NEURO_MODULES"  # names of modules, with commas between them
_LARGEST = float(np.finfo(np.float32).max)

#: How a network's outputs become the action rows that ``step`` reads.
DECISIONS = {
    "versus": "two outputs, one action row: 1 when the first exceeds the second, else 0",
    "argmax": "one action row: the index of the largest output, the first of equals",
    "threshold": "an action row for each output: 1 when its sum before activation is positive, else 0",
    "continuous": "an action row for each output: the output itself",
}


@dataclass(frozen=True, eq=False)
class Game:
    """A game: rules over lanes, and what people and algorithms need to know of them.

    Args:
        name: What people type.
        title: What people read.
        rules: The module of kernels, or in the plain form, of which kernels are made.
        layers: The network that plays it by default.
        exam: The exam that counts as solving the game.
        max_steps: The longest episode of training, in steps.
        score_name: What the score counts, in the plural.
        first_point: What an agent has done that has a score of one, for people: "past the first pipe".
        agent: What one player is called.
        cause: What an agent died of, by the state ``(rows,)`` in which it did, after the word "It": "was too low".
        sight: What it sees in a state ``(rows,)``, in words: "the stone in 53, the low edge 14 below".
        keys: Keys for human play: the action rows that each key stands for.
        rest: The action rows of a person who presses nothing; zeros when empty.
        held: Whether a key acts as long as it is held down, instead of once for each press.
        view_module: The dotted name of the module that draws it; empty for what its rules draw, or a plain picture.
        initialiser: The distribution that the first generation is drawn from.
        evolution: Settings of the genetic algorithm that suit the game, by name.
        levels: Ways to play it, by name, the usual one first; see ``at``.
        level: The one that is played; the first when empty.
        engine: Makes what plays it with a policy and threads (``neuro.rollout.external``), without rules.
        note: What a record has to say of it, for example of exactness.
        pairing: The choice of opponents in games of several players, see ``docs/games.md``.
        steps_per_second: Steps that are a second of play, from 0.1 to 1,000: the speed at which it is shown.
        episodes: The courses that each genome flies in a generation unless people say otherwise; one without chance.
        read_map: The parameters that a text stands for, as ``--map FILE`` gives it; None where nothing can be mapped.
        draw_map: The parameters that a closed line stands for, points in units of the world, which people draw in the
            window; None where nothing can be drawn.
        usual: The game that this is a level of; None for the game itself.

    Raises:
        SettingError: If there are no such steps in a second.
    """

    name: str
    title: str
    rules: ModuleType
    layers: tuple[Layer, ...]
    exam: Exam
    max_steps: int
    score_name: str = "points"
    first_point: str = ""
    agent: str = "agent"
    cause: Callable[[NDArray[np.float32]], str] | None = None
    sight: Callable[[NDArray[np.float32]], str] | None = None
    keys: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    rest: tuple[float, ...] = ()
    held: bool = False
    view_module: str = ""
    initialiser: Initialiser = field(default_factory=Normal)
    evolution: Mapping[str, Any] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)
    level: str = ""
    engine: Callable[..., Any] | None = None
    note: str = ""
    pairing: str = "random"
    steps_per_second: float = 60
    episodes: int = 4
    read_map: Callable[[str], Mapping[str, float]] | None = None
    draw_map: Callable[[Sequence[tuple[float, float]]], Mapping[str, float]] | None = None
    usual: Game | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Texts of a game come from others: they are kept in a form that may be shown anywhere.

        Raises:
            SettingError: If its name or a level's cannot be printed, or its steps a second cannot be shown.
        """
        object.__setattr__(self, "rules", lane_rules(self.rules))
        if not (isinstance(rate := self.steps_per_second, (int, float, np.number)) and 0.1 <= rate <= 1_000):
            raise SettingError(f"{self.name}'s steps_per_second lies between 0.1 and 1,000, not {rate!r}")
        clean(self, "title", "score_name", "first_point", "agent")
        for kind, name in (("name", self.name), *(("level", level) for level in self.levels)):
            if not str(name).isprintable():
                raise SettingError(f"a game's {kind} is a word without signs that cannot be printed, not {name!r}")

    def __deepcopy__(self, memo: dict[int, Any]) -> Game:
        """Itself: nothing in it changes."""
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """A game is sent to another process by its name, and only one that has the rest there, too.

        Raises:
            NeuroError: If it is not the one that is installed under its name.
        """
        try:
            there = vars(_game_named(self.name, self.level))
        except UnknownNameError:
            there = {}
        if there != vars(self):
            raise NeuroError(f"{self.title} cannot be pickled: {self.name!r} is not installed, or as another game")
        return _game_named, (self.name, self.level)

    def at(self, level: str) -> Game:
        """The game on one of its levels: parameters, exam, rules and network are those of the level.

        Args:
            level: Name of the level; the first one when empty.

        Raises:
            UnknownNameError: If there is no such level.
        """
        level = level or next(iter(self.levels), "")
        if level == self.level:
            return self
        chosen, usual = named(f"level of {self.name}", level, self.levels), self.usual or self
        own = {
            name: getattr(chosen, name) or getattr(usual, name)
            for name in ("rules", "layers", "exam", "max_steps", "pairing")
        }
        return replace(usual, level=level, usual=usual, **own)

    @property
    def about(self) -> str:
        """What it is about, in a sentence: what its package's docstring says first, behind the title and a colon."""
        package = sys.modules.get(self.rules.__name__.rpartition(".")[0])
        first = " ".join((getattr(package, "__doc__", None) or "").split("\n\n")[0].split())
        sentence = first.partition(": ")[2].split(". ")[0].rstrip(".")
        return shown(sentence[:1].upper() + sentence[1:] + "." if sentence else "")

    @property
    def has_rules(self) -> bool:
        """Whether rules of ours are compiled and played; else its own engine plays it, and little else can."""
        return self.engine is None

    @property
    def version(self) -> int:
        """The version of the rules."""
        return int(self.rules.VERSION)

    @property
    def state(self) -> tuple[str, ...]:
        """Names of the state's rows."""
        return tuple(self.rules.STATE)

    def won(self, state: NDArray[np.float32]) -> NDArray[np.bool_]:
        """Which agents of a state ``(rows, agents)`` have ended by winning, not by dying: bool ``(agents,)``."""
        if not self.won_row:
            return np.zeros(state.shape[1], np.bool_)
        return np.asarray((state[ALIVE] <= 0) & (state[self.won_row] > 0))

    @property
    def won_row(self) -> int:
        """The state's row that says who has won; 0, which is another's, in a game that cannot be won."""
        return self.state.index("won") if "won" in self.state else 0

    @property
    def traced(self) -> tuple[int, ...]:
        """Indices of the state's rows that a trace covers."""
        return tuple(self.state.index(name) for name in getattr(self.rules, "TRACE", self.state))

    @property
    def players(self) -> int:
        """How many players an episode has."""
        return int(getattr(self.rules, "PLAYERS", 1))

    @property
    def behaviour(self) -> tuple[str, ...]:
        """Names of the numbers that describe what a player did; none where the rules describe nothing."""
        return tuple(map(shown, getattr(self.rules, "BEHAVIOUR", ())))

    @property
    def observation(self) -> tuple[str, ...]:
        """Names of what an agent sees."""
        return tuple(map(shown, self.rules.OBSERVATION))

    @property
    def observation_shape(self) -> tuple[int, ...]:
        """The shape of what an agent sees, the last dimension fastest; one row unless the rules say otherwise."""
        return tuple(getattr(self.rules, "OBSERVATION_SHAPE", (len(self.rules.OBSERVATION),)))

    @property
    def actions(self) -> tuple[str, ...]:
        """Names of the network's outputs."""
        return tuple(map(shown, self.rules.ACTIONS))

    @property
    def decision(self) -> str:
        """How outputs become actions: a key of ``DECISIONS``."""
        return str(self.rules.DECISION)

    @property
    def action_rows(self) -> int:
        """Rows of the action array, of one player."""
        return 1 if self.decision in ("versus", "argmax") else len(self.actions)

    @property
    def setting(self) -> NamedTuple:
        """The parameters of the rules on this level."""
        level = self.levels.get(self.level)
        return self._changed(self.rules.Setting(), level.parameters if level else {})

    def setting_with(self, changes: Mapping[str, float]) -> NamedTuple:
        """The parameters with some changed.

        Raises:
            UnknownNameError: If the game has no such parameter.
            SettingError: If a value is not a finite number, or out of its limits.
        """
        return self._changed(self.setting, changes)

    def _changed(self, default: NamedTuple, changes: Mapping[str, float]) -> NamedTuple:
        limits = getattr(self.rules, "LIMITS", {})
        for name, value in changes.items():
            if name not in default._fields:
                raise UnknownNameError.of(f"parameter of {self.name}", name, default._fields)
            if not isinstance(value, (int, float, np.number)) or not abs(value) <= _LARGEST:
                raise SettingError(f"{self.name}'s {name} must be a finite number, not {value!r}")
            least, largest = limits.get(name, (-_LARGEST, _LARGEST))
            if not np.float32(least) <= np.float32(value) <= np.float32(largest):
                raise SettingError(f"{self.name}'s {name} lies between {least} and {largest}, not {value!r}")
        return default._replace(**{name: np.float32(value) for name, value in changes.items()})

    def bounds(self, setting: Any) -> NDArray[np.float32]:
        """The least and the largest value of what an agent can see: float32 ``(observation rows, 2)``."""
        if not hasattr(self.rules, "bounds"):
            return np.tile(np.array([-_LARGEST, _LARGEST], np.float32), (len(self.observation), 1))
        return np.array(self.rules.bounds(setting), np.float32)

    def view(self) -> ModuleType:
        """The module that draws the game; imports pygame."""
        return importlib.import_module(self.view_module or getattr(self.rules, "VIEW", "neuro.view.plain"))


@functools.cache
def _entry_points(group: str) -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=group)}


def _points() -> dict[str, EntryPoint]:
    """Entry points of all games; what is in a folder of one's own comes before what is installed."""
    own = {name: EntryPoint(name, value, "neuro.games") for name, value in games_in_folders().items()}
    return {**_entry_points("neuro.games"), **own}


def game_names() -> list[str]:
    """Names of all games: those that are installed, and those in folders of one's own."""
    return sorted(_points())


def _game_named(name: str, level: str) -> Game:
    """A game that was pickled: on one of its levels, or as it is found."""
    return find_game(name).at(level) if level else find_game(name)


def recorded_game(name: str) -> Game:
    """The game that a file names.

    Files are data, and nothing that only a file names is run: a module that would have to be imported for an
    environment (``gym:module:Name-v0``) is imported only when people have named it, too.

    Raises:
        UnknownNameError: If there is none.
        NeuroError: If it is there but cannot be imported, or its module is one that people have not named.
    """
    module = name.partition(":")[2].rpartition(":")[0]
    if module and module not in sys.modules and module not in os.environ.get(_MODULES, "").split(","):
        raise NeuroError(
            f"{name} is of the module {module}, which a file cannot import: where you trust it, set {_MODULES}={module}"
        )
    return find_game(name)


@functools.cache
def imported_game(name: str) -> Game:
    """The game of that name as it stands there, whatever may be wrong with it; see ``find_game``.

    Raises:
        UnknownNameError: If there is none; the message names the nearest.
        NeuroError: If it is there but cannot be imported, in two folders, or goes by another name.
    """
    points = _points()
    world, _, rest = name.partition(":")
    if rest and world in (worlds := _entry_points("neuro.worlds")):
        made: Game = worlds[world].load()(rest)
        return made
    if name not in points and (lost := lost_folders()):
        raise UnknownNameError(f"unknown game {name!r}; NEURO_GAMES names {lost[0]}, and there is no such folder")
    if name not in points:
        raise UnknownNameError(f"{UnknownNameError.of('game', name, points)} ({folder_beside(name)})")
    point = points[name]
    if len(folders := folders_with(name)) > 1:
        raise NeuroError(f"there is a game {name!r} in {' and in '.join(map(str, folders))}: leave all but one out")
    found: Any = imported(
        f"the game {name!r} ({point.value})",
        point.load,
        lambda error: misspelt(error, Game, Exam, Level),
    )
    if not isinstance(found, Game):
        raise NeuroError(f"the entry point of {name!r} is {point.value}, which is not a neuro.game.Game")
    if found.name != name:  # its champions would look for a game that is not found
        raise NeuroError(f"the game {name!r} ({point.value}) calls itself {found.name!r}: give both the same name")
    return found


@functools.cache
def find_game(name: str) -> Game:
    """The game of that name: from the entry points of group ``neuro.games``, or a folder of one's own.

    A name such as ``gym:CartPole-v1`` is of another world: the entry point ``gym`` of group ``neuro.worlds`` makes it.

    Raises:
        UnknownNameError: If there is none; the message names the nearest.
        NeuroError: If it is there but cannot be imported, or its facts do not fit each other.
    """
    return checked_game(imported_game(name))


def checked_game(game: Game | str) -> Game:
    """A game, or the game of that name, if its facts fit each other.

    Raises:
        UnknownNameError: If there is none of that name.
        SettingError: If it is neither.
        NeuroError: If it cannot be imported, or its facts do not fit each other.
    """
    if isinstance(game, str):
        return find_game(game)
    if not isinstance(game, Game):
        raise SettingError(f"what is played is a game or its name, not {game!r:.60}")
    fault = next(facts_wrong(game, DECISIONS), None) if game.has_rules else None
    if fault is not None:
        raise NeuroError(f"the game {game.name!r} cannot be played: {fault}")
    return game
