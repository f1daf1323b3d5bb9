"""The text of a rules module: its functions as syntax trees whose every part knows its file."""

from __future__ import annotations

import ast
import difflib
import functools
from collections.abc import Iterable
from pathlib import Path
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any, NoReturn

from neuro.errors import NeuroError

__all__ = ["Named", "RulesError", "Source", "fail", "nearest", "said", "source_of"]


class RulesError(NeuroError):
    """Rules in plain Python hold something that cannot be compiled; the message names the file and the line."""


class Source:
    """A module's text.

    Args:
        module: A module that was imported from a file.

    Attributes:
        module: The module.
        file: The name of its file, without folders.
        functions: Its functions, by name.
        classes: Its classes, by name.
        tree: The whole text.

    Raises:
        RulesError: If the module has no file that can be read.
    """

    def __init__(self, module: ModuleType) -> None:
        path = Path(getattr(module, "__file__", None) or "")
        try:
            self.tree = ast.parse(path.read_text(encoding="utf-8"))
        except (OSError, SyntaxError, ValueError) as error:
            raise RulesError(f"the text of {module.__name__} cannot be read: {error}") from error
        self.module, self.file, self.path = module, path.name, path
        for node in ast.walk(self.tree):
            node.file = self.file  # type: ignore[attr-defined]
        self.functions = {node.name: node for node in self.tree.body if isinstance(node, ast.FunctionDef)}
        self.classes = {node.name: node for node in self.tree.body if isinstance(node, ast.ClassDef)}


_SOURCES: dict[ModuleType, Source] = {}


def source_of(module: ModuleType) -> Source:
    """The text of a module, read once.

    Raises:
        RulesError: If it cannot be read.
    """
    if module not in _SOURCES:
        _SOURCES[module] = Source(module)
    return _SOURCES[module]


def fail(at: Any, words: str) -> NoReturn:
    """Raise a RulesError about a place.

    Args:
        at: A part of a syntax tree; None where no place is known.
        words: What is wrong there, and what to write instead.

    Raises:
        RulesError: Always.
    """
    place = f"{at.file}, line {at.lineno}: " if hasattr(at, "lineno") else ""
    raise RulesError(place + words)


def nearest(name: str, known: Iterable[str]) -> str:
    """The end of a sentence about an unknown name: the nearest right one, or all of them."""
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1)
    return f": did you mean {near[0]!r}?" if near else f"; there are {', '.join(names) or 'none'}"


class Named(SimpleNamespace):
    """Values by name; what is not there is said."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"there is no {name!r} here{nearest(name, vars(self))}")


@functools.cache
def _plain_kinds() -> dict[type, str]:
    return {str: "a text", tuple: "a tuple", dict: "a dictionary", list: "a list", type(None): "nothing"}


def said(value: object) -> str:
    """What a value is, in words for an error."""
    if isinstance(value, FunctionType | ast.FunctionDef):
        return f"the function {getattr(value, '__name__', getattr(value, 'name', ''))}"
    if isinstance(value, ModuleType):
        return f"the module {value.__name__}"
    described = getattr(value, "described", None)
    return described or _plain_kinds().get(type(value)) or f"{value!r:.60}"
