"""The named tuple of a game's parameters that kernels take, one class for each set of names and defaults."""

from __future__ import annotations

import hashlib
from collections import namedtuple
from typing import Any

import numpy as np

__all__ = ["setting_class"]

_named_tuple: Any = namedtuple


def setting_class(defaults: tuple[tuple[str, float], ...]) -> Any:
    """The class of parameters with these names and defaults, float32.

    Compiled code names the class, so it stands in this module, under a name that follows from what it holds.
    """
    name = "Setting_" + hashlib.blake2b(repr(defaults).encode(), digest_size=6).hexdigest()
    if name not in globals():
        values = [np.float32(value) for _, value in defaults]
        made = _named_tuple(name, [one for one, _ in defaults], defaults=values)
        made.__module__ = __name__
        made.__reduce__ = lambda self: (_made, (defaults, tuple(self)))
        globals()[name] = made
    return globals()[name]


def _made(defaults: tuple[tuple[str, float], ...], values: tuple[float, ...]) -> Any:
    return setting_class(defaults)(*map(np.float32, values))
