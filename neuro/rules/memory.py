"""The agent's fields while rules are traced: what has been stored and is not yet written to the state."""

from __future__ import annotations

import ast
from typing import Any, NoReturn

from neuro.rules.arithmetic import Arithmetic, is_known
from neuro.rules.form import Field
from neuro.rules.nodes import BOOL, FLOAT, INDEX, WHOLE, Node
from neuro.rules.source import fail

__all__ = ["MOST_OVERLAID", "SPREAD", "Memory", "Writes"]

#: Stores by field and place, in their order: the place, and the value.
Writes = dict[str, dict[Any, tuple[Any, Node]]]

#: Lists up to so long take a store at a place that differs from lane to lane as a choice for each of their places.
SPREAD = 16
#: A read at an unknown place looks at so many stores before it; more are written first.
MOST_OVERLAID = 8


class Memory(Arithmetic):
    """Fields that are read and stored.

    A read sees every store before it: of the same place its value; of a place that may be the same, a choice.

    Attributes:
        writes: What has been stored since the piece began.
        looking: The function that is traced, if it may only look at the agent; else empty.
    """

    def __init__(self) -> None:
        super().__init__()
        self.writes: Writes = {}
        self.looking = ""

    def barrier(self, at: Any) -> None:
        """End the piece, so that what has been stored is in the state."""
        raise NotImplementedError

    def copied_writes(self) -> Writes:
        """A copy that can be changed."""
        return {name: dict(places) for name, places in self.writes.items()}

    def load(self, field: Field, index: Any, at: Any) -> Any:
        """The value of a field at a place."""
        return self.unlifted(self._loaded(field, index, at))

    def _loaded(self, field: Field, index: Any, at: Any) -> Node:
        index = self._checked(field, index, at)
        writes = self.writes.get(field.name, {})
        if not isinstance(index, Node) and not any(isinstance(place, Node) for place, _ in writes.values()):
            return writes[index][1] if index in writes else self._read(field, index)
        if len(writes) > MOST_OVERLAID and _same_key(index) not in writes:
            self.barrier(at)
            writes = {}
        found = self._read(field, index)
        for place, value in writes.values():
            found = self._overlaid(field, found, index, place, value)
        return found

    def _overlaid(self, field: Field, found: Node, index: Any, place: Any, value: Node) -> Node:
        """A value that was read, or another one where that was stored at the same place since."""
        same: Any = True if _same_key(index) == _same_key(place) else self._meets(index, place)
        chosen = self.select(same, value, found)
        return chosen if isinstance(chosen, Node) else self.lift(chosen)

    def _meets(self, index: Any, place: Any) -> Any:
        """Whether two places are one."""
        if is_known(index) and is_known(place):
            return index == place
        (a0, a1), (b0, b1) = (_span(one) for one in (index, place))
        if a1 < b0 or b1 < a0:
            return False
        for one, other in ((index, place), (place, index)):  # i and i - 1
            if isinstance(one, Node) and one.kind == "index" and one.args[0] in "+-" and one.args[1] is other:
                return False if is_known(one.args[2]) and one.args[2] != 0 else self.compare(ast.Eq, one, other, None)
        return self.compare(ast.Eq, index, place, None)

    def _checked(self, field: Field, index: Any, at: Any) -> Any:
        """A place of a field, if it can be one."""
        if is_known(index):
            if index != int(index):
                fail(at, f"a place of {field.name} is a whole number, not {index}")
            if not 0 <= index < field.size:
                self._beyond(field, index, at)
            return int(index)
        if not isinstance(index, Node) or index.typ not in (WHOLE, INDEX):
            fail(at, f"a place of {field.name} is a whole number: write {field.name}[int(...)]")
        if index.typ == INDEX and (index.span[0] >= field.size or index.span[1] < 0):
            self._beyond(field, index.span[0], at)
        return index

    @staticmethod
    def _beyond(field: Field, index: Any, at: Any) -> NoReturn:
        fail(at, f"{field.name} has {field.size} places, from 0 to {field.size - 1}: there is no [{index}]")

    def _read(self, field: Field, index: Any) -> Node:
        if not isinstance(index, Node):
            return self.node("row", field.row + index, typ=field.typ)
        if index.typ == INDEX:
            return self.node("spot", field.row, field.size, index, typ=field.typ)
        return self.node("gather", field.row, field.size, index, typ=field.typ)

    def store(self, field: Field, index: Any, value: Any, at: Any) -> None:
        """Store a value at a place of a field."""
        if self.looking:
            fail(at, f"{self.looking} only looks at the agent, and cannot change {field.name!r}: do that in step")
        index, node = self._checked(field, index, at), self.fitting(field, value, at)
        if isinstance(index, Node) and index.typ != INDEX:
            self._store_anywhere(field, index, node, at)
            return
        places = self.writes.setdefault(field.name, {})
        places.pop(_same_key(index), None)
        places[_same_key(index)] = index, node

    def _store_anywhere(self, field: Field, index: Node, value: Node, at: Any) -> None:
        """Store at a place that differs from lane to lane."""
        if field.size > SPREAD:
            self.scatter(field, index, value, at)
            return
        for k in range(field.size):
            chosen = self.select(self.compare(ast.Eq, index, k, at), value, self.load(field, k, at))
            self.store(field, k, chosen, at)

    def scatter(self, field: Field, index: Node, value: Node, at: Any) -> None:
        """Store at a place that differs from lane to lane, in a piece of its own."""
        raise NotImplementedError

    def fitting(self, field: Field, value: Any, at: Any) -> Node:
        """A value as a field holds it."""
        node = self.lift(value, at)
        if field.typ == BOOL:
            return self.lift(self.truth(node, at))
        node = self.numeric(node, at)
        if field.typ == WHOLE and node.typ == FLOAT:
            if node.kind == "constant" and node.args[0].is_integer():
                return self.lift(int(node.args[0]))
            fail(at, f"{field.name} is a whole number, and this may be none: write int(...), or {field.name}: float")
        return node

    def merge(self, condition: Node, left: Writes, right: Writes, fields: dict[str, Field]) -> None:
        """Go on with what was stored on two ways: on the left where a condition holds, else on the right."""
        found: Writes = {}
        for name in [*left, *(one for one in right if one not in left)]:
            field, places = fields[name], {**left.get(name, {}), **right.get(name, {})}
            for key, (place, _) in places.items():
                values = []
                for side in (left, right):
                    self.writes = side
                    values.append(self.load(field, place, None))
                found.setdefault(name, {})[key] = place, self.lift(self.select(condition, *values))
        self.writes = found


def _same_key(index: Any) -> Any:
    return ("node", index.number) if isinstance(index, Node) else index


def _span(index: Any) -> tuple[float, float]:
    if not isinstance(index, Node):
        return index, index
    return index.span if index.typ == INDEX else (float("-inf"), float("inf"))
