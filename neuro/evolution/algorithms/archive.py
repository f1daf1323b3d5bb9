"""What a search has kept of all that it has seen: behaviours, and where it keeps them, the genomes that behave so."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.policies import Genomes

__all__ = ["Archive"]


class Archive(NamedTuple):
    """Behaviours that a search keeps, and what it knows of each.

    Args:
        behaviour: What each did, float64 ``(n, rows)``.
        fitness: The fitness of each, float64 ``(n,)``; None where only behaviours are kept.
        genomes: The genome of each; None where only behaviours are kept.
        cells: Cells of the search's own grid in each direction; 0 where it has none.
    """

    behaviour: NDArray[np.float64]
    fitness: NDArray[np.float64] | None = None
    genomes: Genomes | None = None
    cells: int = 0
