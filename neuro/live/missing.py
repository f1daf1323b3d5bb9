"""Why kernels cannot be in a page, with the line of the rules that is to blame, where that is plain to see."""

from __future__ import annotations

import dis
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FunctionType

from neuro.compile_errors import is_ours
from neuro.errors import NeuroError
from neuro.frozen_globals import reached
from neuro.live.wasm_object import MissingError

__all__ = ["explained_missing"]

#: Names of C's library that numpy and Python have other names for, without the f of those for float32.
_NAMES = {
    "asin": "arcsin", "acos": "arccos", "atan": "arctan", "atan2": "arctan2", "pow": "power", "fabs": "abs",
    "asinh": "arcsinh", "acosh": "arccosh", "atanh": "arctanh",
}  # fmt: skip
_MATHEMATICS = frozenset(
    {*_NAMES, "sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "exp2", "expm1", "log", "log2", "log10", "log1p"}
    | {"cbrt", "hypot", "erf", "erfc", "gamma", "lgamma", "tgamma"}
)


def explained_missing(error: MissingError, functions: Iterable[FunctionType]) -> NeuroError:
    """The error for people: what is missing, why, and where it is called.

    Args:
        error: What is missing.
        functions: The Python functions of the kernels.
    """
    every = list({one: None for function in functions for one in reached(function)})
    every.sort(key=lambda one: is_ours(Path(one.__code__.co_filename)))  # a game's own lines first
    told = [_told(name, every) for name in error.names]
    known = next((one for one in told if one[0]), told[0])
    return NeuroError(f"a page cannot have these rules: {known[0]}{known[1]}")


def _told(name: str, functions: list[FunctionType]) -> tuple[str, str]:
    """Where something that is missing is called, as the beginning of a sentence, and the rest of the sentence."""
    plain = name.removeprefix("llvm.").partition(".")[0]
    short = plain if plain in _MATHEMATICS else plain.removesuffix("f")
    if short not in _MATHEMATICS:
        return _place({"zeros", "empty", "ones", "array", "append", "print", "copy"}, functions), (
            f"kernels may neither take memory nor call Python ({name}): let arrays be handed in"
        )
    place = _place({short, _NAMES.get(short, short), *(("**",) if short == "pow" else ())}, functions)
    return place, (
        f"{short} is computed by a library that a browser has not, and that has other bits on other machines: "
        "neuro.rules has sin, cos, atan2 and exp of + - * /"
    )


def _place(names: set[str], functions: list[FunctionType]) -> str:
    """The first line in which a name is called; nothing where there is none."""
    for function in functions:
        for line, called in _calls(function):
            if called in names:
                return f"in {function.__name__} ({Path(function.__code__.co_filename).name}, line {line}): "
    return ""


def _calls(function: FunctionType) -> Iterator[tuple[int | None, str]]:
    """Names and signs that a function's code reads, with their lines."""
    for one in dis.get_instructions(function):
        line = one.positions.lineno if one.positions else None
        if one.opname in ("LOAD_GLOBAL", "LOAD_ATTR", "LOAD_METHOD"):
            yield line, str(one.argval)
        elif one.opname == "BINARY_OP" and one.argrepr.startswith("**"):
            yield line, "**"
