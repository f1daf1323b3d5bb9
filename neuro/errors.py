"""Errors of a user's making: each is one clear sentence.

NeuroError
├── FileError
├── ShapeError (ValueError)
├── SettingError (ValueError)
└── UnknownNameError (LookupError)

NeuroWarning is for what a user should know, and can go on with.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import TypeVar

from neuro.texts import shown

__all__ = ["FileError", "NeuroError", "NeuroWarning", "SettingError", "ShapeError", "UnknownNameError", "named"]

Thing = TypeVar("Thing")

_MANY, _FEW = 24, 6  # names: more than many are not all told, but the nearest few


class NeuroError(Exception):
    """Something a user can mend: the message says what was expected, what came and what to do.

    It is one line, whatever texts of others it quotes.
    """

    def __str__(self) -> str:
        return shown(super().__str__())


class NeuroWarning(UserWarning):
    """Something that does no harm, but that a user may want to mend; the message says how."""


class FileError(NeuroError):
    """A file cannot be read, is not what it should be, or cannot be written."""


class ShapeError(NeuroError, ValueError):
    """Arrays, layers or networks do not fit each other."""


class SettingError(NeuroError, ValueError):
    """A setting has a value that it cannot have."""


class UnknownNameError(NeuroError, LookupError):
    """A name that nothing is registered under."""

    @classmethod
    def of(cls, kind: str, name: str, known: Iterable[str]) -> UnknownNameError:
        """The error for an unknown name of a kind; names the nearest, and all known ones unless they are very many."""
        names = sorted(known)
        if not names:
            return cls(f"unknown {kind} {name!r}: there is none")
        near = _nearest(str(name), names, count=1, least=0.6)
        hint = f"; did you mean {near[0]!r}?" if near else "."
        if len(names) > _MANY:
            nearest = _nearest(str(name), names, count=_FEW)
            return cls(f"unknown {kind} {name!r}{hint} The nearest of {len(names)}: {', '.join(nearest)}")
        return cls(f"unknown {kind} {name!r}{hint} Known: {', '.join(names)}")


def _nearest(name: str, names: Iterable[str], *, count: int, least: float = 0) -> list[str]:
    """The names most like one, whether in capitals or not."""
    plain = {known.lower(): known for known in names}
    return [plain[found] for found in difflib.get_close_matches(name.lower(), plain, count, least)]


def named(kind: str, name: str, known: Mapping[str, Thing]) -> Thing:
    """What of a kind is registered under a name.

    Raises:
        UnknownNameError: If nothing is.
    """
    if name not in known:
        raise UnknownNameError.of(kind, name, known)
    return known[name]
