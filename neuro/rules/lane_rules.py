"""Plain rules as what the rest of neuro plays: kernels over lanes, made when they are first asked for."""

from __future__ import annotations

import ast
import functools
import hashlib
import linecache
from collections.abc import Callable
from types import FunctionType, ModuleType
from typing import Any

import numpy as np

from neuro.kernels import JIT, LANES, SHORT, carray, kernel, pick, stack
from neuro.random import uniform
from neuro.rules.form import Form, is_plain, pixel_name, player_field
from neuro.rules.intervals import Interval, found_bounds
from neuro.rules.kernel_text import KernelText
from neuro.rules.machine_code import IS_USED, body_of, short_code
from neuro.rules.nodes import INDEX, WHOLE, Node
from neuro.rules.setting_class import setting_class
from neuro.rules.source import fail, said
from neuro.rules.statements import Statements
from neuro.rules.values import Action, Agent, Function, Params, Rng

__all__ = ["LaneRules", "lane_rules"]

_TAKEN = {
    "reset": "state, courses, setting",
    "observe": "state, observation, setting",
    "step": "state, action, courses, setting",
    "fitness": "state, steps, out",
    "behaviour": "state, steps, out",
}
_SEEN_BY_ONE = "state, observation, player, setting"  # of several players
_LOOKING = ("see", "fitness", "behaviour")
_AS_THEY_ARE = ("VERSION", "PLAYERS", "ACTIONS", "DECISION", "DIALS", "OBSERVATION_SHAPE", "WORLD", "ALONE", "bounds")


class LaneRules(ModuleType):
    """Rules over lanes, made of a module in the plain form; see ``neuro.game`` for its names.

    Args:
        plain: The module.

    Attributes:
        plain: The module.
        texts: The generated kernels, by name.
    """

    def __init__(self, plain: ModuleType) -> None:
        super().__init__(plain.__name__, f"Kernels over lanes, made of {plain.__name__}.")
        self.plain = plain
        vars(self).update({name: getattr(plain, name) for name in _AS_THEY_ARE if hasattr(plain, name)})

    def __getattr__(self, name: str) -> Any:
        """A name of the rules, made when it is first asked for.

        Raises:
            AttributeError: If rules have no such name, or these leave it out.
            RulesError: If the rules cannot be compiled.
        """
        if name == "VIEW" and hasattr(self.plain, "draw"):
            return "neuro.view.drawn"
        if name == "TRACE" and hasattr(self.plain, name):
            return self.form.expanded(self.plain.TRACE)
        make = _MADE.get(name)
        if make is None or (name in ("BEHAVIOUR", "behaviour") and not hasattr(self.plain, "behaviour")):
            raise AttributeError(f"the rules have no {name}")
        vars(self).update(make(self))
        return vars(self)[name]


def _facts(rules: LaneRules) -> dict[str, Any]:
    form = Form(rules.plain)
    defaults = tuple((name, float(value)) for name, value in form.parameters.items())
    setting = setting_class(defaults, tuple(form.lists.items()))
    return {"form": form, "STATE": form.state, "Setting": setting, "LIMITS": form.limits}


def _kernels(rules: LaneRules) -> dict[str, Any]:
    """The kernels, their texts, and what an agent sees."""
    texts: dict[str, str] = {}
    traces: dict[str, Statements] = {}
    found: dict[str, Any] = {"texts": texts, "traces": traces}
    for name, trace in _TRACES.items():
        if name == "behaviour" and name not in rules.form.source.functions:
            continue
        traced = Statements(rules.form)
        told = trace(traced)
        if told is not None:
            found[{"observe": "OBSERVATION", "behaviour": "BEHAVIOUR"}[name]] = told
        traced.close()
        found[name], texts[name] = _kernel(rules, name, traced)
        traces[name] = traced
    return found


