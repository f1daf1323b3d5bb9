"""How a run learnt: champions of some of its generations on one course, each comes further than the one before.

A run keeps the best of every generation that improved on all before. Shown one after the other they look alike, since
each seems to play well for a while. So a course is looked for on which some of them, from the first to the last,
come further one after the other, soon after each other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.champion import Champion
from neuro.errors import FileError, NeuroError
from neuro.evolution.thinning import thin
from neuro.exact_replay import Episode, courses_from, game_of
from neuro.exact_replay import replay as play_again
from neuro.game import Game
from neuro.policies import joined_genomes
from neuro.rollout.evaluate import evaluate
from neuro.rollout.program import program
from neuro.storage.files import load_champion

__all__ = ["Ancestry", "best_until", "find_ancestors", "kept_champions"]

_SHOWN = 5  # champions at most
_CONSIDERED = 40  # champions of a run from which they are chosen
_COURSES, _BATCH = 128, 16  # courses that are tried at most, and together
_MOST_STEPS = 8_000_000  # all together, after which no more courses are tried
_SEARCHED = 60.0  # seconds of play that an episode has in the search,
_LEAST, _MOST = 3_600, 12_000  # but so many steps, where a second has few or many
_SOON = 14.0  # seconds by which the last but one is out in a story that is told well
_ON, _WHOLE = 5.0, 15.0  # seconds that the last one is seen after all others are out, and at least
_UNEVEN = 10.0  # seconds of waiting that generations spread evenly over the run are worth
_SLIGHT = 0.05  # the share of all progress that is no progress, where scores are no whole numbers


@dataclass(frozen=True, eq=False)
class Ancestry:
    """Champions of one run on one course, in the order of their generations.

    Attributes:
        game: What they play.
        setting: The parameters of the game, those of the last champion for all alike.
        champions: The champions that play, in the order of their generations.
        course: The seed of the course.
        max_steps: The longest episode, in steps.
        notes: What could not be used of the run, in sentences.
    """

    game: Game
    setting: Any
    champions: tuple[Champion, ...]
    course: int
    max_steps: int
    notes: tuple[str, ...] = ()

    def episodes(self) -> list[Episode]:
        """How each of them plays, with a trace as every replay has it."""
        return [play_again(one, seed=self.course, max_steps=self.max_steps)[0] for one in self.champions]


def kept_champions(run: Path) -> tuple[list[Champion], tuple[str, ...]]:
    """Champions that a run has kept, in the order of their generations, and what is wrong with those that are left out.

    Args:
        run: A run's folder, or the file of its champion.

    Raises:
        FileError: If there are none.
    """
    folder = run if run.is_dir() else run.parent
    found: dict[int, Champion] = {}
    notes = []
    for path in [*sorted((folder / "champions").glob("*.neuro")), folder / "champion.neuro"]:
        try:
            champion = load_champion(path)
        except FileError as error:
            if path.exists():
                notes.append(f"{error}; the others play without it")
        else:
            found.setdefault(champion.generation, champion)
    if not (folder / "champions").is_dir() or not found:
        raise FileError(
            f"{run} is no run that has kept champions (there are none in {folder / 'champions'}): give the folder that "
            "`neuro evolve` or `neuro watch` wrote"
        )
    return [found[generation] for generation in sorted(found)], tuple(notes)


def best_until(champions: Sequence[Champion], generation: int) -> Champion:
    """The champion that a run had in a generation: the last one that it found until then, or its first."""
    return next((one for one in reversed(champions) if one.generation <= generation), champions[0])


def find_ancestors(
    champions: Sequence[Champion],
    *,
    seed: int = 0,
    max_steps: int | None = None,
    notes: Sequence[str] = (),
) -> Ancestry:
    """Choose about five champions of a run and the course that shows best how it learnt; always the same ones.

    The first and the last play, and between them those that come further one after the other, on one of the first
    courses from ``seed`` on. If there is no such course it is the first, and champions spread over the run.

    Args:
        champions: Champions of one run, in the order of their generations; at least one.
        seed: The first course that is tried.
        max_steps: The longest episode, in steps; a quarter of a minute of play and more where not given.
        notes: Passed on.

    Raises:
        NeuroError: If the game draws itself, is not installed, or is another version.
        SettingError: If there are no such courses.
    """
    last = champions[-1]
    game, setting = game_of(last)
    if not game.has_rules:
        raise NeuroError(
            f"{game.title} draws itself, one episode at a time, so its champions cannot share a course: "
            "`neuro replay RUN --from-generation 0` shows them in turn"
        )
    alike = [one for one in champions if one.policy == last.policy]
    alike = [alike[place] for place in thin(range(len(alike)), _CONSIDERED)]
    rate = game.steps_per_second
    limit = max_steps or min(game.exam.max_steps, round(min(max(_SEARCHED * rate, _LEAST), _MOST)))
    chosen = _search(_Search(game, setting, alike, limit), seed)
    players = tuple(replace(alike[place], setting=last.setting, level=last.level) for place in chosen.places)
    shown = max(_WHOLE * rate, chosen.out + _ON * rate, 2)
    return Ancestry(game, setting, players, chosen.course, min(limit, math.ceil(shown)), tuple(notes))


@dataclass(frozen=True, eq=False)
class _Search:
    """What is looked through: champions of a game under a setting, in episodes of so many steps."""

    game: Game
    setting: Any
    champions: list[Champion]
    limit: int

    @property
    def generations(self) -> NDArray[np.int64]:
        return np.array([one.generation for one in self.champions])

    def play(self, courses: NDArray[np.uint32]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Scores and steps of all champions on each course, ``(champions, courses)``."""
        compiled = program(self.game, self.champions[-1].policy)
        genomes = joined_genomes([one.genome for one in self.champions])
        outcome = evaluate(compiled, genomes, courses, self.setting, self.limit)
        return outcome.score, outcome.steps


