"""``neuro inspect``: printing what a file holds."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from neuro.cli.replay import champion_file
from neuro.storage.description import describe_file
from neuro.texts import shown

__all__ = ["inspect"]


def inspect(file: Path, /, *, json: Annotated[bool, Parameter(negative="")] = False) -> int:
    """Show what a file holds; nothing in it is run.

    For example:

        neuro inspect saves/flappy-1/champion.neuro

    Args:
        file: A `.neuro` file, a run's folder, or the name of a game whose champion ships with neuro.
        json: Print it as one JSON object.
    """
    found = describe_file(champion_file(file))
    if json:
        print(json_format.dumps(found, indent=2))
        return 0
    width = max(map(len, found))
    for name, value in found.items():
        print(f"{_named(name):{width}}  {_spell(value)}")
    return 0


def _spell(value: Any) -> str:
    match value:
        case dict():
            return ", ".join(f"{_named(name)} {_spell(one)}" for name, one in value.items()) or "none"
        case list():
            return " → ".join(map(_spell, value))
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}" if abs(value) >= 10_000 else str(value)
        case float():
            return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.1f}"
    return shown(value)


def _named(name: str) -> str:
    return shown(name).replace("_", " ")
