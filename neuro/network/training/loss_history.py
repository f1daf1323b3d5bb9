"""The history of a training: loss, accuracy and time of each epoch."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

__all__ = ["Epoch", "History", "Score"]


@dataclass(frozen=True)
class Score:
    """How good a network is on some examples.

    Attributes:
        loss: The mean loss.
        accuracy: Share of the outputs that are right; None where a loss has no right and wrong.
    """

    loss: float
    accuracy: float | None = None


@dataclass(frozen=True)
class Epoch:
    """One epoch.

    Attributes:
        number: The epoch's number, from 1, counted from the network's first training.
        loss: The mean over the epoch's batches, each before its step.
        accuracy: Share of right answers in the same batches; None for losses without right or wrong.
        validation_loss: Loss on the validation examples after the epoch; None without validation.
        validation_accuracy: Share of right answers on the validation examples after the epoch; None without validation.
        seconds: Duration of the epoch in seconds, validation included.
    """

    number: int
    loss: float
    accuracy: float | None
    validation_loss: float | None
    validation_accuracy: float | None
    seconds: float

    def __str__(self) -> str:
        told = [f"epoch {self.number:>4}  loss {self.loss:.6g}"]
        if self.accuracy is not None:
            told.append(f"accuracy {self.accuracy:.4f}")
        if self.validation_loss is not None:
            told.append(f"validation loss {self.validation_loss:.6g}")
        if self.validation_accuracy is not None:
            told.append(f"accuracy {self.validation_accuracy:.4f}")
        return "  ".join(told) + f"  {self.seconds:.3g} s"


class History(Sequence[Epoch]):
    """The epochs of one call of ``train``: a sequence of ``Epoch``, and its columns as lists.

    Attributes:
        first: Number of the first epoch.
        loss: Column; so are ``accuracy``, ``validation_loss``, ``validation_accuracy`` and ``seconds``.
        interrupted: Whether Ctrl-C ended it.
    """

    def __init__(self, first: int = 1) -> None:
        self.first, self.interrupted = first, False
        self.loss: list[float] = []
        self.accuracy: list[float | None] = []
        self.validation_loss: list[float | None] = []
        self.validation_accuracy: list[float | None] = []
        self.seconds: list[float] = []

    def extend(
        self, losses: list[float], accuracies: list[float | None], seconds: float, validation: Score | None = None
    ) -> None:
        """Add epochs that took ``seconds`` together."""
        count = len(losses)
        self.loss += losses
        self.accuracy += accuracies
        self.validation_loss += [validation.loss if validation else None] * count
        self.validation_accuracy += [validation.accuracy if validation else None] * count
        self.seconds += [seconds / count] * count

    def __len__(self) -> int:
        return len(self.loss)

    def __getitem__(self, index: int | slice) -> Epoch | list[Epoch]:  # type: ignore[override]
        if isinstance(index, slice):
            return [self._epoch(i) for i in range(*index.indices(len(self)))]
        return self._epoch(range(len(self))[index])

    def __iter__(self) -> Iterator[Epoch]:
        return (self._epoch(i) for i in range(len(self)))

    def _epoch(self, i: int) -> Epoch:
        validation = self.validation_loss[i], self.validation_accuracy[i]
        return Epoch(self.first + i, self.loss[i], self.accuracy[i], *validation, self.seconds[i])

    def __str__(self) -> str:
        """The first epochs, the last, and some between: at most twenty lines."""
        if not len(self):
            return "no epoch was finished"
        shown = sorted({round(k * (len(self) - 1) / 19) for k in range(20)}) if len(self) > 20 else range(len(self))
        return "\n".join(str(self._epoch(i)) for i in shown)

    def csv(self, path: str | os.PathLike[str] | None = None) -> str:
        """The epochs as comma-separated values, a line each, with a line of names before them.

        Args:
            path: A file to write the text to as well; none when None.

        Raises:
            OSError: If it cannot be written there.
        """
        text = io.StringIO()
        table = csv.writer(text, lineterminator="\n")
        table.writerow(field.name for field in fields(Epoch))
        table.writerows(["" if value is None else value for value in astuple(epoch)] for epoch in self)
        if path is not None:
            Path(path).write_text(text.getvalue(), encoding="utf-8")
        return text.getvalue()

    def plot(self, width: int = 60, height: int = 12) -> str:
        """The loss as a curve of text, that of validation beside it where there is one.

        Args:
            width: Columns of the curve.
            height: Lines of the curve.
        """
        held_out = [value for value in self.validation_loss if value is not None]
        curves = [("*", "training", self.loss)] + ([("o", "validation", held_out)] if held_out else [])
        curves = [curve for curve in curves if curve[2]]
        if not curves:
            return "no epoch was finished"
        low, high = min(min(values) for *_, values in curves), max(max(values) for *_, values in curves)
        field = [[" "] * width for _ in range(height)]
        for sign, _, values in curves:
            for column in range(width):
                value = values[round(column * (len(values) - 1) / max(width - 1, 1))]
                share = (value - low) / (high - low) if high > low else 0.0
                field[height - 1 - round(share * (height - 1))][column] = sign
        labels = [f"{high:.4g}", *[""] * (height - 2), f"{low:.4g}"]
        lines = [f"{label:>10} |{''.join(line)}" for label, line in zip(labels, field, strict=True)]
        last = self.first + len(self) - 1
        key = ", ".join(f"{sign} {name} loss" for sign, name, _ in curves)
        return "\n".join([*lines, f"{'':10} +{'-' * width}", f"{'':11} {self.first} to {last} epochs   {key}"])
