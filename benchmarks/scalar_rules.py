"""Plain rules as a direct loop over lanes: what a plain translation would be, for measuring beside neuro's kernels.

Each function of the rules becomes a function for one lane with the branches, loops and breaks that it has, compiled by
numba with the same arithmetic: float32, rounded at each step. Fields are places of the state, parameters names of the
setting. Nothing else is done to it.
"""

from __future__ import annotations

import ast
import copy
import sys
from types import FunctionType, ModuleType
from typing import Any

import numpy as np
from numba import njit

from neuro.random import uniform
from neuro.rules import mathematics
from neuro.rules.form import FIRST_DRAW, Form
from neuro.rules.setting_class import place_names
from neuro.rules.source import source_of

__all__ = ["scalar_rules"]

_ALL = ("state", "lane", "courses", "action", "setting", "steps", "out")
_KINDS = {"start": "apr", "see": "ap", "step": "acpr", "fitness": "as"}  # agent, parameters, random, action (c), steps


@njit(error_model="numpy", forceinline=True)
def _trunc(x: Any) -> Any:
    return np.float32(np.trunc(np.float32(x)))


@njit(error_model="numpy", forceinline=True)
def _floor(x: Any) -> Any:
    return np.float32(np.floor(np.float32(x)))


@njit(error_model="numpy", forceinline=True)
def _round(x: Any) -> Any:
    return np.float32(np.rint(np.float32(x)))


@njit(error_model="numpy", forceinline=True)
def _sqrt(x: Any) -> Any:
    return np.sqrt(np.float32(x))


@njit(error_model="numpy", forceinline=True)
def _float(x: Any) -> Any:
    return np.float32(x)


_NAMES: dict[str, Any] = {
    "np": np, "uniform": uniform, "_trunc": _trunc, "_floor": _floor, "_float": _float, "_sqrt": _sqrt, "round": _round,
}  # fmt: skip