class _Story(NamedTuple):
    """Champions on a course: their places, the step at which the last but one is out, and how well the course suits."""

    course: int
    places: list[int]
    out: int
    worth: tuple[int, bool, float]


def _search(search: _Search, seed: int) -> _Story:
    """The best story of all courses that are tried."""
    best: _Story | None = None
    played = 0
    room = min(_COURSES, (1 << 32) - seed)
    courses = courses_from(seed, max(room, 1))
    for first in range(0, len(courses), _BATCH):
        batch = courses[first : first + _BATCH]
        scores, steps = search.play(batch)
        for k, course in enumerate(batch.tolist()):
            found = _story(search, course, scores[:, k], steps[:, k])
            best = found if best is None or found.worth > best.worth else best
        played += int(steps.sum())
        assert best is not None
        told = best.worth[0] == min(_SHOWN, len(search.champions)) and best.out <= _SOON * search.game.steps_per_second
        if told or played > _MOST_STEPS:
            break
    assert best is not None
    return best


def _story(search: _Search, course: int, scores: NDArray[np.float32], steps: NDArray[np.int64]) -> _Story:
    """The best choice on a course: as many champions as come further one after the other, up to five."""
    rate, last = search.game.steps_per_second, len(scores) - 1
    lasts = bool(steps[last] >= search.limit)
    links = _links(search.generations, scores)
    costs = np.full(len(scores), np.inf)  # of chains that begin with the first champion and end with each
    costs[0], ways = 0.0, [[place] for place in range(len(scores))]
    best: _Story | None = None
    for length in range(2, _SHOWN + 1):
        ending = costs[:-1] + links[:-1, last] + steps[:-1] / rate
        if last and np.isfinite(ending.min()):
            at = int(ending.argmin())
            best = _Story(course, [*ways[at], last], int(steps[at]), (length, lasts, -float(ending[at])))
        longer = costs[:, np.newaxis] + links
        before = longer.argmin(axis=0)
        costs, ways = longer.min(axis=0), [[*ways[one], place] for place, one in enumerate(before.tolist())]
    if best is not None:
        return best
    spread = thin(range(len(scores)), _SHOWN)
    return _Story(course, spread, int(steps[spread[:-1]].max(initial=0)), (1, lasts, 0.0))


def _links(generations: NDArray[np.int64], scores: NDArray[np.float32]) -> NDArray[np.float64]:
    """What it costs that a champion follows another, ``(before, after)``: infinite where it does not come further."""
    reach = scores.astype(float)
    whole = bool((reach == np.rint(reach)).all())
    least = 1.0 if whole else _SLIGHT * float(np.ptp(reach))
    further = reach[np.newaxis, :] - reach[:, np.newaxis]
    apart = (generations[np.newaxis, :] - generations[:, np.newaxis]) / max(int(np.ptp(generations)), 1)
    return np.where((further > 0) & (further >= least) & (apart > 0), _UNEVEN * apart**2, np.inf)
