"""Errors of the compiler and of kernels as one sentence, with the function and the line."""

from __future__ import annotations

import ast
import re
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FunctionType
from typing import Any

import numba
from numba.core.errors import NumbaError
from numba.core.ir import Assign, Const

from neuro.errors import NeuroError
from neuro.frozen_globals import remade
from neuro.kernels import uncached

__all__ = [
    "error_line",
    "explained",
    "float64_lines",
    "function_at",
    "is_a_games",
    "is_ours",
    "place_of",
    "placed_line",
]

_PACKAGE = Path(__file__).parent
_PYTHON = Path(traceback.__file__).parent
_LIBRARIES = frozenset({"cyclopts", "llvmlite", "numba", "numpy", "pygame", "rich"})
_PLACE = re.compile(r'File "([^"]+)", line (\d+)')
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_NOISE = re.compile(r"^(During|Failed in|File|Enable|There are|Known|Overload|This error|- |\W*$|def |<source|>>>)")


@contextmanager
def explained() -> Iterator[None]:
    """Turn what numba, or a kernel itself, raises inside into one sentence.

    Raises:
        NeuroError: It names the function and the line where they are known, and why.
    """
    try:
        yield
    except NumbaError as error:
        text = _COLOUR.sub("", str(error))
        raise NeuroError(f"the rules cannot be compiled: {_where(text)}{_why(text)}") from error
    except NeuroError:
        raise
    except Exception as error:  # of a kernel, or of numba, which stumbles over some
        hint = "" if is_a_games(error) else " (`neuro check` tells where)"
        raise NeuroError(f"the rules fail: {error_line(error).rstrip('.')}{hint}") from error


def float64_lines(function: FunctionType, arguments: Sequence[object]) -> Iterator[str]:
    """Where a kernel, or one that it calls, computes in float64: places in words; neuro's own kernels are left out.

    Args:
        function: The Python function of the kernel.
        arguments: Arguments of the types that it is called with.
    """
    made: list[Any] = []

    def compiled_later(copy: FunctionType) -> Any:
        made.append(uncached(copy))
        return made[-1]

    remade(function, compiled_later, left=lambda one: is_ours(Path(one.__code__.co_filename)))
    made[0].compile(tuple(map(numba.typeof, arguments)))
    for one in made:
        file = Path(one.py_func.__code__.co_filename).name
        for result in one.overloads.values():
            for line in sorted(_float64_lines(result.type_annotation)):
                yield f"in {one.py_func.__name__} ({file}, line {line})"


def _float64_lines(annotation: Any) -> set[int]:
    """The lines of the values that are float64, or hold one; constants alone compute nothing."""
    every = (one for block in annotation.blocks.values() for one in block.find_insts(Assign))
    found = (one for one in every if not isinstance(one.value, Const))
    return {one.loc.line for one in found if "float64" in str(annotation.typemap.get(one.target.name))}


def error_line(error: BaseException) -> str:
    """An error that a game's or an environment's code has raised, in one line: its place, its kind and its message."""
    said = str(error).strip().partition("\n")[0][:300]
    if isinstance(error, NeuroError):
        return said
    kind = f"{type(error).__name__}: {said}".removesuffix(": ")
    if isinstance(error, SyntaxError):  # which says its place itself
        return kind
    return place_of(traceback.extract_tb(error.__traceback__)) + kind


def placed_line(error: BaseException) -> str:
    """As ``error_line``, and of what neuro refused in the code of others the place, too."""
    place = place_of(traceback.extract_tb(error.__traceback__)) if isinstance(error, NeuroError) else ""
    return place + error_line(error)


def is_a_games(error: BaseException) -> bool:
    """Whether the code of a game has raised it, or has led there."""
    return bool(place_of(traceback.extract_tb(error.__traceback__)))


def place_of(stack: traceback.StackSummary) -> str:
    """The innermost place of a game's code, as the beginning of a sentence; empty where there is none."""
    theirs = [one for one in stack if _is_theirs(Path(one.filename))]
    if not theirs:
        return ""
    file, line, function = Path(theirs[-1].filename).name, theirs[-1].lineno, theirs[-1].name
    return f"in {file}, line {line}: " if function == "<module>" else f"in {function} ({file}, line {line}): "


def _is_theirs(file: Path) -> bool:
    """Whether a file is a game's: not neuro's, Python's, or a library's that games stand on."""
    if not file.is_file() or is_ours(file) or not _LIBRARIES.isdisjoint(file.parts):
        return False
    return _PYTHON not in file.parents or "site-packages" in file.parts


def _where(text: str) -> str:
    """The innermost place outside neuro itself, with its function."""
    places = [(Path(file), int(line)) for file, line in _PLACE.findall(text)]
    theirs = [(file, line) for file, line in places if file.name != "template.py" and not is_ours(file)]
    if not theirs:
        return ""
    file, line = theirs[-1]
    found = _real_path(file)
    function = function_at(found, line) if found else None
    return f"in {function or 'a function'} ({file.name}, line {line}): "


def _real_path(file: Path) -> Path | None:
    """Numba shortens the beginnings of paths; a relative path is looked for from here."""
    return next((path for path in (file, Path.cwd() / file) if path.is_file()), None)


def is_ours(file: Path) -> bool:
    """Whether a file is a part of neuro."""
    return _PACKAGE in file.resolve().parents


def function_at(file: Path, line: int) -> str | None:
    """The function of a file that a line belongs to."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.lineno <= line <= (node.end_lineno or 0):
            return node.name
    return None


def _why(text: str) -> str:
    """The reason: the first line of the innermost complaint that says something."""
    innermost = text.split("Failed in nopython mode pipeline")[-1].partition("\n")[2]
    lines = [line.strip() for line in innermost.splitlines()]
    said = [line for line in lines if line and not _NOISE.match(line)]
    return said[0].rstrip(".:") if said else text.strip().splitlines()[0]
