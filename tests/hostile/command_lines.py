"""Every command and every option of the command line, as the command line itself knows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

from neuro.cli.app import app

__all__ = ["Option", "commands"]


@dataclass(frozen=True)
class Option:
    """What a command takes.

    Args:
        name: With its dashes; empty for what is told by its place.
        kinds: Types of which it takes a value.
        choices: Values that it takes, where only some words are known.
    """

    name: str
    kinds: frozenset[type]
    choices: tuple[str, ...] = ()

    def takes(self, kind: type) -> bool:
        return kind in self.kinds


def commands() -> dict[str, list[Option]]:
    """The options of every command, those first that are told by their places."""
    names = [name for name in app if not name.startswith("-")]
    return {name: [_option(one) for one in app[name].assemble_argument_collection() if one.show] for name in names}


def _option(argument: Any) -> Option:
    placed = argument.field_info.kind.name == "POSITIONAL_ONLY"
    return Option("" if placed else argument.name, _kinds(argument.hint), tuple(argument.get_choices() or ()))


def _kinds(hint: Any) -> frozenset[type]:
    """The types in a hint, whatever they are wrapped in."""
    return frozenset({hint}) if isinstance(hint, type) else frozenset().union(*map(_kinds, get_args(hint)))
