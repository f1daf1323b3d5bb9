"""Callbacks, which are called while a network is trained and may end it."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from typing import IO, TYPE_CHECKING

from neuro.errors import SettingError
from neuro.network.training.loss_history import Epoch
from neuro.network.training.training_state import BestEpoch

if TYPE_CHECKING:
    from neuro.network.training.trainer import Trainer

__all__ = ["MONITORED", "Callback", "EarlyStopping", "KeepBest", "ProgressBar"]

#: The values of an epoch that can be watched.
MONITORED = ("validation_loss", "loss", "validation_accuracy", "accuracy")


class Callback:
    """Listens to a training; each method does nothing unless a subclass says more.

    Attributes:
        keeps_files: Whether it writes the training into a file, and so is told of an epoch after all others.
    """

    keeps_files = False

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

    A training that was interrupted, or is taken up again from the file of a ``Checkpoint``, goes on with what it knew
    of its best epoch, so that it ends in the same bits.

    Args:
        monitor: "validation_loss", "loss", "validation_accuracy" or "accuracy"; when None, the first that there is.

    """

    _patience, _least = 0, 0.0

    def __init__(self, monitor: str | None = None) -> None:
        if monitor is not None and monitor not in MONITORED:
            raise SettingError(f"monitor is one of {', '.join(MONITORED)}, not {monitor!r}")
        self._monitor = monitor
        self._known: BestEpoch | None = None

    def _value(self, record: Epoch) -> float:
        """What is to be small."""
        name = self._monitor or ("loss" if record.validation_loss is None else "validation_loss")
        value = getattr(record, name)
        if value is None:
            raise SettingError(f"there is no {name} to watch: give `validation`, or a loss that counts what is right")
        return -value if name.endswith("accuracy") else float(value)

    def start(self, trainer: Trainer) -> None:
        known = trainer.state.best
        if known is not None and known.monitor != self._monitor:
            known = None
        self._known = None if known is None else replace(known, patience=self._patience)
        trainer.state.best = self._known

    @property
    def best(self) -> Epoch | None:
        """The best epoch; None before the first."""
        return None if self._known is None else self._known.epoch

    def epoch(self, trainer: Trainer, record: Epoch) -> None:
        known = self._known
        if known is None or self._value(record) < self._value(known.epoch):
            improved = record if known is None else known.improved
            genome = trainer.network.genome.copy()
            known = BestEpoch(self._monitor, record, genome, improved, self._patience)
        if self._improves(record, known.improved):
            known = replace(known, improved=record)
        trainer.state.best = self._known = known

    def _improves(self, record: Epoch, improved: Epoch) -> bool:
        """Whether an epoch is so much better than the last improvement that it counts."""
        return self._value(record) < self._value(improved) - self._least

    def finish(self, trainer: Trainer) -> None:
        if self._known is None:
            return
        if trainer.history.interrupted:
            trainer.state.standing = trainer.network.genome.copy()
        else:
            trainer.state.best = None
        trainer.network.genome = self._known.genome


class EarlyStopping(KeepBest):
    """Ends training when nothing has improved for some epochs, and puts back the best parameters.

    Args:
        patience: Number of epochs without an improvement after which training ends.
        monitor: The value to watch, as for ``KeepBest``.
        least: An improvement by less does not count.
    """

    def __init__(self, patience: int = 5, monitor: str | None = None, least: float = 0.0) -> None:
        super().__init__(monitor)
        if isinstance(patience, bool) or not isinstance(patience, int) or patience < 1:
            raise SettingError(f"patience is a whole number of epochs of at least 1, not {patience!r}")
        self._patience, self._least = patience, least

    def start(self, trainer: Trainer) -> None:
        super().start(trainer)
        self._stop_if_spent(trainer)

    def epoch(self, trainer: Trainer, record: Epoch) -> None:
        super().epoch(trainer, record)
        self._stop_if_spent(trainer)

    def _stop_if_spent(self, trainer: Trainer) -> None:
        if self._known is not None and trainer.state.epoch - self._known.improved.number >= self._patience:
            trainer.stop()


class ProgressBar(Callback):
    """A line on a terminal with the progress of training; nothing anywhere else.

    Args:
        file: The stream to write to; stderr when None.
        always: Whether to write even where there is no terminal.
    """

    _PAUSE = 0.1  # seconds

    def __init__(self, file: IO[str] | None = None, *, always: bool = False) -> None:
        self._file = file or sys.stderr
        self._shown = always or self._file.isatty()
        self._last, self._facts = 0.0, ""

    def batch(self, trainer: Trainer) -> None:
        self._draw(trainer)

    def epoch(self, trainer: Trainer, record: Epoch) -> None:
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
        if self._shown and self._last:
            print("\r\x1b[K", end="", file=self._file, flush=True)
