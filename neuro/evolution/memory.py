"""Whether a population fits into the machine, found out before anything is allocated."""

from __future__ import annotations

import os

from neuro.errors import SettingError

__all__ = ["check_memory"]

_COPIES = 2  # of the matrix: parents and children
_ITEM = 4  # bytes of a parameter


def check_memory(population: int, parameters: int) -> None:
    """Do nothing if the machine has the memory for a population.

    Args:
        population: Genomes.
        parameters: Of each.

    Raises:
        SettingError: If it has not.
    """
    needed, there = population * parameters * _ITEM * _COPIES, _memory()
    if there and needed > there:
        raise SettingError(
            f"a population of {population:,} genomes of {parameters:,} parameters takes {needed / 1e9:,.1f} GB of "
            f"memory, and this machine has {there / 1e9:,.1f} GB; evolve a smaller one"
        )


def _memory() -> int:
    """Bytes of memory in this machine; 0 where nobody says."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 0
