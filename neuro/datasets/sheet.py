"""A CSV file as people and spreadsheets write it: names, then lines of cells, each with its place in the file."""

from __future__ import annotations

import csv
import io
import math
import re
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from neuro.errors import FileError

__all__ = ["Sheet", "read_sheet"]

_LARGEST = 1 << 28  # bytes of a file
_LONGEST = 250  # signs of a name or a word, which files keep
_LOOKED_AT = 20  # lines, to see what stands between cells
_BETWEEN = ",;\t|"
_MISSING = frozenset({"", "?", "na", "n/a", "#n/a", "nan", "<na>", "null"})
_MISSING_NUMBERS = _MISSING | {"-", "--", ".", "none"}  # as words these could mean something

_POWER = r"([eE][+-]?\d+)?"
#: How a column writes its numbers: with a point, with a comma, or with a point and commas between thousands.
_POINT = re.compile(rf"[+-]?(\d+\.?\d*|\.\d+){_POWER}", re.ASCII)
_COMMA = re.compile(rf"[+-]?((\d+|[1-9]\d{{0,2}}(\.\d{{3}})+)(,\d*)?|,\d+){_POWER}", re.ASCII)
_THOUSANDS = re.compile(rf"[+-]?(\d+|[1-9]\d{{0,2}}(,\d{{3}})+)(\.\d*)?{_POWER}", re.ASCII)
_WITH_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_WITH_POINTS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+", re.ASCII)
#: What people read as a number, but no column is to be written in.
_NEARLY = re.compile(r"[+-]?[$€£¥]? ?\d+([_' ]\d{3})*([.,]\d+)? ?[%$€£¥]?", re.ASCII)


