"""``neuro algorithms``: what evolves networks, and with which settings."""

from __future__ import annotations

import json as json_format
import math
import sys
import textwrap
from typing import Annotated, Any

from cyclopts import Parameter

from neuro.algorithms_folder import lost_algorithm_folders
from neuro.errors import NeuroError
from neuro.evolution.algorithms import (
    Algorithm,
    SettingField,
    algorithm_named,
    algorithm_names,
    fields_of,
)
from neuro.texts import shown

__all__ = ["algorithms"]

_WIDE = 116


def algorithms(name: str | None = None, /, *, json: Annotated[bool, Parameter(negative="")] = False) -> int:
    """List the algorithms that are there, or one of them, with their settings.

    Those that ship with neuro, that are installed (entry points of the group neuro.algorithms), and that
    `--algorithms DIR` adds: each module in it that has a class of neuro.Algorithm. For example:

        neuro algorithms ga
        neuro evolve flappy --algorithm ga --with mutation_rate=0.1

    Args:
        name: The one to be told of; all when not given.
        json: Print them as one JSON object.
    """
    found = _found(name)
    if json:
        print(json_format.dumps({"algorithms": [_as_json(one) for one in found]}, indent=2))
        return 0
    for one in found:
        print(shown(f"{one.name:10} {one.title or one.name}{f' ({one.source})' if one.source else ''}"))
        if one.note:
            _tell(11, one.note)
        if one.usual_population is not None:
            _tell(11, f"A population of {one.usual_population:,} unless you ask for another.")
        for setting in fields_of(one.Settings):
            standing = "" if setting.default is None else f" = {setting.default}"
            _tell(13, f"{setting.name}{standing}{_range(setting)}: {setting.about}")
    return 0


def _found(name: str | None) -> list[type[Algorithm]]:
    """The algorithm of that name, or all; of those that cannot be imported, why."""
    if name is not None:
        return [algorithm_named(name)]
    for folder in lost_algorithm_folders():
        print(f"neuro: NEURO_ALGORITHMS names {folder}, and there is no such folder", file=sys.stderr)
    found = []
    for known in algorithm_names():
        try:
            found.append(algorithm_named(known))
        except NeuroError as error:  # somebody else's algorithm is no reason to hide the others
            print(f"neuro: {error}", file=sys.stderr)
    return found


def _tell(indent: int, text: str) -> None:
    space = " " * indent
    print(textwrap.fill(shown(text), _WIDE, initial_indent=space, subsequent_indent=space + "  "))


def _range(setting: SettingField) -> str:
    if setting.choices:
        return f" ({', '.join(setting.choices)})"
    ends = [None if end is None or not math.isfinite(end) else f"{end:g}" for end in (setting.low, setting.high)]
    if ends == [None, None]:
        return ""
    return f" ({ends[0]} to {ends[1]})" if None not in ends else f" (from {ends[0]})" if ends[0] else f" (to {ends[1]})"


def _as_json(one: type[Algorithm]) -> dict[str, Any]:
    settings = [
        {
            "name": setting.name,
            "default": setting.default,
            "low": _finite(setting.low),
            "high": _finite(setting.high),
            "about": setting.about + (f": {', '.join(setting.choices)}" if setting.choices else ""),
        }
        for setting in fields_of(one.Settings)
    ]
    return {
        "name": one.name,
        "title": one.title or one.name,
        "source": one.source,
        "settings": settings,
    }


def _finite(end: float | None) -> float | None:
    """An end of a range as JSON has it: null where there is none."""
    return None if end is None or not math.isfinite(end) else end
