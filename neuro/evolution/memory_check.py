"""Checking that a generation fits into memory, before anything is allocated."""

from __future__ import annotations

import os
from pathlib import Path

from neuro.errors import SettingError

__all__ = ["check_memory"]

_COPIES = 3  # of the matrix: parents and children, and what the first are drawn from
_ITEM = 4  # bytes of a parameter
_GENOME = 64  # bytes for each genome besides: its fitness, its place, its parents
_EPISODE = 32  # bytes for each episode: its fitness, score and steps, and what they are added up in
_GROUP = Path("/sys/fs/cgroup/memory.max")  # a container's limit


def check_memory(population: int, parameters: int, episodes: int = 1) -> None:
    """Raise SettingError unless the machine has the memory for a generation.

    Args:
        population: Number of genomes.
        parameters: Number of parameters of each genome.
        episodes: Number of episodes that each genome plays.

    Raises:
        SettingError: If it has not.
    """
    needed = population * (parameters * _ITEM * _COPIES + _GENOME + episodes * _EPISODE)
    there = _memory()
    if there and needed > there:
        raise SettingError(
            f"a population of {population:,} genomes of {parameters:,} parameters, with "
            f"{population * episodes:,} episodes, takes {needed / 1e9:,.1f} GB of memory, and this machine has "
            f"{there / 1e9:,.1f} GB; evolve fewer"
        )


def _memory() -> int:
    """Bytes of memory in this machine, or that its container leaves to it; 0 where that is not known."""
    try:
        there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 0
    try:
        return min(there, int(_GROUP.read_text()))
    except (OSError, ValueError):  # no container, or one without a limit: "max"
        return there
