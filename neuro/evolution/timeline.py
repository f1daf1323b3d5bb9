"""Travel in time: a run as it stood at any earlier generation, by running on from the nearest state that is kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from neuro.errors import NeuroError, SettingError
from neuro.evolution.evolution import Evolution
from neuro.evolution.generation import Generation
from neuro.evolution.reporters import Reporter
from neuro.evolution.state import EvolutionState
from neuro.evolution.thinning import thin

__all__ = ["Kept", "Timeline"]

#: States that are kept elsewhere, such as in a run's folder: by generation, what loads each.
Kept = Mapping[int, Callable[[], EvolutionState]]

_BYTES = 64 << 20


class Timeline(Reporter):
    """A reporter that holds some of a run's states, spread over it, so that every other is a few generations away.

    Args:
        most: Bytes of states that are held.
        kept: Asked for the states that are kept elsewhere.
    """

    def __init__(self, *, most: int = _BYTES, kept: Callable[[], Kept] = dict) -> None:
        self._most, self._kept = most, kept
        self._states: dict[int, EvolutionState] = {}
        self._evolution: Evolution | None = None
        self._holding = threading.Lock()  # evolution may go on in another thread than who looks back

    def start(self, evolution: Evolution) -> None:
        self._evolution = evolution

    def generation(self, evolution: Evolution, record: Generation) -> None:
        self._hold(evolution.state())

    def finish(self, evolution: Evolution) -> None:
        pass

    def _hold(self, state: EvolutionState) -> None:
        """Hold a state, and give up the one that is least worth its room."""
        size = sum(array.nbytes for array in state.arrays.values())
        with self._holding:
            wanted = thin([*self._states, state.generation], max(2, self._most // max(size, 1)))
            for generation in set(self._states) - set(wanted):
                del self._states[generation]
            if state.generation in wanted:
                self._states[state.generation] = state.detached()

    @property
    def held(self) -> list[int]:
        """The generations whose states are held in memory."""
        with self._holding:
            return sorted(self._states)

    def at(self, generation: int, on_step: Callable[[int], None] = lambda _: None) -> Evolution:
        """The run as it stood when a generation waited to be evaluated: one of its own, which may go on by itself.

        Args:
            generation: Number of the generation, from 0 to the run's own.
            on_step: Called with the number of each generation that is run again on the way there.

        Raises:
            SettingError: If the run has not been there.
            NeuroError: If the run has not begun, or does not come out the same again.
        """
        if self._evolution is None:
            raise NeuroError("a timeline looks back on a run that it has been told of")
        if not 0 <= generation <= self._evolution.generation:
            raise SettingError(f"the run has been at generations 0 to {self._evolution.generation}, not {generation}")
        again = self._from(self._nearest(generation))
        while again.generation < generation:
            record = again.step()
            on_step(record.number)
            self._check(record)
        return again

    def _check(self, record: Generation) -> None:
        assert self._evolution is not None
        if self._evolution.history[record.number].fingerprint != record.fingerprint:
            raise NeuroError(f"generation {record.number} came out differently when it was run again")

    def _nearest(self, generation: int) -> EvolutionState | None:
        """The newest state that is not after a generation; None for the beginning."""
        with self._holding:
            states = dict(self._states)
        loaders: dict[int, Callable[[], EvolutionState]] = {
            **self._kept(),
            **{held: lambda state=state: state for held, state in states.items()},  # type: ignore[misc]
        }
        before = [held for held in loaders if held <= generation]
        return loaders[max(before)]() if before else None

    def _from(self, state: EvolutionState | None) -> Evolution:
        run = self._evolution
        assert run is not None
        return Evolution(
            run.game,
            run.initial_settings,
            layers=run.policy,
            evaluator=run.evaluator,
            changes=list(run.changes),
            state=state,
            history=run.history[: state.generation] if state else (),
        )
