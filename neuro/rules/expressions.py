"""Expressions of rules, traced to values."""

from __future__ import annotations

import ast
import builtins
import sys
from types import FunctionType, ModuleType
from typing import Any, NoReturn

import numpy as np

from neuro.rules.arithmetic import is_known
from neuro.rules.branching import Branching
from neuro.rules.form import Field, Form, player_field
from neuro.rules.nodes import BOOL, CHAR, FLOAT, INDEX, WHOLE, Node
from neuro.rules.setting_class import place_names
from neuro.rules.source import fail, nearest, said, source_of
from neuro.rules.values import UNDEFINED, Action, Agent, Array, Bound, Function, OfOne, Params, Picked, Player, Rng

__all__ = ["SERIES", "Expressions"]

_LIBRARIES = frozenset({"math", "cmath", "np", "numpy", "random"})
#: How rules draw by lot, and what other generators call that.
DRAWS = "write rng.uniform(-1, 1) for a number between two, int(rng.uniform(1, 7)) for a whole one from 1 to 6"
DRAWN = frozenset(
    {"random", "randint", "randrange", "integers", "choice", "choices", "gauss", "normal", "shuffle", "rand"}
)
#: The functions of neuro.rules, the same on every machine.
SERIES = ("atan2", "cos", "exp", "floor", "sin", "sqrt")


