"""One run of a comparison: an algorithm and a seed, until the task is solved or the budget is used."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from neuro.comparison.contest import Contest
from neuro.evolution.evolution import Evolution
from neuro.evolution.evolved_examples import share_right
from neuro.evolution.state import Best
from neuro.random import Purpose, words

__all__ = ["Trial", "play_trial"]


@dataclass(frozen=True)
class Trial:
    """A run that has ended.

    Args:
        algorithm: The algorithm, as the comparison names it.
        seed: Seed of the run.
        solved: Whether it solved the task within the budget.
        agent_steps: Agent-steps that it used, until it solved the task where it did.
        generations: Number of generations within the budget.
        evaluations: Number of episodes that agents played in them.
        score: Score of the champion, the mean over courses that are kept aside; of examples, the share that is right
            of those that are kept aside; where several play, the fitness.
        seconds: Seconds of one processor, without compiling.
        curve: Pairs of agent-steps and the best score in training so far, wherever that rises.
        fingerprint: Fingerprint of the run.
    """

    algorithm: str
    seed: int
    solved: bool
    agent_steps: int
    generations: int
    evaluations: int
    score: float
    seconds: float
    curve: tuple[tuple[int, float], ...]
    fingerprint: str

    def as_data(self) -> dict[str, Any]:
        """All of it as JSON can hold it."""
        return dataclasses.asdict(self)

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Trial:
        """The run that ``as_data`` has told.

        Raises:
            TypeError: If it is none.
            ValueError: If a value is none of its field.
        """
        curve = tuple((int(steps), float(score)) for steps, score in data.get("curve", ()))
        return cls(**{**data, "curve": curve})


def play_trial(contest: Contest, algorithm: str, seed: int, stop: Callable[[], bool] = lambda: False) -> Trial | None:
    """Play one run; None when it was stopped before its end.

    A generation that ends beyond the budget counts for nothing, unless it is the first.

    Args:
        contest: The comparison.
        algorithm: One of its algorithms.
        seed: Seed of the run.
        stop: Asked between generations whether to stop.

    Raises:
        NeuroError: If the run fails.
    """
    evolution = contest.begin(algorithm, seed)
    with evolution.evaluator:
        evolution.compile()
        return _played(contest, evolution, algorithm, stop)


def _played(contest: Contest, evolution: Evolution, algorithm: str, stop: Callable[[], bool]) -> Trial | None:
    begun, used, solved, fingerprint = time.process_time(), 0, False, ""
    best: Best | None = None
    curve: list[tuple[int, float]] = []
    while used < contest.budget and not solved and not stop():
        record = evolution.step()
        if evolution.agent_steps > contest.budget and best is not None:
            break
        used, best, fingerprint = evolution.agent_steps, evolution.state().best, evolution.fingerprint
        solved = evolution.solved and used <= contest.budget
        if not curve or record.best_score > curve[-1][1]:
            curve.append((used, record.best_score))
    if best is None or (stop() and not solved):
        return None
    counted = evolution.generation if used == evolution.agent_steps else evolution.generation - 1
    seconds = time.process_time() - begun
    return Trial(
        algorithm=algorithm,
        seed=evolution.settings.seed,
        solved=solved,
        agent_steps=used,
        generations=counted,
        evaluations=counted * evolution.settings.population * evolution.settings.episodes,
        score=_judged(contest, evolution, best),
        seconds=round(seconds, 3),
        curve=tuple(curve),
        fingerprint=fingerprint,
    )


def _judged(contest: Contest, evolution: Evolution, best: Best) -> float:
    """What the champion reaches where nobody has trained or been examined."""
    if contest.is_examples:
        return share_right(contest.task, evolution.policy.network(best.genome))
    game = evolution.game
    courses = words(contest.courses, 0, Purpose.JUDGE)  # the same for all runs
    outcome = evolution.evaluator.evaluate(best.genome, courses, evolution.setting, game.exam.max_steps)
    values = outcome.fitness if game.players > 1 else outcome.score
    return float(values.mean(dtype="float64"))