class _Translator(ast.NodeTransformer):
    """One function as one for a lane.

    Args:
        form: What the rules say.
        names: The names of the function's module.
        kinds: What its parameters are, by name: a for the agent, p, r, c (the action), s (steps); others are numbers.
        wanted: Functions that it calls, with the kinds of what they are given; added to.
    """

    def __init__(self, form: Form, names: dict[str, Any], kinds: dict[str, str], wanted: list[Any]) -> None:
        self.form, self.names, self.kinds, self.wanted = form, names, kinds, wanted

    def _kind(self, node: ast.AST) -> str:
        return self.kinds.get(node.id, "") if isinstance(node, ast.Name) else ""

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, bool):
            return node
        if isinstance(node.value, str):
            return _made(f"_float({ord(node.value)})") if len(node.value) == 1 else node
        return _made(f"np.float32({node.value!r})") if isinstance(node.value, (int, float)) else node

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if self.kinds.get(node.id) == "s":
            return _made("steps[lane]")
        value = self.names.get(node.id) if isinstance(node.ctx, ast.Load) else None
        if isinstance(value, (int, float, np.number)) and not isinstance(value, bool) and node.id not in self.kinds:
            return _made(f"np.float32({float(value)!r})")
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        kind, name = self._kind(node.value), node.attr
        if kind == "a":
            field = self.form.fields[name]
            if field.listed:
                raise NotImplementedError(f"the list {name} without a place")
            read = " > np.float32(0)" if field.typ == "bool" and isinstance(node.ctx, ast.Load) else ""
            return _made(f"state[{field.row}, lane]{read}", node.ctx)
        if kind == "p":
            size = self.form.lists.get(name)
            names = [f"setting.{one}" for one in (place_names(name, size) if size else [name])]
            return _made(f"({', '.join(names)},)" if size else names[0])
        if kind == "c":
            return self._action(name)
        return node

    def _action(self, name: str) -> ast.AST:
        number, decision = [one.replace(" ", "_") for one in self.form.actions].index(name), self.form.decision
        if decision == "versus":
            sign = ">" if number == 0 else "<="
            return _made(f"action[0, lane] {sign} np.float32(0)")
        if decision == "argmax":
            return _made(f"action[0, lane] == np.float32({number})")
        return _made(f"action[{number}, lane]" + (" > np.float32(0)" if decision == "threshold" else ""))

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        if isinstance(node.value, ast.Attribute) and self._kind(node.value.value) == "a":
            field = self.form.fields[node.value.attr]
            place = ast.unparse(self.visit(node.slice))
            read = " > np.float32(0)" if field.typ == "bool" and isinstance(node.ctx, ast.Load) else ""
            return _made(f"state[{field.row} + int({place}), lane]{read}", node.ctx)
        places: list[str] = []
        owner: ast.expr = node
        while isinstance(owner, ast.Subscript):
            places.insert(0, f"int({ast.unparse(self.visit(owner.slice))})")
            owner = owner.value
        if isinstance(owner, ast.Name) and owner.id in self.names and owner.id not in self.kinds:
            return _made(f"_{owner.id}[{', '.join(places)}]")
        if isinstance(owner, ast.Tuple):  # numbers at once
            return _made(f"np.array({ast.unparse(self.visit(owner))})[{', '.join(places)}]")
        node.value = self.visit(node.value)
        if not isinstance(node.slice, ast.Constant):
            node.slice = _made(f"int({ast.unparse(self.visit(node.slice))})")  # type: ignore[assignment]
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if isinstance(node.func, ast.Attribute) and self._kind(node.func.value) == "r":
            given = [ast.unparse(self.visit(one)) for one in node.args]
            if node.func.attr == "at":
                return _made(f"uniform(courses[lane], np.float32({given[0]}))")
            share = "_drawn(state, lane, courses)"
            return _made(f"({given[0]} + ({given[1]} - {given[0]}) * {share})" if given else share)
        name = ast.unparse(node.func)
        if name == "range":
            node.args = [_made(str(eval(ast.unparse(one), self.names))) for one in node.args]  # type: ignore[misc]
            return node
        node.keywords = [one for one in node.keywords if one.arg != "strict"]
        value = self.names.get(name)
        if isinstance(value, FunctionType):
            return self._called(node, value)
        node.args = [self.visit(one) for one in node.args]
        plain = {"int": "_trunc", "float": "_float", "bool": "bool"}
        node.func = ast.Name(plain.get(name, name), ast.Load())
        return node

    def _called(self, node: ast.Call, function: FunctionType) -> ast.AST:
        if function.__module__ == mathematics.__name__ and function.__name__ in ("sqrt", "floor"):
            return _made(f"_{function.__name__}({ast.unparse(self.visit(node.args[0]))})")
        definition = source_of(sys.modules[function.__module__]).functions[function.__name__]
        taken = [one.arg for one in definition.args.args]
        values = dict(zip(taken, node.args, strict=False)) | {one.arg: one.value for one in node.keywords if one.arg}
        missing = taken[len(taken) - len(definition.args.defaults) :]
        values = dict(zip(missing, definition.args.defaults, strict=True)) | values
        kinds = {one: self._kind(values[one]) for one in taken if self._kind(values[one]) in tuple("apcr")}
        self.wanted.append((function, kinds))
        numbers = [ast.unparse(self.visit(values[one])) for one in taken if one not in kinds]
        return _made(f"{_called_as(function)}({', '.join([*_ALL, *numbers])})")

    def visit_For(self, node: ast.For) -> Any:
        node.iter, loop = self.visit(node.iter), node.iter
        if isinstance(loop, ast.Attribute):
            raise NotImplementedError("a loop over a list of the agent")
        node.body = [part for one in node.body for part in _listed(self.visit(one))]
        if isinstance(loop, ast.Call) and ast.unparse(loop.func) == "range" and isinstance(node.target, ast.Name):
            name = node.target.id
            node.target = ast.Name(f"{name}_", ast.Store())
            node.body.insert(0, ast.parse(f"{name} = np.float32({name}_)").body[0])
        elif "enumerate" in ast.unparse(loop) and isinstance(node.target, ast.Tuple):
            name = ast.unparse(node.target.elts[0])
            node.target.elts[0] = ast.Name(f"{name}_", ast.Store())
            node.body.insert(0, ast.parse(f"{name} = np.float32({name}_)").body[0])
        else:
            node.target = self.visit(node.target)
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        a, b = ast.unparse(self.visit(node.left)), ast.unparse(self.visit(node.right))
        if isinstance(node.op, ast.FloorDiv):
            return _made(f"_floor(({a}) / ({b}))")
        if isinstance(node.op, ast.Mod):
            return _made(f"(({a}) - ({b}) * _floor(({a}) / ({b})))")
        if isinstance(node.op, ast.Pow):
            return _made(" * ".join([f"({a})"] * int(ast.literal_eval(node.right))))
        return _made(f"(({a}) {_sign(node.op)} ({b}))")

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        target = copy.deepcopy(node.target)
        old = copy.deepcopy(node.target)
        old.ctx = ast.Load()
        return self.visit(ast.Assign([target], ast.BinOp(old, node.op, node.value)))

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        node.value = node.value if isinstance(node.value, ast.Constant) else self.visit(node.value)
        return node

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        return ast.Pass()

    def visit_Return(self, node: ast.Return) -> Any:
        if not isinstance(node.value, ast.Dict):
            self.generic_visit(node)
            return node
        lines, values = [], node.value.values
        for k, value in enumerate(values):
            wide = self.form.picture[1] if self.form.picture else 0
            place = f"int(row * {wide} + column) * {len(values)} + {k}" if self.form.picture else str(k)
            lines.append(f"out[{place}, lane] = {ast.unparse(self.visit(value))}")
        return [*ast.parse("\n".join(lines)).body, ast.Return()]