@dataclass(frozen=True)
class Sheet:
    """The cells of a table.

    Attributes:
        path: The file that it was read from.
        names: Names of the columns.
        rows: Cells of each line, without the space around them.
        lines: The line of the file on which each row begins, from 1.
        between: What stands between cells.
        with_commas: Whether numbers have decimal commas.
    """

    path: Path
    names: list[str]
    rows: list[list[str]]
    lines: list[int]
    between: str
    with_commas: bool

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each column stands, from 0."""
        return {name: place for place, name in enumerate(self.names)}

    def column(self, name: str) -> list[str]:
        """The cells of a column."""
        place = self.places[name]
        return [row[place] for row in self.rows]

    def fault(self, row: int, what: str) -> FileError:
        """The error about a cell: ``what`` completes "line 3 of FILE has …"."""
        return FileError(f"line {self.lines[row]} of {self.path} has {what}")

    def are_numbers(self, name: str) -> bool:
        """Whether a column holds numbers rather than words.

        Raises:
            FileError: If it holds both, and mostly numbers: then the others are mistakes. Or if it holds nothing.
        """
        if self._plain(name) is not None:
            return True
        cells = self.column(name)
        values = self._parsed(cells, name)
        others = [k for k, value in enumerate(values) if value is None]
        words = [k for k in others if not _NEARLY.fullmatch(cells[k])]
        numbers = sum(value is None or not math.isnan(value) for value in values) - len(words)
        if not words and not numbers:
            raise FileError(f"column {name!r} of {self.path} holds no values: leave it out of the file")
        if others and numbers > len(words):
            raise self._no_number(others[0], name, cells)
        return not others

    def numbers(self, name: str, *, fill: bool = False) -> NDArray[np.float64]:
        """The numbers of a column, ``(rows,)``.

        Args:
            name: Name of the column.
            fill: Whether a value may be missing; it is NaN then.

        Raises:
            FileError: If a cell is no finite number; the message says where.
        """
        plain = self._plain(name)
        if plain is not None:
            return plain
        cells = self.column(name)
        values = self._parsed(cells, name)
        for row, value in enumerate(values):
            if value is None:
                raise self._no_number(row, name, cells)
            if math.isnan(value) and not fill:
                raise self._missing(row, name, cells)
            if math.isinf(value):
                raise self.fault(row, f"{cells[row]:.40} under {name!r}, which is too large for a number")
        return np.array(values, np.float64)

    def words(self, name: str, *, fill: bool = False) -> list[str | None]:
        """The words of a column; None where one is missing.

        Raises:
            FileError: If one is missing and may not be, is long, or cannot be printed; the message says where.
        """
        cells = self.column(name)
        for row, cell in enumerate(cells):
            if cell.lower() in _MISSING and not fill:
                raise self._missing(row, name, cells)
            if not cell.isprintable():
                raise self.fault(row, f"signs under {name!r} that cannot be printed")
            if len(cell) > _LONGEST:
                raise self.fault(row, f"a word of more than {_LONGEST} signs under {name!r}: shorten it")
        return [None if cell.lower() in _MISSING else cell for cell in cells]

    @cached_property
    def _known(self) -> dict[str, NDArray[np.float64] | None]:
        """What ``_plain`` has found."""
        return {}

    def _plain(self, name: str) -> NDArray[np.float64] | None:
        """The numbers of a column that has only plain ones, in the quickest way; None if there may be anything else."""
        if name not in self._known:
            self._known[name] = None if self.with_commas else _all_plain(self.column(name))
        return self._known[name]

    def _parsed(self, cells: Sequence[str], name: str) -> list[float | None]:
        """The number in each cell: NaN where it is missing, None where the cell holds something else."""
        pattern = self._pattern(cells, name)
        decimal, between = (",", ".") if pattern is _COMMA else (".", ",")
        found: list[float | None] = []
        for cell in (cell.replace("−", "-") for cell in cells):
            if pattern.fullmatch(cell):
                found.append(float(cell.replace(between, "").replace(decimal, ".")))
            else:
                found.append(math.nan if cell.lower() in _MISSING_NUMBERS else None)
        return found

    def _pattern(self, cells: Sequence[str], name: str) -> re.Pattern[str]:
        """How a column writes its numbers: the way that fits most cells."""
        with_comma = next((row for row, cell in enumerate(cells) if "," in cell), None)
        if with_comma is None:
            with_point = [row for row, cell in enumerate(cells) if "." in cell]
            if self.with_commas and with_point and all(_WITH_POINTS.fullmatch(cells[row]) for row in with_point):
                raise self._ambiguous(with_point[0], name, "point")
            return _POINT
        fits = {
            pattern: sum(bool(pattern.fullmatch(cell)) for cell in cells) for pattern in (_COMMA, _THOUSANDS, _POINT)
        }
        if self.between == "," and fits[_COMMA] == fits[_THOUSANDS] > fits[_POINT]:
            raise self._ambiguous(with_comma, name, "comma")
        return max(fits, key=lambda pattern: fits[pattern])

    def _ambiguous(self, row: int, name: str, sign: str) -> FileError:
        cell = self.column(name)[row]
        return self.fault(
            row,
            f"{cell!r:.40} under {name!r}, whose {sign} may come before decimals or between thousands: write thousands "
            "without signs between them",
        )

    def _no_number(self, row: int, name: str, cells: Sequence[str]) -> FileError:
        what = f"{cells[row]!r:.40} under {name!r}, where numbers are expected: mend it, or leave the line out"
        return self.fault(row, what)

    def _missing(self, row: int, name: str, cells: Sequence[str]) -> FileError:
        said = f" but {cells[row]!r}" if cells[row] else ""
        return self.fault(
            row,
            f"nothing{said} under {name!r}: fill it in, or leave the line out; --fill-missing fills in inputs, but no "
            "targets",
        )


def _all_plain(cells: Sequence[str]) -> NDArray[np.float64] | None:
    text = "".join(cells)
    if "_" in text or not text.isascii():  # in which Python sees numbers, too
        return None
    try:
        found = np.array(cells, dtype=np.float64)
    except ValueError:
        return None
    return found if np.isfinite(found).all() else None


def read_sheet(path: Path) -> Sheet:
    """The table in a file: commas, semicolons, tabs or bars between its cells.

    Raises:
        FileError: If it is no table; the message says why, and where.
    """
    text = _text_of(path)
    between, start = _between(text)
    records = _records(text, between, path)
    for _ in range(start):
        next(records, None)
    _, names = next(records, (0, []))
    rows, lines = [], []
    for line, cells in records:
        if len(cells) != len(names):
            found, wanted = _counted(len(cells), "cell"), _counted(len(names), "column name")
            raise FileError(f"line {line} of {path} has {found}, but the first line has {wanted}")
        rows.append(cells)
        lines.append(line)
    if len(names) > 1 and not names[-1] and not any(row[-1] for row in rows):  # a sign at the end of every line
        names, rows = names[:-1], [row[:-1] for row in rows]
    if len(names) < 2 or not rows:
        raise FileError(f"{path} is no table: a line of column names comes first, then a line for each example")
    _check_names(names, path)
    with_commas = between != "," and any(_WITH_COMMA.fullmatch(cell) for row in rows for cell in row if "," in cell)
    return Sheet(path, names, rows, lines, between, with_commas)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _check_names(names: Sequence[str], path: Path) -> None:
    seen: set[str] = set()
    for place, name in enumerate(names):
        if not name or not name.isprintable():
            raise FileError(
                f"column {place + 1} of {path} has no name that can be printed: its first line names columns"
            )
        if len(name) > _LONGEST:
            raise FileError(f"the name of column {place + 1} of {path} has more than {_LONGEST} signs: shorten it")
        if name in seen:
            raise FileError(f"{path} has two columns named {name!r}: rename or leave out one of them")
        seen.add(name)


def _text_of(path: Path) -> str:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            what = "a folder" if stat.S_ISDIR(found.st_mode) else "a device or a pipe"
            raise FileError(f"cannot read {path} as a table: it is {what}, not a file")
        if found.st_size > _LARGEST:
            raise FileError(f"{path} has more than the {_LARGEST:,} bytes that a table may have")
        data = path.read_bytes()
    except FileNotFoundError:
        raise FileError(f"there is no file {path}") from None
    except (OSError, ValueError) as error:
        raise FileError(f"cannot read {path} as text: {error}") from error
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FileError(
            f"cannot read {path} as text: line {line} is not in UTF-8; save it again as 'CSV UTF-8'"
        ) from None


def _between(text: str) -> tuple[str, int]:
    """What stands between cells, and how many lines before the names say so, as those of Excel may."""
    said = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if said:
        return said[1], 1

    def width(between: str) -> tuple[bool, int]:
        """Whether the first lines have the same number of cells, and how many."""
        found = csv.reader(io.StringIO(text, newline=""), delimiter=between)
        try:
            rows = [row for row, _ in zip((row for row in found if row), range(_LOOKED_AT), strict=False)]
        except csv.Error:
            return False, 0
        first = len(rows[0]) if rows else 0
        return first > 1 and all(len(row) == first for row in rows), first

    return max(_BETWEEN, key=width), 0


def _records(text: str, between: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each line that is not empty, with its number in the file; cells in quotes may go over several lines."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error:
            most = csv.field_size_limit()
            raise FileError(
                f"line {line} of {path} has a cell of more than {most:,} signs: is a quote not closed?"
            ) from None
        if row is None:
            return
        if row:
            usual = "".join(row).isprintable()
            yield line, [cell.strip() for cell in row] if usual else [_tidied(cell) for cell in row]


def _tidied(cell: str) -> str:
    """A cell without the space around it; any space inside is one blank, and invisible marks are left out."""
    if cell.isprintable():
        return cell.strip()
    return " ".join("".join(sign for sign in cell if unicodedata.category(sign) != "Cf").split())
