"""Reporters for other tools: a CSV file, TensorBoard."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from neuro.disk import in_words
from neuro.errors import FileError, NeuroError
from neuro.evolution.evolution import Evolution
from neuro.evolution.generation import Generation
from neuro.evolution.reporters import Reporter
from neuro.storage.history_file import HistoryFile

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


_SECONDS = 10.0  # between the moments at which TensorBoard sees what is new


class CsvLog(Reporter):
    """A line for each generation, as in a run's ``history.csv``; a file that is there is replaced.

    Args:
        path: The file to write.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: HistoryFile | None = None

    def start(self, evolution: Evolution) -> None:
        """Open the file.

        Raises:
            FileError: If the file cannot be written.
        """
        self._file = HistoryFile(self._path, evolution.history, evolution.metric_names)

    def generation(self, evolution: Evolution, record: Generation) -> None:
        assert self._file is not None
        self._file.append(record)

    def finish(self, evolution: Evolution) -> None:
        if self._file is not None:
            self._file.close()


class TensorBoardLog(Reporter):
    """Event files that ``tensorboard --logdir`` draws. A run that is resumed goes on in the same charts.

    Args:
        folder: The folder to write into; made if it is not there.

    Raises:
        NeuroError: If tensorboardX is not installed.
    """

    def __init__(self, folder: Path) -> None:
        try:
            import tensorboardX.event_file_writer
        except ImportError:
            raise NeuroError(
                "files for TensorBoard need tensorboardX, which comes with the extra: "
                "pip install 'neuro-sandbox[tensorboard]'"
            ) from None
        self._make, self._messages = tensorboardX.event_file_writer.EventsWriter, tensorboardX.proto
        self._folder = folder.absolute()
        self._writer: Any = None
        self._flushed_at = 0.0

    def start(self, evolution: Evolution) -> None:
        """Open the folder's file of events.

        Raises:
            FileError: If the folder cannot be made or written to.
        """
        with self._safely():
            self._folder.mkdir(parents=True, exist_ok=True)
            self._writer = self._make(str(self._folder / "events"), f".{evolution.generation}")
            if evolution.generation:  # what an earlier run has told of later generations no longer counts
                began = self._messages.event_pb2.SessionLog(status=self._messages.event_pb2.SessionLog.START)
                self._write(evolution.generation, session_log=began)

    def generation(self, evolution: Evolution, record: Generation) -> None:
        """Write the figures of a generation.

        Raises:
            FileError: If it cannot be written.
        """
        summary = self._messages.summary_pb2.Summary
        charts = {chart: getattr(record, name) for chart, name in _CHARTS.items()}
        charts |= {f"algorithm/{name}": value for name, value in record.metrics.items()}
        values = [summary.Value(tag=chart, simple_value=value) for chart, value in charts.items()]
        with self._safely():
            self._write(record.number, summary=summary(value=values))
            if time.monotonic() - self._flushed_at >= _SECONDS:
                self._writer.flush()
                self._flushed_at = time.monotonic()

    def _write(self, step: int, **what: Any) -> None:
        self._writer.write_event(self._messages.event_pb2.Event(wall_time=time.time(), step=step, **what))

    def finish(self, evolution: Evolution) -> None:
        """Write what is left and close the file.

        Raises:
            FileError: If the last of it cannot be written.
        """
        if self._writer is not None:
            with self._safely():
                self._writer.close()

    @contextlib.contextmanager
    def _safely(self) -> Iterator[None]:
        """Warn once about what cannot be written, and write no more."""
        try:
            yield
        except OSError as error:
            self._writer = None
            raise FileError(f"cannot write to {self._folder}: {in_words(error)}") from error