def _bounds(rules: LaneRules) -> dict[str, Any]:
    """The bounds of what is seen, found by following the rules."""

    @functools.lru_cache(16)
    def bounds(setting: Any) -> list[Interval]:
        values = {name: float(value) for name, value in setting._asdict().items()}
        return found_bounds(rules.traces, len(rules.OBSERVATION), values)

    return {"bounds": bounds}


def _called(traced: Statements, name: str, *given: Any) -> Any:
    """What a function of the rules returns."""
    definition = traced.form.source.functions[name]
    traced.looking = name if name in _LOOKING else ""
    return traced.call(Function(definition, traced.form.source), list(given), definition)


def _reset(traced: Statements) -> None:
    for field in traced.form.fields.values():
        for place, value in enumerate(field.default):
            traced.store(field, place, value, None)
    if "start" in traced.form.source.functions:
        _called(traced, "start", Agent(), Params(), Rng())


def _step(traced: Statements) -> None:
    players = traced.form.players
    actions = tuple(map(Action, range(players)))
    _called(traced, "step", Agent(), actions[0] if players == 1 else actions, Params(), Rng())


def _players(traced: Statements) -> list[tuple[int, ...]]:
    """What functions take after the agent for each player: its number, where there are several."""
    players = traced.form.players
    return [(player,) for player in range(players)] if players > 1 else [()]


def _observe(traced: Statements) -> tuple[str, ...]:
    if traced.form.picture is not None:
        return _picture(traced, *traced.form.picture)
    found: list[tuple[str, ...]] = []
    for player in _players(traced):

        def way(player: tuple[int, ...] = player) -> None:
            seen = _called(traced, "see", Agent(), *player, Params())
            found.append(_named_rows(traced, "see", "observation", seen))

        if player:
            number = traced.node("loop", "player", typ=INDEX, span=(0, traced.form.players - 1))
            traced.only(traced.lift(traced.compare(ast.Eq, number, player[0], None)), way)
        else:
            way()
    return _alike(traced, "see", found)


def _picture(traced: Statements, height: int, width: int) -> tuple[str, ...]:
    """A picture, a pixel at a time: its channels stand side by side."""
    channels: list[str] = []

    def look(pixel: Node) -> None:
        row, column = (traced.binary(kind, pixel, width, None) for kind in (ast.FloorDiv, ast.Mod))
        found = _called(traced, "see", Agent(), Params(), row, column)
        first = traced.binary(ast.Mult, pixel, len(found), None)
        for k, value in enumerate(_numbers_by_name(traced, "see", found).values()):
            traced.piece.stores["out", "observation", traced.binary(ast.Add, first, k, None)] = value
        channels.extend(found)

    traced.for_each(range(height * width), look)
    pixels = [(row, column) for row in range(height) for column in range(width)]
    return tuple(pixel_name(one, row, column) for row, column in pixels for one in channels)


def _behaviour(traced: Statements) -> tuple[str, ...]:
    found: list[tuple[str, ...]] = []
    steps = [traced.node("steps", typ=WHOLE)] if traced.form.counts_steps else []
    for player in _players(traced):
        told = _called(traced, "behaviour", Agent(), *player, *steps)
        found.append(_named_rows(traced, "behaviour", "out", told, sum(map(len, found))))
    return _alike(traced, "behaviour", found)


