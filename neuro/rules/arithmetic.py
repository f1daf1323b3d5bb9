"""Arithmetic on values: known ones are computed now, as float32 or whole numbers; the others become nodes."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any, TypeGuard

import numpy as np

from neuro.rules.nodes import BOOL, CHAR, FLOAT, INDEX, WHOLE, Graph, Node
from neuro.rules.source import fail, said

__all__ = ["Arithmetic", "is_known"]

_OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%"}
_SHIFTS: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.LShift: operator.lshift, ast.RShift: operator.rshift, ast.BitAnd: operator.and_, ast.BitOr: operator.or_,
}  # fmt: skip
_WHOLE: dict[str, Callable[[int, int], int]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "//": operator.floordiv, "%": operator.mod,
}  # fmt: skip
_COMPARISONS: dict[type[ast.cmpop], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Lt: ("<", operator.lt), ast.LtE: ("<=", operator.le), ast.Gt: (">", operator.gt),
    ast.GtE: (">=", operator.ge), ast.Eq: ("==", operator.eq), ast.NotEq: ("!=", operator.ne),
}  # fmt: skip
_MOST = 1 << 24  # whole numbers beyond it are not all float32


def is_known(value: object) -> TypeGuard[int | float]:
    """Whether a value is a number, or True or False, that is known while the rules are compiled."""
    return isinstance(value, (int, float, np.floating, np.integer, np.bool_))


def _is_whole(value: object) -> bool:
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


class Arithmetic(Graph):
    """Operations on values, each a known number or a node."""

    def lift(self, value: Any, at: Any = None) -> Node:
        """A value as a node."""
        if isinstance(value, Node):
            return self.node("real", value, typ=WHOLE) if value.typ == INDEX else value
        if isinstance(value, (bool, np.bool_)):
            return self.node("constant", bool(value), typ=BOOL)
        if isinstance(value, (int, np.integer)):
            if not -_MOST <= int(value) <= _MOST:
                fail(at, f"whole numbers of rules reach {_MOST:,}, and {value:,} is beyond")
            return self.node("constant", float(value), typ=WHOLE)
        if isinstance(value, (float, np.floating)):
            return self.node("constant", float(np.float32(value)), typ=FLOAT)
        if isinstance(value, str) and len(value) == 1:
            return self.node("constant", float(ord(value)), typ=CHAR)
        fail(at, f"a number is needed here, not {said(value)}")

    @staticmethod
    def unlifted(node: Node) -> Any:
        """A node, or the known value that it is."""
        if node.kind != "constant" or node.typ == CHAR:
            return node
        value = node.args[0]
        return np.float32(value) if node.typ == FLOAT else bool(value) if node.typ == BOOL else int(value)

    def numeric(self, value: Any, at: Any = None) -> Node:
        """A value as a node that is a number."""
        found = self.lift(value, at)
        if found.typ == CHAR:
            fail(at, "a sign of a text can only be compared, with == or `in`")
        return self.node("number", found, typ=WHOLE) if found.typ == BOOL else found

    def truth(self, value: Any, at: Any = None) -> bool | Node:
        """Whether a value is true, as Python sees it."""
        if is_known(value):
            return bool(value)
        found = self.lift(value, at)
        if found.typ == CHAR:
            fail(at, "a sign of a text can only be compared, with == or `in`")
        return found if found.typ == BOOL else self.node("compare", "!=", found, self.lift(0), typ=BOOL)

    # ---- numbers

    def binary(self, kind: type[ast.operator], a: Any, b: Any, at: Any) -> Any:
        """``a`` and ``b`` under an operator."""
        if kind is ast.Pow:
            return self._power(a, b, at)
        if kind in _SHIFTS and _is_whole(a) and _is_whole(b):
            return _SHIFTS[kind](a, b)
        if kind not in _OPERATORS:
            fail(at, "rules compute with + - * / // % and ** alone")
        sign = _OPERATORS[kind]
        for value in (a, b):
            if not is_known(value) and not isinstance(value, Node):
                fail(at, f"rules compute with numbers, not with {said(value)}")
        if is_known(a) and is_known(b):
            return _known(sign, a, b, at)
        if self._are_indices(sign, a, b):
            return self._index(sign, a, b)
        return self._operation(sign, self.numeric(a, at), self.numeric(b, at))

    def _power(self, base: Any, exponent: Any, at: Any) -> Any:
        if not _is_whole(exponent) or not 1 <= exponent <= 4:
            root = "; for ** 0.5 write sqrt(...), by `from neuro.rules import sqrt`" if exponent == 0.5 else ""
            fail(at, f"powers are ** 2, ** 3 and ** 4 alone: others are not the same on every machine{root}")
        found = base
        for _ in range(exponent - 1):
            found = self.binary(ast.Mult, found, base, at)
        return found

    def _operation(self, sign: str, x: Node, y: Node) -> Node:
        whole = WHOLE if x.typ == y.typ == WHOLE else FLOAT
        if sign not in ("//", "%"):
            return self.node("op", sign, x, y, typ=FLOAT if sign == "/" else whole)
        share = self.node("call", "floor", self.node("op", "/", x, y, typ=FLOAT), typ=WHOLE)
        if sign == "//":
            return share
        return self.node("op", "-", x, self.node("op", "*", y, share, typ=whole), typ=whole)

    @staticmethod
    def _are_indices(sign: str, a: Any, b: Any) -> bool:
        def is_index(value: Any) -> bool:
            return _is_whole(value) or (isinstance(value, Node) and value.typ == INDEX)

        if sign in ("//", "%"):
            return is_index(a) and _is_whole(b) and b > 0
        return sign in ("+", "-", "*") and is_index(a) and is_index(b)

    def _index(self, sign: str, a: Any, b: Any) -> Node:
        (a0, a1), (b0, b1) = ((one.span if isinstance(one, Node) else (one, one)) for one in (a, b))
        if sign == "%":
            span = (a0 % b0, a1 % b0) if a0 // b0 == a1 // b0 else (0, b0 - 1)
        else:
            ends = [_WHOLE[sign](x, y) for x in (a0, a1) for y in (b0, b1)]
            span = min(ends), max(ends)
        return self.node("index", sign, a, b, typ=INDEX, span=span)

    def negative(self, value: Any, at: Any) -> Any:
        """``-value``."""
        if is_known(value):
            return -value
        found = self.numeric(value, at)
        return self.node("negative", found, typ=found.typ)

    # ---- truth

    def compare(self, kind: type[ast.cmpop], a: Any, b: Any, at: Any) -> bool | Node:
        """Whether ``a`` and ``b`` compare so."""
        if kind in (ast.In, ast.NotIn):
            found = self._is_in(a, b, at)
            return found if kind is ast.In else self.negated(found)
        if kind not in _COMPARISONS:
            fail(at, "rules compare with < <= > >= == != and `in` alone")
        sign, function = _COMPARISONS[kind]
        if isinstance(a, str) and isinstance(b, str):
            return bool(function(a, b))
        if isinstance(a, str) or isinstance(b, str):
            return self._compare_signs(sign, a, b, at)
        if is_known(a) and is_known(b):
            return bool(function(a, b))
        if {CHAR} == {getattr(one, "typ", None) for one in (a, b)}:
            return self.node("compare", sign, a, b, typ=BOOL)
        return self.node("compare", sign, self.numeric(a, at), self.numeric(b, at), typ=BOOL)

    def _compare_signs(self, sign: str, a: Any, b: Any, at: Any) -> bool | Node:
        text, other = (a, b) if isinstance(a, str) else (b, a)
        if not isinstance(other, Node) or other.typ != CHAR or sign not in ("==", "!="):
            fail(at, f"a text is compared with a text, not with {said(other)}")
        if len(text) != 1:
            return sign == "!="
        return self.node("compare", sign, other, self.lift(text), typ=BOOL)

    def _is_in(self, value: Any, among: Any, at: Any) -> bool | Node:
        if not isinstance(among, (tuple, str, range)):
            fail(at, f"`in` looks into a tuple, a range or a text that is known before, not into {said(among)}")
        found: bool | Node = False
        for one in among:
            found = self.either(found, self.compare(ast.Eq, value, one, at))
        return found

    def negated(self, value: bool | Node) -> bool | Node:
        """Not ``value``."""
        if not isinstance(value, Node):
            return not value
        return value.args[0] if value.kind == "not" else self.node("not", value, typ=BOOL)

    def both(self, a: bool | Node, b: bool | Node) -> bool | Node:
        """``a`` and ``b``."""
        if not isinstance(a, Node):
            return b if a else False
        if not isinstance(b, Node):
            return a if b else False
        if self.negated(a) is b:
            return False
        return a if a is b else self.node("and", a, b, typ=BOOL)

    def either(self, a: bool | Node, b: bool | Node) -> bool | Node:
        """``a`` or ``b``."""
        if not isinstance(a, Node):
            return True if a else b
        if not isinstance(b, Node):
            return True if b else a
        if self.negated(a) is b:
            return True
        return a if a is b else self.node("or", a, b, typ=BOOL)

    def select(self, condition: bool | Node, a: Any, b: Any, at: Any = None) -> Any:
        """``a`` where the condition holds, else ``b``."""
        if not isinstance(condition, Node):
            return a if condition else b
        if a is b or (type(a) is type(b) and is_known(a) and a == b):
            return a
        x, y = self.lift(a, at), self.lift(b, at)
        if x is y:
            return x
        if x.typ == y.typ == BOOL:
            first, second = (one.args[0] if one.kind == "constant" else one for one in (x, y))
            return self.either(self.both(condition, first), self.both(self.negated(condition), second))
        if x.typ == y.typ == CHAR:
            return self.node("pick", condition, x, y, typ=CHAR)
        x, y = self.numeric(x, at), self.numeric(y, at)
        return self.node("pick", condition, x, y, typ=WHOLE if x.typ == y.typ == WHOLE else FLOAT)


def _known(sign: str, a: Any, b: Any, at: Any) -> Any:
    """Two known numbers under an operator: whole numbers stay exact, others are rounded to float32."""
    if sign in ("/", "//", "%") and b == 0:
        fail(at, "this divides by zero")
    if isinstance(a, (int, np.integer)) and isinstance(b, (int, np.integer)) and sign != "/":
        return _WHOLE[sign](int(a), int(b))
    x, y = np.float32(a), np.float32(b)
    with np.errstate(all="ignore"):
        share = x / y if sign in ("/", "//", "%") else x
        found = {
            "+": lambda: x + y, "-": lambda: x - y, "*": lambda: x * y, "/": lambda: share,
            "//": lambda: int(np.floor(share)), "%": lambda: x - y * np.floor(share),
        }[sign]()  # fmt: skip
    if found != found:
        fail(at, f"{a} {sign} {b} is not a number")
    return found
