"""The family tree of a run's champion: played again from the beginning, since the same seed gives the same bits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from neuro.champion import Champion
from neuro.descent.pedigree import Descendant, Pedigree
from neuro.errors import FileError, NeuroError
from neuro.evolution.algorithms import ALGORITHMS, algorithm_named
from neuro.evolution.evolution import Evolution
from neuro.evolution.generation import Generation, mean_over_courses
from neuro.game import Game
from neuro.policies import Genomes, joined_genomes
from neuro.random import Purpose, words
from neuro.storage.files import load_champion
from neuro.storage.history_file import read_history
from neuro.storage.runs import ResumePoint, RunFolder

__all__ = ["Ancestor", "FamilyTree", "Founder", "check_breeds", "find_family", "grow_family"]

_COURSES = 16  # on which all of a line play, none of them one that runs train on


@dataclass(frozen=True, eq=False)
class Ancestor:
    """One of the champion's line of descent.

    Attributes:
        generation: Number of the generation that it was born in.
        place: Its place among the genomes of that generation.
        genome: Genomes of length 1.
        score: The mean score on the courses that all of the line play; None in games of several players.
        gave: The share of the genes that descend from those of the one before it in the line; 0 for the founder.
        mate: Generation, place and genome of the other parent; None where it gave nothing.
        mate_gave: The share of the genes that descend from the mate's.
        changed: The share of the genes that were changed at its birth.
    """

    generation: int
    place: int
    genome: Genomes
    score: float | None
    gave: float
    mate: tuple[int, int, Genomes] | None
    mate_gave: float
    changed: float


@dataclass(frozen=True, eq=False)
class Founder:
    """A genome of the first generation from which the champion has genes.

    Attributes:
        place: The genome's place in the first generation; -1 for genes that nobody had then.
        share: The share of the champion's genes that descend from it.
        genome: Genomes of length 1; None for genes that nobody had.
    """

    place: int
    share: float
    genome: Genomes | None


@dataclass(frozen=True, eq=False)
class FamilyTree:
    """Where a champion comes from.

    Attributes:
        game: The game that it plays.
        algorithm: Name of the algorithm.
        seed: Seed of the run.
        generation: Number of the generation that the champion was found in.
        line: The champion's line of descent, the founder first and the champion last.
        founders: Genomes of the first generation whose genes it has, the largest share first.
        changed: The share of the champion's genes whose value last changed in a generation, by its number.
    """

    game: Game
    algorithm: str
    seed: int
    generation: int
    line: tuple[Ancestor, ...]
    founders: tuple[Founder, ...]
    changed: dict[int, float]


def find_family(
    run: Path,
    *,
    threads: int | None = None,
    before: Callable[[Evolution], None] = lambda _: None,
    on_generation: Callable[[int], None] = lambda _: None,
) -> FamilyTree:
    """The family tree of the champion in a run's folder, which is played again up to the champion.

    Args:
        run: The folder; nothing in it is changed.
        threads: Number of threads; as many as there are when None.
        before: Called with the run before it is played, which may have to be compiled.
        on_generation: Called with the number of generations that have been played.

    Raises:
        FileError: If it holds no run or no champion, or its game is not installed.
        NeuroError: If the champion has no parents, the game's rules have another version, or the run does not come out
            as recorded.
    """
    folder = RunFolder(run)
    if not folder.champion_file.is_file():
        raise FileError(f"{run} has no champion yet: a family tree is that of champion.neuro")
    champion, (history, _) = load_champion(folder.champion_file), read_history(folder.history_file)
    check_breeds(folder.manifest.algorithm)
    evolution = folder.evolution(threads, ResumePoint(None, []))
    with evolution.evaluator:
        before(evolution)
        return grow_family(evolution, champion, history, on_generation=on_generation)


def check_breeds(algorithm: str) -> None:
    """Refuse algorithms of ours by which nobody has parents before anything is played.

    Args:
        algorithm: Name of the algorithm.

    Raises:
        NeuroError: If nobody has.
    """
    kind = algorithm_named(algorithm)
    if kind.__module__.startswith("neuro.") and not kind.breeds:
        raise _no_parents(algorithm)


def _no_parents(algorithm: str) -> NeuroError:
    have = ", ".join(sorted(name for name, kind in ALGORITHMS.items() if kind.breeds))
    return NeuroError(
        f"{algorithm} has no family trees: it does not breed each genome from parents in the generation before, but "
        f"moves a mean, or changes what it remembers; {have} breed"
    )


def grow_family(
    evolution: Evolution,
    champion: Champion,
    history: Sequence[Generation] = (),
    *,
    on_generation: Callable[[int], None] = lambda _: None,
) -> FamilyTree:
    """The family tree of a champion, from a run that is played up to it.

    Args:
        evolution: The run at its beginning, which nobody else goes on with.
        champion: The champion.
        history: The records of the run, which must come out again; as many as are known.
        on_generation: Called with the number of generations that have been played.

    Raises:
        NeuroError: If the champion has no parents, or the run does not come out as recorded.
    """
    first = evolution.genomes.copy()
    pedigree = Pedigree(first)
    while evolution.generation < champion.generation:
        record = evolution.step()
        if record.number < len(history) and history[record.number].fingerprint != record.fingerprint:
            raise NeuroError(f"generation {record.number} does not come out as recorded: `neuro verify` tells more")
        if evolution.lineage is None:
            raise _no_parents(evolution.algorithm)
        pedigree.advance(evolution.lineage, evolution.genomes, evolution.generation)
        on_generation(evolution.generation)
    place = _place_of(champion.genome, evolution.genomes)
    if place is None:
        raise NeuroError(
            f"the champion was in no generation: {evolution.algorithm} made it besides its population, so "
            "nobody is its parent"
        )
    pedigree.settle()
    founder, born = pedigree.origins.of(place)
    return FamilyTree(
        game=evolution.game,
        algorithm=evolution.algorithm,
        seed=evolution.initial_settings.seed,
        generation=champion.generation,
        line=_line(evolution, pedigree.living[place]),
        founders=tuple(
            Founder(one, share, None if one < 0 else first.take([one])) for one, share in _shares(founder, by_size=True)
        ),
        changed=dict(_shares(born, by_size=False)),
    )


def _shares(values: NDArray[np.int32], *, by_size: bool) -> list[tuple[int, float]]:
    """How large a share each value has, the largest or the least value first."""
    found, counts = np.unique(values, return_counts=True)
    order = np.argsort(-counts, kind="stable") if by_size else np.arange(len(found))
    return [(int(found[k]), float(counts[k] / counts.sum())) for k in order]


def _place_of(genome: Genomes, among: Genomes) -> int | None:
    """Where a genome is among others, bit for bit; None where it is not."""
    digest = genome.digest()
    alike = np.flatnonzero((among.rows() == genome.rows()).all(axis=1))
    return next((int(place) for place in alike if among.take([int(place)]).digest() == digest), None)


def _line(evolution: Evolution, last: Descendant) -> tuple[Ancestor, ...]:
    line = list(last.line())[::-1]
    genomes = [one.who.genome for one in line if one.who.genome is not None]
    scores: list[float | None] = [None] * len(line)
    if evolution.game.players == 1:
        courses = words(_COURSES, 0, Purpose.EXAM)
        outcome = evolution.evaluator.evaluate(joined_genomes(genomes), courses, evolution.setting, evolution.max_steps)
        scores = list(mean_over_courses(outcome.score).tolist())
    return tuple(
        Ancestor(
            one.who.generation,
            one.who.place,
            genome,
            score,
            one.gave,
            None
            if one.mate is None or one.mate.genome is None
            else (one.mate.generation, one.mate.place, one.mate.genome),
            one.mate_gave,
            one.changed,
        )
        for one, genome, score in zip(line, genomes, scores, strict=True)
    )
