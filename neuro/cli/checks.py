"""Checks of numbers that come from the command line, and numbers with their nouns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from neuro.errors import FileError, NeuroError, SettingError
from neuro.game import Game

__all__ = ["check_count", "parameters_of", "parameters_on", "plural"]

_LONGEST_MAP = 1 << 20  # characters


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


def parameters_on(game: Game, drawn: Path | None, given: Sequence[str] | None) -> dict[str, float]:
    """What people gave as ``--map FILE`` and ``--set gap=100``, by name; the latter come first.

    Args:
        game: The game that is played.
        drawn: The file of a map; None without one.
        given: What was given as ``--set``.

    Raises:
        SettingError: If the game takes no maps, or something is not a name, =, and a number.
        FileError: If the file cannot be read.
        NeuroError: If what stands in it is no map.
    """
    return {**({} if drawn is None else _read(game, drawn)), **parameters_of(given)}


def _read(game: Game, file: Path) -> dict[str, float]:
    if game.read_map is None:
        raise SettingError(f"{game.title} takes no maps: leave --map out")
    try:
        with file.open(encoding="utf-8") as opened:
            text = opened.read(_LONGEST_MAP + 1)
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(f"the map {str(file)!r} cannot be read: {getattr(error, 'strerror', error)}") from error
    if len(text) > _LONGEST_MAP:
        raise FileError(f"the map {str(file)!r} is larger than {_LONGEST_MAP:,} characters")
    try:
        return dict(game.read_map(text))
    except NeuroError as error:
        raise type(error)(f"{file}: {error}") from error


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
