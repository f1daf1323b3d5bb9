"""Measuring how much is done in a second of the clock."""

from __future__ import annotations

from collections import deque

__all__ = ["Rate"]


class Rate:
    """A rate over the last second."""

    def __init__(self) -> None:
        self._past: deque[tuple[float, int]] = deque()

    def add(self, seconds: float, count: int) -> None:
        """Count work that was done in some seconds."""
        self._past.append((seconds, count))
        while sum(seconds for seconds, _ in self._past) > 1 and len(self._past) > 1:
            self._past.popleft()

    @property
    def value(self) -> float:
        """A second's worth."""
        seconds = sum(seconds for seconds, _ in self._past)
        return sum(count for _, count in self._past) / seconds if seconds else 0.0
