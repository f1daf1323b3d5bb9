"""Numbers as people write them, and those that people gave."""

from __future__ import annotations

from neuro.errors import SettingError

__all__ = ["counted", "plural"]


def plural(count: int, noun: str) -> str:
    """A count with its noun: "1 generation", "1,000 generations"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def counted(name: str, value: int | None, *, least: int = 1) -> None:
    """Do nothing if an option is a count that is large enough, or was not given.

    Raises:
        SettingError: If it is anything else.
    """
    if value is not None and value < least:
        raise SettingError(f"--{name} must be at least {least}, not {value}")
