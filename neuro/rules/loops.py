"""Loops of rules: short ones are written out, long ones become loops around the loops over lanes."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import Any

from neuro.rules.branching import BROKE, CONTINUED, FLAGS, RESULT, RETURNED, Environment
from neuro.rules.calls import Calls
from neuro.rules.leaves import Path, is_kept, leaves, mapped, shape
from neuro.rules.nodes import BOOL, CHAR, FLOAT, INDEX, WHOLE, Node
from neuro.rules.pieces import Items, Keep, Loop
from neuro.rules.source import fail, said
from neuro.rules.values import UNDEFINED, Array, Picked

__all__ = ["UNROLLED", "Loops"]

#: Ranges up to so long are written out; longer ones stay loops around the loops over lanes.
UNROLLED = 12


class Loops(Calls):
    """Traces loops, and those who leave them."""

    def run(self, statements: list[ast.stmt]) -> None:
        """Trace statements, for the lanes that have not left."""
        raise NotImplementedError

    def assign(self, target: ast.expr, value: Any, at: Any) -> None:
        """Give a value to a name, a field or a place."""
        raise NotImplementedError

    def go_on(self, there: bool | Node, way: Callable[[], None], at: Any) -> None:
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

    def loop(self, statement: ast.For) -> None:
        """Trace a loop."""
        if statement.orelse:
            fail(statement, "rules have no `else` of a loop")
        run = self.value(statement.iter)
        if isinstance(run, Array):
            field = self.form.fields[run.name]
            places = range(field.size)
            self._over(places, lambda k: self.load(field, k, statement), statement)
        elif isinstance(run, range):
            self._over(run, lambda k: k, statement)
        elif isinstance(run, (tuple, str, Picked)):
            self._unrolled(self.values_of(run, statement), lambda one: one, statement)
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
            self.go_on(self.negated(away), body, statement)
        else:
            body()

    def _long(self, numbers: range, item: Callable[[Any], Any], statement: ast.For) -> None:
        """A loop around the loops over lanes; what changes in it is kept in slots."""
        if _is_read_outside(statement, self.running[-1]):  # after a `break`, for example
            self.assign(statement.target, item(numbers[0]), statement)
        changing = self._changed_by(statement)
        types = {path: self.lift(leaf).typ for path, leaf in self._leaves_of(changing).items()}
        types = {path: WHOLE if typ == INDEX else typ for path, typ in types.items()}
        names = self.names
        while True:
            self.names = dict(names)
            widened = self._attempt(numbers, item, statement, types, changing)
            if widened == types:
                break
            types = widened
        self.names.update({BROKE: False, CONTINUED: False})

    def _leaves_of(self, names: list[str]) -> dict[Path, Any]:
        """The numbers in the values of names, each under the name and its place."""
        return {path: leaf for name in names for path, leaf in leaves(self.names[name], (name,)).items()}

    def _attempt(
        self,
        numbers: range,
        item: Callable[[Any], Any],
        statement: ast.For,
        types: dict[Path, str],
        changing: list[str],
    ) -> dict[Path, str]:
        """Trace a loop whose changing names hold numbers of these types; returns the types that they would need."""
        slots = {path: self.slot() for path in types}
        for path, leaf in self._leaves_of(changing).items():
            self.piece.slots[slots[path]] = Keep(self.lift(leaf), False)
        before, outer = dict(self.names), self.items
        loop, variable = self._enter_loop(numbers, statement)
        first = self.here
        for name in changing:
            self.names[name] = mapped(self.names[name], lambda path, _: self.kept(slots[path], types[path]), (name,))
        self._trace_round(statement, item, variable)
        loop.gone = [slots[name,] for name in (RETURNED, BROKE) if (name,) in slots]
        needed, made = self._kept_names(statement, before, slots, types)
        self._leave_loop(first, outer)
        if needed != types:
            self.items.pop()
        self._open()
        self.names = {**before, **{name: make() for name, make in made.items()}}
        return needed

    def _enter_loop(self, numbers: range, at: Any) -> tuple[Loop, Node]:
        """End the piece, and begin what runs for each number; returns it, and the number."""
        self.barrier(at)
        loop = Loop(f"i{self.slot()}", numbers, mask=self.mask)
        self.items[-1] = loop
        self.items = loop.body
        self._open()
        span = min(numbers[0], numbers[-1]), max(numbers[0], numbers[-1])
        return loop, self.node("loop", loop.name, typ=INDEX, span=span)

    def _leave_loop(self, first: int, outer: Items) -> None:
        """End the piece of a loop, whose first one has this number, and go on behind it."""
        self.close()
        self.forget(first)
        self.items = outer

    def for_each(self, numbers: range, body: Callable[[Node], None]) -> None:
        """Trace what is done for each number of a range, and leaves nothing for the next one."""
        outer = self.items
        _, variable = self._enter_loop(numbers, None)
        first = self.here
        body(variable)
        self._leave_loop(first, outer)
        self._open()

    def _kept_names(
        self, statement: ast.For, before: Environment, slots: dict[Path, int], types: dict[Path, str]
    ) -> tuple[dict[Path, str], dict[str, Callable[[], Any]]]:
        """Keep what names stand for at the end of a round, for the next one and for what follows the loop.

        Returns:
            The types that this needs, and for each name what makes its value behind the loop.
        """
        needed, made, targets = dict(types), {}, _names_in(statement.target)
        for name, value in self.names.items():
            fresh = name in targets and (name,) not in types
            old = UNDEFINED if fresh else before.get(name, UNDEFINED)
            if name == CONTINUED or value is old:
                continue
            value = self.settled(value, statement)
            nodes = {path: self.lift(leaf) for path, leaf in leaves(value, (name,)).items()}
            turned = any((types.get(path, one.typ) == CHAR) != (one.typ == CHAR) for path, one in nodes.items())
            if turned or (old is not UNDEFINED and shape(value) != shape(old)):
                told = "what is returned" if name == RESULT else name
                fail(statement, f"{told} changes in this loop, and holds no longer as many numbers as before, or signs")
            kept: dict[Path, tuple[int, str]] = {}
            for path, node in nodes.items():
                typ = needed[path] = _wider(types[path], node.typ) if path in types else node.typ
                kept[path] = slots[path] if path in types else self.slot(), typ
                self.piece.slots[kept[path][0]] = Keep(node, True)
            made[name] = self._behind(value, name, kept, old)
        return {path: needed[path] for path in types}, made

    def _behind(self, value: Any, name: str, kept: dict[Path, tuple[int, str]], old: Any) -> Callable[[], Any]:
        """Makes the value of a name behind a loop; of what cannot be kept there is none."""
        if old is UNDEFINED and not is_kept(value):
            return lambda: UNDEFINED
        return lambda: mapped(value, lambda path, _: self.kept(*kept[path]), (name,))

    def _changed_by(self, statement: ast.For) -> list[str]:
        """Names with a number that a loop changes, who has left it included."""
        nodes = [node for one in statement.body for node in ast.walk(one)]
        stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        returns = [node for node in nodes if isinstance(node, ast.Return)]
        if returns:
            stored |= {RETURNED}
            if returns[0].value is not None:
                self.names.setdefault(RESULT, _nought(returns[0].value))
                stored |= {RESULT}
        if any(map(_breaks, statement.body)):
            stored |= {BROKE}
        if _is_read_outside(statement, self.running[-1]):
            stored |= _names_in(statement.target)
        else:
            stored -= _names_in(statement.target)
        for name in stored & set(self.names):
            self.names[name] = self.settled(self.names[name], statement)
        return [name for name in sorted(stored) if leaves(self.names.get(name))]


def _nought(expression: ast.expr) -> Any:
    """What is returned before anything is: as many numbers as an expression has."""
    return tuple(map(_nought, expression.elts)) if isinstance(expression, ast.Tuple) else False


def _breaks(statement: ast.stmt) -> bool:
    """Whether a statement may leave the loop that it stands in."""
    if isinstance(statement, ast.Break):
        return True
    inside = [one for one in ast.iter_child_nodes(statement) if isinstance(one, ast.stmt)]
    return not isinstance(statement, ast.For) and any(map(_breaks, inside))


def _is_read_outside(loop: ast.For, function: ast.FunctionDef) -> bool:
    """Whether a function reads what a loop counts with where no loop gives it a value."""
    names = _names_in(loop.target)

    def is_read(node: ast.AST) -> bool:
        if isinstance(node, ast.Name):
            return node.id in names and isinstance(node.ctx, ast.Load)
        if isinstance(node, ast.For) and _names_in(node.target) & names:
            return is_read(node.iter)
        return any(map(is_read, ast.iter_child_nodes(node)))

    return is_read(function)


def _names_in(target: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}


def _wider(one: str, other: str) -> str:
    """The type that holds values of both."""
    if one == other:
        return one
    return WHOLE if {one, other} <= {BOOL, WHOLE, INDEX} else FLOAT


def _nothing() -> None:
    """The way of those that do nothing."""
