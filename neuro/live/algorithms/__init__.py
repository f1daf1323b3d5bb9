"""Algorithms in live pages: a file here for each says which kernels the page has, and which scripts.

The scripts, in assets/live/algorithms, are what ``ask`` and ``tell`` do around the kernels.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from neuro.errors import NeuroError
from neuro.evolution.algorithms import ALGORITHMS, Algorithm
from neuro.policies import Policy

__all__ = ["LIVE", "LiveAlgorithm", "live_algorithm"]

#: The algorithms that live pages can have, by name.
LIVE: dict[str, LiveAlgorithm] = {}


@dataclass(frozen=True)
class LiveAlgorithm:
    """An algorithm in a page; making one registers it.

    Args:
        name: Its name.
        kernels: Gives the kernels, for a policy: the name of each in the page, the kernel, and arguments of the types
            that it takes.
        facts: Gives what the page has to know besides the settings, for a policy: values that JSON knows.
        scripts: The files in ``assets/live/algorithms``, without their suffix, in the order in which they are run; the
            one of its name when there are none.
    """

    name: str
    kernels: Callable[[Policy], list[tuple[str, Any, tuple[Any, ...]]]]
    facts: Callable[[Policy], Mapping[str, Any]] = field(default=lambda _: {})
    scripts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        LIVE[self.name] = self


def live_algorithm(name: str) -> LiveAlgorithm:
    """The algorithm of that name in live pages.

    Raises:
        NeuroError: If it cannot be in one; the message says why, and names those that can.
    """
    if name not in LIVE:
        known = ALGORITHMS.get(name)
        why = (known.note if known else "") or "it is Python, which a page has not"
        if known and known.steps_told != Algorithm.steps_told:
            why = "it learns from each step that agents take, and a page tells its algorithm only how whole lives went"
        raise NeuroError(f"the algorithm {name!r} cannot learn in a page: {why}; {', '.join(sorted(LIVE))} can")
    return LIVE[name]


for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
