"""Checks of numbers that come from the command line, and numbers with their nouns."""

from __future__ import annotations

from collections.abc import Sequence

from neuro.errors import SettingError

__all__ = ["check_count", "parameters_of", "plural"]


def plural(count: int, noun: str) -> str:
    """A count with its noun: "1 generation", "1,000 generations"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def check_count(name: str, value: int | None, *, least: int = 1) -> None:
    """Raise SettingError unless an option is a count that is large enough, or was not given.

    Raises:
        SettingError: If it is anything else.
    """
    if value is not None and value < least:
        raise SettingError(f"--{name} must be at least {least}, not {value}")


def parameters_of(given: Sequence[str] | None) -> dict[str, float]:
    """What people gave as ``--set gap=100 --set pace=3``, by name.

    Raises:
        SettingError: If one is not a name, =, and a number.
    """
    found = {}
    for one in given or ():
        name, _, value = one.partition("=")
        try:
            found[name.strip().replace("-", "_")] = float(value)
        except ValueError:
            raise SettingError(f"--set takes a parameter and its value, for example gap=100, not {one!r}") from None
    return found
