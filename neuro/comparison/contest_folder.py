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
from neuro.comparison.plan_folder import PlanFolder, read_object
from neuro.comparison.trial import Trial

__all__ = ["ContestFolder"]

_COLUMNS = tuple(one.name for one in fields(Trial) if one.name != "curve")


class ContestFolder(PlanFolder):
    """A comparison's folder.

    Args:
        path: The folder; made when it is not there.
        contest: What is compared.

    Attributes:
        trials: The runs that have ended, by algorithm and seed.

    Raises:
        FileError: If it holds another comparison or something else, another process has it, or it cannot be made.
    """

    def __init__(self, path: Path, contest: Contest) -> None:
        self._contest = contest
        self.trials: dict[tuple[str, int], Trial] = {}
        super().__init__(path, "comparison", contest.as_data())
        try:
            self._read()
        except BaseException:
            self.close()
            raise

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
        self.write(self._file(trial.algorithm, trial.seed), json.dumps(trial.as_data()).encode())

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

    def _file(self, algorithm: str, seed: int) -> str:
        return f"trials/{self._contest.algorithms.index(algorithm) + 1}-{seed}.json"

    def _read(self) -> None:
        for algorithm, seed in self._contest.runs:
            path = self.path / self._file(algorithm, seed)
            if not path.exists():
                continue
            try:
                trial = Trial.of_data(read_object(path))
            except (TypeError, ValueError, AttributeError) as error:
                self.notes.append(f"{path} is damaged ({error!s:.80}): this run is played again")
                continue
            if (trial.algorithm, trial.seed) == (algorithm, seed):
                self.trials[algorithm, seed] = trial
            else:
                self.notes.append(f"{path} is of another run: this run is played again")
