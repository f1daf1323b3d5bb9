"""What a run's folder tells of the whole run: generations that are kept are played again, and followed."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from neuro.errors import NeuroError
from neuro.evolution.algorithms.seen_behaviour import behaviour_names
from neuro.evolution.evolution import Evolution
from neuro.storage.runs import RunFolder
from neuro.view.inspect.behaviour_record import BehaviourRecord, Behaviours, describes
from neuro.view.inspect.end_places import EndPlaces
from neuro.view.inspect.record_breakers import RecordBreaker, with_champions
from neuro.view.inspect.rival_record import RivalRecord, Rivals, has_rivals
from neuro.view.inspect.species_record import SpeciesHistory, SpeciesRecord
from neuro.view.marker import PLAIN, Marker, marker_of

__all__ = ["KeptRun", "RunStory"]


@dataclass(frozen=True, eq=False)
class RunStory:
    """What is known of a run that has been; see ``Followed``.

    Args:
        agent: What one of its agents is called.
        marker: Draws them.
        present: Number of its generations.
        milestones: Generations that broke the record, and their best.
        species: Sizes of the species, where the algorithm has species.
        rivals: The best of some generations, each against each, in games of two players.
        behaviours: What agents did, where the game says; None elsewhere.
        places: Places in the world that these behaviours stand for; None where there is no world yet.
        fault: Why no more is known; nothing where nothing went wrong.
    """

    agent: str = "agent"
    marker: Marker = PLAIN
    present: int = 0
    milestones: tuple[RecordBreaker, ...] = ()
    species: SpeciesHistory = field(default_factory=SpeciesHistory)
    rivals: Rivals = field(default_factory=Rivals)
    behaviours: Behaviours | None = None
    places: EndPlaces | None = None
    fault: str = ""

    @property
    def at_full_speed(self) -> bool:
        """It does not go on, so that its panels need not be drawn seldom."""
        return False

    @property
    def tick(self) -> int:
        """Nothing moves."""
        return 0


class KeptRun:
    """Follows a run that has been, in a thread of its own, from checkpoint to checkpoint.

    Args:
        folder: The run's folder; it is only read.

    Attributes:
        panels: Names of the panels that have something to show: of "species", "rivals" and "ends".
        story: What is known so far; another object after each generation that was played again.

    Raises:
        FileError: If the record makes no sense, or the game is not installed.
        NeuroError: If the game has other rules than those that the run learnt under.
    """

    def __init__(self, folder: RunFolder) -> None:
        moments, self._count = folder.moments(), len(folder.history())
        first = next(moments)
        told = {
            "species": first.search.species() is not None,
            "rivals": has_rivals(first.game),
            "ends": describes(first),
        }
        self.panels = tuple(name for name, there in told.items() if there)
        self._species, self._rivals = SpeciesRecord(), RivalRecord()
        self._behaviours = BehaviourRecord(behaviour_names(first.game))
        champions = with_champions((), folder.kept_champions(self._count))
        self.story = RunStory(first.game.agent, marker_of(first.game), self._count, champions)
        self._closed = False
        followed = itertools.chain([first], moments)
        self._thread = threading.Thread(target=self._follow, args=(followed,), name="kept run", daemon=True)
        if self.panels:
            self._thread.start()

    def wait(self) -> None:
        """Wait until all is known that the folder tells."""
        if self._thread.ident is not None:
            self._thread.join()

    def close(self) -> None:
        """Follow no further."""
        self._closed = True
        self.wait()

    def _follow(self, moments: Iterator[Evolution]) -> None:
        try:
            for run in moments:
                with run.evaluator:
                    if self._closed:
                        return
                    self._add(run)
        except NeuroError as error:
            self.story = replace(self.story, fault=str(error))

    def _add(self, run: Evolution) -> None:
        """Play the generation that waits, unless the run ended before it."""
        number, genomes = run.generation, run.genomes.copy()
        self._species.add(number, run.search.species())
        if number < self._count:
            run.step()
            assert run.results is not None
            self._behaviours.add(number, genomes, run.results)
            self._rivals.add(number, genomes, run)
        told = {"species": self._species.now, "rivals": self._rivals.now, "behaviours": self._behaviours.now}
        self.story = replace(self.story, **told)  # type: ignore[arg-type]
