"""Anybody's own table: a CSV file with a line of names, one of whose columns is to be predicted from the others."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.datasets.dataset import DataSet
from neuro.errors import FileError, UnknownNameError
from neuro.network import Dense, Network
from neuro.random import Purpose, words

__all__ = ["Scaling", "table"]

_LARGEST = 1 << 28  # bytes of a file
_MOST_WORDS = 50  # different words of a column
_MOST_CLASSES = 20  # different whole numbers of a target that count as classes
_KEPT = 5  # of so many rows one is kept for testing


@dataclass(frozen=True, eq=False)
class Scaling:
    """How a table's numbers were brought to mean 0 and deviation 1.

    Attributes:
        mean: Of each input, ``(inputs,)``.
        deviation: Of each input.
        target_mean: Of each output, ``(outputs,)``; 0 for classes.
        target_deviation: Of each output; 1 for classes.
    """

    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]
    target_mean: NDArray[np.float64]
    target_deviation: NDArray[np.float64]

    def fold_into(self, network: Network) -> Network:
        """A network that takes and gives the table's own numbers, as this one does scaled ones.

        Its first layer and, for regression, its last are Dense, and the last ends in identity.
        """
        found = Network.from_genome(network.layers, network.genome, dtype=network.dtype)
        weights, biases = found.parameters()[0]
        weights /= self.deviation
        biases -= weights @ self.mean
        last = network.layers[-1]
        if isinstance(last, Dense) and last.activation == "identity":
            weights, biases = found.parameters()[-1]
            weights *= self.target_deviation[:, np.newaxis]
            biases *= self.target_deviation
            biases += self.target_mean
        return found


def table(path: Path, target: str, *, seed: int = 0, regression: bool | None = None) -> tuple[DataSet, Scaling]:
    """A table as a data set of scaled numbers, a fifth of its rows kept for testing.

    Columns of words become a column of 0 and 1 for each word.

    Args:
        path: The file; commas, semicolons or tabs between the columns.
        target: Name of the column to be predicted: words, or few different whole numbers, are classes.
        seed: Draws the rows that are kept.
        regression: Whether the target counts as a number; decided by what it holds when None.

    Raises:
        FileError: If it is no table, or a cell is empty; the message says which.
        UnknownNameError: If there is no such column.
    """
    names, rows = _read(path)
    if target not in names:
        raise UnknownNameError.of(f"column of {path}", target, names)
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    y, classes = _targets(columns.pop(target), path, target, regression)
    x = np.concatenate([_numbers(values, path, name) for name, values in columns.items()], axis=1)
    order = np.argsort(words(len(rows), seed, Purpose.HOLD_OUT), kind="stable")
    kept, used = order[: max(1, len(rows) // _KEPT)], order[max(1, len(rows) // _KEPT) :]
    scaling = _scaling(x[used], y[used], bool(classes))
    x = ((x - scaling.mean) / scaling.deviation).astype(np.float32)
    if not classes:
        y = ((y - scaling.target_mean) / scaling.target_deviation).astype(np.float32)
    return DataSet(path.name, x[used], y[used], x[kept], y[kept], classes), scaling


def _read(path: Path) -> tuple[list[str], list[list[str]]]:
    try:
        if path.stat().st_size > _LARGEST:
            raise FileError(f"{path} has more than the {_LARGEST:,} bytes that a table may have")
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise FileError(f"there is no file {path}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(f"cannot read {path} as text: {error}") from error
    first = text.partition("\n")[0]
    between = max(",;\t", key=first.count)
    names, *rows = list(csv.reader(text.splitlines(), delimiter=between)) or [[]]
    rows = [row for row in rows if row]
    if len(names) < 2 or len(rows) < 2:
        raise FileError(f"{path} is no table: a line of column names comes first, then a line for each example")
    for line, row in enumerate(rows, start=2):
        if len(row) != len(names):
            raise FileError(f"line {line} of {path} has {len(row)} cells, but there are {len(names)} column names")
        for name, cell in zip(names, row, strict=True):
            if not cell.strip():
                raise FileError(f"line {line} of {path} has nothing under {name!r}: fill it in or leave the line out")
    return [name.strip() for name in names], [[cell.strip() for cell in row] for row in rows]


def _as_floats(values: list[str]) -> NDArray[np.float64] | None:
    """The values as finite numbers ``(n,)``; None if one is a word."""
    try:
        found = np.array(values, dtype=np.float64)
    except ValueError:
        return None
    return found if np.isfinite(found).all() else None


def _numbers(values: list[str], path: Path, name: str) -> NDArray[np.float64]:
    found = _as_floats(values)
    if found is not None:
        return found[:, np.newaxis]
    different = sorted(set(values))
    if len(different) > _MOST_WORDS:
        raise FileError(f"column {name!r} of {path} holds {len(different)} different words: leave it out of the file")
    return np.asarray(np.array(values)[:, np.newaxis] == np.array(different), np.float64)


def _targets(values: list[str], path: Path, name: str, regression: bool | None) -> tuple[NDArray[Any], tuple[str, ...]]:
    """Labels ``(n,)`` with their names, or numbers ``(n, 1)`` with none."""
    numbers = _as_floats(values)
    few = numbers is None or (len(set(numbers)) <= _MOST_CLASSES and bool((numbers == np.floor(numbers)).all()))
    if numbers is not None and (regression or (regression is None and not few)):
        return numbers[:, np.newaxis], ()
    if regression:
        raise FileError(f"column {name!r} of {path} holds words: a loss of numbers cannot learn them")
    classes = tuple(sorted(set(values), key=lambda one: (numbers is None and one, numbers is not None and float(one))))
    if not 2 <= len(classes) <= 1000:
        raise FileError(f"column {name!r} of {path} holds {len(classes)} classes; there must be from 2 to 1,000")
    place = {one: label for label, one in enumerate(classes)}
    return np.array([place[value] for value in values]), classes


def _scaling(x: NDArray[np.float64], y: NDArray[Any], classified: bool) -> Scaling:
    def deviation(values: NDArray[np.float64]) -> NDArray[np.float64]:
        found = values.std(axis=0)
        return np.asarray(np.where(found > 0, found, 1.0))

    none = np.zeros(1), np.ones(1)
    target = none if classified else (y.mean(axis=0), deviation(y))
    return Scaling(x.mean(axis=0), deviation(x), *target)
