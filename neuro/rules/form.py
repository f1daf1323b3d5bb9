"""The plain form of rules: what a module says of its parameters, its agent and its functions."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Annotated, Any, get_args, get_origin

import numpy as np

from neuro.kernels import MOST_PLAYERS, is_kernel
from neuro.rules.nodes import BOOL, FLOAT, WHOLE
from neuro.rules.setting_class import place_names
from neuro.rules.source import RulesError, Source, fail, source_of

__all__ = ["FIRST_DRAW", "Field", "Form", "is_plain", "pixel_name", "player_field"]

#: The functions of the plain form, and what each takes; all but ``see`` and ``step`` may be left out. ``see`` may take
#: a row and a column, too: then it tells the channels of one pixel of a picture. ``behaviour`` may take the steps.
_FUNCTIONS = {
    "start": ("agent", "p", "rng"),
    "see": ("agent", "p"),
    "step": ("agent", "action", "p", "rng"),
    "fitness": ("agent", "steps"),
    "behaviour": ("agent",),
}
_PIXEL = ("row", "column")
#: The same with several players: an episode is a match, and ``player`` the number of one of them, from 0.
_OF_MATCHES = {
    "start": ("match", "p", "rng"),
    "see": ("match", "player", "p"),
    "step": ("match", "actions", "p", "rng"),
    "fitness": ("match", "player", "steps"),
    "behaviour": ("match", "player"),
}
_DRAWING = ("draw", "draw_world", "draw_ground", "draw_end")  # functions that are never compiled
_LARGEST = 3.4e38
_NEEDED = ("see", "step")
_KINDS = {float: FLOAT, int: WHOLE, bool: BOOL, "float": FLOAT, "int": WHOLE, "bool": BOOL}

#: The place of the first ``rng.uniform`` among the draws of a course; ``rng.at`` has those before it.
FIRST_DRAW = 12 << 20


@dataclass(frozen=True)
class Field:
    """A quantity of the agent, or of a match or one of its players.

    Attributes:
        name: Its name.
        row: Its first row of the state.
        size: Its places: 1 for a number, more for a list.
        typ: What it is, see ``neuro.rules.nodes``.
        default: Its value, or values, at the start of an episode.
        listed: Whether it is a list.
    """

    name: str
    row: int
    size: int
    typ: str
    default: tuple[Any, ...]
    listed: bool

    @property
    def rows(self) -> tuple[str, ...]:
        """Names of its rows."""
        if self.name == player_field(0, "score"):
            return ("score",)  # as all states have it
        return tuple(f"{self.name}[{k}]" for k in range(self.size)) if self.listed else (self.name,)


def player_field(player: int, name: str) -> str:
    """What a field of one of several players is called."""
    return f"players[{player}].{name}"


def is_plain(rules: Any) -> bool:
    """Whether a module is in the plain form: it has an agent, or says what one sees, and no rows of a state."""
    if not isinstance(rules, ModuleType) or hasattr(rules, "STATE"):
        return False
    plain = [name for name in ("see", "step") if isinstance(getattr(rules, name, None), FunctionType)]
    has_class = any(hasattr(rules, name) for name in ("Agent", "Match", "Player"))
    return has_class or any(not is_kernel(getattr(rules, name)) for name in plain)


def pixel_name(channel: str, row: Any, column: Any) -> str:
    """What a channel of a pixel is called among all that is seen."""
    return f"{channel} {row} {column}"


class Form:
    """What a module in the plain form says.

    Args:
        module: The module.

    Attributes:
        module: The module.
        source: Its text.
        players: How many an episode has.
        whole: What an episode is called: the agent, or, of several players, the match.
        fields: The agent's, by name, alive and score first; or the match's, then those of each player.
        parameters: Defaults of the parameters, by name; of a list of them, each place under a name of its own.
        lists: How many places each list of parameters has, by its name.
        limits: The least and the largest value of parameters, by name.
        actions: Names of the actions.
        decision: The way from outputs to actions, a key of ``DECISIONS``.
        picture: Height and width of the picture that an agent sees; None for a row of numbers.

    Raises:
        RulesError: If something is lacking or is not what it should be; the message names the file and the line.
    """

    def __init__(self, module: ModuleType) -> None:
        self.module, self.source = module, source_of(module)
        self.players = self._players()
        self.whole = "agent" if self.players == 1 else "match"
        for name in ("VERSION", "ACTIONS", "DECISION", "Agent" if self.players == 1 else "Player"):
            if not hasattr(module, name):
                kind = "constant" if name.isupper() else "class"
                raise RulesError(f"{self.source.file}: the rules have no {kind} {name}")
        self.actions, self.decision = module.ACTIONS, module.DECISION
        if not isinstance(self.actions, (tuple, list)) or not all(isinstance(one, str) for one in self.actions):
            raise RulesError(f"{self.source.file}: ACTIONS are texts, like ('left', 'right'), not {self.actions!r:.60}")
        self.lists: dict[str, int] = {}
        self.parameters, self.limits = self._parameters()
        self.fields = self._fields()
        self.picture: tuple[int, int] | None = None
        self._check_functions()
        if any(_draws(one) for one in _sources_of(self.source)):
            self.fields["draws"] = Field("draws", self.rows, 1, WHOLE, (0,), False)

    @property
    def rows(self) -> int:
        """How many rows the state has."""
        return sum(one.size for one in self.fields.values())

    @property
    def state(self) -> tuple[str, ...]:
        """Names of the state's rows."""
        return tuple(name for one in self.fields.values() for name in one.rows)

    def expanded(self, names: Any) -> tuple[str, ...]:
        """Names of rows, where a list stands for all of its rows, and a field of the players for that of each."""
        found: list[str] = []
        for name in names:
            each = [player_field(player, name) for player in range(self.players)]
            known = [self.fields[one] for one in (name, *each) if one in self.fields]
            found += [row for one in known for row in one.rows] or [name]
        return tuple(found)

    @property
    def action_rows(self) -> int:
        """How many rows the action of one player has."""
        return 1 if self.decision in ("versus", "argmax") else len(self.actions)

    def functions_taking(self) -> dict[str, tuple[str, ...]]:
        """The functions of these rules, and what each takes."""
        return _FUNCTIONS if self.players == 1 else _OF_MATCHES

    @property
    def counts_steps(self) -> bool:
        """Whether ``behaviour`` takes the number of steps, too, behind what it has to take."""
        function = self.source.functions.get("behaviour")
        return function is not None and len(function.args.args) > len(self.functions_taking()["behaviour"])

    def _players(self) -> int:
        players, names = getattr(self.module, "PLAYERS", 1), vars(self.module)
        if isinstance(players, bool) or not isinstance(players, int) or not 1 <= players <= MOST_PLAYERS:
            raise RulesError(f"{self.source.file}: PLAYERS is a whole number from 1 to {MOST_PLAYERS}, not {players!r}")
        wrong = ("Agent",) if players > 1 else ("Match", "Player")
        for name in [one for one in wrong if inspect.isclass(names.get(one))]:
            told = f"a class {name} is for games of several players, PLAYERS = 2; else write a class Agent"
            if players > 1:
                told = "with several players, a class Player holds what each has, and a class Match what they share"
            fail(self.source.classes.get(name), told)
        return players

    def _parameters(self) -> tuple[dict[str, np.float32], dict[str, tuple[float, float]]]:
        found, limits = {}, getattr(self.module, "LIMITS", {})
        if not isinstance(limits, dict):
            raise RulesError(
                f"{self.source.file}: LIMITS are pairs by name, like {{'fall': (0, 1)}}, not {limits!r:.60}"
            )
        limits = dict(limits)
        for name, value, annotation, at in self._members("Setting"):
            names: tuple[str, ...] = (name,)
            if isinstance(value, (list, tuple)) and value:
                self.lists[name] = len(value)
                names = place_names(name, len(value))
            for one, number in zip(names, value if name in self.lists else (value,), strict=True):
                if isinstance(number, bool) or not isinstance(number, (int, float, np.number)):
                    fail(at, f"the parameter {one!r} is a number, like {name}: float = 0.5, not {number!r:.60}")
                if one in found:
                    fail(at, f"there are two parameters {one!r}: the places of a list are named so, too")
                found[one] = np.float32(number)
            if get_origin(annotation) is Annotated:
                limits |= dict.fromkeys(names, get_args(annotation)[1:])
            elif name in self.lists and name in limits:
                limits |= dict.fromkeys(names, limits.pop(name))
        return found, limits

    def _fields(self) -> dict[str, Field]:
        kinds: dict[str, tuple[str, tuple[Any, ...], bool]] = {"alive": (BOOL, (True,), False)}
        score = (WHOLE, (0,), False)
        if self.players == 1:
            kinds |= {"score": score, **self._kinds("Agent")}
        else:
            each = {"score": score, **self._kinds("Player")}
            numbers = range(self.players)
            kinds |= {player_field(player, "score"): each["score"] for player in numbers}
            kinds |= self._kinds("Match")
            kinds |= {player_field(player, name): kind for player in numbers for name, kind in each.items()}
        fields, row = {}, 0
        for name, (typ, default, listed) in kinds.items():
            fields[name] = Field(name, row, len(default), typ, default, listed)
            row += len(default)
        return fields

    def _kinds(self, name: str) -> dict[str, tuple[str, tuple[Any, ...], bool]]:
        return {member: _kind(member, *told) for member, *told in self._members(name)}

    def _members(self, name: str) -> Iterator[tuple[str, Any, Any, Any]]:
        """Name, value, annotation and place of each member of a class."""
        cls: Any = getattr(self.module, name, None)
        if cls is None:
            return
        if not inspect.isclass(cls):
            raise RulesError(f"{self.source.file}: {name} is a class, not {cls!r:.60}")
        places = {_target(one): one for one in getattr(self.source.classes.get(name), "body", ())}
        annotations = inspect.get_annotations(cls, eval_str=True)
        for member, place in places.items():
            if isinstance(place, ast.FunctionDef):
                fail(place, f"the class {name} holds values alone: {member} is a function of the module")
            if member in annotations and member not in vars(cls):
                fail(place, f"{name}.{member} has no value to begin with: write {member}: float = 0")
        for member, value in vars(cls).items():
            if not member.startswith("__"):
                yield member, value, annotations.get(member), places.get(member)

    def _check_functions(self) -> None:
        for name, wanted in self.functions_taking().items():
            function = self.source.functions.get(name)
            if function is None:
                if name in _NEEDED:
                    raise RulesError(f"{self.source.file}: the rules have no function {name}({', '.join(wanted)})")
            elif name == "see" and self.players == 1 and len(function.args.args) == len(wanted) + len(_PIXEL):
                self._check_picture(function)
            elif name == "behaviour" and len(function.args.args) == len(wanted) + 1:
                continue
            elif len(function.args.args) != len(wanted):
                given = ", ".join(one.arg for one in function.args.args)
                fail(function, f"{name} takes ({', '.join(wanted)}), not ({given})")

    def _check_picture(self, see: ast.FunctionDef) -> None:
        shape = getattr(self.module, "OBSERVATION_SHAPE", None)
        if not isinstance(shape, tuple) or len(shape) != 3:
            fail(see, "see(agent, p, row, column) tells one pixel: write OBSERVATION_SHAPE = (10, 10, 3), its height, "
                 f"width and channels, not {shape!r:.60}")  # fmt: skip
        self.picture = shape[0], shape[1]


