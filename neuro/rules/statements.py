"""Statements of rules, traced one after the other."""

from __future__ import annotations

import ast
from typing import Any

from neuro.rules.branching import BROKE, CONTINUED, RESULT, RETURNED
from neuro.rules.loops import Loops
from neuro.rules.nodes import Node
from neuro.rules.source import fail, said
from neuro.rules.values import UNDEFINED, Agent, Array, Function, Params, Picked, Player

__all__ = ["Statements"]

_REFUSED: dict[type[ast.stmt], str] = {
    ast.While: "rules have no `while`: nobody could say how long it runs; write `for i in range(20):` with `break`",
    ast.FunctionDef: "functions of rules stand at the margin of the module, not inside others",
    ast.Import: "rules import at the top of the module",
    ast.ImportFrom: "rules import at the top of the module",
    ast.Global: "rules remember in the fields of the agent alone: declare one in the class Agent",
    ast.Delete: "rules delete nothing",
    ast.Try: "rules raise and catch nothing",
    ast.Raise: "rules raise nothing: write `agent.alive = False`",
    ast.With: "rules have no `with`",
    ast.ClassDef: "rules have no classes but Setting, Agent, and those of a match",
}


class Statements(Loops):
    """Traces functions of the rules."""

    def call(self, function: Function, given: list[Any], at: Any) -> Any:
        """Call a function of the rules: what it does becomes a part of what calls it."""
        definition = function.definition
        _check_head(definition)
        wanted = [one.arg for one in definition.args.args]
        if len(given) != len(wanted):
            fail(at, f"{definition.name} takes ({', '.join(wanted)}), and is given {len(given)}")
        if function.definition in self.running:
            fail(at, f"{definition.name} calls itself, and rules cannot: write a loop, `for i in range(10):`")
        kept = self.names, self.source
        self.names = {RETURNED: False, BROKE: False, CONTINUED: False, **dict(zip(wanted, given, strict=True))}
        self.source = function.source
        self.running.append(definition)
        try:
            self.run(definition.body)
            result, returned = self.names.get(RESULT, UNDEFINED), self.names[RETURNED]
        finally:
            self.running.pop()
            self.names, self.source = kept
        if result is UNDEFINED:
            return None
        if returned is not True and result is not None:
            fail(
                definition,
                f"{definition.name} returns a value on some ways, and nothing on others: end it with `return`",
            )
        return result

    def run(self, statements: list[ast.stmt]) -> None:
        """Trace statements, for the lanes that have not left."""
        waiting = list(statements)
        while waiting and self.away is not True:
            away = self.away
            if isinstance(away, Node):
                self.go_on(self.negated(away), lambda: self.run(waiting), waiting[0])
                return
            self._statement(waiting.pop(0))

    def _statement(self, statement: ast.stmt) -> None:
        match statement:
            case ast.Assign(targets=targets, value=value):
                found = self.value(value)
                for target in targets:
                    self.assign(target, found, statement)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self.assign(target, self.value(value), statement)
            case ast.AugAssign(target=target, op=op, value=value):
                self._change(target, op, value, statement)
            case ast.If(test=test, body=body, orelse=orelse):
                condition = self.truth(self.value(test), test)
                self.branch(condition, lambda: self.run(body), lambda: self.run(orelse), statement)
            case ast.For():
                self.loop(statement)
            case ast.Return(value=value):
                self.names[RESULT] = None if value is None else self.value(value)
                self.leave(RETURNED)
            case ast.Break():
                self.leave(BROKE)
            case ast.Continue():
                self.leave(CONTINUED)
            case ast.Expr(value=value):
                if not isinstance(value, ast.Constant):
                    self.value(value)
                    self._tell_of_nothing(value)
            case ast.Pass() | ast.Assert() | ast.AnnAssign(value=None):
                pass
            case _:
                words = _REFUSED.get(type(statement), f"rules have no `{type(statement).__name__.lower()}`")
                fail(statement, words)

    def _tell_of_nothing(self, value: ast.expr) -> None:
        """A line that computes something and keeps it nowhere is a slip of the pen."""
        if any(isinstance(one, ast.Call) for one in ast.walk(value)):
            return
        match value:
            case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
                meant = f": did you mean `{ast.unparse(left)} = {ast.unparse(right)}`?"
            case ast.BinOp(left=(ast.Name() | ast.Attribute() | ast.Subscript()) as left):
                changed = ast.AugAssign(left, value.op, value.right)
                meant = f": did you mean `{ast.unparse(changed)}`?"
            case _:
                meant = ""
        self.warn_once(f"`{ast.unparse(value)}` changes nothing{meant}", value)

    def _change(self, target: Any, op: ast.operator, value: ast.expr, at: Any) -> None:
        """``target += value``: what the target is a part of is computed once."""
        if isinstance(target, ast.Subscript):
            owner, index = self.value(target.value), self.value(target.slice)
            old = self.place_of(owner, index, at)
            self._store_place(owner, index, self.binary(type(op), old, self.value(value), at), at)
            return
        old = self.value(target)
        self.assign(target, self.binary(type(op), old, self.value(value), at), at)

    def assign(self, target: ast.expr, value: Any, at: Any) -> None:
        """Give a value to a name, a field or a place."""
        if value is UNDEFINED:
            fail(at, "this has a value only on some ways through the rules")
        match target:
            case ast.Name(id=name):
                self.names[name] = value
            case ast.Tuple(elts=parts):
                value = self.values_of(value, at) if isinstance(value, Picked) else value
                if not isinstance(value, tuple) or len(value) != len(parts):
                    found = f"a tuple of {len(value)}" if isinstance(value, tuple) else said(value)
                    fail(at, f"{len(parts)} names take a tuple of {len(parts)} values, not {found}")
                for part, one in zip(parts, value, strict=True):
                    self.assign(part, one, at)
            case ast.Attribute(value=owner, attr=name):
                self._store_field(self.value(owner), name, value, at)
            case ast.Subscript(value=owner, slice=index):
                self._store_place(self.value(owner), self.value(index), value, at)
            case _:
                fail(at, "rules give values to names, fields and places alone")

    def _store_field(self, owner: Any, name: str, value: Any, at: Any) -> None:
        if isinstance(owner, Params):
            fail(at, "rules cannot change parameters: keep what changes in a field of the class Agent")
        if isinstance(owner, Player):
            fields = self.fields_of(owner, name, at)
        elif isinstance(owner, Agent):
            fields = [(True, self.field(name, at))]
        else:
            fail(at, f"rules change fields of the {self.form.whole} alone, not of {said(owner)}")
        for holds, field in fields:
            if field.listed:
                told = f"{name} is a list of {field.size} places, which change one by one"
                fail(at, f"{told}: `{name}[i] = ...` in a loop")
            self.store(field, 0, self.select(holds, value, self.load(field, 0, at), at), at)

    def _store_place(self, owner: Any, index: Any, value: Any, at: Any) -> None:
        if not isinstance(owner, Array):
            fail(at, f"rules change the agent's lists alone, not {said(owner)}")
        self.store(self.form.fields[owner.name], index, value, at)


def _check_head(definition: ast.FunctionDef) -> None:
    """Refuse what a function has that tracing would pass over."""
    taken = definition.args
    if definition.decorator_list:
        fail(definition, f"{definition.name} has a decorator, which compiled rules could not obey: leave it out")
    if taken.vararg or taken.kwarg or taken.kwonlyargs or taken.posonlyargs:
        fail(definition, f"{definition.name} takes its values by their names alone: leave out *, ** and /")
