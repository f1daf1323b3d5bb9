"""Nodes as the text of float32 arithmetic in a loop over lanes."""

from __future__ import annotations

from neuro.rules.nodes import BOOL, INDEX, WHOLE, Node

__all__ = ["NodeText"]


class NodeText:
    """Writes values of pieces.

    Args:
        constants: Names of constants, by their values; new ones are added.

    Attributes:
        out: Lines of the piece that is written.
        rows: How many rows are needed between pieces.
        spilled: The rows that values are kept in for other pieces than their own, by the number of the node.
    """

    def __init__(self, constants: dict[float, str]) -> None:
        self._constants = constants
        self._slots: dict[int, int] = {}
        self.rows = 0
        self.spilled: dict[int, int] = {}
        self.out: list[str] = []
        self._done: dict[int, str] = {}
        self._home, self._indent = 0, ""

    def row(self) -> int:
        """A new row between pieces."""
        self.rows += 1
        return self.rows - 1

    def slot_row(self, slot: int | None) -> int:
        """The row of a slot."""
        assert slot is not None
        if slot not in self._slots:
            self._slots[slot] = self.row()
        return self._slots[slot]

    def constant(self, value: float) -> str:
        """The name of a constant."""
        if value not in self._constants:
            self._constants[value] = {0.0: "_zero", 1.0: "_one"}.get(value, f"_c{len(self._constants)}")
        return self._constants[value]

    def begin(self, piece: int, indent: str) -> None:
        """Begin a loop over lanes."""
        self.out, self._done, self._home, self._indent = [], {}, piece, indent

    def stored(self, node: Node) -> str:
        """A value as float32."""
        if node.typ == BOOL and node.kind == "constant":
            return self.constant(float(node.args[0]))
        text = self.text(node)
        return f"pick({text}, _one, _zero)" if node.typ == BOOL else text

    def shared_text(self, node: Node) -> str:
        """A value that is the same in all lanes, as one expression."""
        if node.kind in ("constant", "parameter", "loop"):
            return self._written(node, [])
        parts = [self.shared_text(part) if isinstance(part, Node) else str(part) for part in node.args]
        return f"({self._written(node, parts)})"

    def text(self, node: Node) -> str:
        """A value, computed before if it is more than a name."""
        if node.number in self._done:
            return self._done[node.number]
        if node.typ == INDEX:
            return self.shared_text(node)
        if not node.shared and node.home != self._home:
            self._name(node, f"scratch[{self.spilled[node.number]}, lane]" + (" > _zero" if node.typ == BOOL else ""))
            return self._done[node.number]
        if node.kind in ("constant", "parameter"):
            return self._written(node, [])
        parts = [self.text(part) if isinstance(part, Node) else str(part) for part in node.args]
        self._name(node, self._written(node, parts))
        return self._done[node.number]

    def _name(self, node: Node, text: str) -> None:
        self._done[node.number] = f"v{node.number}"
        self.out.append(f"{self._indent}v{node.number} = {text}")

    def _written(self, node: Node, parts: list[str]) -> str:
        """An operation."""
        truth = " > _zero" if node.typ == BOOL else ""
        match node.kind, node.args:
            case "constant", (value,):
                return str(value) if node.typ == BOOL else self.constant(float(value))
            case "parameter", (name,):
                return f"setting.{name}"
            case "loop", (name,):
                return str(name)
            case "index", (sign, *_):
                return f"({parts[1]} {sign} {parts[2]})"
            case "real", _:
                return f"np.float32({parts[0]})"
            case "row", (row,):
                return f"state[{row}, lane]{truth}"
            case "slot", (slot,):
                return f"scratch[{self.slot_row(slot)}, lane]{truth}"
            case "spot", (first, size, index):
                return f"state[{first} + {self._within(index, size, parts[2])}, lane]{truth}"
            case "gather", (first, size, _):
                return f"state[{first} + {self._held(node, parts[2], size)}, lane]{truth}"
            case "table", (name, *_):
                return f"{name}[{self._table_place(node, parts)}]"
            case "action", (row, sign, value):
                return f"action[{row}, lane]" + (f" {sign} {self.constant(value)}" if sign else "")
            case "draw", _:
                return f"uniform(courses[lane], {parts[0]})"
            case "steps", _:
                return "steps[lane]"
        return self._operation(node, parts)

    def _operation(self, node: Node, parts: list[str]) -> str:
        match node.kind:
            case "op":
                whole = node.typ == WHOLE and node.args[0] == "*"  # whole numbers have no -0
                return f"{parts[1]} {parts[0]} {parts[2]}" + (" + _zero" if whole else "")
            case "compare":
                return f"{parts[1]} {parts[0]} {parts[2]}"
            case "negative":
                return f"_zero - {parts[0]}" if node.typ == WHOLE else f"-{parts[0]}"
            case "not":
                return f"not {parts[0]}"
            case "and":
                return f"{parts[0]} & {parts[1]}"
            case "or":
                return f"{parts[0]} | {parts[1]}"
            case "number":
                return f"pick({parts[0]}, _one, _zero)"
            case "pick":
                return f"pick({', '.join(parts)})"
            case "call":
                function = {"abs": "np.abs", "floor": "np.floor", "trunc": "np.trunc", "sqrt": "np.sqrt"}[parts[0]]
                return f"{function}({parts[1]})" + (" + _zero" if parts[0] in ("floor", "trunc") else "")
        raise AssertionError(node.kind)

    @staticmethod
    def _within(index: Node, size: int, text: str) -> str:
        """A place of a list that is the same in all lanes, held within it."""
        low, high = index.span
        return text if low >= 0 and high < size else f"min(max({text}, 0), {size - 1})"

    def _held(self, node: Node, index: str, size: int, suffix: str = "") -> str:
        """A place that differs from lane to lane, held within ``size`` places; what is no number is 0."""
        name = f"j{node.number}{suffix}"
        last = self.constant(float(size - 1))
        self.out.append(f"{self._indent}{name} = pick({index} > _zero, {index}, _zero)")
        self.out.append(f"{self._indent}{name} = pick({name} < {last}, {name}, {last})")
        return f"np.int32({name})"

    def _table_place(self, node: Node, parts: list[str]) -> str:
        """The place in a flat table, of a place in each of its directions."""
        found = ""
        for k in range(1, len(parts), 2):
            held = self._held(node, parts[k + 1], int(parts[k]), "rcde"[k // 2] if len(parts) > 3 else "")
            found = f"({found}) * np.int32({parts[k]}) + {held}" if found else held
        return found
