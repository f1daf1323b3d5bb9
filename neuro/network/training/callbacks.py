"""Callbacks: who listens while a network is trained, and may end it."""

from __future__ import annotations

import sys
import time
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from neuro.errors import SettingError
from neuro.network.training.history import Epoch

if TYPE_CHECKING:
    from neuro.network.training.trainer import Trainer

__all__ = ["Callback", "EarlyStopping", "KeepBest", "ProgressBar"]


class Callback:
    """Listens to a training; each method does nothing unless a subclass says more."""

    def start(self, trainer: Trainer) -> None:
        """Training begins."""

    def batch(self, trainer: Trainer) -> None:
        """A batch is done; small networks whose whole epochs are compiled report none."""

    def epoch(self, trainer: Trainer, record: Epoch) -> None:
        """An epoch is done; ``trainer.stop()`` makes it the last."""

    def finish(self, trainer: Trainer) -> None:
        """Training is over, by whatever end."""


class KeepBest(Callback):
    """Puts back the parameters of the best epoch when training is over.

    Args:
        monitor: "validation_loss", "loss", "validation_accuracy" or "accuracy"; when None, the first that there is.

    Attributes:
        best: The best epoch; None before the first.
    """

    _NAMES = ("validation_loss", "loss", "validation_accuracy", "accuracy")

    def __init__(self, monitor: str | None = None) -> None:
        if monitor is not None and monitor not in self._NAMES:
            raise SettingError(f"monitor is one of {', '.join(self._NAMES)}, not {monitor!r}")
        self._monitor = monitor
        self.best: Epoch | None = None
        self._genome: Any = None

    def _value(self, record: Epoch) -> float:
        """What is to be small."""
        name = self._monitor or ("loss" if record.validation_loss is None else "validation_loss")
        value = getattr(record, name)
        if value is None:
            raise SettingError(f"there is no {name} to watch: give `validation`, or a loss that counts what is right")
        return -value if name.endswith("accuracy") else float(value)

    def start(self, trainer: Trainer) -> None:
        """See ``Callback.start``."""
        self.best, self._genome = None, None

    def epoch(self, trainer: Trainer, record: Epoch) -> None:
        """See ``Callback.epoch``."""
        if self.best is None or self._value(record) < self._value(self.best):
            self.best = record
            self._genome = trainer.network.genome.copy()

    def finish(self, trainer: Trainer) -> None:
        """See ``Callback.finish``."""
        if self._genome is not None:
            trainer.network.genome = self._genome


class EarlyStopping(KeepBest):
    """Ends training when nothing has improved for some epochs, and puts back the best parameters.

    Args:
        patience: So many epochs.
        monitor: As for ``KeepBest``.
        least: An improvement by less does not count.
    """

    def __init__(self, patience: int = 5, monitor: str | None = None, least: float = 0.0) -> None:
        super().__init__(monitor)
        if isinstance(patience, bool) or not isinstance(patience, int) or patience < 1:
            raise SettingError(f"patience is a whole number of epochs of at least 1, not {patience!r}")
        self._patience, self._least = patience, least
        self._improved, self._mark = 0, np.inf

    def start(self, trainer: Trainer) -> None:
        """See ``Callback.start``."""
        super().start(trainer)
        self._improved, self._mark = trainer.state.epoch, np.inf

    def epoch(self, trainer: Trainer, record: Epoch) -> None:
        """See ``Callback.epoch``."""
        super().epoch(trainer, record)
        value = self._value(record)
        if value < self._mark - self._least:
            self._improved, self._mark = record.number, value
        if record.number - self._improved >= self._patience:
            trainer.stop()


class ProgressBar(Callback):
    """A line that tells how far training is, on a terminal; nothing anywhere else.

    Args:
        file: Where; stderr when None.
        always: Whether to write even where there is no terminal.
    """

    _PAUSE = 0.1  # seconds

    def __init__(self, file: IO[str] | None = None, *, always: bool = False) -> None:
        self._file = file or sys.stderr
        self._shown = always or self._file.isatty()
        self._last, self._facts = 0.0, ""

    def batch(self, trainer: Trainer) -> None:
        """See ``Callback.batch``."""
        self._draw(trainer)

    def epoch(self, trainer: Trainer, record: Epoch) -> None:
        """See ``Callback.epoch``."""
        facts = [f"loss {record.loss:.4g}"]
        for value in (record.accuracy, record.validation_accuracy):
            facts += [] if value is None else [f"{value:.2%}"]
        self._facts = " · ".join(facts)
        self._draw(trainer)

    def _draw(self, trainer: Trainer) -> None:
        now = time.monotonic()
        if not self._shown or now - self._last < self._PAUSE:
            return
        self._last = now
        share = min(trainer.share, 1.0)
        bar = "█" * round(20 * share) + "░" * (20 - round(20 * share))
        left = f" · {trainer.seconds * (1 - share) / share:.0f} s left" if share > 0 else ""
        told = f"\r\x1b[Kepoch {trainer.state.epoch + 1} {bar} {share:4.0%} {self._facts}{left}"
        print(told, end="", file=self._file, flush=True)

    def finish(self, trainer: Trainer) -> None:
        """See ``Callback.finish``."""
        if self._shown and self._last:
            print("\r\x1b[K", end="", file=self._file, flush=True)
