"""Rules run as they are written, one agent at a time, in the bits of the compiled kernels: for print, pdb and tests.

The functions are compiled from the user's own text, file and lines, so that tracebacks and breakpoints are theirs.
What is put in: numbers are float32, and `/` divides them as kernels do.
"""

from __future__ import annotations

import ast
import copy
import functools
import sys
from collections.abc import Mapping
from types import FunctionType, ModuleType
from typing import Any

import numpy as np

from neuro.random import uniform
from neuro.rules import float32, mathematics
from neuro.rules.float32 import Number, Table, Whole
from neuro.rules.form import FIRST_DRAW, Form, pixel_name
from neuro.rules.plain_agent import PlainAgent, begun
from neuro.rules.setting_class import with_lists
from neuro.rules.source import Named, nearest, source_of

__all__ = ["OneAgent", "exact", "functions_of"]


class _Put(ast.NodeTransformer):
    """Makes float literals float32, and divisions those of rules."""

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        """A float literal."""
        if type(node.value) is not float:
            return node
        return ast.copy_location(ast.Call(ast.Name("_number", ast.Load()), [node], []), node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        """A division."""
        self.generic_visit(node)
        if not isinstance(node.op, ast.Div):
            return node
        return ast.copy_location(ast.Call(ast.Name("_divided", ast.Load()), [node.left, node.right], []), node)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        """``x /= y``."""
        self.generic_visit(node)
        if not isinstance(node.op, ast.Div):
            return node
        old = copy.deepcopy(node.target)
        old.ctx = ast.Load()
        share = ast.copy_location(ast.Call(ast.Name("_divided", ast.Load()), [old, node.value], []), node)
        return ast.copy_location(ast.Assign([node.target], share), node)


_NAMES: dict[str, Any] = {
    "_number": Number, "_divided": float32.divided, "int": float32.truncated, "float": Number,
    "round": lambda value: functions_of(mathematics)["nearest_whole"](value),
}  # fmt: skip
_MADE: dict[ModuleType, dict[str, Any]] = {}


def functions_of(module: ModuleType) -> dict[str, Any]:
    """The names of a module, its functions made of float32."""
    if module not in _MADE:
        source = source_of(module)
        tree = copy.deepcopy(source.tree)
        tree.body = [one for one in tree.body if isinstance(one, ast.FunctionDef)]
        names: dict[str, Any] = {}
        _MADE[module] = names  # before, for modules that take from each other
        known = {name: value for name, value in vars(module).items() if name not in source.functions}
        known = {name: value for name, value in known.items() if not name.startswith("__")}
        names.update({name: _frozen(value) for name, value in known.items() if not _holds_function(value)})
        names.update(_NAMES)
        names["__name__"] = module.__name__
        exec(compile(ast.fix_missing_locations(_Put().visit(tree)), str(source.path), "exec"), names)
        names.update({name: _frozen(value) for name, value in known.items() if _holds_function(value)})
        if module is mathematics:
            names.update(sqrt=float32.root, floor=float32.floored)
    return _MADE[module]


class _Module:
    """A module that rules import, whose names are looked up as those of the rules are."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return _frozen(getattr(self._module, name))


def _holds_function(value: Any) -> bool:
    if isinstance(value, (tuple, list, dict)):
        return any(map(_holds_function, value.values() if isinstance(value, dict) else value))
    return isinstance(value, FunctionType)


def _frozen(value: Any) -> Any:
    """A value of a module, as rules see it."""
    if isinstance(value, (float, np.floating)):
        return Number(value) if value == value else value
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, (tuple, list, np.ndarray)):
        return Table(map(_frozen, value))
    if isinstance(value, dict):
        return {key: _frozen(one) for key, one in value.items()}
    if isinstance(value, ModuleType):
        return _Module(value)
    if isinstance(value, FunctionType):
        module = sys.modules.get(value.__module__)
        if module is not None and getattr(module, "__file__", None) and value.__name__ in source_of(module).functions:
            return functions_of(module)[value.__name__]
    return value


class _Rng:
    """The draws of a course."""

    def __init__(self, course: int, agent: PlainAgent | None = None) -> None:
        self._course, self._agent = np.uint32(course), agent

    def at(self, number: Any) -> Number:
        """The draw of a number, in [0, 1)."""
        if not 0 <= number < 1 << 24:
            raise ValueError(f"the draws of a course are numbered from 0 to {(1 << 24) - 1:,}: there is no {number}")
        return Number(uniform(self._course, np.float32(number)))

    def uniform(self, low: Any = None, high: Any = None) -> Any:
        """The next draw, between two numbers; in [0, 1) without."""
        agent: Any = self._agent
        share = self.at(agent.draws + FIRST_DRAW)
        agent.draws += 1
        return share if low is None else low + (high - low) * share


def exact(rules: ModuleType, name: str, *values: float, course: int, setting: Any) -> float:
    """What a function ``name(*values, p, rng)`` of plain rules gives, in the bits of the kernels: for views.

    Args:
        rules: The module.
        name: The function.
        *values: What it takes before the parameters and the draws.
        course: The seed of the course that draws.
        setting: The parameters.
    """
    given = [Whole(value) if isinstance(value, (int, np.integer)) else Number(value) for value in values]
    return float(functions_of(rules)[name](*given, _parameters(setting), _Rng(course)))


@functools.lru_cache(32)
def _parameters(setting: Any) -> Named:
    return Named(**with_lists(setting._asdict(), setting._lists, Number))


class OneAgent:
    """One agent, or one match, of plain rules, run as Python.

    Args:
        rules: The module.
        course: The seed of its course.
        parameters: Parameters that differ from their defaults, by name.

    Attributes:
        agent: The agent, or the match, whose fields can be read and set.
        p: The parameters.
        steps: Steps since the start.
    """

    def __init__(self, rules: ModuleType, course: int = 0, parameters: Mapping[str, float] | None = None) -> None:
        self._rules, self._form = rules, Form(rules)
        self._functions = functions_of(rules)
        chosen = {**self._form.parameters, **(parameters or {})}
        self.p = Named(**with_lists(chosen, self._form.lists, Number))
        self.agent, self.steps = begun(self._form), 0
        self._rng = _Rng(course, self.agent)
        if "start" in self._form.source.functions:
            self._functions["start"](self.agent, self.p, self._rng)

    def see(self, player: int = 0) -> dict[str, Any]:
        """What the agent, or one of several players, sees, by name."""
        see, picture = self._functions["see"], self._form.picture
        if picture is None:
            seen: dict[str, Any] = see(self.agent, *self._who(player), self.p)
            return seen
        pixels = [(row, column) for row in range(picture[0]) for column in range(picture[1])]
        return {
            pixel_name(name, row, column): value
            for row, column in pixels
            for name, value in see(self.agent, self.p, Whole(row), Whole(column)).items()
        }

    def step(self, *chosen: Any) -> Any:
        """One step; returns the agent, or the match.

        Args:
            *chosen: The action's name, or its rows as kernels read them: see ``neuro.game.DECISIONS``. Of several
                players one value for each: a name, or a tuple of names or rows.

        Raises:
            ValueError: If there is no such action, or some player has none.
        """
        if self._form.players == 1:
            action: Any = self._action(chosen)
        else:
            players = self._form.players
            if len(chosen) != players:
                raise ValueError(f"a step takes an action of each of the {players} players, not {chosen!r:.80}")
            action = Table(self._action(one if isinstance(one, tuple) else (one,)) for one in chosen)
        self._functions["step"](self.agent, action, self.p, self._rng)
        self.steps += 1
        return self.agent

    def fitness(self, player: int = 0) -> Number:
        """The fitness of the agent, or of one of several players, if it ended now."""
        if "fitness" not in self._form.source.functions:
            return Number((self.agent if self._form.players == 1 else self.agent.players[player]).score)
        return Number(self._functions["fitness"](self.agent, *self._who(player), Whole(self.steps)))

    def behaviour(self, player: int = 0) -> dict[str, Any]:
        """What the agent, or one of several players, did, by name."""
        steps = [Whole(self.steps)] if self._form.counts_steps else []
        found: dict[str, Any] = self._functions["behaviour"](self.agent, *self._who(player), *steps)
        return found

    def _who(self, player: int) -> tuple[int, ...]:
        return (player,) if self._form.players > 1 else ()

    def _action(self, chosen: tuple[Any, ...]) -> Named:
        names, decision = [one.replace(" ", "_") for one in self._form.actions], self._form.decision
        if not all(isinstance(one, (str, float, int, np.generic)) for one in chosen):
            raise ValueError(f"a step takes names of actions, or numbers, not {chosen!r:.60}")
        texts = [one.replace(" ", "_") for one in chosen if isinstance(one, str)]
        for one in texts:
            if one not in names:
                raise ValueError(f"there is no action {one!r}{nearest(one, names)}")
        if decision == "continuous" and texts:
            return Named(**{name: Number(name in texts) for name in names})
        if len(chosen) != len(names) and (
            decision == "continuous" or (decision == "threshold" and chosen and not texts)
        ):
            raise ValueError(f"a step takes {len(names)} numbers, for {', '.join(names)}, not {chosen!r:.60}")
        if decision == "continuous":
            return Named(**{name: Number(value) for name, value in zip(names, chosen, strict=True)})
        if texts or not chosen:
            return Named(**{name: name in texts for name in names})
        if decision == "versus":
            return Named(**{names[0]: bool(chosen[0] > 0), names[1]: not chosen[0] > 0})
        if decision == "argmax":
            return Named(**{name: bool(chosen[0] == k) for k, name in enumerate(names)})
        return Named(**{name: bool(value > 0) for name, value in zip(names, chosen, strict=True)})
