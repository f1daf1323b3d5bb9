"""The numbers in a value of rules, which may be a tuple of tuples: what loops and regions keep of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from neuro.rules.arithmetic import is_known
from neuro.rules.nodes import Node
from neuro.rules.values import OfOne

__all__ = ["Path", "is_kept", "is_leaf", "leaves", "mapped", "shape"]

#: Where a number stands in a value.
Path = tuple[Any, ...]

_LEAF = object()


def is_leaf(value: Any) -> bool:
    """Whether a value is a number, a truth, or one sign of a text, known or not."""
    return is_known(value) or isinstance(value, Node) or (isinstance(value, str) and len(value) == 1)


def is_kept(value: Any) -> bool:
    """Whether a value is made of leaves alone."""
    if isinstance(value, (tuple, dict)):
        return all(map(is_kept, value.values() if isinstance(value, dict) else value))
    return is_leaf(value) or isinstance(value, OfOne)


def mapped(value: Any, make: Callable[[Path, Any], Any], path: Path = ()) -> Any:
    """A value with each of its leaves replaced.

    Args:
        value: The value.
        make: Takes the place of a leaf, and the leaf; returns what takes its place.
        path: The place of the value.
    """
    if is_leaf(value):
        return make(path, value)
    if isinstance(value, tuple):
        return tuple(mapped(one, make, (*path, k)) for k, one in enumerate(value))
    if isinstance(value, dict):
        return {key: mapped(one, make, (*path, key)) for key, one in value.items()}
    if isinstance(value, OfOne):
        return type(value)(mapped(value.number, make, (*path, "number")))
    return value


def leaves(value: Any, path: Path = ()) -> dict[Path, Any]:
    """The leaves of a value, by their places."""
    found: dict[Path, Any] = {}
    mapped(value, found.__setitem__, path)
    return found


def shape(value: Any) -> Any:
    """What is left of a value when its leaves are taken as equal."""
    return mapped(value, lambda *_: _LEAF)
