"""Ways through rules that only some lanes take: mixed by choices where that is cheap, else regions of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from neuro.rules.form import Field, Form
from neuro.rules.leaves import is_leaf
from neuro.rules.memory import Memory
from neuro.rules.nodes import BOOL, CHAR, FLOAT, WHOLE, Node
from neuro.rules.pieces import Items, Keep, Piece, Region, Switch
from neuro.rules.source import Source
from neuro.rules.values import UNDEFINED, OfOne, Picked, Undefined

__all__ = ["BROKE", "CONTINUED", "FLAGS", "RESULT", "RETURNED", "Branching", "Environment"]

#: Who has left a function or a loop, and with what: kept among the local names, so that ways are merged alike.
RETURNED, BROKE, CONTINUED, RESULT = "<returned>", "<broke>", "<continued>", "<result>"
FLAGS = (RETURNED, BROKE, CONTINUED)

Environment = dict[str, Any]
Way = Callable[[], None]


class _NeedsRegionError(Exception):
    """What is traced cannot be mixed by choices."""


class Branching(Memory):
    """Traces ways through the rules.

    Args:
        form: What is traced.

    Attributes:
        form: What is traced.
        names: Local names of the function that is traced, and what they stand for.
        items: What has been traced, of the innermost region or loop.
        piece: The piece that is traced.
        mask: The slot of the lanes that take part; None for all.
    """

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form
        self.names: Environment = {}
        self.program: Items = []
        self.items = self.program
        self.mask: int | None = None
        self.source: Source = form.source
        self._slots = self._mixing = 0
        self._open()

    # ---- pieces

    def _open(self) -> None:
        self._pieces = getattr(self, "_pieces", -1) + 1
        self.here, self.writes = self._pieces, {}
        self.piece = Piece(self.here, self.mask)
        self.items.append(self.piece)

    def close(self) -> None:
        """Write down what the piece stores."""
        for name, places in self.writes.items():
            field = self.form.fields[name]
            for index, value in places.values():
                place = (
                    ("spot", field.row, field.size, index) if isinstance(index, Node) else ("row", field.row + index)
                )
                self.piece.stores[place] = value
        self.writes = {}

    def barrier(self, at: Any) -> None:
        """End the piece and begin another."""
        self.must_not_mix()
        self.close()
        self._open()

    def must_not_mix(self) -> None:
        """Nothing, unless ways are being mixed, which then become regions."""
        if self._mixing:
            raise _NeedsRegionError

    def scatter(self, field: Field, index: Node, value: Node, at: Any) -> None:
        self.barrier(at)
        self.piece.scatter = field.row, field.size, index, value
        self.barrier(at)

    def slot(self) -> int:
        """A new slot."""
        self._slots += 1
        return self._slots - 1

    def kept(self, slot: int, typ: str) -> Node:
        """What a slot holds."""
        return self.node("slot", slot, typ=typ)

    # ---- who is there

    @property
    def away(self) -> bool | Node:
        """Who has left the function, the loop or its round."""
        gone: bool | Node = False
        for flag in FLAGS:
            gone = self.either(gone, self.names[flag])
        return gone

    def leave(self, flag: str) -> None:
        """All that are there leave."""
        self.names[flag] = True

    # ---- ways

    def branch(self, condition: bool | Node, then: Way, other: Way, at: Any) -> None:
        """Go one way where a condition holds, and another where not.

        Args:
            condition: The condition.
            then: Traces the way where it holds.
            other: Traces the other.
            at: The place in the text.
        """
        if not isinstance(condition, Node):
            (then if condition else other)()
            return
        names, writes, mixing = dict(self.names), self.copied_writes(), self._mixing
        try:
            self._mix(condition, then, other, at)
        except _NeedsRegionError:
            self._mixing = mixing
            if mixing:
                raise
            self.names, self.writes = names, writes
            self._part(condition, then, other, at)

    def _mix(self, condition: Node, then: Way, other: Way, at: Any) -> None:
        """Go both ways, and choose between what comes of them."""
        names, writes = dict(self.names), self.copied_writes()
        self._mixing += 1
        then()
        left, left_writes = self.names, self.writes
        self.names, self.writes = names, writes
        other()
        right = self.names
        self.merge(condition, left_writes, self.writes, self.form.fields)
        self._mixing -= 1
        self.names = self._merged(condition, left, right, at)

    def _merged(self, condition: Node, left: Environment, right: Environment, at: Any) -> Environment:
        """Local names after two ways; who has left the function needs none."""
        gone_left, gone_right = left[RETURNED] is True, right[RETURNED] is True
        found: Environment = {}
        for name in {**left, **right}:
            a, b = left.get(name, UNDEFINED), right.get(name, UNDEFINED)
            if name in FLAGS:
                found[name] = self.select(condition, a, b)
                found[name] = self.truth(found[name])
            elif name == RESULT:
                found[name] = b if a is UNDEFINED else a if b is UNDEFINED else self.chosen(condition, a, b, at)
            elif gone_left or gone_right:
                found[name] = b if gone_left else a
            else:
                found[name] = self.chosen(condition, a, b, at)
        return found

    def values_of(self, given: Any, at: Any) -> tuple[Any, ...]:
        """The values in a tuple, a range, a text, a row or a list of the agent."""
        raise NotImplementedError

    def settled(self, value: Any, at: Any) -> Any:
        """A value, a row that is known only when the rules run as what stands in it."""
        return tuple(self.settled(one, at) for one in self.values_of(value, at)) if isinstance(value, Picked) else value

    def chosen(self, condition: Node, a: Any, b: Any, at: Any) -> Any:
        """One of two values of any kind; without a value where they are of kinds that cannot be mixed."""
        if a is b:
            return a
        a, b = self.settled(a, at), self.settled(b, at)
        if isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b):
            return tuple(self.chosen(condition, x, y, at) for x, y in zip(a, b, strict=True))
        if isinstance(a, dict) and isinstance(b, dict) and a.keys() == b.keys():
            return {key: self.chosen(condition, a[key], b[key], at) for key in a}
        if isinstance(a, OfOne) and type(a) is type(b):
            return type(a)(self.select(condition, a.number, b.number, at))
        if type(a) is type(b) and not isinstance(a, Node) and a == b:
            return a
        if not is_leaf(a) or not is_leaf(b) or len({self.lift(one).typ == CHAR for one in (a, b)}) > 1:
            return UNDEFINED
        return self.select(condition, a, b, at)

    # ---- regions

    def only(self, condition: Node, way: Way) -> None:
        """Go a way only where a condition holds that is the same in all lanes; its local names are of no more use."""
        self.names = dict.fromkeys(FLAGS, False)
        self._part(condition, way, lambda: None, None)

    def _part(self, condition: Node, then: Way, other: Way, at: Any) -> None:
        """Go each way for the lanes that take it alone, and only if there are any."""
        before, now = dict(self.names), dict(self.names)
        ends = []
        for holds, way in ((condition, then), (self.negated(condition), other)):
            end, now = self._apart(holds, way, before, now)
            ends.append(end)
        for name in [name for name in now if name not in before or before[name] is UNDEFINED]:
            needed = [end for end in ends if end[RETURNED] is not True]
            if name != RESULT and any(isinstance(end.get(name, UNDEFINED), Undefined) for end in needed):
                now[name] = UNDEFINED
        self.names = now

    def _apart(
        self, condition: bool | Node, way: Way, before: Environment, now: Environment
    ) -> tuple[Environment, Environment]:
        """Go one way in a region; returns its local names at the end, and those that hold behind it."""
        assert isinstance(condition, Node)
        previous, outer, outer_mask = self.piece, self.items, self.mask
        region = self._enter(condition)
        self.items, self.names = region.body, dict(before)
        self._open()
        first = self.here
        way()
        end, gone = self.names, self.names[RETURNED] is True
        kept: dict[str, Callable[[], Any]] = {}
        for name, value in end.items():
            changed = value is not before.get(name, UNDEFINED)
            if changed and (not gone or name in FLAGS or name == RESULT):
                kept[name] = self._keep(previous, now.get(name, UNDEFINED), value)
        self.close()
        self.forget(first)
        self.items, self.mask = outer, outer_mask
        if all(isinstance(one, Piece) and one.is_empty for one in region.body):
            outer.remove(region)
        self._open()
        return end, {**now, **{name: make() for name, make in kept.items()}}

    def _enter(self, condition: Node) -> Region | Switch:
        """End the piece, and begin what runs only where a condition holds."""
        if condition.shared:
            self.barrier(None)
            item: Region | Switch = Switch(condition)
        else:
            mask = self.slot()
            inside: Any = condition if self.mask is None else self.both(self.kept(self.mask, BOOL), condition)
            self.piece.slots[mask] = Keep(self.lift(inside), False)
            self.barrier(None)
            item, self.mask = Region(mask), mask
        self.items[-1] = item  # in the place of the piece that the barrier has begun
        return item

    def _keep(self, previous: Piece, old: Any, new: Any) -> Callable[[], Any]:
        """Keep a value beyond the region it is made in: the old one before it, the new one in it.

        Returns:
            What makes it, behind the region.
        """
        old, new = self.settled(old, None), self.settled(new, None)
        if isinstance(new, tuple):
            olds = old if isinstance(old, tuple) and len(old) == len(new) else (UNDEFINED,) * len(new)
            parts = [self._keep(previous, a, b) for a, b in zip(olds, new, strict=True)]
            return lambda: tuple(part() for part in parts)
        if isinstance(new, dict):
            known = old if isinstance(old, dict) else {}
            found = {key: self._keep(previous, known.get(key, UNDEFINED), value) for key, value in new.items()}
            return lambda: {key: part() for key, part in found.items()}
        if isinstance(new, OfOne):
            number = self._keep(previous, old.number if type(old) is type(new) else UNDEFINED, new.number)
            return lambda: type(new)(number())
        if not is_leaf(new):
            return lambda: new if new == old else UNDEFINED
        a, b = self.lift(old) if is_leaf(old) else None, self.lift(new)
        if a is not None and (a.typ == CHAR) != (b.typ == CHAR):
            return lambda: UNDEFINED
        typ = b.typ if a is None or a.typ == b.typ else WHOLE if {a.typ, b.typ} == {BOOL, WHOLE} else FLOAT
        slot = self.slot()
        if a is not None:
            previous.slots[slot] = Keep(a, False)
        self.piece.slots[slot] = Keep(b, a is not None)
        return lambda: self.kept(slot, typ)
