"""Evolution in a thread of its own, so that a window never waits for it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from neuro.champion import Champion
from neuro.evolution.algorithms import Lineage
from neuro.evolution.algorithms.seen_behaviour import behaviour_names
from neuro.evolution.evolution import Evolution
from neuro.evolution.reporters import Reporter
from neuro.evolution.run import advance, is_finished
from neuro.explanation import Facts, state_of
from neuro.policies import Genomes, Policy
from neuro.view.inspect.behaviour_record import BehaviourRecord
from neuro.view.inspect.record_breakers import RecordBreaker, with_champions
from neuro.view.inspect.rival_record import RivalRecord
from neuro.view.inspect.species_record import SpeciesRecord, families_of_species
from neuro.view.looks import looks_of

__all__ = ["Cohort", "EvolutionThread"]


@dataclass(frozen=True)
class Cohort:
    """A generation that waits to be evaluated.

    Args:
        number: Number of the generation.
        policy: The policy of the agents.
        genomes: Genomes of the generation, one for each agent.
        course: Seed of the course that it is shown on.
        lineage: Parents of each genome; None where they are not known.
        elite_scores: Scores of the genomes that live on, the mean over the courses of the generation before.
        species: Numbers of the species of each genome, int64 ``(n,)``; None where there are no species.
    """

    number: int
    policy: Policy
    genomes: Genomes
    course: int
    lineage: Lineage | None = None
    elite_scores: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    species: NDArray[np.int64] | None = None

    @property
    def looks(self) -> NDArray[np.float32]:
        """Looks of each, ``(n, 16)``; those of one species are a family."""
        return looks_of(self.genomes, None if self.species is None else families_of_species(self.species))

    @property
    def diversity(self) -> float:
        """The standard deviation over the population of each number that tells genomes apart, on average over these."""
        return float(self.genomes.rows().std(axis=0).mean())

    @classmethod
    def of(cls, evolution: Evolution) -> Cohort:
        """The generation that waits now."""
        return cls(
            evolution.generation,
            evolution.policy,
            evolution.genomes.copy(),
            int(evolution.courses[0]),
            evolution.lineage,
            evolution.elite_scores,
            evolution.search.species(),
        )


_SWITCH = 0.0005  # seconds after which the threads take turns: at Python's own 0.005 the window stutters


class _BriskTurns:
    """Threads take turns quickly while any learner is open, and as before when the last one has been closed."""

    def __init__(self) -> None:
        self._open, self._before = 0, 0.0

    def begin(self) -> None:
        if self._open == 0:
            self._before = sys.getswitchinterval()
            sys.setswitchinterval(_SWITCH)
        self._open += 1

    def end(self) -> None:
        self._open -= 1
        if self._open == 0:
            sys.setswitchinterval(self._before)


_TURNS = _BriskTurns()


class EvolutionThread:
    """Evolves when asked to, until the run has reached its end.

    Args:
        evolution: What evolves.
        generations: The run's end: how many generations it has at most; None for no end.
        keep_going: Whether it goes on after the game has been solved.
        reporters: Reporters that listen to the run.
        milestones: Record breakers of the run's earlier generations.

    Attributes:
        cohort: The generation that waits to be evaluated.
        diversity: Diversity of every generation since the window was opened, by number.
        milestones: Generations that broke the record, and who did.
        behaviours: What agents did in every generation since the window was opened.
        species: The species of every generation since then.
        rivals: The best of some generations, each against each, in games of two players.
    """

    def __init__(
        self,
        evolution: Evolution,
        generations: int | None,
        *,
        keep_going: bool,
        reporters: Sequence[Reporter] = (),
        milestones: tuple[RecordBreaker, ...] = (),
    ) -> None:
        self.evolution, self.cohort = evolution, Cohort.of(evolution)
        self.diversity = {self.cohort.number: self.cohort.diversity}
        self.milestones = milestones
        self.species, self.rivals = SpeciesRecord(), RivalRecord()
        self.species.add(self.cohort.number, self.cohort.species)
        self.behaviours = BehaviourRecord(behaviour_names(evolution.game), evolution.search.archive())
        self.stuck = self._is_stuck()
        self._champion: Champion | None = None
        self._look_for_record()
        self._generations, self._keep_going, self._reporters = generations, keep_going, reporters
        self._wanted = 0.0  # generations still to evolve
        self._closed = False
        self._error: BaseException | None = None
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="evolution", daemon=True)
        _TURNS.begin()
        self._thread.start()

    @property
    def finished(self) -> bool:
        """Whether the run has reached its end."""
        return is_finished(self.evolution, self._generations, keep_going=self._keep_going)

    @property
    def busy(self) -> bool:
        """Whether it is evolving. Raises what the evolution raised."""
        if self._error:
            raise self._error
        return self._wanted > 0

    def keep_going(self) -> None:
        """Go on after the game has been solved, too."""
        self._keep_going = True

    def evolve(self, generations: float) -> None:
        """Evolve so many generations, ``math.inf`` for all; 0 stops after the one under way."""
        with self._changed:
            self._wanted = 0 if self.finished else generations
            self._changed.notify_all()

    def from_archive(self, place: int) -> Cohort | None:
        """The best of a square of the archive, alone, on a course of now; None where there is no such square."""
        known, run = self.behaviours.now, self.evolution
        if known.genomes is None or not 0 <= place < len(known.cells):
            return None
        number = max(0, known.cells[place].since)
        return Cohort(number, run.policy, known.genomes.take([place]), int(run.courses[0]))

    def wait(self) -> None:
        """Wait until it rests."""
        with self._changed:
            self._changed.wait_for(lambda: self._wanted <= 0)

    def close(self) -> None:
        """Finish the generation under way and stop for good; a second time does nothing."""
        if self._closed:
            return
        with self._changed:
            self._closed, self._wanted = True, 0
            self._changed.notify_all()
        self._thread.join()
        _TURNS.end()

    def _run(self) -> None:
        try:
            while self._is_wanted():
                advance(self.evolution, self._reporters)
                self._look_for_record()
                if self.evolution.results is not None:
                    self.behaviours.add(self.cohort.number, self.cohort.genomes, self.evolution.results)
                    self.rivals.add(self.cohort.number, self.cohort.genomes, self.evolution)
                self.stuck = self._is_stuck()
                cohort = Cohort.of(self.evolution)
                self.diversity[cohort.number] = cohort.diversity
                self.species.add(cohort.number, cohort.species)
                self.cohort = cohort
                with self._changed:
                    self._wanted = 0 if self.finished else max(0, self._wanted - 1)
                    self._changed.notify_all()
        except BaseException as error:  # it belongs to the thread that shows: raised again by ``busy``
            with self._changed:
                self._error, self._wanted = error, 0
                self._changed.notify_all()

    def _is_stuck(self) -> bool:
        run = self.evolution
        known = Facts(run.game, run.settings, run.policy, run.history, None)
        return bool(run.history) and state_of(known) == "stuck"

    def _look_for_record(self) -> None:
        champion = self.evolution.champion
        if champion is not None and champion is not self._champion:
            self._champion = champion
            self.milestones = with_champions(self.milestones, [champion])

    def _is_wanted(self) -> bool:
        """Sleep until a generation is wanted; False when none will be any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or (self._wanted > 0))
            return not self._closed
