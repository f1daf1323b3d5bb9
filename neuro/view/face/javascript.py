"""Python functions as JavaScript: what games draw, and their rules for a person's own agent, run in a browser.

A function is translated with all that it calls, from the text that windows run. Numbers are those of JavaScript, so
places may differ from the window's by rounding, which no picture shows; the population itself plays in the compiled
rules.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import itertools
import json
import math
import random
import sys
from collections.abc import Iterable
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

from neuro.rules import mathematics
from neuro.rules.shapes_list import Painter
from neuro.rules.source import fail, source_of
from neuro.view.face.javascript_expressions import Expressions

__all__ = ["Translation"]

#: Functions of Python that pages have, by their name there.
_BUILTINS = {
    *("abs", "all", "any", "bool", "divmod", "enumerate", "float", "int", "len", "list", "max", "min", "range"),
    *("reversed", "round", "set", "sorted", "str", "sum", "tuple", "zip"),
}
_MATHS = {
    *("acos", "asin", "atan", "atan2", "ceil", "cos", "exp", "floor", "hypot", "log", "sin", "sqrt", "tan", "trunc"),
}
_OWN_MATHS = {"dist", "degrees", "radians", "copysign"}
_PAINTED = {name: getattr(Painter(), name) for name in ("disc", "box", "line", "polygon", "text")}
#: Words that JavaScript keeps for itself.
_KEPT = {
    *("arguments", "await", "case", "catch", "class", "const", "default", "delete", "do", "enum", "eval", "export"),
    *(
        "extends",
        "function",
        "in",
        "instanceof",
        "interface",
        "let",
        "new",
        "null",
        "package",
        "private",
        "py",
        "super",
    ),
    *("switch", "this", "throw", "typeof", "undefined", "var", "void", "static", "public", "protected", "implements"),
}


class Translation:
    """Functions, and all that they need.

    Args:
        functions: The functions to begin with; each keeps its name.

    Attributes:
        text: The JavaScript.

    Raises:
        RulesError: If a function does something that pages cannot; the message names the file and the line.
    """

    def __init__(self, functions: Iterable[FunctionType]) -> None:
        self._names: dict[FunctionType, str] = {}
        self._constants: dict[str, tuple[str, str]] = {}  # by the text of the value and the name: how it is called
        self._waiting: list[FunctionType] = []
        for function in functions:
            self.name_of(function)
        written = []
        while self._waiting:
            function = self._waiting.pop()
            written.append(_Function(self, function).text)
        constants = [f"const {name} = {value};" for name, value in self._constants.values()]
        self.text = "\n".join([*constants, *written])

    def name_of(self, function: FunctionType) -> str:
        """How a function is called; it is translated, too."""
        if function not in self._names:
            self._names[function] = self._free(function.__name__)
            self._waiting.append(function)
        return self._names[function]

    def constant(self, name: str, value: Any, at: ast.expr) -> str:
        """How a value of a module is called."""
        try:
            told = json.dumps(_plain(value))
        except (TypeError, ValueError):
            fail(at, f"a page cannot draw with {name}, which is {type(value).__name__}")
        if isinstance(value, (int, float)):
            return f"({told})"
        key = f"{name} {told}"
        if key not in self._constants:
            self._constants[key] = self._free(name), told
        return self._constants[key][0]

    def _free(self, name: str) -> str:
        taken = {*self._names.values(), *(known for known, _ in self._constants.values()), *_KEPT}
        numbered = (f"{name}_{k}" for k in itertools.count(2))
        return next(one for one in itertools.chain([name], numbered) if one not in taken)


class _Function:
    """One function, and those inside it."""

    def __init__(self, whole: Translation, function: FunctionType) -> None:
        self._whole, self._function = whole, function
        self._write = Expressions(self)
        self._locals: list[set[str]] = []
        self.text = self._defined(_tree_of(function), whole.name_of(function))

    def _defined(self, node: ast.FunctionDef, name: str) -> str:
        taken = [one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
        defaults = [*([None] * (len(node.args.args) - len(node.args.defaults))), *node.args.defaults]
        defaults += node.args.kw_defaults
        self._locals.append({*taken, *_assigned(node)})
        given = [
            _safe(one) if default is None else f"{_safe(one)} = {self._write.of(default)}"
            for one, default in zip(taken, defaults, strict=True)
        ]
        inner = {one.name for one in ast.walk(node) if isinstance(one, ast.FunctionDef)}
        own = sorted(_safe(one) for one in _assigned(node) - inner - set(taken))
        begin = f"let {', '.join(own)};\n" if own else ""
        body = self._block(node.body)
        self._locals.pop()
        return f"function {name}({', '.join(given)}) {{\n{begin}{body}\n}}"

    def _block(self, body: list[ast.stmt]) -> str:
        return "\n".join(filter(None, (self._statement(one) for one in body)))

    def _statement(self, node: ast.stmt) -> str:
        match node:
            case ast.FunctionDef():
                return self._defined(node, _safe(node.name))
            case ast.Expr(value=ast.Constant()) | ast.Pass():
                return ""
            case ast.Expr():
                return self._write.of(node.value) + ";"
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
                return self._assignment(node)
            case ast.Return():
                return "return" + (f" {self._write.of(node.value)}" if node.value is not None else "") + ";"
            case ast.If():
                rest = f" else {{\n{self._block(node.orelse)}\n}}" if node.orelse else ""
                return f"if ({self._write.truth(node.test)}) {{\n{self._block(node.body)}\n}}{rest}"
            case ast.For(orelse=[]):
                over, into = self._write.of(node.iter), self._write.target(node.target)
                return f"for ({into} of py.list({over})) {{\n{self._block(node.body)}\n}}"
            case ast.While(orelse=[]):
                return f"while ({self._write.truth(node.test)}) {{\n{self._block(node.body)}\n}}"
            case ast.Break():
                return "break;"
            case ast.Continue():
                return "continue;"
        kind = type(node).__name__.lower()
        fail(node, f"a page cannot draw with a statement of this kind ({kind}); write it in simpler ones")

    def _assignment(self, node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> str:
        if isinstance(node, ast.AugAssign):
            sum_of = ast.copy_location(ast.BinOp(_loaded(node.target), node.op, node.value), node)
            return f"{self._write.target(node.target)} = {self._write.of(sum_of)};"
        if node.value is None:
            return ""
        targets = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
        into = " = ".join(self._write.target(one) for one in targets)
        return f"{into} = {self._write.of(node.value)};"

    def function(self, node: ast.Lambda) -> str:
        """A function without a name."""
        taken = [one.arg for one in node.args.args]
        self._locals.append(set(taken))
        text = f"(({', '.join(map(_safe, taken))}) => {self._write.of(node.body)})"
        self._locals.pop()
        return text

    def name(self, node: ast.Name) -> str:
        """A name: of a local variable, a function, or a value of the module."""
        if self._is_local(node.id):
            return _safe(node.id)
        return self._of_module(node.id, self._found(node), node)

    def attribute(self, node: ast.Attribute) -> str | None:
        """A name of a module that is imported."""
        if not isinstance(node.value, ast.Name) or self._is_local(node.value.id):
            return None
        module = self._found(node.value)
        if not isinstance(module, ModuleType):
            return None
        return self._of_module(node.attr, getattr(module, node.attr, None), node)

    def called(self, node: ast.Call) -> tuple[str, list[ast.expr | str]]:
        """What is called, and its arguments in the order that it takes them in; methods have no name of their own."""
        given: list[ast.expr | str] = list(node.args)
        named = {one.arg: one.value for one in node.keywords if one.arg is not None}
        func = node.func
        known = self._known(func)
        if isinstance(known, FunctionType) and known.__module__ != mathematics.__name__:
            return self._whole.name_of(known), self._ordered(known, given, named)
        if isinstance(func, ast.Attribute) and known is None:
            if named and func.attr in _PAINTED:
                given = self._ordered(_PAINTED[func.attr], given, named)
            return "", given
        if isinstance(func, ast.Name) and self._is_local(func.id):
            return _safe(func.id), given
        if isinstance(known, type) and issubclass(known, tuple) and hasattr(known, "_fields"):
            return "py.record", [json.dumps(known._fields), f"[{self._record(known, given, named)}]"]
        if known is random.Random:
            return "new py.Random", given
        named.pop("strict", None)
        named_text = ", ".join(f"{name}: {self._write.of(value)}" for name, value in named.items())
        return self._write.of(func), [*given, *([f"py.named({{{named_text}}})"] if named else [])]

    def _ordered(
        self, function: FunctionType | MethodType, given: list[ast.expr | str], named: dict[str, ast.expr]
    ) -> list[ast.expr | str]:
        """Arguments in order; those left out stay undefined, so that their defaults hold."""
        names = list(inspect.signature(function).parameters)
        if named and any(isinstance(one, ast.Starred) for one in given):
            listed = ", ".join(one if isinstance(one, str) else self._write.of(one) for one in given)
            placed = ", ".join(f"{names.index(name)}: {self._write.of(value)}" for name, value in named.items())
            return [f"...py.given([{listed}], {{{placed}}})"]
        last = max((names.index(name) + 1 for name in named), default=0)
        rest: list[ast.expr | str] = [named.get(name, "undefined") for name in names[len(given) : last]]
        return [*given, *rest]

    def _record(self, kind: Any, given: list[ast.expr | str], named: dict[str, ast.expr]) -> str:
        """The values of a named tuple, in order."""
        values = [one if isinstance(one, str) else self._write.of(one) for one in given]
        if any(isinstance(one, ast.Starred) for one in given):
            return ", ".join(values)
        for name in kind._fields[len(values) :]:
            default = json.dumps(_plain(kind._field_defaults.get(name)))
            values.append(self._write.of(named[name]) if name in named else default)
        return ", ".join(values)

    def _known(self, func: ast.expr) -> Any:
        """The object that a call is of, where it is a module's or a function of Python."""
        if isinstance(func, ast.Name) and not self._is_local(func.id):
            return self._found(func)
        if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name) and not self._is_local(func.value.id):
            module = self._found(func.value)
            return getattr(module, func.attr, None) if isinstance(module, ModuleType) else None
        return None

    def _is_local(self, name: str) -> bool:
        return any(name in known for known in self._locals)

    def _found(self, node: ast.Name) -> Any:
        closed = inspect.getclosurevars(self._function).nonlocals
        for known in (closed, self._function.__globals__, vars(builtins)):
            if node.id in known:
                return known[node.id]
        return fail(node, f"there is nothing called {node.id}")

    def _of_module(self, name: str, value: Any, at: ast.expr) -> str:
        """A function or a value of a module."""
        if isinstance(value, FunctionType) and value.__module__ != mathematics.__name__:
            return self._whole.name_of(value)
        own = getattr(value, "__name__", "")
        is_maths = getattr(value, "__module__", "") in ("math", mathematics.__name__)
        if is_maths and own in _MATHS:
            return f"Math.{own}"
        if (is_maths and own in _OWN_MATHS) or value is itertools.pairwise:
            return f"py.{own}"
        if isinstance(value, (BuiltinFunctionType, type)) and getattr(builtins, own, None) is value:
            if own in _BUILTINS:
                return f"py.{own}"
            fail(at, f"a page has no {own}")
        if value in (math.pi, math.tau) and name in ("pi", "tau"):
            return "Math.PI" if name == "pi" else "(2 * Math.PI)"
        return self._whole.constant(name, value, at)


