"""Data sets from CSV files: a line of names, and one column to be predicted from the others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.datasets.dataset import DataSet
from neuro.datasets.sheet import Sheet, read_sheet
from neuro.errors import FileError, SettingError, UnknownNameError
from neuro.network import Column, Columns, Network, Scaling
from neuro.random import Purpose, words

__all__ = ["inputs_of", "table"]

_MOST_WORDS = 50  # different words of a column
_FEW = 20  # different whole numbers of a target that count as classes
_MOST_CLASSES = 1000
_TOLD = 12  # names in a message
_KEPT = 5  # of so many rows one is kept for testing


def table(
    path: str | Path, target: str, *, seed: int = 0, regression: bool | None = None, fill: bool = False
) -> DataSet:
    """A table as a data set in its own numbers, with the scaling that suits them, a fifth of its rows kept for testing.

    Columns of words become a column of 0 and 1 for each word.

    Args:
        path: The file; commas, semicolons, tabs or bars between the columns, numbers with a point or a comma.
        target: Name of the column to be predicted: words, or few different whole numbers, are classes.
        seed: Draws the rows that are kept.
        regression: Whether the target counts as a number; decided by what it holds when None.
        fill: Whether inputs may be missing: each counts as the mean of its column then.

    Raises:
        FileError: If it is no table, or a cell is missing or not like the others of its column; the message says where.
        UnknownNameError: If there is no such column.
    """
    path = Path(path)
    sheet = read_sheet(path)
    if target not in sheet.names:
        raise UnknownNameError.of(f"column of {path}", target, sheet.names)
    if len(sheet.rows) < 2:
        raise FileError(f"{path} is no table to learn from: it holds a single example")
    y, classes = _targets(sheet, target, regression)
    inputs = tuple(_column(sheet, name, fill) for name in sheet.names if name != target)
    x = _inputs(sheet, inputs, fill)
    order = np.argsort(words(len(x), seed, Purpose.HOLD_OUT), kind="stable")
    kept, used = order[: max(1, len(x) // _KEPT)], order[max(1, len(x) // _KEPT) :]
    scaling = _scaling(x[used], None if classes else y[used], sheet, inputs)
    x = _filled(x, scaling)
    columns = Columns(inputs, Column(target, classes))
    return DataSet(path.name, x[used], y[used], x[kept], y[kept], classes, scaling, columns)


def inputs_of(network: Network, path: str | Path, *, fill: bool = False) -> tuple[NDArray[np.float64], Sheet]:
    """What a network that has learnt a table takes for each line of another one, ``(rows, inputs)``.

    Args:
        network: The network that has learnt a table.
        path: A table with the columns that the network has learnt from, in any order; it may have others.
        fill: Whether values may be missing: each counts as the mean of its column in the table that was learnt.

    Returns:
        The inputs, and the table.

    Raises:
        FileError: If a column is missing, or a cell is no number or a word that the network does not know.
        SettingError: If the network has not learnt a table.
    """
    if network.columns is None or network.scaling is None:
        raise SettingError("this network has not learnt a table: only those of `neuro train csv` know columns by name")
    sheet = read_sheet(Path(path))
    lacking = [column.name for column in network.columns.inputs if column.name not in sheet.places]
    if lacking:
        raise FileError(
            f"{path} lacks {'the columns' if len(lacking) > 1 else 'the column'} {_listed(lacking)}, from "
            f"which this network has learnt; it has {_listed(sheet.names)}"
        )
    return _filled(_inputs(sheet, network.columns.inputs, fill), network.scaling), sheet


def _column(sheet: Sheet, name: str, fill: bool) -> Column:
    """What a column of inputs may hold."""
    if sheet.are_numbers(name):
        return Column(name)
    different = sorted({word for word in sheet.words(name, fill=fill) if word is not None})
    if len(different) > _MOST_WORDS:
        raise FileError(
            f"column {name!r} of {sheet.path} holds {len(different)} different words: leave it out of the file"
        )
    return Column(name, tuple(different))


def _inputs(sheet: Sheet, columns: Sequence[Column], fill: bool) -> NDArray[np.float64]:
    """A number for each column of numbers and each word of the others, NaN where it is missing: ``(rows, inputs)``."""
    return np.concatenate([_numbers(sheet, column, fill) for column in columns], axis=1)


def _numbers(sheet: Sheet, column: Column, fill: bool) -> NDArray[np.float64]:
    if not column.words:
        return sheet.numbers(column.name, fill=fill)[:, np.newaxis]
    found = np.zeros((len(sheet.rows), column.width))
    place = {word: k for k, word in enumerate(column.words)}
    for row, word in enumerate(sheet.words(column.name, fill=fill)):
        if word is None:
            found[row] = np.nan
        elif word in place:
            found[row, place[word]] = 1
        else:
            raise sheet.fault(
                row, f"{word!r:.40} under {column.name!r}, where the network knows only {_listed(column.words)}"
            )
    return found


def _listed(names: Sequence[str]) -> str:
    """Names in quotes; of many the first few."""
    more = f" and {len(names) - _TOLD} more" if len(names) > _TOLD else ""
    return ", ".join(map(repr, names[:_TOLD])) + more


def _filled(x: NDArray[np.float64], scaling: Scaling) -> NDArray[np.float64]:
    """The inputs, what is missing as the mean of its column: of words, as the share of each."""
    return np.where(np.isnan(x), scaling.mean, x)


def _targets(sheet: Sheet, name: str, regression: bool | None) -> tuple[NDArray[Any], tuple[str, ...]]:
    """Labels ``(n,)`` with their names, or numbers ``(n, 1)`` with none."""
    if regression or (regression is None and sheet.are_numbers(name)):
        numbers = sheet.numbers(name)
        whole = bool((numbers == np.floor(numbers)).all())
        if regression or not whole or len(set(numbers)) > _FEW:
            return numbers[:, np.newaxis], ()
    cells = [str(word) for word in sheet.words(name)]
    try:
        numbers = sheet.numbers(name)
        cells = [f"{number:.0f}" if number == np.floor(number) else repr(float(number)) for number in numbers]
        classes = tuple(sorted(set(cells), key=float))
    except FileError:  # words, then
        classes = tuple(sorted(set(cells)))
    most = min(_MOST_CLASSES, max(_FEW, len(cells) // 2))
    if not 2 <= len(classes) <= most:
        raise FileError(
            f"column {name!r} of {sheet.path} holds {len(classes):,} classes in {len(cells):,} lines; there must be "
            f"from 2 to {most:,} (--task regression learns numbers as numbers)"
        )
    place = {one: label for label, one in enumerate(classes)}
    return np.array([place[cell] for cell in cells]), classes


def _scaling(x: NDArray[np.float64], y: NDArray[Any] | None, sheet: Sheet, inputs: Sequence[Column]) -> Scaling:
    """The scaling of the examples that are learnt from."""
    names = [column.name for column in inputs for _ in range(column.width)]
    empty = np.flatnonzero(np.isnan(x).all(axis=0))
    if empty.size:
        raise FileError(f"column {names[empty[0]]!r} of {sheet.path} has too many values missing: leave it out")
    try:
        return Scaling.of(x, y)
    except SettingError:
        raise FileError(f"{sheet.path} holds numbers so large that they cannot be scaled: divide them first") from None
