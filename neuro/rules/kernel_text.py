"""Pieces, regions and loops as the text of a kernel over lanes."""

from __future__ import annotations

from typing import Any

from neuro.rules.node_text import NodeText
from neuro.rules.nodes import Node, walk
from neuro.rules.pieces import Items, Loop, Piece, Region, pieces_in

__all__ = ["KernelText"]

#: Stores of constants that share a loop.
_TOGETHER = 8
#: LLVM compares so many pairs of pointers at most before it makes a loop over lanes into vectors.
_MOST_PAIRS = 128
_INDENT = "    "


class KernelText(NodeText):
    """Writes the body of a kernel.

    Args:
        items: What is written.
        constants: Names of constants, by their values; new ones are added.

    Attributes:
        lines: The text.
    """

    def __init__(self, items: Items, constants: dict[float, str]) -> None:
        super().__init__(constants)
        self.lines: list[str] = []
        self._anys = 0
        self._prepare(items)
        self._items(items, _INDENT)

    # ---- what is kept between pieces

    def _prepare(self, items: Items) -> None:
        """Leave out what nobody reads, and give a row to each value that is used in another piece than its own."""
        pieces = {piece.number: piece for piece in pieces_in(items)}
        self._drop_unread(items, list(pieces.values()))
        for piece in pieces.values():
            for node in piece.roots:
                self._need(node, piece, pieces, set())

    def _drop_unread(self, items: Items, pieces: list[Piece]) -> None:
        lasting = set(_masks(items))
        while True:
            nodes = [node for piece in pieces for node in walk(piece.roots)]
            nodes += [item.condition for item in _switches(items)]
            read = {node.args[0] for node in walk(nodes) if node.kind == "slot"} | lasting
            unread = [(piece, slot) for piece in pieces for slot in piece.slots if slot not in read]
            if not unread:
                return
            for piece, slot in unread:
                del piece.slots[slot]

    def _need(self, node: Node, piece: Piece, pieces: dict[int, Piece], seen: set[int]) -> None:
        """See that what a value of a piece is made of is kept by the pieces that make it."""
        if node.shared or node.number in seen:
            return
        seen.add(node.number)
        if node.home == piece.number:
            for part in node.args:
                if isinstance(part, Node):
                    self._need(part, piece, pieces, seen)
        elif node.number not in self.spilled:
            home = pieces[node.home]
            self.spilled[node.number] = self.row()
            home.spilled[self.spilled[node.number]] = node
            self._need(node, home, pieces, set())

    # ---- items

    def _items(self, items: Items, indent: str) -> None:
        count = len(self.lines)
        for item in items:
            if isinstance(item, Piece):
                self._piece(item, indent)
            elif isinstance(item, Loop):
                self._loop(item, indent)
            elif isinstance(item, Region):
                name = self._any(indent, [f"scratch[{self.slot_row(item.mask)}, lane] > _zero"])
                self.lines.append(f"{indent}if {name} > 0:")
                self._items(item.body, indent + _INDENT)
            else:
                self.lines.append(f"{indent}if {self.shared_text(item.condition)}:")
                self._items(item.body, indent + _INDENT)
        if len(self.lines) == count:
            self.lines.append(f"{indent}pass")

    def _any(self, indent: str, conditions: list[str]) -> str:
        """Whether there is a lane of which all conditions hold; returns the name of the answer."""
        name, self._anys = f"any{self._anys}", self._anys + 1
        self.lines += [
            f"{indent}{name} = np.uint8(0)",
            f"{indent}for lane in range(LANES):",
            f"{indent}    {name} |= np.uint8({' & '.join(f'({one})' for one in conditions)})",
        ]
        return name

    def _loop(self, loop: Loop, indent: str) -> None:
        numbers = loop.numbers
        self.lines.append(f"{indent}for {loop.name} in range({numbers.start}, {numbers.stop}, {numbers.step}):")
        self._items(loop.body, indent + _INDENT)
        if loop.gone:
            there = [f"scratch[{self.slot_row(one)}, lane] == _zero" for one in loop.gone]
            there += [f"scratch[{self.slot_row(loop.mask)}, lane] > _zero"] if loop.mask is not None else []
            name = self._any(indent + _INDENT, there)
            self.lines += [f"{indent}    if {name} == 0:", f"{indent}        break"]

    # ---- pieces

    def _piece(self, piece: Piece, indent: str) -> None:
        if piece.scatter is not None:
            self._scatter(piece, indent)
        targets = self._targets(piece)
        if not targets:
            return
        if piece.mask is not None and any(self._is_dear(node, piece) for node in walk(piece.roots)):
            self._branching(piece, targets, indent)
            return
        apart = [one for one in targets if one[1].kind == "constant" and not one[2]] if piece.mask is None else []
        together = [one for one in targets if one not in apart]
        self._lanes(piece, together, indent)
        for first in range(0, len(apart), _TOGETHER):
            self._lanes(piece, apart[first : first + _TOGETHER], indent)

    @staticmethod
    def _is_dear(node: Node, piece: Piece) -> bool:
        """Whether a value costs so much that only the lanes of the mask should compute it."""
        return node.kind == "draw" and node.home == piece.number

    def _targets(self, piece: Piece) -> list[tuple[tuple[Any, ...], Node, bool]]:
        """Where the piece stores, what, and whether only the lanes of the mask do."""
        found: list[tuple[tuple[Any, ...], Node, bool]] = []
        found += [(("kept", row), node, False) for row, node in piece.spilled.items()]
        found += [(("kept", self.slot_row(slot)), keep.node, keep.masked) for slot, keep in piece.slots.items()]
        found += [(place, node, place[0] != "out") for place, node in piece.stores.items()]
        return [(place, node, masked and piece.mask is not None) for place, node, masked in found]

    def _lanes(self, piece: Piece, targets: list[tuple[tuple[Any, ...], Node, bool]], indent: str) -> None:
        """One loop over lanes: everything is computed first, and stored last."""
        if not targets:
            return
        inside = indent + _INDENT
        self.lines.append(f"{indent}for lane in range(LANES):")
        self.begin(piece.number, inside)
        values = [self.stored(node) for _, node, _ in targets]
        pairs = len(targets) * (self._rows_read(piece) + len(targets) // 2)
        if (pairs > _MOST_PAIRS or _gathers(piece)) and _is_plain(targets):
            self._by_way(piece, targets, values, indent)
            return
        places = [self._place(place) for place, _, _ in targets]
        mask = f"scratch[{self.slot_row(piece.mask)}, lane] > _zero" if piece.mask is not None else ""
        if any(masked for _, _, masked in targets):
            self.out.append(f"{inside}there = {mask}")
        for (_, _, masked), value, (guard, text) in zip(targets, values, places, strict=True):
            value = f"pick(there, {value}, {text})" if masked else value
            self.out += (
                [f"{inside}if {guard}:", f"{inside}    {text} = {value}"] if guard else [f"{inside}{text} = {value}"]
            )
        self.lines += self.out

    def _rows_read(self, piece: Piece) -> int:
        """How many rows of arrays a piece reads, whose distances LLVM does not know."""
        own = [one for one in walk(piece.roots) if one.home == piece.number]
        reads = {(one.kind, one.args[0]) for one in own if one.kind in ("row", "action")}
        return len(reads) + (len(piece.stores) if piece.mask is not None else 0)

    def _by_way(
        self, piece: Piece, targets: list[tuple[tuple[Any, ...], Node, bool]], values: list[str], indent: str
    ) -> None:
        """Store what a loop computes in scratch rows, which nothing else can be, and then where it belongs."""
        rows = [self.row() for _ in targets]
        self.out += [f"{indent}    scratch[{row}, lane] = {value}" for row, value in zip(rows, values, strict=True)]
        self.lines += self.out
        mask = f"scratch[{self.slot_row(piece.mask)}, lane] > _zero" if piece.mask is not None else ""
        for first in range(0, len(targets), _TOGETHER):
            part = range(first, min(first + _TOGETHER, len(targets)))
            self.lines.append(f"{indent}for lane in range(LANES):")
            self.lines += [f"{indent}    there = {mask}"] if any(targets[k][2] for k in part) else []
            for k in part:
                text, value = self._place(targets[k][0])[1], f"scratch[{rows[k]}, lane]"
                self.lines.append(
                    f"{indent}    {text} = " + (f"pick(there, {value}, {text})" if targets[k][2] else value)
                )

    def _branching(self, piece: Piece, targets: list[tuple[tuple[Any, ...], Node, bool]], indent: str) -> None:
        """One loop over lanes in which those outside of the mask do nothing."""
        mask, inside = self.slot_row(piece.mask), indent + _INDENT * 2
        self.lines += [f"{indent}for lane in range(LANES):", f"{indent}    if scratch[{mask}, lane] > _zero:"]
        self.begin(piece.number, inside)
        values = [self.stored(node) for _, node, _ in targets]
        places = [self._place(place) for place, _, _ in targets]
        for value, (guard, text) in zip(values, places, strict=True):
            self.out += (
                [f"{inside}if {guard}:", f"{inside}    {text} = {value}"] if guard else [f"{inside}{text} = {value}"]
            )
        self.lines += self.out
        others = [text for (place, _, masked), (_, text) in zip(targets, places, strict=True) if not masked]
        if others:
            self.lines.append(f"{indent}    else:")
            self.lines += [f"{inside}{text} = _zero" for text in others]

    def _store(self, indent: str, guard: str, line: str) -> None:
        self.out += [f"{indent}if {guard}:", f"{indent}    {line}"] if guard else [indent + line]

    def _place(self, place: tuple[Any, ...]) -> tuple[str, str]:
        """Where a value is stored: what must hold for it, and the place."""
        match place:
            case ("row", row):
                return "", f"state[{row}, lane]"
            case ("spot", first, size, index):
                low, high = index.span
                text = self.shared_text(index)
                return ("" if low >= 0 and high < size else f"0 <= {text} < {size}"), f"state[{first} + {text}, lane]"
            case ("out", name, None):
                return "", f"{name}[lane]"
            case ("out", name, Node() as row):
                return "", f"{name}[{self.shared_text(row)}, lane]"
            case ("out", name, row):
                return "", f"{name}[{row}, lane]"
        return "", f"scratch[{place[1]}, lane]"

    def _scatter(self, piece: Piece, indent: str) -> None:
        """Stores to places that differ from lane to lane; those beyond the list are left out."""
        assert piece.scatter is not None
        first, size, index, value = piece.scatter
        inside = indent + _INDENT
        self.lines.append(f"{indent}for lane in range(LANES):")
        self.begin(piece.number, inside)
        place, stored = self.text(index), self.stored(value)
        holds = [f"{place} >= _zero", f"{place} < {self.constant(float(size))}"]
        if piece.mask is not None:
            holds.insert(0, f"scratch[{self.slot_row(piece.mask)}, lane] > _zero")
        self.out.append(f"{inside}if {' and '.join(holds)}:")
        self.out.append(f"{inside}    state[{first} + np.int32({place}), lane] = {stored}")
        self.lines += self.out


def _gathers(piece: Piece) -> bool:
    """Whether a piece reads rows of the state that differ from lane to lane: LLVM cannot tell where they are."""
    return any(one.kind == "gather" and one.home == piece.number for one in walk(piece.roots))


def _is_plain(targets: list[tuple[tuple[Any, ...], Node, bool]]) -> bool:
    """Whether all is stored in rows that are known."""
    return all(place[0] in ("row", "out", "kept") for place, _, _ in targets)


def _masks(items: Items) -> list[int]:
    """Slots that regions and loops read."""
    found = []
    for item in items:
        if isinstance(item, Piece):
            found += [item.mask] if item.mask is not None else []
            continue
        if isinstance(item, Region):
            found.append(item.mask)
        if isinstance(item, Loop):
            found += item.gone + ([item.mask] if item.mask is not None else [])
        found += _masks(item.body)
    return found


def _switches(items: Items) -> list[Any]:
    found = []
    for item in items:
        if not isinstance(item, Piece):
            found += ([item] if hasattr(item, "condition") else []) + _switches(item.body)
    return found