def _target(statement: ast.stmt) -> str:
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
            return name
        case ast.FunctionDef(name=name):
            return name
    return ""


def _kind(name: str, value: Any, annotation: Any, at: Any) -> tuple[str, tuple[Any, ...], bool]:
    """What a field is: its type, its values at the start, and whether it is a list."""
    if name.startswith("_") or name in ("draws", "players"):
        fail(at, f"a field is not named {name!r}: names begin with a letter, and draws and players are taken")
    listed = isinstance(value, (list, tuple))
    if listed and not value:
        fail(at, f"the list {name!r} has no places: write how many it has, {name}: list[float] = [0] * 16")
    inner = get_args(annotation)[0] if listed and get_args(annotation) else annotation
    example = value[0] if listed else value
    if annotation is None or inner in (list, tuple):
        inner = type(example)
    if inner not in _KINDS:
        fail(
            at,
            f"{name!r} is a float, an int, a bool or a list of one of these, not {getattr(inner, '__name__', inner)}",
        )
    values = tuple(value) if listed else (value,)
    for one in values:
        if not isinstance(one, (bool, int, float, np.number)):
            fail(at, f"{name!r} begins as a number, not as {one!r:.60}")
        if not _is_finite(one):
            fail(at, f"{name!r} begins as a finite float32, and {one!r:.60} is none")
        if _KINDS[inner] == WHOLE and one != int(one):
            fail(at, f"{name!r} is a whole number, and {one} is not: write {name}: float = {one}")
    return _KINDS[inner], values, listed