def _alike(traced: Statements, function: str, found: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The names that a function returns, the same for each player."""
    if len(set(found)) > 1:
        fail(traced.form.source.functions[function], f"{function} returns the same names for each player")
    return found[0]


def _named_rows(traced: Statements, function: str, rows: str, found: Any, first: int = 0) -> tuple[str, ...]:
    """Store numbers that a function returns by name, each in a row, from the first on; returns their names."""
    for row, value in enumerate(_numbers_by_name(traced, function, found).values(), first):
        traced.piece.stores["out", rows, row] = value
    return tuple(found)


def _numbers_by_name(traced: Statements, function: str, found: Any) -> dict[str, Node]:
    """The numbers that a function returns by name."""
    definition = traced.form.source.functions[function]
    if not isinstance(found, dict) or not found:
        fail(definition, f"{function} returns numbers by name: `return {{'height': agent.height}}`")
    for name, value in found.items():
        if isinstance(value, (tuple, dict, str, type(None))):
            fail(definition, f"what {function} returns as {name!r} is a number, not {said(value)}")
    return {name: traced.numeric(value, definition) for name, value in found.items()}


def _fitness(traced: Statements) -> None:
    definition = traced.form.source.functions.get("fitness")
    for player in _players(traced):
        if definition:
            value = _called(traced, "fitness", Agent(), *player, traced.node("steps", typ=WHOLE))
        else:
            score = player_field(player[0], "score") if player else "score"
            value = traced.load(traced.form.fields[score], 0, None)
        traced.piece.stores["out", "out", player[0] if player else None] = traced.numeric(value, definition)


def _kernel(rules: LaneRules, name: str, traced: Statements) -> tuple[Any, str]:
    """A kernel, and its text. Its name holds a digest of all that it is made of, so that no stale code is found."""
    constants: dict[float, str] = {0.0: "_zero", 1.0: "_one"}
    written = KernelText(traced.program, constants)
    values: dict[str, Any] = {text: np.float32(value) for value, text in constants.items()}
    values |= {table: np.array(numbers, np.float32) for numbers, table in traced.tables.items()}
    spelled = [f"{one} = {value!r}" for one, value in values.items() if not isinstance(value, np.ndarray)]
    spelled += [f"{table} = {numbers!r}" for numbers, table in traced.tables.items()]
    body = list(written.lines)
    if written.rows:
        body.insert(0, f"    scratch = carray(stack({written.rows}, LANES), ({written.rows}, LANES))")
    if not JIT:  # ways that nobody takes are computed, too
        body = ["    with np.errstate(all='ignore'):", *("    " + line for line in body)]
    taken = _TAKEN[name] if name != "observe" or rules.form.players == 1 else _SEEN_BY_ONE
    text = "\n".join([f"def {name}({taken}):", *body, ""])
    digest = hashlib.blake2b("\n".join([text, *spelled]).encode(), digest_size=8).hexdigest()
    file = f"<rules of {rules.plain.__name__}>/{name}_{digest}.py"
    linecache.cache[file] = len(text), None, text.splitlines(True), file
    values |= {"np": np, "LANES": LANES, "uniform": uniform, "carray": carray, "stack": stack, "pick": pick}
    values["__name__"] = rules.plain.__name__
    if IS_USED:
        values |= {SHORT: short_code(f"{name}_{digest}", taken), "BODY": body_of(text, values, uniform)}
    exec(compile(text.replace(f"def {name}(", f"def {name}_{digest}(", 1), file, "exec"), values)
    function: FunctionType = values[f"{name}_{digest}"]
    function.__doc__ = f"The {name} of {rules.plain.__name__}, generated."
    return kernel(function), "\n".join([*spelled, "", text])


_TRACES: dict[str, Callable[[Statements], tuple[str, ...] | None]] = {
    "reset": _reset, "step": _step, "observe": _observe, "fitness": _fitness, "behaviour": _behaviour,
}  # fmt: skip
_MADE: dict[str, Callable[[LaneRules], dict[str, Any]]] = {
    **dict.fromkeys(("form", "STATE", "Setting", "LIMITS"), _facts),
    **dict.fromkeys((*_TRACES, "texts", "traces", "OBSERVATION", "BEHAVIOUR"), _kernels),
    "bounds": _bounds,
}
_RULES: dict[ModuleType, LaneRules] = {}


def lane_rules(rules: ModuleType) -> ModuleType:
    """The rules over lanes that a module stands for: the same object each time; other modules stay as they are."""
    if not is_plain(rules):
        return rules
    if rules not in _RULES:
        _RULES[rules] = LaneRules(rules)
    return _RULES[rules]
