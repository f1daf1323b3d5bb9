"""Reporters for other tools: a CSV file, TensorBoard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from neuro.errors import FileError, NeuroError
from neuro.evolution.evolution import Evolution
from neuro.evolution.generation import Generation
from neuro.evolution.reporters import Reporter
from neuro.storage.faults import in_words
from neuro.storage.history import HistoryFile

__all__ = ["CsvLog", "TensorBoardLog"]

#: What TensorBoard draws: the name of a chart, and the field of ``Generation`` in it.
_CHARTS = {
    "fitness/best": "best_fitness",
    "fitness/mean": "mean_fitness",
    "fitness/stdev": "stdev_fitness",
    "score/best": "best_score",
    "score/mean": "mean_score",
    "population/alive": "alive",
    "speed/agent_steps": "agent_steps",
    "speed/seconds": "seconds",
}


class CsvLog(Reporter):
    """A line for each generation, as in a run's ``history.csv``; a file that is there is replaced.

    Args:
        path: Where.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: HistoryFile | None = None

    def start(self, evolution: Evolution) -> None:
        """See ``Reporter.start``.

        Raises:
            FileError: If the file cannot be written.
        """
        self._file = HistoryFile(self._path, evolution.history)

    def generation(self, evolution: Evolution, record: Generation) -> None:
        """See ``Reporter.generation``."""
        assert self._file is not None
        self._file.append(record)

    def finish(self, evolution: Evolution) -> None:
        """See ``Reporter.finish``."""
        if self._file is not None:
            self._file.close()


class TensorBoardLog(Reporter):
    """Event files that ``tensorboard --logdir`` draws. A run that is resumed goes on in the same charts.

    Args:
        folder: Where; made if it is not there.

    Raises:
        NeuroError: If tensorboardX is not installed.
    """

    def __init__(self, folder: Path) -> None:
        try:
            from tensorboardX import SummaryWriter
        except ImportError:
            raise NeuroError(
                "files for TensorBoard need tensorboardX, which comes with the extra: "
                "pip install 'neuro-sandbox[tensorboard]'"
            ) from None
        self._make, self._folder = SummaryWriter, folder
        self._writer: Any = None

    def start(self, evolution: Evolution) -> None:
        """See ``Reporter.start``.

        Raises:
            FileError: If the folder cannot be made.
        """
        try:
            self._writer = self._make(str(self._folder), purge_step=evolution.generation or None)
        except OSError as error:
            raise FileError(f"cannot write to {self._folder}: {in_words(error)}") from error

    def generation(self, evolution: Evolution, record: Generation) -> None:
        """See ``Reporter.generation``."""
        for chart, name in _CHARTS.items():
            self._writer.add_scalar(chart, getattr(record, name), record.number)

    def finish(self, evolution: Evolution) -> None:
        """See ``Reporter.finish``."""
        if self._writer is not None:
            self._writer.close()
