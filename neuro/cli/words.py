"""Numbers as people write them, and those that people gave."""

from __future__ import annotations

from neuro.errors import SettingError

__all__ = ["counted", "plural"]


def plural(count: int, noun: str) -> str:
    """A count with its noun: "1 generation", "1,000 generations"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def counted(name: str, value: int | None) -> None:
    """Do nothing if an option is a count of at least 1, or was not given.

    Raises:
        SettingError: If it is anything else.
    """
    if value is not None and value < 1:
        raise SettingError(f"--{name} must be at least 1, not {value}")
