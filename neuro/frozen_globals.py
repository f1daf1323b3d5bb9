"""Finding what numba freezes into compiled code: the globals that a kernel and the kernels that it calls read.

numba asks of a kernel's own text alone whether its compiled code still holds. But numbers may come from a data
file, another module or the environment, and what is called may stand in another folder.
"""

from __future__ import annotations

import dis
import enum
import functools
import hashlib
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

__all__ = ["frozen_digest", "globals_in", "line_of_global", "names_in", "reached", "remade"]

#: Packages whose values are what they are: they change with their versions alone.
_LIBRARIES = frozenset({"builtins", "cmath", "llvmlite", "math", "numba", "numpy", "operator"})


def frozen_digest(function: FunctionType) -> str:
    """A digest that is another one whenever something that the compiled code of a function depends on is.

    It covers the code of the function and of all that it calls, the names of their modules (compiled code refers to
    them), and the values of their globals: numbers, texts, arrays, tuples of these, fields of classes and members of
    enumerations. Objects of other kinds count by their type alone.
    """
    found = hashlib.blake2b(digest_size=10)
    for _, parts in _walk(function):
        for part in parts:
            found.update(part.encode() + b"\0")
    return found.hexdigest()


def reached(function: FunctionType) -> list[FunctionType]:
    """A function and all that it calls, however deep: the Python functions of kernels."""
    return [one for one, _ in _walk(function)]


def _walk(function: FunctionType) -> Iterator[tuple[FunctionType, list[str]]]:
    waiting, seen = [function], set()
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            yield one, list(_parts(one, waiting))


def remade(
    function: FunctionType, make: Callable[[FunctionType], Any], left: Callable[[FunctionType], bool] = lambda _: False
) -> Any:
    """A function and the kernels that it calls by their names, copied and made anew, each from its Python function.

    Args:
        function: The function to copy.
        make: Makes something that can be called of each copy.
        left: Whether a kernel stays what it is.
    """
    done: dict[FunctionType, Any] = {}

    def made(one: FunctionType) -> Any:
        names = dict(one.__globals__)
        copy = FunctionType(one.__code__, names, one.__name__, one.__defaults__, one.__closure__)
        copy.__qualname__, copy.__module__ = one.__qualname__, one.__module__
        done[one] = make(copy)
        for name in names_in(one.__code__) & names.keys():
            plain = getattr(names[name], "py_func", names[name])
            is_kernel = plain is not names[name] or getattr(plain, "__kernel__", False)
            if is_kernel and not left(plain):
                names[name] = done[plain] if plain in done else made(plain)
        return done[one]

    return made(function)


def _parts(function: FunctionType, called: list[FunctionType]) -> Iterator[str]:
    """What a function's own code depends on, as texts; the functions that it refers to are added to ``called``."""
    yield f"{function.__module__}.{function.__qualname__}"
    yield _spell_code(function.__code__)
    yield _spell(function.__defaults__, called)
    for cell in function.__closure__ or ():
        yield _spell(cell.cell_contents, called)
    yield from _named(function.__globals__, names_in(function.__code__), called, set())


@functools.cache
def names_in(code: CodeType) -> frozenset[str]:
    """All global names and attributes that a piece of code mentions, those of functions inside it included."""
    inside = (names_in(constant) for constant in code.co_consts if isinstance(constant, CodeType))
    return frozenset(code.co_names).union(*inside)


@functools.cache
def globals_in(code: CodeType) -> tuple[str, ...]:
    """Global names that code reads, in their order: not those of attributes, which may be the same."""
    return tuple(dict.fromkeys(one.argval for one in _readings(code)))


def line_of_global(code: CodeType, name: str) -> int | None:
    """The last line that reads a global name."""
    lines = [one.positions.lineno for one in _readings(code) if one.argval == name and one.positions]
    return lines[-1] if lines else None


def _readings(code: CodeType) -> Iterator[dis.Instruction]:
    return (one for one in dis.get_instructions(code) if one.opname == "LOAD_GLOBAL")


@functools.cache
def _spell_code(code: CodeType) -> str:
    """A piece of code as text; where it stands is left out."""
    inside = _spell((code.co_consts, code.co_names, code.co_varnames, code.co_freevars), [])
    return f"{code.co_code.hex()} {inside}"


def _named(
    values: dict[str, Any], names: frozenset[str], called: list[FunctionType], modules: set[ModuleType]
) -> Iterator[str]:
    """The values that names have among some; where one is a module, also those that names have in it."""
    for name in sorted(names & values.keys()):
        value = values[name]
        yield f"{name}={_spell(value, called)}"
        if isinstance(value, ModuleType) and value not in modules and not _is_of_library(value.__name__):
            modules.add(value)
            yield from _named(vars(value), names, called, modules)


def _is_of_library(module: str | None) -> bool:
    return (module or "").split(".")[0] in _LIBRARIES


def _spell(value: Any, called: list[FunctionType]) -> str:
    """A value as text that differs whenever compiled code would; the same in every process."""
    value = getattr(value, "py_func", value)
    kind = f"{type(value).__module__}.{type(value).__qualname__}"
    match value:
        case FunctionType():
            if not _is_of_library(value.__module__):
                called.append(value)
            return f"{value.__module__}.{value.__qualname__}"
        case CodeType():
            return _spell_code(value)
        case np.ndarray() | np.generic():
            return f"{value.dtype.descr} {value.shape} {hashlib.blake2b(value.tobytes()).hexdigest()}"
        case tuple() | list():
            return f"{kind}({', '.join(_spell(one, called) for one in value)})"
        case set() | frozenset():
            return f"{kind}({', '.join(sorted(_spell(one, called) for one in value))})"
        case dict():
            return f"{kind}({', '.join(f'{key!r}: {_spell(one, called)}' for key, one in value.items())})"
        case type():
            fields = getattr(value, "_field_defaults", None) or getattr(value, "__members__", {})
            return f"{value.__module__}.{value.__qualname__} {_spell(dict(fields), called)}"
        case enum.Enum():
            return f"{kind}.{value.name}:{_spell(value.value, called)}"
        case bool() | int() | float() | complex() | str() | bytes() | None:
            return f"{kind}:{value!r}"
        case ModuleType():
            return value.__name__
    return kind
