"""How often something that grows is kept: every so many times, or by the clock at a small share of the time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Cadence"]

_SECONDS = 3.0  # between checkpoints, by default
_SHARE = 0.02  # of all time that checkpoints may take


class Cadence:
    """Decides when the next checkpoint is due."""

    def __init__(self) -> None:
        self._cost = 0.0
        self.begin()

    def begin(self) -> None:
        """Count seconds from now on."""
        self._kept_at = time.monotonic()

    def is_due(self, number: int, every: int | None) -> bool:
        """Whether a checkpoint is due after generation or epoch ``number``.

        Args:
            number: The generation's number.
            every: Generations between two checkpoints; when None, as many as take a few seconds, more where keeping
                takes long.
        """
        if every is not None:
            return number % every == 0
        return time.monotonic() - self._kept_at >= max(_SECONDS, self._cost / _SHARE)

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """While a checkpoint is kept."""
        start = time.monotonic()
        yield
        self.begin()
        self._cost = self._kept_at - start