def _is_finite(value: Any) -> bool:
    """Whether a number is finite as float32."""
    return bool(-_LARGEST < value < _LARGEST)


def _draws(source: Source) -> bool:
    played = (one for one in source.tree.body if not (isinstance(one, ast.FunctionDef) and one.name in _DRAWING))
    return any(isinstance(node, ast.Attribute) and node.attr == "uniform" for one in played for node in ast.walk(one))


def _sources_of(source: Source) -> Iterator[Source]:
    """The text of the rules, and of modules of the game that they take functions from."""
    seen, waiting = set(), [source]
    while waiting:
        one = waiting.pop()
        if one.module in seen:
            continue
        seen.add(one.module)
        yield one
        for name, value in vars(one.module).items():
            other = None if name in _DRAWING else _taken_from(value, one.module)
            if other is not None and getattr(other, "__file__", None) and not other.__name__.startswith("neuro."):
                waiting.append(source_of(other))


def _taken_from(value: Any, rules: ModuleType) -> ModuleType | None:
    """The module whose functions may be called by a name of the rules: a function's, or one of the same game."""
    if isinstance(value, FunctionType):
        return sys.modules.get(value.__module__ or "")
    package = rules.__name__.rpartition(".")[0]
    is_of_game = isinstance(value, ModuleType) and package and value.__name__.startswith(f"{package}.")
    return value if is_of_game else None
