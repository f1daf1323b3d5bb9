"""Python expressions as JavaScript: those that games draw with."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from typing import Any, Protocol

from neuro.rules.source import fail

__all__ = ["Expressions", "Names"]

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")  # of the name of a kind of node
_NUMERIC = {ast.Sub: "-", ast.Pow: "**", ast.BitXor: "^", ast.BitAnd: "&", ast.BitOr: "|"}
_COMPARED = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Is: "===", ast.IsNot: "!=="}
#: Methods of texts and lists, and what JavaScript calls them.
_METHODS = {
    "append": "push",
    "replace": "replaceAll",
    "upper": "toUpperCase",
    "lower": "toLowerCase",
    "index": "indexOf",
}


class Names(Protocol):
    """What an expression needs to know of the names in it."""

    def name(self, node: ast.Name) -> str:
        """A name, as JavaScript has it."""

    def called(self, node: ast.Call) -> tuple[str, list[ast.expr | str]]:
        """What is called, and the arguments in their order; a text stands for an argument in JavaScript already."""

    def attribute(self, node: ast.Attribute) -> str | None:
        """A name of a module that rules import; None where it is no module's."""

    def function(self, node: ast.Lambda) -> str:
        """A function without a name."""


class Expressions:
    """Writes expressions.

    Args:
        names: What is known of the names in them.
    """

    def __init__(self, names: Names) -> None:
        self._names = names

    def of(self, node: ast.expr) -> str:
        """An expression in JavaScript.

        Args:
            node: The expression.

        Raises:
            RulesError: If it is of a kind that pages do not know; the message names the file and the line.
        """
        write: Callable[[Any], str] | None = getattr(self, f"_{_CAPITAL.sub('_', type(node).__name__).lower()}", None)
        if write is None:
            kind = type(node).__name__.lower()
            fail(node, f"a page cannot draw with an expression of this kind ({kind}); write it in simpler ones")
        return write(node)

    def truth(self, node: ast.expr) -> str:
        """A condition: empty lists and texts are false."""
        if isinstance(node, (ast.Compare, ast.BoolOp)) or (
            isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
        ):
            return self._condition(node)
        return f"py.truth({self.of(node)})"

    def _condition(self, node: ast.expr) -> str:
        if isinstance(node, ast.BoolOp):
            sign = " && " if isinstance(node.op, ast.And) else " || "
            return "(" + sign.join(self.truth(one) for one in node.values) + ")"
        return self.of(node)

    def _constant(self, node: ast.Constant) -> str:
        if node.value is None:
            return "null"
        if not isinstance(node.value, (bool, int, float, str)):
            fail(node, f"a page cannot draw with {node.value!r:.40}")
        return json.dumps(node.value)

    def _name(self, node: ast.Name) -> str:
        return self._names.name(node)

    def _attribute(self, node: ast.Attribute) -> str:
        return self._names.attribute(node) or f"{self.of(node.value)}.{node.attr}"

    def _list(self, node: ast.List | ast.Tuple) -> str:
        return "[" + ", ".join(self.of(one) for one in node.elts) + "]"

    _tuple = _list

    def _dict(self, node: ast.Dict) -> str:
        pairs = zip(node.keys, node.values, strict=True)
        return "({" + ", ".join(f"[{self.of(key)}]: {self.of(value)}" for key, value in pairs if key is not None) + "})"

    def _starred(self, node: ast.Starred) -> str:
        return f"...{self.of(node.value)}"

    def _unary_op(self, node: ast.UnaryOp) -> str:
        if isinstance(node.op, ast.Not):
            return f"!{self.truth(node.operand)}"
        return f"(-{self.of(node.operand)})" if isinstance(node.op, ast.USub) else f"(+{self.of(node.operand)})"

    def _bin_op(self, node: ast.BinOp) -> str:
        left, right = self.of(node.left), self.of(node.right)
        match node.op:
            case ast.Add():
                numeric = _is_number(node.left) or _is_number(node.right)
                return f"({left} + {right})" if numeric else f"py.add({left}, {right})"
            case ast.Mult():
                lists = isinstance(node.left, (ast.List, ast.Tuple)) or isinstance(node.right, (ast.List, ast.Tuple))
                return f"py.repeated({left}, {right})" if lists else f"({left} * {right})"
            case ast.Div():
                return f"({left} / {right})"
            case ast.FloorDiv():
                return f"Math.floor({left} / {right})"
            case ast.Mod():
                return f"py.modulo({left}, {right})"
        sign = _NUMERIC.get(type(node.op))
        if sign is None:
            fail(node, "a page cannot draw with this operator")
        return f"(({left}) {sign} {right})"

    def _bool_op(self, node: ast.BoolOp) -> str:
        kind = "and" if isinstance(node.op, ast.And) else "or"
        found = self.of(node.values[-1])
        for one in reversed(node.values[:-1]):
            found = f"py.{kind}({self.of(one)}, () => {found})"
        return found

    def _compare(self, node: ast.Compare) -> str:
        parts, left = [], node.left
        for op, right in zip(node.ops, node.comparators, strict=True):
            parts.append(self._compared(left, op, right))
            left = right
        return "(" + " && ".join(parts) + ")"

    def _compared(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> str:
        a, b = self.of(left), self.of(right)
        if isinstance(op, (ast.In, ast.NotIn)):
            return ("!" if isinstance(op, ast.NotIn) else "") + f"py.has({b}, {a})"
        if isinstance(op, (ast.Eq, ast.NotEq)):
            return ("!" if isinstance(op, ast.NotEq) else "") + f"py.same({a}, {b})"
        return f"{a} {_COMPARED[type(op)]} {b}"

    def _if_exp(self, node: ast.IfExp) -> str:
        return f"({self.truth(node.test)} ? {self.of(node.body)} : {self.of(node.orelse)})"

    def _subscript(self, node: ast.Subscript) -> str:
        value = self.of(node.value)
        if isinstance(node.slice, ast.Slice):
            ends = (node.slice.lower, node.slice.upper, node.slice.step)
            return f"py.slice({value}, {', '.join('null' if end is None else self.of(end) for end in ends)})"
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, int):
            return f"{value}[{node.slice.value}]"
        return f"py.at({value}, {self.of(node.slice)})"

    def _call(self, node: ast.Call) -> str:
        called, given = self._names.called(node)
        if isinstance(node.func, ast.Attribute) and called == "":
            owner, name = self.of(node.func.value), node.func.attr
            if name == "join":
                return f"py.list({self.of(node.args[0])}).join({owner})"
            called = f"{owner}.{_METHODS.get(name, name)}"
        return f"{called}({', '.join(one if isinstance(one, str) else self.of(one) for one in given)})"

    def _lambda(self, node: ast.Lambda) -> str:
        return self._names.function(node)

    def _comprehension(self, node: ast.ListComp | ast.GeneratorExp | ast.SetComp) -> str:
        found = ""
        for place, part in enumerate(reversed(node.generators)):
            into = self.target(part.target)
            kept = "".join(f".filter(({into}) => {self.truth(test)})" for test in part.ifs)
            over = f"py.list({self.of(part.iter)}){kept}"
            found = f"{over}.flatMap(({into}) => {found})" if place else f"{over}.map(({into}) => {self.of(node.elt)})"
        return found

    _list_comp = _generator_exp = _set_comp = _comprehension

    def target(self, node: ast.expr) -> str:
        """What is assigned to: a name, a place, or several in brackets."""
        if isinstance(node, (ast.Tuple, ast.List)):
            return "[" + ", ".join(self.target(one) for one in node.elts) + "]"
        if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice):
            return f"{self.of(node.value)}[{self.of(node.slice)}]"
        return self.of(node)

    def _joined_str(self, node: ast.JoinedStr) -> str:
        parts = [self.of(one) for one in node.values]
        return "(" + " + ".join(['""', *parts]) + ")"

    def _formatted_value(self, node: ast.FormattedValue) -> str:
        spec = self.of(node.format_spec) if node.format_spec is not None else '""'
        return f"py.format({self.of(node.value)}, {spec})"

    def _named_expr(self, node: ast.NamedExpr) -> str:
        return f"({self.of(node.target)} = {self.of(node.value)})"


def _is_number(node: ast.expr) -> bool:
    """Whether an operand is surely a number, so that a sum is one, too."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, (int, float))
    if isinstance(node, ast.BinOp):
        plain = isinstance(node.op, (ast.Sub, ast.Div, ast.FloorDiv, ast.Pow))
        return plain or _is_number(node.left) or _is_number(node.right)
    if isinstance(node, ast.UnaryOp):
        return True
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("sin", "cos")
