"""The folder of a comparison: what was asked, and every run that has ended.

=================== ==========================================================================================
``comparison.json`` what is compared; another comparison in the same folder is refused
``trials/``         a file for each run that has ended, by the algorithm's place and the seed: ``2-17.json``
``results.csv``     a line for each of these runs
``table.md``        the table and what it says, in words
``figure.svg``      the curves, where matplotlib is installed
=================== ==========================================================================================
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields
from pathlib import Path

from neuro.comparison.contest import Contest
from neuro.comparison.trial import Trial
from neuro.disk import in_words, opened
from neuro.errors import FileError
from neuro.storage.atomic import write_atomically
from neuro.storage.lock import FolderLock

__all__ = ["ContestFolder"]

_LONGEST = 64 << 20  # bytes of a file
_COLUMNS = tuple(one.name for one in fields(Trial) if one.name != "curve")


class ContestFolder:
    """A comparison's folder, locked until ``close``.

    Args:
        path: The folder; made when it is not there.
        contest: What is compared.

    Attributes:
        trials: The runs that have ended, by algorithm and seed.
        notes: What was not as it should be, in sentences.

    Raises:
        FileError: If it holds another comparison or something else, another process has it, or it cannot be made.
    """

    def __init__(self, path: Path, contest: Contest) -> None:
        self.path, self._contest = path, contest
        self.trials: dict[tuple[str, int], Trial] = {}
        self.notes: list[str] = []
        kept = _kept(path)
        if kept is not None and kept != contest:
            raise FileError(
                f"{path} holds another comparison ({kept.differences(contest)}): choose another folder with --out"
            )
        try:
            (path / "trials").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileError(f"cannot make the folder {path}: {in_words(error)}") from error
        self._lock = FolderLock(path)
        try:
            if kept is None:
                write_atomically(self._plan, (json.dumps(contest.as_data(), indent=2) + "\n").encode())
            self._read()
        except BaseException:
            self.close()
            raise

    @property
    def _plan(self) -> Path:
        return self.path / "comparison.json"

    @property
    def waiting(self) -> list[tuple[str, int]]:
        """Algorithm and seed of the runs that are left to be played."""
        return [one for one in self._contest.runs if one not in self.trials]

    def keep(self, trial: Trial) -> None:
        """Keep a run that has ended.

        Raises:
            FileError: If it cannot be written.
        """
        self.trials[trial.algorithm, trial.seed] = trial
        write_atomically(self._file(trial.algorithm, trial.seed), json.dumps(trial.as_data()).encode())

    def write(self, name: str, data: bytes) -> Path:
        """Write a file of results; returns its path.

        Raises:
            FileError: If it cannot be written.
        """
        write_atomically(self.path / name, data)
        return self.path / name

    def write_results(self) -> Path:
        """Write ``results.csv``, a line for each run that has ended, in the order of algorithms and seeds.

        Raises:
            FileError: If it cannot be written.
        """
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for trial in self.of_all():
            cells = [getattr(trial, name) for name in _COLUMNS]
            writer.writerow([str(cell).lower() if isinstance(cell, bool) else cell for cell in cells])
        return self.write("results.csv", text.getvalue().encode())

    def of_all(self) -> list[Trial]:
        """The runs that have ended, in the order of algorithms and seeds."""
        return [trial for one in self._contest.algorithms for trial in self.of(one)]

    def of(self, algorithm: str) -> list[Trial]:
        """The runs of an algorithm that have ended, in the order of their seeds."""
        return [self.trials[key] for key in sorted(self.trials) if key[0] == algorithm]

    def close(self) -> None:
        """Let others in."""
        self._lock.release()

    def _file(self, algorithm: str, seed: int) -> Path:
        return self.path / "trials" / f"{self._contest.algorithms.index(algorithm) + 1}-{seed}.json"

    def _read(self) -> None:
        for algorithm, seed in self._contest.runs:
            path = self._file(algorithm, seed)
            if not path.exists():
                continue
            try:
                trial = Trial.of_data(_json(path))
            except (TypeError, ValueError, AttributeError) as error:
                self.notes.append(f"{path} is damaged ({error!s:.80}): this run is played again")
                continue
            if (trial.algorithm, trial.seed) == (algorithm, seed):
                self.trials[algorithm, seed] = trial
            else:
                self.notes.append(f"{path} is of another run: this run is played again")


def _kept(path: Path) -> Contest | None:
    """The comparison that a folder holds; None where there is none yet.

    Raises:
        FileError: If the folder holds something else, or its plan is damaged.
    """
    plan = path / "comparison.json"
    try:
        if not plan.exists():
            if path.exists() and (not path.is_dir() or any(path.iterdir())):
                raise FileError(f"{path} is there and holds no comparison: choose another folder with --out")
            return None
    except OSError as error:
        raise FileError(f"cannot read {path}: {in_words(error)}") from error
    try:
        return Contest.of_data(_json(plan))
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise FileError(f"{plan} is damaged ({error!s:.80}): choose another folder with --out") from error


def _json(path: Path) -> dict[str, object]:
    with opened(path) as file:
        data = file.read(_LONGEST)
    found = json.loads(data)
    if not isinstance(found, dict):
        raise ValueError("it holds no object")
    return found
