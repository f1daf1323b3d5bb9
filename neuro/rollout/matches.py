"""Who plays whom in a game of several players."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Matches", "against_itself"]


class Matches(NamedTuple):
    """The matches of a generation, and which of them each genome is judged by.

    Args:
        players: int64 ``(matches, players)``, places of genomes, by their seats.
        seats: int64 ``(population, rounds)``, for each genome the seats that count for it: the number of the match
            times the number of players, plus the seat. A genome may play in more matches than count.
    """

    players: NDArray[np.int64]
    seats: NDArray[np.int64]


def against_itself(population: int, players: int) -> Matches:
    """Matches in which each genome has all seats; what it reaches in the first one counts."""
    each = np.arange(population, dtype=np.int64)[:, np.newaxis]
    return Matches(np.repeat(each, players, axis=1), each * players)
