"""The thread that computes a run as it stood at an earlier generation."""

from __future__ import annotations

import threading

from neuro.evolution.evolution import Evolution
from neuro.evolution.timeline import Timeline

__all__ = ["RewindThread", "branch_of"]


class RewindThread:
    """Fetches earlier generations in a thread of its own; of several that are asked for, the latest counts.

    Args:
        timeline: The run's timeline.
    """

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._wanted: int | None = None
        self._found: Evolution | None = None
        self._error: BaseException | None = None
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="travel", daemon=True)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether it is on its way. Raises what went wrong on it."""
        if self._error is not None:
            error, self._error = self._error, None
            raise error
        return self._wanted is not None

    def go(self, generation: int) -> None:
        """Fetch a generation, from 0 to the run's own."""
        with self._changed:
            self._wanted, self._found = generation, None
            self._changed.notify_all()

    def past(self, generation: int) -> Evolution:
        """The run as it stood at a generation, at once and for whoever asks; it may go on by itself.

        Args:
            generation: Number of the generation, from 0 to the run's own.
        """
        return self._timeline.at(generation)

    def take(self) -> Evolution | None:
        """The run as it stood at the generation last asked for, once; None while it is not there."""
        with self._changed:
            found, self._found = self._found, None
            return found

    def cancel(self) -> None:
        """Forget what was asked for."""
        with self._changed:
            self._wanted = self._found = None
            self._changed.notify_all()

    def wait(self) -> None:
        """Wait until it has arrived."""
        with self._changed:
            self._changed.wait_for(lambda: self._wanted is None)

    def close(self) -> None:
        """Stop for good."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._wanted is not None)
                wanted = self._wanted
            if self._closed or wanted is None:
                return
            self._fetch(wanted)

    def _fetch(self, wanted: int) -> None:
        found: Evolution | None = None
        error: BaseException | None = None
        try:
            found = self._timeline.at(wanted)
        except BaseException as raised:  # it belongs to the thread that shows: raised again by ``busy``
            error = raised
        with self._changed:
            if self._wanted == wanted:
                self._wanted, self._found, self._error = None, found, error
            self._changed.notify_all()


def branch_of(past: Evolution) -> Evolution:
    """A new run that goes on from where an earlier one stood: without the changes that were made after that.

    The world is that in which the generation that waits was played then.
    """
    return Evolution(
        past.game,
        past.initial_settings,
        layers=past.policy,
        evaluator=past.evaluator,
        changes=[*past.changes, *(one for one in past.due(past.generation) if one.of_world)],
        state=past.state().detached(),
        history=past.history,
    )
