"""Objects that belong to one process, such as threads and locks, and that a fork makes anew."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import TypeVar

__all__ = ["once_per_process"]

Made = TypeVar("Made")


def once_per_process(make: Callable[..., Made]) -> Callable[..., Made]:
    """A function that makes each thing once, by its arguments; a forked child makes its own.

    A fork has the memory of its parent but only one of its threads: it would wait for ever for the others, or for a
    lock that one of them holds.
    """
    made = functools.cache(make)
    if hasattr(os, "register_at_fork"):  # not on Windows, where nothing forks
        os.register_at_fork(after_in_child=made.cache_clear)
    return made
