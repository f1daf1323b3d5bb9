"""The named tuple of a game's parameters that kernels take, one class for each set of names and defaults.

A list of parameters stands in it as a number for each of its places: ``walls`` as ``walls_0``, ``walls_1`` and so on.
"""

from __future__ import annotations

import hashlib
from collections import namedtuple
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

__all__ = ["place_names", "setting_class", "with_lists"]

_named_tuple: Any = namedtuple


def place_names(name: str, size: int) -> tuple[str, ...]:
    """Names of the numbers that a list of parameters stands for."""
    return tuple(f"{name}_{k}" for k in range(size))


def with_lists(
    values: Mapping[str, Any], lists: Mapping[str, int], number: Callable[[Any], Any] = float
) -> dict[str, Any]:
    """Parameters as rules see them: a tuple for each list.

    Args:
        values: A number for each parameter, and for each place of a list.
        lists: How many places each list has, by its name.
        number: What makes a number of a value.
    """
    found = {name: number(value) for name, value in values.items()}
    return found | {name: tuple(found.pop(one) for one in place_names(name, size)) for name, size in lists.items()}


def setting_class(defaults: tuple[tuple[str, float], ...], lists: tuple[tuple[str, int], ...] = ()) -> Any:
    """The class of parameters with these names and defaults, float32.

    Compiled code names the class, so it stands in this module, under a name that follows from what it holds.

    Args:
        defaults: Name and default of each parameter, and of each place of a list.
        lists: Name of each list, and how many places it has.
    """
    spelled = repr((defaults, lists) if lists else defaults)
    name = "Setting_" + hashlib.blake2b(spelled.encode(), digest_size=6).hexdigest()
    if name not in globals():
        values = [np.float32(value) for _, value in defaults]
        made = _named_tuple(name, [one for one, _ in defaults], defaults=values)
        made.__module__ = __name__
        made.__reduce__ = lambda self: (_made, (defaults, tuple(self), lists))
        made._lists = dict(lists)
        globals()[name] = made
    return globals()[name]


def _made(
    defaults: tuple[tuple[str, float], ...], values: tuple[float, ...], lists: tuple[tuple[str, int], ...] = ()
) -> Any:
    return setting_class(defaults, lists)(*map(np.float32, values))