def _made(text: str, ctx: ast.expr_context | None = None) -> ast.expr:
    node = ast.parse(text, mode="eval").body
    if ctx is not None and isinstance(node, ast.Subscript):
        node.ctx = ctx
    return node


def _sign(op: ast.operator) -> str:
    return {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}[type(op)]


def _listed(value: Any) -> list[ast.stmt]:
    return value if isinstance(value, list) else [value]


def _called_as(function: FunctionType) -> str:
    return f"{function.__module__.replace('.', '_')}__{function.__name__}"


def _tables(module: ModuleType) -> dict[str, Any]:
    """Tables of a module: as arrays for places, as they are for loops."""
    found: dict[str, Any] = {}
    for name, value in vars(module).items():
        if isinstance(value, (tuple, list)) and value:
            rows = [[ord(sign) for sign in row] if isinstance(row, str) else row for row in value]
            try:
                found[f"_{name}"] = np.array(rows, np.float32)
                found[name] = _narrow(value)
            except (TypeError, ValueError):
                continue
    return found


def _narrow(value: Any) -> Any:
    return tuple(map(_narrow, value)) if isinstance(value, (tuple, list)) else np.float32(value)


def scalar_rules(module: ModuleType) -> dict[str, Any]:
    """Compiled functions of one lane: ``start``, ``see``, ``step`` by name, each taking ``_ALL``.

    Raises:
        NotImplementedError: If the rules hold what the translation does not know.
    """
    form, space, done = Form(module), dict(_NAMES), set()
    if form.players > 1:
        raise NotImplementedError("several players")
    draws = form.fields["draws"].row if "draws" in form.fields else 0
    exec(
        "def _drawn(state, lane, courses):\n"
        f"    state[{draws}, lane] += np.float32(1)\n"
        f"    return uniform(courses[lane], state[{draws}, lane] + np.float32({FIRST_DRAW - 1}))\n",
        space,
    )
    space["_drawn"] = njit(error_model="numpy")(space["_drawn"])
    for name in ("start", "see", "step"):
        if name not in form.source.functions:
            continue
        function = getattr(module, name)
        taken = [one.arg for one in form.source.functions[name].args.args]
        _translate(form, function, dict(zip(taken, _KINDS[name], strict=False)), space, done)
    return {
        name: space[_called_as(getattr(module, name))] for name in ("start", "see", "step") if hasattr(module, name)
    }


def _translate(
    form: Form, function: FunctionType, kinds: dict[str, str], space: dict[str, Any], done: set[str]
) -> None:
    """Add a function, and before it all that it calls, to a name space."""
    name = _called_as(function)
    if name in done:
        return
    done.add(name)
    module = sys.modules[function.__module__]
    definition = copy.deepcopy(source_of(module).functions[function.__name__])
    taken = [one.arg for one in definition.args.args]
    wanted: list[Any] = []
    known = {key: value for key, value in vars(module).items() if not key.startswith("__") and key not in taken}
    body = _Translator(form, known, kinds, wanted)
    statements = [part for one in definition.body for part in _listed(body.visit(one))]
    for other, given in wanted:
        _translate(form, other, given, space, done)
    numbers = [one for one in taken if one not in kinds]
    text = ast.unparse(ast.fix_missing_locations(ast.Module(statements or [ast.Pass()], [])))
    own = {**space, **_tables(module)}
    lines = [f"def {name}({', '.join([*_ALL, *numbers])}):", *("    " + line for line in text.split("\n"))]
    exec("\n".join(lines), own)
    space[name] = njit(error_model="numpy", forceinline=True)(own[name])
