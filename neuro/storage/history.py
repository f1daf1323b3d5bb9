"""``history.csv``: a line for each generation, readable while the run goes on."""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

from neuro.errors import FileError
from neuro.evolution.generation import Generation
from neuro.storage.faults import in_words

__all__ = ["COLUMNS", "HistoryFile", "read_history"]

#: The names in the first line.
COLUMNS = tuple("generation" if one.name == "number" else one.name for one in fields(Generation))

_HEADING = ",".join(COLUMNS) + "\n"
_LONGEST = 1024  # characters of a line
_DIGITS = set("0123456789abcdef")


def _line(record: Generation) -> str:
    return ",".join(_spell(getattr(record, one.name)) for one in fields(record)) + "\n"


def _spell(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def read_history(path: Path) -> tuple[list[Generation], str]:
    """The records up to the first line that is not whole.

    Args:
        path: The file.

    Returns:
        The records, and what is wrong with the line after them; nothing when the file ends there, or in a line that
        was being written when the process was killed.

    Raises:
        FileError: If the file cannot be read.
    """
    records: list[Generation] = []
    try:
        with path.open(encoding="ascii", errors="replace", newline="\n") as file:
            if file.readline(_LONGEST) != _HEADING:
                return [], "its first line does not name the columns"
            for line in _lines(file):
                record = _record(line, len(records))
                if record is None and not line.endswith("\n") and len(line) < _LONGEST:
                    return records, ""
                if record is None:
                    return records, f"its line of generation {len(records)} is damaged: {line[:60]!r}"
                records.append(record)
    except FileNotFoundError:
        return [], "it is not there"
    except (OSError, ValueError) as error:
        raise FileError(f"cannot read {path}: {in_words(error)}") from error
    return records, ""


def _lines(file: Any) -> Iterator[str]:
    while line := file.readline(_LONGEST):
        yield line


def _record(line: str, number: int) -> Generation | None:
    """The record that a line spells; None when it is none, or not of that generation."""
    cells = line.removesuffix("\n").split(",")
    if len(cells) != len(COLUMNS) or not line.endswith("\n"):
        return None
    try:
        record = Generation(*(read(cell) for read, cell in zip(_READERS, cells, strict=True)))
    except (ValueError, KeyError):
        return None
    return record if record.number == number and _line(record) == line else None


def _number(cell: str) -> float:
    value = float(cell)
    if not math.isfinite(value):
        raise ValueError(cell)
    return value


def _fingerprint(cell: str) -> str:
    if len(cell) != 32 or not set(cell) <= _DIGITS:
        raise ValueError(cell)
    return cell


_BY_KIND: dict[Any, Any] = {
    int: int,
    float: _number,
    bool: {"true": True, "false": False}.__getitem__,
    str: _fingerprint,
}
#: What reads the cell of each column.
_READERS = [_BY_KIND[kind] for kind in get_type_hints(Generation).values()]


class HistoryFile:
    """The file, open to be written.

    Args:
        path: Where.
        records: What it begins with; whatever else was in it is gone.

    Raises:
        FileError: If it cannot be written.
    """

    def __init__(self, path: Path, records: list[Generation]) -> None:
        self.path = path
        start = (_HEADING + "".join(map(_line, records))).encode()
        try:
            self._file = path.open("r+b" if path.exists() else "x+b")
        except OSError as error:
            raise self._fault(error) from error
        try:
            self._begin(start)
        except OSError as error:
            self.close()
            raise self._fault(error) from error

    def _begin(self, start: bytes) -> None:
        """Leave what is there as far as it is right: a kill at this moment must not cost a line."""
        if self._file.read(len(start)) != start:
            self._file.seek(0)
            self._file.write(start)
        self._file.truncate(len(start))
        self._file.seek(len(start))

    def append(self, record: Generation) -> None:
        """Add a line, which others can read at once.

        Raises:
            FileError: If it cannot be written.
        """
        try:
            self._file.write(_line(record).encode())
            self._file.flush()
        except OSError as error:
            raise self._fault(error) from error

    def sync(self) -> None:
        """Bring all lines to the disk.

        Raises:
            FileError: If the disk refuses.
        """
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._fault(error) from error

    def close(self) -> None:
        """Close the file; whatever ``append`` could not write is given up."""
        with contextlib.suppress(OSError):
            self._file.close()

    def _fault(self, error: OSError) -> FileError:
        return FileError(f"cannot write {self.path}: {in_words(error)}")
