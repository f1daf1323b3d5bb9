"""How many have stood right for each pattern of the lamps, since the rollout began."""

from __future__ import annotations

import numpy as np

from games.xor_arena import rules
from neuro.view.scene import Share, Shares, State

__all__ = ["DIFFERENT", "PATTERNS", "Tally", "lit_lamps"]

#: Patterns of the lamps in the order in which people read them, the two of each pad together: lamp A + 2 · lamp B.
PATTERNS = (0, 3, 1, 2)
#: Those that call for the pad *different*.
DIFFERENT = (1, 2)


def lit_lamps(pattern: int) -> tuple[bool, bool]:
    """Whether lamp A and lamp B are lit in a pattern."""
    return bool(pattern & 1), bool(pattern & 2)


class Tally:
    """Counts, round by round, who met a pattern and who stood right."""

    def __init__(self) -> None:
        self._met, self._right = np.zeros(4, int), np.zeros(4, int)

    def add(self, before: State, after: State) -> None:
        """Two states that follow each other."""
        closed = (before[rules.ALIVE] > 0) & (before[rules.ROUND] != after[rules.ROUND])
        patterns = (before[rules.LAMP_A] > 0.5) + 2 * (before[rules.LAMP_B] > 0.5)
        self._met += np.bincount(patterns[closed], minlength=4)
        self._right += np.bincount(patterns[closed & (after[rules.ALIVE] > 0)], minlength=4)

    def shares(self) -> Shares:
        """A bar for each pattern: of those that met it, how many stood right."""
        return Shares("Right on", tuple(self._share(pattern) for pattern in PATTERNS))

    def _share(self, pattern: int) -> Share:
        met, lit = int(self._met[pattern]), lit_lamps(pattern)
        name = ", ".join(f"{lamp} {'lit' if on else 'dark'}" for lamp, on in zip("AB", lit, strict=True))
        return Share(name, int(self._right[pattern]) / met if met else None, pattern in DIFFERENT, lit)
