"""What rules call: Python's own functions, those of neuro.rules, draws, and their own functions."""

from __future__ import annotations

import ast
import builtins
import math
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, NoReturn

import numpy as np

from neuro.errors import NeuroWarning
from neuro.rules import mathematics
from neuro.rules.arithmetic import is_known
from neuro.rules.expressions import DRAWN, DRAWS, SERIES, Expressions
from neuro.rules.form import FIRST_DRAW
from neuro.rules.nodes import FLOAT, INDEX, WHOLE, Node
from neuro.rules.source import fail, nearest, said, source_of
from neuro.rules.values import Array, Bound, Function, Picked

__all__ = ["Calls"]

_LONGEST = 1_000_000  # rounds of a loop: a thousand agents take seconds for one step of these


class Calls(Expressions):
    """Traces calls."""

    def call(self, function: Function, given: list[Any], at: Any) -> Any:
        """Call a function of the rules."""
        raise NotImplementedError

    def _value_of_Call(self, expression: ast.Call) -> Any:  # noqa: N802
        called = self.value(expression.func)
        if isinstance(called, Function):
            return self._call_with_names(called, expression)
        if called is print:
            return self._print(expression)
        if expression.keywords and not (called is zip and expression.keywords[0].arg == "strict"):
            fail(expression, f"{ast.unparse(expression.func)} takes its values in their order, without names")
        given = [self.value(one) for one in expression.args]
        if isinstance(called, Bound):
            return called.call(given, expression)
        builtin = next((one for known, one in _BUILTINS.items() if known is called), None)
        return builtin(self, given, expression) if builtin else self._refuse(called, expression)

    def _call_with_names(self, called: Function, expression: ast.Call) -> Any:
        definition = called.definition
        given = [self.value(one) for one in expression.args]
        names, defaults = [one.arg for one in definition.args.args], self._defaults_of(called)
        named: dict[str | None, Any] = {one.arg: self.value(one.value) for one in expression.keywords}
        last = names[len(names) - len(defaults) :]
        standing: dict[str | None, Any] = dict(zip(last, defaults, strict=True))
        for name in list(named):
            if name not in names[len(given) :]:
                told = nearest(name or "**", names)
                fail(expression, f"{definition.name} takes no {name!r} here{told}")
        wanted: dict[str | None, Any] = {**standing, **named}
        given += [wanted[name] for name in names[len(given) :] if name in wanted]
        own = _OURS.get(definition.name) if called.source.module is mathematics else None
        return own(self, given, expression) if own else self.call(called, given, expression)

    def _defaults_of(self, function: Function) -> list[Any]:
        """The values that a function takes by default: those of its own module, not of who calls it."""
        kept = self.names, self.source
        self.names, self.source = {}, function.source
        try:
            return [self.value(one) for one in function.definition.args.defaults]
        finally:
            self.names, self.source = kept

    def _refuse(self, called: Any, expression: ast.Call) -> NoReturn:
        told = ast.unparse(expression.func)
        if not callable(called):
            fail(expression, f"{said(called)} cannot be called")
        name = getattr(called, "__name__", "")
        if name in SERIES:
            fail(expression, f"{told} is not the same on every machine: write `from neuro.rules import {name}`")
        known = [one.__name__ for one in _BUILTINS]
        fail(expression, f"rules cannot call {told}{nearest(told, known)}")

    def _print(self, expression: ast.Call) -> None:
        """Print is for plain Python: compiled rules are silent."""
        told = "print shows nothing in compiled rules; `neuro check --step` runs them as Python, and shows it"
        self.warn_once(told, expression)

    def warn_once(self, words: str, at: ast.expr) -> None:
        """Say what people should know of a line, the first time that it is traced."""
        if (self.source.path, at.lineno) not in _TOLD:
            _TOLD.add((self.source.path, at.lineno))
            warnings.warn(f"{self.source.file}, line {at.lineno}: {words}", NeuroWarning, stacklevel=3)

    # ---- draws

    def _draw(self, name: str, at: Any) -> Bound:
        methods = {"at": self._at, "uniform": self._uniform}
        if name not in methods:
            fail(
                at, f"rng has no {name!r}: {DRAWS}" if name in DRAWN else f"rng has no {name!r}{nearest(name, methods)}"
            )
        return Bound(name, methods[name])

    def _at(self, given: list[Any], at: Any) -> Any:
        if len(given) != 1:
            fail(at, f"rng.at takes the number of a draw, and is given {len(given)} values")
        if is_known(given[0]) and not 0 <= given[0] < 1 << 24:
            fail(at, f"the draws of a course are numbered from 0 to {(1 << 24) - 1:,}: there is no {given[0]}")
        self.must_not_mix()
        return self.node("draw", self.numeric(given[0], at), typ=FLOAT)

    def _uniform(self, given: list[Any], at: Any) -> Any:
        if len(given) not in (0, 2):
            fail(at, f"rng.uniform takes the least and the largest value, or nothing; it is given {len(given)} values")
        field = self.form.fields["draws"]
        count = self.load(field, 0, at)
        self.store(field, 0, self.binary(ast.Add, count, 1, at), at)
        share = self._at([self.binary(ast.Add, count, FIRST_DRAW, at)], at)
        if not given:
            return share
        width = self.binary(ast.Sub, given[1], given[0], at)
        return self.binary(ast.Add, given[0], self.binary(ast.Mult, width, share, at), at)

    # ---- what changes nothing

    def is_pure(self, expression: ast.expr) -> bool:
        return not _acts(expression, vars(self.source.module), set(self.names), frozenset())

    # ---- Python's own

    def values_of(self, given: Any, at: Any) -> tuple[Any, ...]:
        if isinstance(given, Array):
            field = self.form.fields[given.name]
            return tuple(self.load(field, k, at) for k in range(field.size))
        if isinstance(given, Picked):
            return tuple(self.place_of(given, k, at) for k in range(len(given.options[0])))
        if isinstance(given, (tuple, range, str)):
            return tuple(given)
        fail(at, f"a tuple, a range or a list of the agent is needed here, not {said(given)}")

    def extreme(self, kind: type[ast.cmpop], given: list[Any], at: Any) -> Any:
        """The least or the largest of values."""
        values = self.values_of(given[0], at) if len(given) == 1 else tuple(given)
        if not values:
            fail(at, "this takes at least two values")
        found = values[0]
        for one in values[1:]:
            found = self.select(self.compare(kind, one, found, at), one, found, at)
        return found

    def whole(self, name: str, given: list[Any], at: Any) -> Any:
        """A number made whole by ``trunc`` or ``floor``."""
        value = _number(given, "int" if name == "trunc" else name, at)
        if is_known(value):
            if not math.isfinite(value):
                fail(at, f"{value} is no whole number")
            return int(value) if name == "trunc" else math.floor(value)
        return value if value.typ == INDEX else self.call_of(name, value, at, WHOLE)

    def call_of(self, name: str, value: Any, at: Any, typ: str) -> Node:
        """A function of one number that is a single operation."""
        found = self.numeric(value, at)
        return found if typ == found.typ == WHOLE and name != "abs" else self.node("call", name, found, typ=typ)

    def magnitude(self, given: list[Any], at: Any) -> Any:
        """The absolute value."""
        value = _number(given, "abs", at)
        return abs(value) if is_known(value) else self.call_of("abs", value, at, self.numeric(value, at).typ)

    def root(self, given: list[Any], at: Any) -> Any:
        """The square root."""
        value = _number(given, "sqrt", at)
        if is_known(value):
            if value < 0:
                fail(at, f"{value} has no square root")
            return np.float32(np.sqrt(np.float32(value)))
        return self.call_of("sqrt", value, at, FLOAT)

    def rounded(self, given: list[Any], at: Any) -> Any:
        """The nearest whole number, the even one of two."""
        value = _number(given, "round", at)
        if is_known(value):
            return round(float(value))
        function = source_of(mathematics).functions["nearest_whole"]
        return self.call(Function(function, source_of(mathematics)), [value], at)

    def total(self, given: list[Any], at: Any) -> Any:
        """The sum of values."""
        found: Any = 0
        for one in self.values_of(_only(given, "sum", at), at):
            found = self.binary(ast.Add, found, one, at)
        return found

    def length(self, given: list[Any], at: Any) -> int:
        """How many places there are."""
        value = _only(given, "len", at)
        return self.form.fields[value.name].size if isinstance(value, Array) else len(self.values_of(value, at))

    def counted(self, given: list[Any], at: Any) -> range:
        """A range of known numbers."""
        for one in given:
            if not isinstance(one, int):
                fail(at, "the length of a loop is known before: write `for i in range(20):` and `break` inside")
        if not 1 <= len(given) <= 3 or (len(given) == 3 and given[2] == 0):
            fail(at, "range takes where it begins, where it ends, and how far it goes in a step")
        found = range(*given)
        rounds = -((found.start - found.stop) // found.step)  # a length beyond 64 bits cannot be asked for
        if rounds > _LONGEST:
            fail(at, f"a loop of {rounds:,} rounds in every step takes too long: at most {_LONGEST:,}")
        return found

    def narrowed(self, given: list[Any], at: Any) -> Any:
        """``float(x)``."""
        value = _number(given, "float", at)
        if is_known(value):
            return np.float32(value)
        return self.numeric(value, at)


def _only(given: list[Any], name: str, at: Any) -> Any:
    """The one value that a function takes."""
    if len(given) != 1:
        fail(at, f"{name} takes one value, and is given {len(given)}")
    return given[0]


def _number(given: list[Any], name: str, at: Any) -> Any:
    """The one number that a function takes."""
    value = _only(given, name, at)
    if not is_known(value) and not isinstance(value, Node):
        fail(at, f"{name} takes a number, not {said(value)}")
    return value


def _acts(node: ast.AST, names: dict[str, Any], own: set[str], seen: frozenset[FunctionType]) -> bool:
    """Whether something may store to the agent or draw, itself or in a function that it calls.

    Args:
        node: The expression or function.
        names: What the names of its module stand for.
        own: Names of the function itself, which may stand for anything.
        seen: Functions that are looked at already.
    """
    for one in ast.walk(node):
        if isinstance(one, (ast.Attribute, ast.Subscript)) and isinstance(one.ctx, ast.Store):
            return True
        if isinstance(one, ast.Attribute) and one.attr in ("uniform", "at"):
            return True
        if isinstance(one, ast.Call) and _called_acts(_called(one.func, names, own), seen):
            return True
    return False


def _called(function: ast.expr, names: dict[str, Any], own: set[str]) -> Any:
    """What is called, where that is plain to see: a function of the module, of Python, or of an imported module."""
    match function:
        case ast.Name(id=name) if name not in own:
            return names.get(name, getattr(builtins, name, None))
        case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name not in own:
            owner = names.get(name)
            return getattr(owner, attribute, None) if isinstance(owner, ModuleType) else None
    return None


def _called_acts(function: Any, seen: frozenset[FunctionType]) -> bool:
    """Whether a call may store or draw; so it is taken of what nobody knows."""
    if not isinstance(function, FunctionType):
        return function is None
    if function in seen or function.__module__ == mathematics.__name__:
        return False
    source = source_of(sys.modules[function.__module__])
    definition = source.functions.get(function.__name__)
    if definition is None:
        return True
    inside = {one.id for one in ast.walk(definition) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    inside |= {one.arg for one in ast.walk(definition) if isinstance(one, ast.arg)}
    return _acts(definition, vars(source.module), inside, seen | {function})


_TOLD: set[tuple[Path, int]] = set()
Builtin = Callable[[Calls, list[Any], Any], Any]

_BUILTINS: dict[Any, Builtin] = {
    min: lambda trace, given, at: trace.extreme(ast.Lt, given, at),
    max: lambda trace, given, at: trace.extreme(ast.Gt, given, at),
    abs: Calls.magnitude,
    int: lambda trace, given, at: trace.whole("trunc", given, at),
    float: Calls.narrowed,
    bool: lambda trace, given, at: trace.truth(_only(given, "bool", at), at),
    round: Calls.rounded,
    len: Calls.length,
    range: Calls.counted,
    sum: Calls.total,
    enumerate: lambda trace, given, at: tuple(enumerate(trace.values_of(_only(given, "enumerate", at), at))),
    zip: lambda trace, given, at: tuple(zip(*(trace.values_of(one, at) for one in given), strict=False)),
    tuple: lambda trace, given, at: trace.values_of(_only(given, "tuple", at), at),
    reversed: lambda trace, given, at: tuple(reversed(trace.values_of(_only(given, "reversed", at), at))),
}
_OURS: dict[str, Builtin] = {
    "sqrt": Calls.root,
    "floor": lambda trace, given, at: trace.whole("floor", given, at),
}
