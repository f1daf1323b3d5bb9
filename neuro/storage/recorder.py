"""The reporter that keeps a run in its folder."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shlex import quote

from neuro.champion import Champion
from neuro.disk import in_words
from neuro.errors import FileError
from neuro.evolution.evolution import Evolution
from neuro.evolution.generation import Generation
from neuro.evolution.reporters import Reporter
from neuro.evolution.settings import Change
from neuro.evolution.thinning import thin
from neuro.storage.cadence import Cadence
from neuro.storage.checkpoint import Checkpoint, save_checkpoint
from neuro.storage.events import append_event, changes_in, read_events
from neuro.storage.files import save
from neuro.storage.history_file import HistoryFile
from neuro.storage.lock import FolderLock
from neuro.storage.manifest import Manifest, write_manifest
from neuro.storage.runs import RunFolder, keep_link

__all__ = ["Recorder"]

_CHAMPIONS = 100  # kept
_WRITERS = 8


class Recorder(Reporter):
    """Keeps a run: a line for each generation at once, all the rest at each checkpoint and at the end.

    What a kill takes away between two checkpoints is run again on resuming, to the same bits.

    Args:
        folder: The run's, whose manifest says how often and how much; or the path of one that is to be made.

    Raises:
        FileError: If another process is writing to the folder.
    """

    def __init__(self, folder: RunFolder | str | os.PathLike[str]) -> None:
        self._history: HistoryFile | None = None
        self._improved: list[Champion] = []
        self._champion: Champion | None = None
        self._told: list[Change] = []
        self._changes = self._faults = 0
        self._saved, self._cadence = 0, Cadence()
        self._broken = self._holds = False
        self._path = folder if not isinstance(folder, RunFolder) else folder.path
        if isinstance(folder, RunFolder):
            self._hold(folder)

    def _hold(self, folder: RunFolder) -> None:
        self.folder, self._lock, self._holds = folder, FolderLock(folder.path), True
        self._is_new = not folder.events_file.exists()

    def start(self, evolution: Evolution) -> None:
        """Lock the run's folder, and make it if it is new.

        Raises:
            FileError: If the folder cannot be written to, or was to be made and holds a run already.
        """
        if not self._holds:
            self._hold(RunFolder.create(Path(self._path), Manifest.of(evolution)))
        try:
            with self._safely():
                self.folder.sweep()
                self._open(evolution)
                left = {"left_behind_by": self._lock.stale} if self._lock.stale else {}
                self._write_event("begun" if self._is_new else "resumed", generation=evolution.generation, **left)
        except FileError:
            self.close()  # ``finish`` is not called where ``start`` has failed
            raise

    def _open(self, evolution: Evolution) -> None:
        for folder in (self.folder.checkpoints, self.folder.champions):
            folder.mkdir(exist_ok=True)
        self._history = HistoryFile(self.folder.history_file, evolution.history, evolution.metric_names)
        self._told = changes_in(read_events(self.folder.events_file), self.folder.events_file)
        self._champion, self._changes = evolution.champion, 0
        self._saved = evolution.generation
        self._cadence.begin()

    @contextlib.contextmanager
    def _safely(self) -> Iterator[None]:
        """What cannot be written ends the run, with a sentence on what is safe of it."""
        try:
            yield
        except (FileError, OSError) as error:
            self._broken = True
            raise FileError(f"{self._why(error)}; {self._what_is_left()}") from error

    def _why(self, error: FileError | OSError) -> str:
        return str(error) if isinstance(error, FileError) else f"cannot write to {self.folder.path}: {in_words(error)}"

    def _what_is_left(self) -> str:
        if not self.folder.manifest_file.exists():
            return "the run's folder has gone, and cannot be made again"
        again = f"--resume {quote(str(self.folder.path))}"
        return f"the run is safe up to generation {self._saved}; mend that, then {again} goes on"

    def generation(self, evolution: Evolution, record: Generation) -> None:
        assert self._history is not None
        with self._safely():
            self._write_events(evolution)
            self._history.append(record)
        if evolution.champion is not self._champion and evolution.champion is not None:
            self._champion = evolution.champion
            self._improved.append(evolution.champion)
        if self._is_due(evolution):
            self.save(evolution)

    def finish(self, evolution: Evolution) -> None:
        error = sys.exc_info()[1]
        try:
            if self._history is not None and not self._broken:
                self._end(evolution, error)
        finally:
            self.close()
        known = evolution.generation or self._broken or self.folder.checkpoint_file.exists()
        if self._is_new and not known and _is_failure(error):
            self.folder.remove_begun()

    def _end(self, evolution: Evolution, error: BaseException | None) -> None:
        """Keep what there is, and write down why the run ended."""
        whole = evolution.is_between_generations
        if not whole and self._history is not None:
            with self._safely():
                self._keep_champions()
        if whole and (self._saved != evolution.generation or not self.folder.manifest_file.exists()):
            self.save(evolution)
        with self._safely():
            if whole:
                self._write_events(evolution)
            if error is not None:
                self._write_event("fault", generation=evolution.generation, what=str(error) or type(error).__name__)
            self._write_event("ended", generation=evolution.generation)

    def close(self) -> None:
        """Let others write to the folder."""
        if self._history is not None:
            self._history.close()
            self._history = None
        self._lock.release()

    def _write_events(self, evolution: Evolution) -> None:
        """Write down changes and faults: before the generation that rests on them."""
        for change in evolution.changes[self._changes :]:
            if change in self._told:  # it is made again on the way to where the run had been
                continue
            self._write_event("changed", generation=change.generation, setting=change.name, value=change.value)
        for generation, words in evolution.faults[self._faults :]:
            self._write_event("fault", generation=generation, what=words)
        self._changes, self._faults = len(evolution.changes), len(evolution.faults)

    def _write_event(self, event: str, **facts: object) -> None:
        append_event(self.folder.events_file, event, **facts)

    def _is_due(self, evolution: Evolution) -> bool:
        return self._cadence.is_due(evolution.generation, self.folder.manifest.checkpoint_every)

    def save(self, evolution: Evolution) -> None:
        """Bring everything to the disk: what the checkpoint rests on before the checkpoint.

        Raises:
            FileError: If something cannot be written.
        """
        with self._cadence.keeping(), self._safely():
            if not self.folder.manifest_file.exists():
                self._make_again(evolution)
            assert self._history is not None
            self._history.sync()
            self._keep_champions()
            self._keep_checkpoint(evolution)
        self._saved = evolution.generation

    def _make_again(self, evolution: Evolution) -> None:
        """The folder was removed, or lost its settings, while the run went on: make it anew, with all that is known."""
        self.close()
        self.folder.path.mkdir(parents=True, exist_ok=True)
        write_manifest(self.folder.manifest, self.folder.manifest_file)
        self._lock = FolderLock(self.folder.path)
        self._open(evolution)
        self._write_event(
            "fault", generation=evolution.generation, what="the folder had been removed; it was made again"
        )
        self._write_events(evolution)

    def _keep_champions(self) -> None:
        if self._improved:
            with ThreadPoolExecutor(_WRITERS) as threads:  # a disk takes many files in about the time of one
                list(threads.map(self._keep_improvement, self._improved))
        if self._champion is not None and (self._improved or not self.folder.champion_file.exists()):
            save(self._champion, self.folder.champion_file)
        self._improved = []
        _thin(self.folder.champions, _CHAMPIONS)

    def _keep_improvement(self, champion: Champion) -> None:
        save(champion, self.folder.champions / _name(champion.generation))

    def _keep_checkpoint(self, evolution: Evolution) -> None:
        folder = self.folder
        checkpoint = Checkpoint(evolution.state(), folder.manifest.digest, evolution.game.name, evolution.algorithm)
        save_checkpoint(checkpoint, folder.checkpoint_file)
        keep_link(folder.checkpoint_file, folder.checkpoints / _name(evolution.generation))
        _thin(folder.checkpoints, folder.manifest.keep)


def _is_failure(error: BaseException | None) -> bool:
    """Whether a run could not begin; one that is stopped, or whose output nobody reads, may go on."""
    return isinstance(error, Exception) and not isinstance(error, OSError)


def _name(generation: int) -> str:
    return f"{generation:08}.neuro"


def _thin(folder: Path, most: int) -> None:
    """Remove files of generations that are not worth their room."""
    files = {int(path.stem): path for path in folder.glob("*.neuro") if path.stem.isdigit()}
    for generation in set(files) - set(thin(files, most)):
        files[generation].unlink(missing_ok=True)
