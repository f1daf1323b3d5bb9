"""A WebAssembly object, as LLVM writes it, made a module that a browser loads: without a linker.

An object is a module already, but for its exports: functions, types and globals have the numbers that the code uses,
and data stands where the code looks for it, since there is no other object. So a section of exports is put in, and the
sections for linkers are left out. The format: "WebAssembly Core Specification", 2019, section 5; its symbol table:
"WebAssembly Object File Linking" of the tool conventions, version 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from neuro.errors import NeuroError

__all__ = ["IMPORTS", "MissingError", "module_of"]

#: All that a module may ask of its surroundings: memory, and where its stack begins.
IMPORTS = ("__linear_memory", "__stack_pointer")

_HEAD = b"\0asm\1\0\0\0"
_CUSTOM, _IMPORT, _EXPORT = 0, 2, 7
_MEMORY = 2  # a kind of import
_SYMBOLS = 8  # the part of the linking section that is the symbol table
_FUNCTION, _DATA, _SECTION = 0, 1, 3
_UNDEFINED, _NAMED = 0x10, 0x40


class MissingError(NeuroError):
    """Kernels call what no page has.

    Args:
        names: What they call, by the names that it has in libraries of C.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        super().__init__(f"a page cannot have what the kernels call: {', '.join(self.names)}")


class _Reader:
    """Reads numbers and names of the format, one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    @property
    def left(self) -> bool:
        return self.at < len(self.data)

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def number(self) -> int:
        """A whole number in LEB128."""
        found = shift = 0
        while True:
            byte = self.byte()
            found |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return found

    def take(self) -> bytes:
        """Bytes with their count before them."""
        count = self.number()
        self.at += count
        return self.data[self.at - count : self.at]

    def name(self) -> str:
        return self.take().decode()


def _number(value: int) -> bytes:
    """A whole number in LEB128."""
    out = bytearray()
    while True:
        out.append(value & 127 | (128 if value > 127 else 0))
        value >>= 7
        if not value:
            return bytes(out)


def module_of(compiled: bytes, exports: Iterable[str]) -> tuple[bytes, int]:
    """A module with some functions of an object as its exports, and the pages of memory that its data takes.

    Args:
        compiled: The object.
        exports: Names of the functions.

    Raises:
        MissingError: If it imports more than ``IMPORTS``.
        NeuroError: If LLVM has written something else than is known here.
    """
    if not compiled.startswith(_HEAD):
        raise NeuroError("LLVM wrote no WebAssembly that is known here")
    sections, symbols, pages = list(_sections(compiled)), {}, 0
    for kind, content in sections:
        if kind == _CUSTOM and (custom := _Reader(content)).name() == "linking":
            symbols = dict(_functions(custom))
        elif kind == _IMPORT:
            pages = _checked_imports(_Reader(content))
    listed = [(name, symbols[name]) for name in exports]
    table = _number(len(listed)) + b"".join(_counted(name.encode()) + b"\0" + _number(at) for name, at in listed)
    kept = [(kind, content) for kind, content in sections if kind != _CUSTOM]
    before = [one for one in kept if one[0] < _EXPORT]
    after = [one for one in kept if one[0] > _EXPORT]
    whole = [*before, (_EXPORT, table), *after]
    return _HEAD + b"".join(bytes([kind]) + _counted(content) for kind, content in whole), pages


def _counted(content: bytes) -> bytes:
    return _number(len(content)) + content


def _sections(compiled: bytes) -> Iterator[tuple[int, bytes]]:
    reader = _Reader(compiled[len(_HEAD) :])
    while reader.left:
        yield reader.byte(), reader.take()


def _functions(linking: _Reader) -> Iterator[tuple[str, int]]:
    """Names and numbers of the functions of a symbol table."""
    if linking.number() != 2:
        raise NeuroError("LLVM wrote a symbol table of a version that is not known here")
    while linking.left:
        part, table = linking.byte(), _Reader(linking.take())
        if part == _SYMBOLS:
            for _ in range(table.number()):
                yield from _symbol(table)


def _symbol(table: _Reader) -> Iterator[tuple[str, int]]:
    """One symbol, if it is a function."""
    kind, flags = table.byte(), table.number()
    if kind == _SECTION:
        table.number()
    elif kind == _DATA:
        table.name()
        if not flags & _UNDEFINED:
            for _ in range(3):  # segment, offset, size
                table.number()
    else:
        number = table.number()
        if not flags & _UNDEFINED or flags & _NAMED:
            name = table.name()
            if kind == _FUNCTION:
                yield name, number


def _checked_imports(section: _Reader) -> int:
    """The pages of memory that a module asks for, if it needs no more than memory and a stack.

    Raises:
        MissingError: If it does.
    """
    pages, missing = 0, []
    for _ in range(section.number()):
        section.name()
        name, kind = section.name(), section.byte()
        if name not in IMPORTS:
            missing.append(name)
        if kind == _FUNCTION:
            section.number()
        elif kind == _MEMORY:
            has_most = section.number() & 1
            pages = section.number()
            if has_most:
                section.number()
        else:  # a global: its type, and whether it changes
            section.byte(), section.byte()
    if missing:
        raise MissingError(missing)
    return pages
