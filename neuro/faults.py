"""What the compiler has against a kernel, in one sentence with the function and the line."""

from __future__ import annotations

import ast
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from numba.core.errors import NumbaError

from neuro.errors import NeuroError

__all__ = ["explained", "function_at", "told_of"]

_PACKAGE = Path(__file__).parent
_PYTHON = Path(traceback.__file__).parent
_LIBRARIES = frozenset({"llvmlite", "numba", "numpy", "pygame"})
_PLACE = re.compile(r'File "([^"]+)", line (\d+)')
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_NOISE = re.compile(r"^(During|Failed in|File|Enable|There are|Known|Overload|This error|- |\W*$|def |<source|>>>)")


@contextmanager
def explained() -> Iterator[None]:
    """Turn what numba raises inside into one sentence.

    Raises:
        NeuroError: It names the function and the line that cannot be compiled, and why.
    """
    try:
        yield
    except NumbaError as error:
        text = _COLOUR.sub("", str(error))
        raise NeuroError(f"the rules cannot be compiled: {_where(text)}{_why(text)}") from error


def told_of(error: BaseException) -> str:
    """What somebody else's code has raised, in one line: where in that code, the kind of error, and what it says."""
    said = str(error).strip().partition("\n")[0][:300]
    if isinstance(error, NeuroError):
        return said
    kind = f"{type(error).__name__}: {said}".removesuffix(": ")
    theirs = [one for one in traceback.extract_tb(error.__traceback__) if _is_theirs(Path(one.filename))]
    if not theirs or isinstance(error, SyntaxError):  # which says its place itself
        return kind
    return f"in {Path(theirs[-1].filename).name}, line {theirs[-1].lineno}: {kind}"


def _is_theirs(file: Path) -> bool:
    """Whether a file is a game's: not neuro's, Python's, or a library's that games stand on."""
    if not file.is_file() or _is_ours(file) or not _LIBRARIES.isdisjoint(file.parts):
        return False
    return _PYTHON not in file.parents or "site-packages" in file.parts


def _where(text: str) -> str:
    """The innermost place outside neuro itself, with its function."""
    places = [(Path(file), int(line)) for file, line in _PLACE.findall(text)]
    theirs = [(file, line) for file, line in places if file.name != "template.py" and not _is_ours(file)]
    if not theirs:
        return ""
    file, line = theirs[-1]
    found = _real_path(file)
    function = function_at(found, line) if found else None
    return f"in {function or 'a function'} ({file.name}, line {line}): "


def _real_path(file: Path) -> Path | None:
    """Numba shortens the beginnings of paths; a relative path is looked for from here."""
    return next((path for path in (file, Path.cwd() / file) if path.is_file()), None)


def _is_ours(file: Path) -> bool:
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
