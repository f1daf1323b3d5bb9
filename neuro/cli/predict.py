"""``neuro predict``: what a network that has learnt a table says about the lines of another one."""

from __future__ import annotations

import csv
import io
import json as json_format
import sys
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from numpy.typing import NDArray

from neuro.cli.checks import plural
from neuro.datasets import inputs_of
from neuro.errors import FileError
from neuro.network import Network
from neuro.storage.atomic import write_atomically
from neuro.storage.files import load

__all__ = ["predict"]


def predict(
    file: Path,
    /,
    *,
    csv: Path,
    out: Path | None = None,
    fill_missing: Annotated[bool, Parameter(negative="")] = False,
    json: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Predict what is not known yet: a value for each line of a table, by a network of `neuro train csv`.

    The table has the columns that the network has learnt from, in any order, by the same names. For example:

        neuro train csv houses.csv --target price --save houses.neuro
        neuro predict houses.neuro --csv more-houses.csv --out prices.csv

    Args:
        file: The network.
        csv: The table.
        out: Write the predictions there, as a table, instead of printing them.
        fill_missing: Let a missing value count as the mean of its column in the table that was learnt.
        json: Print the predictions as one JSON object, and nothing else.
    """
    network = load(file)
    if not isinstance(network, Network) or network.columns is None:
        raise FileError(
            f"{file} has not learnt a table: only networks of `neuro train csv` know columns by their names"
        )
    x, sheet = inputs_of(network, csv, fill=fill_missing)
    outputs, target = network.predict(x), network.columns.target
    known = {target.name, *(column.name for column in network.columns.inputs)}
    unused = [name for name in sheet.names if name not in known]
    predictions = _predictions(outputs, target.words)
    if out is not None:
        write_atomically(out, _table(target.name, sheet.lines, predictions).encode())
    if json:
        told: dict[str, Any] = {
            "file": str(file),
            "csv": str(csv),
            "target": target.name,
            "unused": unused,
            "lines": sheet.lines,
        }
        told |= {"predictions": predictions, "out": out and str(out)}
        if target.words:
            told |= {"classes": target.words, "outputs": outputs.tolist()}
        print(json_format.dumps(told, indent=2))
        return 0
    if unused:
        print(f"not used, as the network has not learnt from them: {', '.join(unused)}", file=sys.stderr)
    print(_table(target.name, sheet.lines, predictions) if out is None else _written(out, predictions), end="")
    return 0


def _predictions(outputs: NDArray[Any], classes: tuple[str, ...]) -> list[Any]:
    """The prediction for each line: the class whose output is the largest, or the number."""
    if classes:
        return [classes[place] for place in outputs.argmax(axis=1)]
    return [float(value) for value in outputs[:, 0]]


def _table(target: str, lines: list[int], predictions: list[Any]) -> str:
    """The predictions as comma-separated values, each with its line in the table."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["line", target])
    table.writerows(zip(lines, predictions, strict=True))
    return text.getvalue()


def _written(out: Path, predictions: list[Any]) -> str:
    return f"wrote {plural(len(predictions), 'prediction')} to {out}\n"
