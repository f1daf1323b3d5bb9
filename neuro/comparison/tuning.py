"""Tuning: settings are tried on some seeds, and the best are set against the defaults on others.

=================== ==========================================================================================
``tuning.json``     what is tuned; another tuning in the same folder is refused
``trials/``         a file for each attempt: ``0007.json``
``judged/``         the comparison of what was found with the defaults, on other seeds
``found.json``      the settings that were found, and the option that takes them
=================== ==========================================================================================
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from neuro.comparison.contest import Contest
from neuro.comparison.plan_folder import PlanFolder, read_object
from neuro.comparison.search_space import Dimension, searched, spelled_out
from neuro.comparison.trial import Trial

__all__ = ["Attempt", "Tuning", "TuningFolder", "merit"]

_SHY = 0.99  # what a run is worth that reached all but solving the task


@dataclass(frozen=True)
class Attempt:
    """Settings that were tried.

    Args:
        settings: The settings, by name.
        worth: The mean merit of their runs; None where they were refused.
        refusal: Why they were refused; nothing where they were not.
    """

    settings: Mapping[str, Any]
    worth: float | None
    refusal: str = ""


@dataclass(frozen=True)
class Tuning:
    """What is tuned.

    Args:
        contest: What all runs have in common, and the seeds on which settings are tried; its one algorithm is tuned.
        trials: Number of attempts.
        judges: Number of other seeds, behind those, on which what was found is set against the defaults.
        only: Names of the settings that are searched; all when empty.
    """

    contest: Contest
    trials: int
    judges: int
    only: tuple[str, ...] = ()

    @property
    def algorithm(self) -> str:
        """The algorithm that is tuned."""
        return self.contest.algorithms[0]

    @property
    def dimensions(self) -> list[Dimension]:
        """What is searched; see ``searched``."""
        return searched(self.algorithm, self.only)

    def contest_of(self, settings: Mapping[str, Any]) -> Contest:
        """The runs by which settings are tried."""
        return replace(self.contest, algorithms=(self.named(settings),))

    def judgement_of(self, settings: Mapping[str, Any]) -> Contest:
        """The comparison of settings with the defaults, on seeds that nothing was tried on."""
        first = self.contest.first_seed + self.contest.seeds
        both = self.algorithm, self.named(settings)
        return replace(self.contest, algorithms=both, first_seed=first, seeds=self.judges)

    def named(self, settings: Mapping[str, Any]) -> str:
        """The algorithm with settings, those left out that are as ever."""
        usual = {one.name: one.default for one in self.dimensions}
        return spelled_out(self.algorithm, {name: one for name, one in settings.items() if one != usual[name]})

    def as_data(self) -> dict[str, Any]:
        """All of it but the number of attempts, which may grow, as JSON can hold it."""
        return {**self.contest.as_data(), "judges": self.judges, "only": list(self.only)}


class TuningFolder(PlanFolder):
    """A tuning's folder.

    Args:
        path: The folder; made when it is not there.
        tuning: What is tuned.

    Attributes:
        attempts: What was tried so far, in its order.

    Raises:
        FileError: If it holds another tuning or something else, another process has it, or it cannot be made.
    """

    def __init__(self, path: Path, tuning: Tuning) -> None:
        self.attempts: list[Attempt] = []
        super().__init__(path, "tuning", tuning.as_data())
        names = {one.name for one in tuning.dimensions}
        while (file := self._file(len(self.attempts))).exists():
            try:
                attempt = Attempt(**read_object(file))
                if set(attempt.settings) != names:
                    raise ValueError("it has other settings")
            except (TypeError, ValueError) as error:
                self.notes.append(f"{file} is damaged ({error!s:.80}): the search goes on before it")
                return
            self.attempts.append(attempt)

    def keep(self, attempt: Attempt) -> None:
        """Keep what was tried.

        Raises:
            FileError: If it cannot be written.
        """
        path = self._file(len(self.attempts))
        self.attempts.append(attempt)
        self.write(f"trials/{path.name}", json.dumps(asdict(attempt)).encode())

    @property
    def best(self) -> Attempt:
        """The first of the best attempts."""
        return max(self.attempts, key=lambda one: -1.0 if one.worth is None else one.worth)

    def _file(self, number: int) -> Path:
        return self.path / "trials" / f"{number:04}.json"


def merit(contest: Contest, trials: Sequence[Trial]) -> float:
    """What runs are worth on average: 1 to 2 for one that solves the task, the more the sooner; less than 1 otherwise.

    Args:
        contest: What the runs have in common.
        trials: The runs.
    """
    return sum(_merit(contest, one) for one in trials) / len(trials)


def _merit(contest: Contest, trial: Trial) -> float:
    if trial.solved:
        return 2 - trial.agent_steps / contest.budget
    goal = 1.0 if contest.is_examples else contest.game.exam.score
    if 0 < goal < float("inf"):
        return _SHY * min(1.0, max(0.0, trial.score / goal))
    return _SHY * (0.5 + 0.5 * trial.score / (1 + abs(trial.score)))  # no end is known
