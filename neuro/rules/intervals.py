"""Between which values rules keep what is seen: found from the rules themselves, by intervals.

Each value of the traced rules is followed as the least and the largest that it can have (R. E. Moore, 1966), rounded
outward; fields, through step after step until nothing grows any more, where what still grows after some rounds is
taken further (P. Cousot and R. Cousot, 1977). So a bound that is found holds in every state that play can reach,
whatever the actions; where none is found there may still be one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np

from neuro.rules.nodes import BOOL, Node
from neuro.rules.pieces import Items, Loop, Piece

__all__ = ["Interval", "Reach", "Traced", "found_bounds"]

#: The least and the largest value.
Interval = tuple[float, float]


class Traced(Protocol):
    """What is known of a traced kernel: its pieces, and the names of its tables by what they hold."""

    program: Items
    tables: dict[tuple[float, ...], str]


_LARGEST = float(np.finfo(np.float32).max)
_ALL: Interval = (-math.inf, math.inf)
_TRUTH: Interval = (0.0, 1.0)
_PATIENCE, _ROUNDS, _NARROWED = 4, 60, 12  # rounds until what grows is taken further, after which all is unbounded,
# and in which what was taken too far comes back
_STOPS = (0.0, *(2.0**k for k in range(-6, 21, 2)), math.inf)  # how far what grows is taken


def _joined(a: Interval, b: Interval) -> Interval:
    """The interval around both."""
    return min(a[0], b[0]), max(a[1], b[1])


def _outward(low: float, high: float) -> Interval:
    """Ends as float32, away from each other; what is no number can be anything."""
    if math.isnan(low) or math.isnan(high):
        return _ALL
    with np.errstate(over="ignore"):
        a, b = np.float32(low), np.float32(high)
        a = a if float(a) <= low else np.nextafter(a, np.float32(-np.inf))
        b = b if float(b) >= high else np.nextafter(b, np.float32(np.inf))
    return float(a), float(b)


def _corners(operation: Callable[[float, float], float], a: Interval, b: Interval) -> Interval:
    found = [operation(x, y) for x in a for y in b]
    return _ALL if any(map(math.isnan, found)) else _outward(min(found), max(found))


def _times(x: float, y: float) -> float:
    return 0.0 if 0 in (x, y) else x * y


def _share(a: Interval, b: Interval) -> Interval:
    if b[0] <= 0 <= b[1] or any(map(math.isinf, b)):
        if a[0] >= 0 and b[0] > 0:
            return _outward(0.0, a[1] / b[0])
        return _ALL
    return _corners(lambda x, y: x / y, a, b)


class Reach:
    """Follows intervals through a traced kernel.

    Args:
        setting: Values of the parameters, by name.
        tables: The names of tables, by what they hold.
        rows: The interval of each row of the state before it.

    Attributes:
        rows: The interval of each row of the state.
        out: What was written into each row of an output; under None, into any.
    """

    def __init__(
        self, setting: Mapping[str, float], tables: Mapping[tuple[float, ...], str], rows: dict[int, Interval]
    ) -> None:
        self._setting = setting
        self._tables = {name: (min(values), max(values)) for values, name in tables.items()}
        self.rows = rows
        self.out: dict[int | None, Interval] = {}
        self._slots: dict[int, Interval] = {}
        self._known: dict[int, Interval] = {}

    def run(self, items: Items) -> None:
        """Follow the pieces of a kernel, in their order."""
        for item in items:
            if isinstance(item, Piece):
                self._piece(item)
            elif isinstance(item, Loop):
                self._loop(item)
            else:
                before = dict(self.rows), dict(self._slots)
                self.run(item.body)
                self._join(*before)

    def _loop(self, loop: Loop) -> None:
        for turn in range(_ROUNDS):
            before = dict(self.rows), dict(self._slots)
            self.run(loop.body)
            self._join(*before)
            if before == (self.rows, self._slots):
                return
            if turn >= _PATIENCE:
                self.rows, self._slots = _widened(before[0], self.rows), _widened(before[1], self._slots)

    def _join(self, rows: dict[int, Interval], slots: dict[int, Interval]) -> None:
        self.rows = {row: _joined(now, rows.get(row, now)) for row, now in self.rows.items()}
        self._slots = {slot: _joined(now, slots.get(slot, now)) for slot, now in self._slots.items()}

    def _piece(self, piece: Piece) -> None:
        nodes: dict[int, Interval] = {}  # those of this piece, as they are in this round
        values = {id(node): self._value(node, piece.number, nodes) for node in piece.roots}
        self._known.update(nodes)
        for slot, keep in piece.slots.items():
            found = values[id(keep.node)]
            self._slots[slot] = _joined(found, self._slots.get(slot, found)) if keep.masked else found
        for place, node in piece.stores.items():
            self._store(place, values[id(node)], always=piece.mask is None)
        if piece.scatter is not None:
            first, size, _, value = piece.scatter
            self._store_within(first, size, values[id(value)])

    def _store(self, place: tuple[Any, ...], found: Interval, *, always: bool) -> None:
        match place:
            case ("row", int(row)):
                self.rows[row] = found if always else _joined(found, self.rows.get(row, found))
            case ("spot", int(first), int(size), _):
                self._store_within(first, size, found)
            case ("out", _, row):
                kept = None if isinstance(row, Node) else row
                self.out[kept] = _joined(found, self.out.get(kept, found))

    def _store_within(self, first: int, size: int, found: Interval) -> None:
        for row in range(first, first + size):
            self.rows[row] = _joined(found, self.rows.get(row, found))

    def _value(self, node: Node, home: int, nodes: dict[int, Interval]) -> Interval:
        if not node.shared and node.home != home:
            return self._known.get(node.number, _ALL)
        if node.number not in nodes:
            nodes[node.number] = self._found(node, lambda part: self._value(part, home, nodes))
        return nodes[node.number]

    def _found(self, node: Node, value: Callable[[Node], Interval]) -> Interval:
        """The interval of a value, from those that it is made of."""
        match node.kind, node.args:
            case "constant", (number,):
                return float(number), float(number)
            case "parameter", (name,):
                return self._setting[name], self._setting[name]
            case (("loop" | "index"), _):
                return float(node.span[0]), float(node.span[1])
            case "row", (row,):
                return self.rows[row]
            case "slot", (slot,):
                return self._slots.get(slot, _ALL)
            case (("spot" | "gather"), (first, size, _)):
                parts = [self.rows[row] for row in range(first, first + size)]
                return min(low for low, _ in parts), max(high for _, high in parts)
            case "table", (name, *_):
                return self._tables[name]
            case "draw", _:
                return _TRUTH
            case "steps", _:
                return 0.0, math.inf
            case "action", _ if node.typ != BOOL:
                return _ALL
            case "pick", (condition, a, b):
                return _picked(condition, a, b, value)
            case (("real" | "number"), (part,)):
                return value(part)
            case "negative", (part,):
                low, high = value(part)
                return -high, -low
        return _TRUTH if node.typ == BOOL else self._computed(node, value)

    @staticmethod
    def _computed(node: Node, value: Callable[[Node], Interval]) -> Interval:
        a = value(node.args[1])
        if node.kind == "call":
            return _called(node.args[0], a)
        b = value(node.args[2])
        if node.args[0] == "/":
            return _share(a, b)
        if node.args[0] == "*":
            if node.args[1] is node.args[2]:
                return _called("square", a)
            return _corners(_times, a, b)
        return _outward(a[0] + b[0], a[1] + b[1]) if node.args[0] == "+" else _outward(a[0] - b[1], a[1] - b[0])


def _called(name: str, a: Interval) -> Interval:
    if name in ("abs", "square"):
        low, high = (0.0 if a[0] <= 0 <= a[1] else min(abs(a[0]), abs(a[1]))), max(abs(a[0]), abs(a[1]))
        return (low, high) if name == "abs" else _outward(low * low, high * high)
    if name == "sqrt":
        return _outward(math.sqrt(max(a[0], 0.0)), math.sqrt(max(a[1], 0.0)))
    rounded = math.floor if name == "floor" else math.trunc
    low, high = (float(rounded(end)) if math.isfinite(end) else end for end in a)
    return low, high


def _picked(condition: Node, a: Node, b: Node, value: Callable[[Node], Interval]) -> Interval:
    """One of two values: what the condition says of either is heeded, so `min`, `max` and `if x > 1: x = 1` bound."""
    left, right = value(a), value(b)
    if condition.kind == "compare":
        sign, x, y = condition.args
        if isinstance(x, Node) and isinstance(y, Node):
            left, right = _held(a, left, sign, x, y, value), _held(b, right, _NOT.get(sign, ""), x, y, value)
    if left[0] > left[1] or right[0] > right[1]:  # a way that nothing takes
        return right if left[0] > left[1] else left
    return _joined(left, right)


_NOT = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def _held(one: Node, found: Interval, sign: str, x: Node, y: Node, value: Callable[[Node], Interval]) -> Interval:
    """The interval of a value where ``x sign y`` holds."""
    low, high = found
    if x.kind == "call" and x.args == ("abs", one) and sign in ("<", "<="):
        most = value(y)[1]
        return max(low, -most), min(high, most)
    if (one is x and sign in ("<", "<=")) or (one is y and sign in (">", ">=")):
        high = min(high, value(y if one is x else x)[1])
    if (one is x and sign in (">", ">=")) or (one is y and sign in ("<", "<=")):
        low = max(low, value(y if one is x else x)[0])
    return low, high


def _widened(before: dict[int, Interval], now: dict[int, Interval]) -> dict[int, Interval]:
    """What grows is taken as far as the next stop on that side, where it may settle, as what has friction does."""
    found = {}
    for key, (low, high) in now.items():
        least, most = before.get(key, (low, high))
        low = low if low >= least else min(low, 0.0) if low >= 0 else -next(one for one in _STOPS if one >= -low)
        found[key] = low, (high if high <= most else next(one for one in _STOPS if one >= high))
    return found


def found_bounds(traced: Mapping[str, Traced], rows: int, setting: Mapping[str, float]) -> list[Interval]:
    """The least and the largest value of what is seen, in all states that play can reach.

    Args:
        traced: What is traced of ``reset``, ``step`` and ``observe``, with the tables of each.
        rows: How many rows an observation has.
        setting: Values of the parameters, by name.

    Returns:
        A pair for each row; of what is unbounded, or not known to be bounded, the ends of float32.
    """

    def followed(name: str, state: dict[int, Interval]) -> Reach:
        found = Reach(setting, traced[name].tables, dict(state))
        found.run(traced[name].program)
        return found

    state = _reached(followed("reset", {}).rows, lambda rows: followed("step", rows).rows)
    seen = followed("observe", state).out
    pairs = [seen.get(row, seen.get(None, _ALL)) for row in range(rows)]
    return [(max(low, -_LARGEST), min(high, _LARGEST)) for low, high in pairs]


def _reached(
    begun: dict[int, Interval], step: Callable[[dict[int, Interval]], dict[int, Interval]]
) -> dict[int, Interval]:
    """The interval of each row of the state after any number of steps."""

    def grown(rows: dict[int, Interval], onto: dict[int, Interval]) -> dict[int, Interval]:
        after = step(rows)
        return {row: _joined(now, after[row]) for row, now in onto.items()}

    rows = begun
    for turn in range(_ROUNDS):
        after = grown(rows, rows)
        if after == rows:
            for _ in range(_NARROWED):  # still all that can be reached
                rows = grown(rows, begun)
            return rows
        rows = _widened(rows, after) if turn >= _PATIENCE else after
    return dict.fromkeys(begun, _ALL)