def _assigned(node: ast.FunctionDef) -> set[str]:
    """Names that a function gives values to, those of inner functions left out."""
    found: set[str] = set()
    waiting: list[ast.AST] = list(node.body)
    while waiting:
        one = waiting.pop()
        if isinstance(one, ast.FunctionDef):
            found.add(one.name)
            continue
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store):
            found.add(one.id)
        waiting.extend(ast.iter_child_nodes(one))
    return found


def _loaded(target: ast.expr) -> ast.expr:
    """What is assigned to, as it is read."""
    loaded: ast.expr = ast.parse(ast.unparse(target), mode="eval").body
    return loaded


def _tree_of(function: FunctionType) -> ast.FunctionDef:
    """A function's text, whose every part knows its file."""
    module = sys.modules.get(function.__module__)
    found = source_of(module).functions.get(function.__name__) if module is not None else None
    if found is None:
        place = Path(function.__code__.co_filename).name
        fail(None, f"{place}: {function.__name__} is no function of its module, which pages could draw with")
    return found


def _safe(name: str) -> str:
    return f"{name}_" if name in _KEPT else name


def _plain(value: Any) -> Any:
    """A value as JSON has it: tuples, ranges and arrays as lists."""
    if isinstance(value, (list, tuple, range)):
        return [_plain(one) for one in value]
    if isinstance(value, (set, frozenset)):
        return [_plain(one) for one in sorted(value)]
    if hasattr(value, "tolist"):
        return value.tolist()
    return value
