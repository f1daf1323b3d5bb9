"""Reporters: objects that are called at the start of a run, after each generation and at its end."""

from __future__ import annotations

from typing import Protocol

from neuro.evolution.evolution import Evolution
from neuro.evolution.generation import Generation

__all__ = ["Reporter"]


class Reporter(Protocol):
    """What a run calls, in this order; a reporter must not change the run.

    Any object with these methods will do; a class that inherits from this one may leave out what it does not need.
    """

    def start(self, evolution: Evolution) -> None:
        """The run begins, or goes on; nothing is compiled yet."""
        return

    def generation(self, evolution: Evolution, record: Generation) -> None:
        """A generation has been evaluated."""
        return

    def finish(self, evolution: Evolution) -> None:
        """The run has ended, in whatever way."""
        return