class Expressions(Branching):
    """Traces expressions.

    Args:
        form: What is traced.

    Attributes:
        running: The functions that are being traced, the innermost last.
        tables: Tables that are looked into at places known only when the rules run: their names, by their values.
    """

    def __init__(self, form: Form) -> None:
        super().__init__(form)
        self.running: list[ast.FunctionDef] = []
        self.tables: dict[tuple[float, ...], str] = {}
        self.silent: list[ast.Call] = []

    def value(self, expression: ast.expr) -> Any:
        """The value of an expression: a known one, a node, or what a name stands for."""
        method = getattr(self, f"_value_of_{type(expression).__name__}", None)
        if method is None:
            fail(expression, f"rules cannot contain `{ast.unparse(expression):.60}`")
        try:
            return method(expression)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            fail(expression, f"rules cannot contain `{ast.unparse(expression):.60}`: {error}")

    # ---- names

    def field(self, name: str, at: Any) -> Field:
        """A field of the agent."""
        if name not in self.form.fields:
            own = [one for one in self.form.fields if "." not in one]
            each = f": each player has, `match.players[0].{name}`" if player_field(0, name) in self.form.fields else ""
            fail(at, f"the {self.form.whole} has no {name!r}{each or nearest(name, own)}")
        return self.form.fields[name]

    def fields_of(self, player: Player, name: str, at: Any) -> list[tuple[bool | Node, Field]]:
        """A field of a player: of each that it may be, with the condition that it is."""
        known = [one.partition(".")[2] for one in self.form.fields if one.startswith("players[0].")]
        if name not in known:
            fail(at, f"a player has no {name!r}{nearest(name, known)}")
        fields = [self.form.fields[player_field(k, name)] for k in range(self.form.players)]
        if is_known(player.number):
            return [(True, fields[int(player.number)])]
        if fields[0].listed:
            fail(at, f"whose {name} this is must be known: write `for player in match.players:`, with an `if` inside")
        return list(zip(self._who(player, at), fields, strict=True))

    def _who(self, owner: OfOne, at: Any) -> list[bool | Node]:
        """Whether something belongs to each of the players."""
        return [self.compare(ast.Eq, owner.number, k, at) for k in range(self.form.players)]

    def _value_of_Constant(self, expression: ast.Constant) -> Any:  # noqa: N802
        return self._frozen(expression.value, expression)

    def _value_of_Name(self, expression: ast.Name) -> Any:  # noqa: N802
        name = expression.id
        if name in self.names:
            if self.names[name] is UNDEFINED:
                fail(expression, f"{name!r} has a value only on some ways through the rules: give it one before")
            return self.names[name]
        known = vars(self.source.module)
        if name in known:
            return self._frozen(known[name], expression)
        if hasattr(builtins, name):
            return getattr(builtins, name)
        self._unknown(name, known, expression)

    def _unknown(self, name: str, known: dict[str, Any], at: ast.expr) -> NoReturn:
        if name in _LIBRARIES:
            fail(at, f"rules cannot use {name!r}: they compute with + - * / and neuro.rules's {', '.join(SERIES)}")
        if name in SERIES:
            fail(at, f"the name {name!r} is not defined: write `from neuro.rules import {name}` at the top")
        names = [*self.names, *(one for one in known if not one.startswith("__"))]
        fail(at, f"the name {name!r} is not defined{nearest(name, [one for one in names if one.isidentifier()])}")

    def _frozen(self, value: Any, at: Any) -> Any:
        """A value of a module, as rules see it."""
        if isinstance(value, (bool, int, np.integer, np.bool_, str, range, type(None))):
            return value.item() if isinstance(value, np.generic) else value
        if isinstance(value, (float, np.floating)):
            if value != value:
                fail(at, "rules compute with numbers, and this is none (nan)")
            return np.float32(value)
        if isinstance(value, (tuple, list, np.ndarray)):
            return tuple(self._frozen(one, at) for one in value)
        if isinstance(value, dict):
            return {key: self._frozen(one, at) for key, one in value.items()}
        if isinstance(value, FunctionType):
            return self._function(value, at)
        return value

    def _function(self, function: FunctionType, at: Any) -> Any:
        module = sys.modules.get(function.__module__)
        if module is None or not getattr(module, "__file__", None):
            fail(at, f"the text of {function.__name__} cannot be found, so it cannot be compiled")
        source = source_of(module)
        if function.__name__ not in source.functions:
            fail(at, f"{function.__name__} is no function at the margin of {source.file}, so it cannot be compiled")
        return Function(source.functions[function.__name__], source)

    # ---- what has parts

    def _value_of_Tuple(self, expression: ast.Tuple) -> Any:  # noqa: N802
        return tuple(self.value(one) for one in expression.elts)

    def _value_of_List(self, expression: ast.List) -> Any:  # noqa: N802
        changing = "a list that changes is declared in the class Agent, `body: list[float] = [0] * 16`"
        fail(expression, f"rules make no lists: write a tuple, `(1, 2)`; {changing}")

    def _value_of_ListComp(self, expression: ast.ListComp) -> Any:  # noqa: N802
        fail(expression, "rules make no lists: write a loop over a list of the class Agent")

    def _value_of_Dict(self, expression: ast.Dict) -> Any:  # noqa: N802
        keys = [None if key is None else self.value(key) for key in expression.keys]
        for key in keys:
            if not isinstance(key, str):
                fail(expression, "the names in this dictionary are texts, like {'height': agent.height}")
        return dict(zip(keys, [self.value(one) for one in expression.values], strict=True))

    def _value_of_JoinedStr(self, expression: ast.JoinedStr) -> Any:  # noqa: N802
        return ""  # such texts are for print alone, which is silent here

    def _value_of_Attribute(self, expression: ast.Attribute) -> Any:  # noqa: N802
        name = expression.attr
        if isinstance(expression.value, ast.Name) and expression.value.id in _LIBRARIES - set(self.names):
            return self._of_library(expression)
        owner = self.value(expression.value)
        match owner:
            case Agent() if name == "players" and self.form.players > 1:
                return tuple(map(Player, range(self.form.players)))
            case Agent():
                field = self.field(name, expression)
                return Array(name) if field.listed else self.load(field, 0, expression)
            case Player():
                fields = self.fields_of(owner, name, expression)
                if fields[0][1].listed:
                    return Array(fields[0][1].name)
                values = [self.load(field, 0, expression) for _, field in fields]
                return self._first_of([holds for holds, _ in fields], values, expression)
            case Params():
                return self._parameter(name, expression)
            case Action():
                return self._action(name, owner, expression)
            case Rng():
                return self._draw(name, expression)
            case ModuleType():
                if not hasattr(owner, name):
                    fail(expression, f"{owner.__name__} has no {name!r}{nearest(name, vars(owner))}")
                return self._frozen(getattr(owner, name), expression)
        hint = "; a list has no methods in rules: it has places, `body[i]`" if isinstance(owner, Array) else ""
        if isinstance(owner, tuple) and owner and isinstance(owner[0], OfOne):
            hint = f"; `{ast.unparse(expression.value)}[0].{name}` is that of the first player"
        fail(expression, f"{said(owner)} has no .{name} in rules{hint}")

    def _parameter(self, name: str, at: Any) -> Any:
        """A parameter; all numbers of a list of them."""
        size = self.form.lists.get(name)
        if size is not None:
            return tuple(self.node("parameter", one, typ=FLOAT) for one in place_names(name, size))
        if name not in self.form.parameters:
            known = [*self.form.parameters, *self.form.lists]
            fail(
                at, f"there is no parameter {name!r}{nearest(name, known) if known else '; a class Setting holds them'}"
            )
        return self.node("parameter", name, typ=FLOAT)

    def _first_of(self, conditions: list[bool | Node], values: list[Any], at: Any) -> Any:
        """Of some values the one whose condition holds; the first, where none does."""
        found = values[0]
        for holds, value in zip(conditions[1:], values[1:], strict=True):
            found = self.select(holds, value, found, at)
        return found

    def _of_library(self, expression: ast.Attribute) -> Any:
        told, name = ast.unparse(expression), expression.attr
        found = getattr(vars(self.source.module).get(told.split(".")[0]), name, None)
        if isinstance(found, float):
            return self._frozen(found, expression)
        if name in ("float32", "float64", "int32", "int64"):
            fail(expression, f"rules need no {told}: all their numbers are float32")
        if name in DRAWN | {"uniform", "seed"}:
            fail(expression, f"{told} is not the same on every course and machine: {DRAWS}")
        if name in SERIES:
            instead = f"write `from neuro.rules import {name}` at the top, and `{name}(...)`"
            fail(expression, f"{told} is not the same on every machine: {instead}")
        fail(
            expression,
            f"rules cannot use {told}: there are min, max, abs, int, round, and neuro.rules's {', '.join(SERIES)}",
        )

    def _action(self, name: str, action: Action, at: Any) -> Any:
        actions = [one.replace(" ", "_") for one in self.form.actions]
        if name not in actions:
            fail(at, f"there is no action {name!r}{nearest(name, actions)}")
        number, rows = actions.index(name), self.form.action_rows
        if is_known(action.number):
            return self._chosen_action(number, int(action.number) * rows)
        values = [self._chosen_action(number, player * rows) for player in range(self.form.players)]
        return self._first_of(self._who(action, at), values, at)

    def _chosen_action(self, number: int, row: int) -> Node:
        """Whether an action is chosen, or how much of it; the player's rows begin at ``row``."""
        decision = self.form.decision
        if decision == "versus":
            first = self.node("action", row, ">", 0.0, typ=BOOL)
            return first if number == 0 else self.lift(self.negated(first))
        if decision == "argmax":
            return self.node("action", row, "==", float(number), typ=BOOL)
        if decision == "threshold":
            return self.node("action", row + number, ">", 0.0, typ=BOOL)
        return self.node("action", row + number, "", 0.0, typ=FLOAT)

    def _draw(self, name: str, at: Any) -> Bound:
        raise NotImplementedError

    def _value_of_Subscript(self, expression: ast.Subscript) -> Any:  # noqa: N802
        if isinstance(expression.slice, ast.Slice):
            fail(expression, "rules take places of lists and tables, not slices of them")
        return self.place_of(self.value(expression.value), self.value(expression.slice), expression)

    def place_of(self, owner: Any, index: Any, at: Any) -> Any:
        """What stands at a place of a list, a tuple, a text, a dictionary or a table."""
        if isinstance(owner, Array):
            return self.load(self.form.fields[owner.name], index, at)
        if isinstance(owner, Picked):
            return self._place_of_picked(owner, index, at)
        if isinstance(owner, dict):
            if index not in owner:
                fail(at, f"there is no {index!r} here{nearest(str(index), map(str, owner))}")
            return owner[index]
        if not isinstance(owner, (tuple, str, range)):
            fail(at, f"{said(owner)} has no places")
        if not isinstance(index, Node):
            return owner[self._known_place(len(owner), index, at)]
        if owner and isinstance(owner[0], OfOne) and index.typ in (WHOLE, INDEX):
            return type(owner[0])(index)
        return self._looked_up(tuple(owner), ((len(owner), index),), at)

    @staticmethod
    def _known_place(size: int, index: Any, at: Any) -> int:
        if not is_known(index) or index != int(index) or not 0 <= index < size:
            fail(at, f"this has {size} places, from 0 to {size - 1}: there is no [{index}]")
        return int(index)

    def _place_of_picked(self, row: Picked, index: Any, at: Any) -> Any:
        """What stands at a place of a row that is known only when the rules run."""
        size = len(row.options[0])
        if not isinstance(index, Node):
            place = self._known_place(size, index, at)
            return self._looked_up(tuple(one[place] for one in row.options), row.places, at)
        every = tuple(one[place] for one in row.options for place in range(size))
        return self._looked_up(every, (*row.places, (size, index)), at)

    def _looked_up(self, values: tuple[Any, ...], places: tuple[tuple[int, Any], ...], at: Any) -> Any:
        """A value of a table, or a row of it, at a place in each of its directions."""
        for _, index in places:
            if index.typ not in (WHOLE, INDEX):
                fail(at, "a place of a table is a whole number: write int(...)")
        signs = all(isinstance(one, str) and len(one) == 1 for one in values)
        if not signs and all(isinstance(one, (tuple, str)) for one in values):
            if len({len(row) for row in values}) > 1:
                fail(at, "the rows of this table differ in length: make them one length")
            return Picked(values, places)
        if not signs and not all(map(is_known, values)):
            fail(at, "a table that is looked into at a place known only when the rules run holds numbers alone")
        key = tuple(float(ord(one)) if isinstance(one, str) else float(np.float32(one)) for one in values)
        name = self.tables.setdefault(key, f"_table{len(self.tables)}")
        whole = all(isinstance(one, int) for one in values)
        parts = [part for size, index in places for part in (size, self.lift(index, at))]
        return self.node("table", name, *parts, typ=CHAR if signs else WHOLE if whole else FLOAT)

    # ---- operations

    def _value_of_UnaryOp(self, expression: ast.UnaryOp) -> Any:  # noqa: N802
        value = self.value(expression.operand)
        if isinstance(expression.op, ast.Not):
            return self.negated(self.truth(value, expression))
        if isinstance(expression.op, ast.USub):
            return self.negative(value, expression)
        if isinstance(expression.op, ast.UAdd):
            return value
        fail(expression, "rules have no ~")

    def _value_of_BinOp(self, expression: ast.BinOp) -> Any:  # noqa: N802
        left = self.value(expression.left)
        return self.binary(type(expression.op), left, self.value(expression.right), expression)

    def _value_of_Compare(self, expression: ast.Compare) -> Any:  # noqa: N802
        left, found = self.value(expression.left), True
        result: bool | Node = found
        for kind, comparator in zip(expression.ops, expression.comparators, strict=True):
            right = self.value(comparator)
            right = self.values_of(right, expression) if isinstance(right, Picked) else right
            result = self.both(result, self.compare(type(kind), left, right, expression))
            left = right
        return result

    def _value_of_BoolOp(self, expression: ast.BoolOp) -> Any:  # noqa: N802
        is_and = isinstance(expression.op, ast.And)
        found = self.value(expression.values[0])
        for one in expression.values[1:]:
            truth = self.truth(found, expression)
            if not isinstance(truth, Node):
                found = self.value(one) if truth == is_and else found
                continue
            goes_on, first = truth if is_and else self.negated(truth), found
            second: Any = self.value(one) if self.is_pure(one) else None
            if _is_truth(first) and _is_truth(second):
                found = self.both(first, second) if is_and else self.either(first, second)
            else:
                found = self._either_value(goes_on, one, lambda first=first: first, expression)
        return found

    def _value_of_IfExp(self, expression: ast.IfExp) -> Any:  # noqa: N802
        condition = self.truth(self.value(expression.test), expression)
        if not isinstance(condition, Node):
            return self.value(expression.body if condition else expression.orelse)
        return self._either_value(condition, expression.body, lambda: self.value(expression.orelse), expression)

    def _either_value(self, condition: Any, then: ast.expr, other: Any, at: ast.expr) -> Any:
        """The value of one expression where a condition holds, else of another one; each may do something."""
        if self.is_pure(then) and (not isinstance(at, ast.IfExp) or self.is_pure(at.orelse)):
            found = self.chosen(condition, self.value(then), other(), at)
        else:
            name = f"<value {at.lineno} {at.col_offset} {len(self.running)}>"

            def set_to(value: Any) -> None:
                self.names[name] = value

            self.branch(condition, lambda: set_to(self.value(then)), lambda: set_to(other()), at)
            found = self.names.pop(name)
        if found is UNDEFINED:
            fail(at, "the two values here are of kinds that cannot be chosen between")
        return found

    def is_pure(self, expression: ast.expr) -> bool:
        """Whether an expression changes nothing, so that lanes may compute it that do not need it."""
        raise NotImplementedError


def _is_truth(value: Any) -> bool:
    """Whether a value is true or false, and not a number."""
    return isinstance(value, (bool, np.bool_)) or (isinstance(value, Node) and value.typ == BOOL)
