"""Proof that a record is true: a run is played again from its settings, a champion on the courses of its generation."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from neuro.champion import Champion
from neuro.errors import FileError, NeuroError
from neuro.evolution.evolution import Evolution
from neuro.evolution.examination import Examiner
from neuro.evolution.generation import Generation, mean_over_courses
from neuro.evolution.state import EvolutionState
from neuro.exact_replay import game_of
from neuro.random import Purpose, words
from neuro.rollout.evaluate import evaluate
from neuro.rollout.program import program
from neuro.storage.checkpoint import Checkpoint, load_checkpoint
from neuro.storage.files import load_champion
from neuro.storage.history_file import read_history
from neuro.storage.runs import ResumePoint, RunFolder

__all__ = ["Verdict", "verify", "verify_champion", "verify_run"]

_TOLD = [one.name for one in fields(Generation) if one.name != "seconds"]


@dataclass(frozen=True)
class Verdict:
    """Whether a record is true.

    Attributes:
        what: "run", "champion", "page", "replay" for a page on which a champion plays, or "lesson" for one on
            which examples are learnt.
        agrees: Whether all that was played again came out as recorded.
        generations: Number of generations that were played again.
        recorded: Number of generations that the record has.
        differs_at: The first generation that does not agree; None when all do, or the difference is in none.
        why: What does not agree, in words; nothing when all does.
    """

    what: str
    agrees: bool
    generations: int
    recorded: int
    differs_at: int | None = None
    why: str = ""


class _Difference(Exception):  # noqa: N818 - it becomes a verdict
    """Something that is not as recorded."""

    def __init__(self, generation: int | None, why: str) -> None:
        super().__init__(why)
        self.generation, self.why = generation, why


def verify(
    path: str | os.PathLike[str],
    *,
    sample: int | None = None,
    threads: int | None = None,
    on_generation: Callable[[int], None] | None = None,
) -> Verdict:
    """Play again what a run's folder or a champion's file records.

    Args:
        path: The folder or file.
        sample: Number of a run's generations to play again; all when None.
        threads: Number of threads; one for each core when None.
        on_generation: Called with the number of generations that have been played.

    Raises:
        FileError: If there is no such run or champion, or its game is not installed.
        NeuroError: If the game's rules have another version.
    """
    path = Path(path)
    if path.is_dir():
        return verify_run(RunFolder(path), sample=sample, threads=threads, on_generation=on_generation)
    return verify_champion(load_champion(path), threads=threads)


def verify_champion(champion: Champion, *, threads: int | None = None) -> Verdict:
    """Play a champion again on the courses of its generation, and through the exam if it is said to have passed.

    Raises:
        FileError: If its game is not installed, or the file does not say on which courses it played.
        NeuroError: If the game's rules have another version.
    """
    game, setting = game_of(champion)
    if not game.has_rules:
        raise NeuroError(f"this champion cannot be verified by itself: {game.note}; verify its run")
    courses, max_steps = champion.exam.get("courses"), champion.exam.get("max_steps")
    if type(courses) is not int or type(max_steps) is not int or not (0 < courses <= 10_000 and 0 < max_steps <= 10**9):
        raise FileError("this champion does not say on how many courses, and for how many steps, it played")
    drawn = words(courses, champion.seed, Purpose.COURSE, champion.generation)
    genome, compiled = champion.genome, program(game, champion.policy)
    outcome = evaluate(compiled, genome, drawn, setting, max_steps, threads)
    found = {"fitness": outcome.fitness, "score": outcome.score}
    for name, values in found.items():
        recorded, again = getattr(champion, name), float(mean_over_courses(values)[0])
        if recorded != again:
            return Verdict("champion", False, 1, 1, champion.generation, _unlike(f"its {name}", recorded, again))
    if champion.exam.get("solved"):
        examiner = Examiner(game, lambda one, drawn, limit: evaluate(compiled, one, drawn, setting, limit, threads))
        if not examiner.passes(genome):
            return Verdict("champion", False, 1, 1, champion.generation, "it does not pass the exam that it is said to")
    return Verdict("champion", True, 1, 1)


def _unlike(what: str, recorded: object, again: object) -> str:
    return f"{what} is {recorded} in the record, and {again} when it is played again"


def verify_run(
    folder: RunFolder,
    *,
    sample: int | None = None,
    threads: int | None = None,
    on_generation: Callable[[int], None] | None = None,
) -> Verdict:
    """Play a run again and compare every generation, checkpoint and champion with the record.

    Args:
        folder: The run's.
        sample: Number of generations to play, each from the checkpoint before it, which is taken as it is; when None,
            all are played from the beginning.
        threads: Number of threads; one for each core when None.
        on_generation: Called with the number of generations that have been played.

    Raises:
        FileError: If the record cannot be read.
        NeuroError: If the game's rules have another version.
    """
    history, fault = read_history(folder.history_file)
    played = 0
    try:
        record = _Record(folder, history)
        for start, end in _stretches(record, sample):
            evolution = folder.evolution(threads, ResumePoint(record.state_at(start), history[:start]))
            while evolution.generation < end:
                evolution.step()
                record.compare(evolution)
                played += 1
                if on_generation is not None:
                    on_generation(played)
        if fault:
            raise _Difference(len(history), f"history.csv: {fault}")
        record.check_ends()
    except _Difference as found:
        return Verdict("run", False, played, len(history), found.generation, found.why)
    return Verdict("run", True, played, len(history))


class _Record:
    """What a folder says of a run, by generation; checkpoints are read when their generation is reached."""

    def __init__(self, folder: RunFolder, history: Sequence[Generation]) -> None:
        self.folder, self.history = folder, history
        self.champions: dict[int, list[Champion]] = {}
        self.checkpoints: dict[int, list[Path]] = {}
        for path in [*sorted(folder.champions.glob("*.neuro")), folder.champion_file]:
            if path.is_file():
                champion = _read(load_champion, path)
                self.champions.setdefault(champion.generation, []).append(champion)
        for path in folder.checkpoint_files():
            self.checkpoints.setdefault(_read(load_checkpoint, path).state.generation, []).append(path)

    def _checkpoint(self, path: Path) -> Checkpoint:
        return _read(lambda file: load_checkpoint(file, self.folder.manifest.policy), path)

    def state_at(self, generation: int) -> EvolutionState | None:
        """The state to begin a stretch with, if the history agrees with it."""
        if generation == 0:
            return None
        state = self._checkpoint(self.checkpoints[generation][0]).state
        self._check_state(self.checkpoints[generation][0], state.fingerprint, generation)
        return state

    def _check_state(self, path: Path, fingerprint: str, generation: int) -> None:
        if self.history[generation - 1].fingerprint != fingerprint:
            raise _Difference(generation - 1, f"{path.name} and history.csv have different fingerprints")

    def compare(self, evolution: Evolution) -> None:
        """Compare the generation just played with all that is recorded of it."""
        number, again = evolution.generation - 1, evolution.history[-1]
        for name in _TOLD:
            recorded, found = getattr(self.history[number], name), getattr(again, name)
            if recorded != found and repr(recorded) != repr(found):  # a metric may be no number, which is unlike itself
                raise _Difference(number, _unlike(name, recorded, found))
        for champion in self.champions.get(number, ()):
            if _facts(champion, self.folder.manifest.unused) != _facts(evolution.champion):
                raise _Difference(number, "the champion that is kept of it is not the one that is found again")
        for path in self.checkpoints.get(evolution.generation, ()):
            checkpoint = self._checkpoint(path)
            if checkpoint.run != self.folder.manifest.digest or not _same(checkpoint.state, evolution.state()):
                raise _Difference(number, f"{path.name} after it is not the state that is reached again")

    def check_ends(self) -> None:
        """Check that nothing is kept of generations that the history lacks, and that the champion is the newest."""
        end = len(self.history)
        for generation in self.checkpoints:
            if generation > end:
                name = self.checkpoints[generation][0].name
                raise _Difference(end, f"history.csv ends before generation {generation} of {name}")
        for generation in self.champions:
            if generation >= end:
                raise _Difference(end, f"history.csv ends before generation {generation} of a champion")
        if self.folder.champion_file.is_file() and self.folder.checkpoint_file.is_file():
            best = _read(load_checkpoint, self.folder.checkpoint_file).state.best
            champion = _read(load_champion, self.folder.champion_file)
            if best is not None and champion.generation < best.generation:
                raise _Difference(best.generation, "champion.neuro is not the best network that was found")


T = TypeVar("T")


def _read(load: Callable[[Path], T], path: Path) -> T:
    """What a file of the run holds; that it cannot be read is a difference, in no generation."""
    try:
        return load(path)
    except FileError as error:
        raise _Difference(None, str(error)) from error


def _facts(champion: Champion | None, unused: Collection[str] = ()) -> tuple[Any, ...]:
    """All of a champion but when and by which version it was written down, and settings that its algorithm has not."""
    if champion is None:
        return ()
    rest: dict[str, Any] = {one.name: getattr(champion, one.name) for one in fields(champion)}
    for name in ("network", "created", "made_by"):
        del rest[name]
    own = {name: value for name, value in champion.algorithm_settings.items() if name not in unused}
    rest["algorithm_settings"] = own
    return champion.genome.digest(), champion.policy, rest


def _same(recorded: EvolutionState, again: EvolutionState) -> bool:
    """Whether two states are equal in all but time."""
    plain = [one.name for one in fields(EvolutionState) if one.name not in ("arrays", "best", "seconds")]
    arrays, others = recorded.arrays, again.arrays
    assert recorded.best is not None  # a checkpoint after a generation has one
    assert again.best is not None
    best = [one.name for one in fields(recorded.best) if one.name != "genome"]
    return (
        all(getattr(recorded, name) == getattr(again, name) for name in plain)
        and all(getattr(recorded.best, name) == getattr(again.best, name) for name in best)
        and recorded.best.genome.digest() == again.best.genome.digest()
        and set(arrays) == set(others)
        and all(np.array_equal(arrays[name], others[name]) for name in arrays)
    )


def _stretches(record: _Record, sample: int | None) -> list[tuple[int, int]]:
    """Stretches of generations to play: all, or ``sample`` of them shared out over the checkpoints."""
    end = len(record.history)
    if sample is None or sample >= end:
        return [(0, end)]
    starts = [0, *sorted(generation for generation in record.checkpoints if 0 < generation < end)]
    room = [after - start for start, after in itertools.pairwise([*starts, end])]
    played = [0] * len(starts)
    while sum(played) < sample:
        for place in range(len(starts)):
            played[place] += played[place] < room[place] and sum(played) < sample
    return [(start, start + count) for start, count in zip(starts, played, strict=True) if count]
