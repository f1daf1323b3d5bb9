"""``history.csv``: a line for each generation, readable while the run goes on.

What an algorithm says of its search stands in columns of its own behind those that every run has.
"""

from __future__ import annotations

import contextlib
import io
import math
import os
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

from neuro.disk import in_words, opened
from neuro.errors import FileError
from neuro.evolution.generation import Generation
from neuro.storage.atomic import write_atomically

__all__ = ["COLUMNS", "HistoryFile", "read_history"]

_FIELDS = tuple(one.name for one in fields(Generation) if one.name != "metrics")

#: The names in the first line that every run has.
COLUMNS = tuple("generation" if name == "number" else name for name in _FIELDS)

_HEADING = ",".join(COLUMNS)
_LONGEST = 8192  # characters of a line
_DIGITS = set("0123456789abcdef")


def _heading(metrics: Sequence[str]) -> str:
    return ",".join([_HEADING, *metrics]) + "\n"


def _line(record: Generation, metrics: Sequence[str]) -> str:
    """The line of a record; a number that it does not have is "nan"."""
    cells = [getattr(record, name) for name in _FIELDS] + [record.metrics.get(name, math.nan) for name in metrics]
    return ",".join(map(_spell, cells)) + "\n"


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
    if not os.path.exists(path):
        return [], "it is not there"
    records: list[Generation] = []
    with opened(path) as plain, io.TextIOWrapper(plain, "ascii", "replace") as file:  # of every system's line ends
        first = file.readline(_LONGEST)
        metrics = first.removesuffix("\n").split(",")[len(COLUMNS) :]
        if first != _heading(metrics) or len(set(metrics)) < len(metrics):
            return [], "its first line does not name the columns"
        for line in _lines(file):
            record = _record(line, len(records), metrics)
            if record is None and not line.endswith("\n") and len(line) < _LONGEST:
                return records, ""
            if record is None:
                return records, f"its line of generation {len(records)} is damaged: {line[:60]!r}"
            records.append(record)
    return records, ""


def _lines(file: Any) -> Iterator[str]:
    while line := file.readline(_LONGEST):
        yield line


def _record(line: str, number: int, metrics: Sequence[str]) -> Generation | None:
    """The record that a line spells; None when it is none, or not of that generation."""
    cells = line.removesuffix("\n").split(",")
    plain, others = cells[: len(COLUMNS)], cells[len(COLUMNS) :]
    if len(plain) != len(COLUMNS) or len(others) != len(metrics) or not line.endswith("\n"):
        return None
    try:
        facts: dict[str, Any] = {name: _READERS[name](cell) for name, cell in zip(_FIELDS, plain, strict=True)}
        record = Generation(**facts, metrics=dict(zip(metrics, map(float, others), strict=True)))
    except (ValueError, KeyError):
        return None
    return record if record.number == number and _line(record, metrics) == line else None


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
_READERS = {name: _BY_KIND[kind] for name, kind in get_type_hints(Generation).items() if name in _FIELDS}


class HistoryFile:
    """The file, open to be written.

    Args:
        path: The file of the history.
        records: What it begins with; whatever else was in it is gone.
        metrics: Names of the columns that the algorithm has besides.

    Raises:
        FileError: If it cannot be written.
    """

    def __init__(self, path: Path, records: Sequence[Generation], metrics: Sequence[str] = ()) -> None:
        self.path, self._metrics = path, tuple(metrics)
        start = (_heading(metrics) + "".join(_line(record, metrics) for record in records)).encode()
        if not _begins(path, start):
            write_atomically(path, start)
        try:
            self._file = path.open("r+b", buffering=0)
        except OSError as error:
            raise self._fault(error) from error
        try:
            self._file.truncate(len(start))
            self._file.seek(len(start))
        except OSError as error:
            self.close()
            raise self._fault(error) from error

    def append(self, record: Generation) -> None:
        """Add a line, which others can read at once: all of it or nothing.

        Raises:
            FileError: If it cannot be written.
        """
        start, rest = self._file.tell(), _line(record, self._metrics).encode()
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            with contextlib.suppress(OSError):
                self._file.truncate(start)
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
        """Close the file."""
        with contextlib.suppress(OSError):
            self._file.close()

    def _fault(self, error: OSError) -> FileError:
        return FileError(f"cannot write {self.path}: {in_words(error)}")


def _begins(path: Path, start: bytes) -> bool:
    """Whether a file is there and begins with these bytes: then it stays, and a kill at this moment costs no line."""
    if not os.path.exists(path):
        return False
    with opened(path) as file:
        return file.read(len(start)) == start
