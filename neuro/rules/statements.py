"""Statements of rules, traced one after the other."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import Any

from neuro.rules.arithmetic import is_known
from neuro.rules.branching import BROKE, CONTINUED, FLAGS, RESULT, RETURNED, Environment
from neuro.rules.calls import Calls
from neuro.rules.nodes import BOOL, FLOAT, INDEX, WHOLE, Node
from neuro.rules.pieces import Items, Keep, Loop
from neuro.rules.source import fail, said
from neuro.rules.values import UNDEFINED, Agent, Array, Function, Params, Player

__all__ = ["UNROLLED", "Statements"]

#: Ranges up to so long are written out; longer ones stay loops around the loops over lanes.
UNROLLED = 12

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


class Statements(Calls):
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
                self._go_on(self.negated(away), lambda: self.run(waiting), waiting[0])
                return
            self._statement(waiting.pop(0))

    def _go_on(self, there: bool | Node, way: Callable[[], None], at: Any) -> None:
        """Go on with those that have not left; where all others had left one way, and these do so too, all have."""
        flags, ends = {flag: self.names[flag] for flag in FLAGS}, {}

        def stay() -> None:
            self.names.update(dict.fromkeys(FLAGS, False))
            way()
            ends.update({flag: self.names[flag] for flag in FLAGS})

        self.branch(there, stay, _nothing, at)
        for flag, before in flags.items():
            if ends[flag] is True and isinstance(before, Node) and self.negated(before) is there:
                self.names[flag] = True

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
                self._for(statement)
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
            case ast.Pass() | ast.Assert() | ast.AnnAssign(value=None):
                pass
            case _:
                words = _REFUSED.get(type(statement), f"rules have no `{type(statement).__name__.lower()}`")
                fail(statement, words)

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

    # ---- loops

    def _for(self, statement: ast.For) -> None:
        if statement.orelse:
            fail(statement, "rules have no `else` of a loop")
        run = self.value(statement.iter)
        if isinstance(run, Array):
            field = self.form.fields[run.name]
            places = range(field.size)
            self._over(places, lambda k: self.load(field, k, statement), statement)
        elif isinstance(run, range):
            self._over(run, lambda k: k, statement)
        elif isinstance(run, (tuple, str)):
            self._unrolled(run, lambda one: one, statement)
        else:
            fail(statement, f"a loop runs over range(...), a list of the agent, or a tuple, not over {said(run)}")

    def _over(self, numbers: range, item: Callable[[Any], Any], statement: ast.For) -> None:
        if len(numbers) <= UNROLLED:
            self._unrolled(numbers, item, statement)
        else:
            self.must_not_mix()
            self._long(numbers, item, statement)

    def _unrolled(self, run: Iterable[Any], item: Callable[[Any], Any], statement: ast.For) -> None:
        for one in run:
            if self.away is True:
                break
            self._trace_round(statement, item, one)
            self.names[CONTINUED] = False
        self.names[BROKE] = False

    def _trace_round(self, statement: ast.For, item: Callable[[Any], Any], one: Any) -> None:
        """The body of a loop for one of its values, where nothing has left the loop before."""

        def body() -> None:
            self.assign(statement.target, item(one), statement)
            self.run(statement.body)

        away = self.away
        if isinstance(away, Node):
            self._go_on(self.negated(away), body, statement)
        else:
            body()

    def _long(self, numbers: range, item: Callable[[Any], Any], statement: ast.For) -> None:
        """A loop around the loops over lanes; what changes in it is kept in slots."""
        changing = self._changed_by(statement)
        types = {name: self.lift(self.names[name]).typ for name in changing}
        types = {name: WHOLE if typ == INDEX else typ for name, typ in types.items()}
        names = self.names
        while True:
            self.names = dict(names)
            widened = self._attempt(numbers, item, statement, types)
            if widened == types:
                break
            types = widened
        self.names.update({BROKE: False, CONTINUED: False})

    def _attempt(
        self, numbers: range, item: Callable[[Any], Any], statement: ast.For, types: dict[str, str]
    ) -> dict[str, str]:
        """Trace a loop whose changing names hold values of these types; returns the types that they would need."""
        slots = {name: self.slot() for name in types}
        for name, slot in slots.items():
            self.piece.slots[slot] = Keep(self.lift(self.names[name]), False)
        before, outer = dict(self.names), self.items
        loop, variable = self._enter_loop(numbers, statement)
        first = self.here
        self.names.update({name: self.kept(slot, types[name]) for name, slot in slots.items()})
        flags = [name for name in (RETURNED, BROKE) if name in slots]
        self._trace_round(statement, item, variable)
        loop.gone = [slots[name] for name in flags]
        return self._leave_loop(first, outer, before, slots, types)

    def _enter_loop(self, numbers: range, at: Any) -> tuple[Loop, Node]:
        """End the piece, and begin what runs for each number; returns it, and the number."""
        self.barrier(at)
        loop = Loop(f"i{self.slot()}", numbers, mask=self.mask)
        self.items[-1] = loop
        self.items = loop.body
        self._open()
        span = min(numbers[0], numbers[-1]), max(numbers[0], numbers[-1])
        return loop, self.node("loop", loop.name, typ=INDEX, span=span)

    def for_each(self, numbers: range, body: Callable[[Node], None]) -> None:
        """Trace what is done for each number of a range, and leaves nothing for the next one."""
        outer = self.items
        _, variable = self._enter_loop(numbers, None)
        first = self.here
        body(variable)
        self.close()
        self.forget(first)
        self.items = outer
        self._open()

    def _leave_loop(
        self, first: int, outer: Items, before: Environment, slots: dict[str, int], types: dict[str, str]
    ) -> dict[str, str]:
        needed = dict(types)
        found: Environment = {}
        made = {}
        for name, value in self.names.items():
            if name == CONTINUED or not (is_known(value) or isinstance(value, Node)):
                found[name] = before.get(name, UNDEFINED) if name not in slots else UNDEFINED
            elif name in slots:
                node = self.lift(value)
                self.piece.slots[slots[name]] = Keep(node, True)
                needed[name] = _wider(types[name], node.typ)
                made[name] = slots[name], needed[name]
            elif value is before.get(name, UNDEFINED):
                found[name] = value
            else:
                slot, node = self.slot(), self.lift(value)
                self.piece.slots[slot] = Keep(node, True)
                made[name] = slot, node.typ
        self.close()
        self.forget(first)
        self.items = outer
        if needed != types:
            self.items.pop()
        self._open()
        self.names = {**before, **found, **{name: self.kept(slot, typ) for name, (slot, typ) in made.items()}}
        return needed

    def _changed_by(self, statement: ast.For) -> list[str]:
        """Names with a number that a loop changes, who has left it included."""
        nodes = [node for one in statement.body for node in ast.walk(one)]
        stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        if any(isinstance(node, ast.Return) for node in nodes):
            stored |= {RETURNED}
            if any(isinstance(node, ast.Return) and node.value is not None for node in nodes):
                self.names.setdefault(RESULT, False)
                stored |= {RESULT}
        if any(isinstance(node, ast.Break) for node in nodes):
            stored |= {BROKE}
        targets = {node.id for node in ast.walk(statement.target) if isinstance(node, ast.Name)}
        found = sorted(stored - targets)
        return [name for name in found if is_known(self.names.get(name)) or isinstance(self.names.get(name), Node)]


def _check_head(definition: ast.FunctionDef) -> None:
    """Refuse what a function has that tracing would pass over."""
    taken = definition.args
    if definition.decorator_list:
        fail(definition, f"{definition.name} has a decorator, which compiled rules could not obey: leave it out")
    if taken.vararg or taken.kwarg or taken.kwonlyargs or taken.posonlyargs:
        fail(definition, f"{definition.name} takes its values by their names alone: leave out *, ** and /")


def _wider(one: str, other: str) -> str:
    """The type that holds values of both."""
    if one == other:
        return one
    return WHOLE if {one, other} <= {BOOL, WHOLE, INDEX} else FLOAT


def _nothing() -> None:
    """The way of those that do nothing."""
