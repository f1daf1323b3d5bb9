"""Looks: numbers that follow from a genome, so that relatives can be drawn alike. What they mean is a game's to say.

An agent's looks are sixteen numbers in [0, 1]: a hue, a tone (dark to pale), and fourteen that a game's marker draws as
it likes (``neuro.view.marker``). Six fixed projections of the genome decide the *family*, by the largest; sixteen more
move the looks a little away from those that are typical of the family. Single agents have looks of their own; a crowd
can be drawn with two *varieties* of each family, so that its sprites can all be kept.
"""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from neuro.policies import Genomes, genome_of, genomes_of
from neuro.view.theme import Colour, oklch

__all__ = [
    "FAMILIES",
    "TRAITS",
    "VARIETIES",
    "Looks",
    "colour_of",
    "family_indices",
    "light_chroma_hue",
    "looks_of",
    "looks_of_one",
    "own_looks",
    "varieties",
]

#: Sixteen numbers in [0, 1].
Looks = tuple[float, ...]

#: Typical looks by family: they differ in lightness as well as in hue, and as far as they can in the rest.
FAMILIES: dict[str, Looks] = {
    "Ember": (0.135, 0.38, 0.75, 0.90, 0.45, 0.20, 0.90, 0.20, 0.75, 0.80, 0.50, 0.35, 0.30, 0.75, 0.35, 0.15),
    "Tide": (0.620, 0.55, 0.30, 0.60, 0.85, 0.90, 0.25, 0.55, 0.50, 0.25, 0.30, 0.95, 0.95, 0.40, 0.70, 0.90),
    "Fern": (0.407, 0.56, 0.55, 0.35, 0.60, 0.50, 0.60, 0.95, 0.65, 0.50, 0.95, 0.60, 0.50, 0.60, 0.50, 0.45),
    "Heather": (0.944, 0.10, 0.90, 0.80, 0.50, 0.35, 0.50, 0.75, 0.40, 0.90, 0.70, 0.45, 0.10, 0.90, 0.20, 0.20),
    "Iris": (0.746, 0.10, 0.40, 0.50, 0.70, 0.70, 0.80, 0.40, 0.90, 0.60, 0.40, 0.80, 0.75, 0.50, 0.60, 0.60),
    "Frost": (0.525, 1.00, 0.60, 1.00, 0.55, 0.60, 0.30, 0.30, 0.60, 0.40, 0.60, 0.50, 0.60, 0.70, 0.45, 0.70),
}
_TYPICAL = np.array(list(FAMILIES.values()), np.float32)  # (families, traits)

#: How many numbers looks are.
TRAITS = _TYPICAL.shape[1]

_REACH = np.full(TRAITS, 0.13, np.float32)  # how far relatives stray from the typical; hue and tone least
_REACH[:2] = 0.022, 0.07


@functools.cache
def _projections(genes: int) -> NDArray[np.float32]:
    """Fixed directions in the space of genomes, ``(genes, families + traits)``, each of unit length."""
    drawn = np.random.default_rng(7).standard_normal((genes, len(FAMILIES) + TRAITS))
    projections: NDArray[np.float32] = (drawn / np.linalg.norm(drawn, axis=0)).astype(np.float32)
    return projections


def looks_of(genomes: Genomes | NDArray[np.float32], families: NDArray[np.int64] | None = None) -> NDArray[np.float32]:
    """Looks of each genome.

    Args:
        genomes: The genomes, or a matrix ``(n, genes)``.
        families: The family that each belongs to, index in ``FAMILIES``, ``(n,)``; by its genes when None.

    Returns:
        ``(n, 16)`` in [0, 1].
    """
    rows = genomes_of(genomes).rows()
    size = np.sqrt(np.mean(rows**2, axis=1, keepdims=True))
    shares = (rows / np.maximum(size, 1e-6)) @ _projections(rows.shape[1])  # each about N(0, 1)
    families = shares[:, : len(FAMILIES)].argmax(axis=1) if families is None else families
    strayed: NDArray[np.float32] = _TYPICAL[families] + _REACH * np.tanh(shares[:, len(FAMILIES) :])
    return np.clip(strayed, 0, 1)


def own_looks(row: NDArray[np.float32]) -> Looks:
    """One row of ``looks_of``, for an agent that is drawn on its own."""
    return tuple(round(float(value), 2) for value in row)


def looks_of_one(genome: Genomes | NDArray[np.float32]) -> Looks:
    """Looks of the agent that one genome, or a vector ``(genes,)``, makes."""
    return own_looks(looks_of(genome_of(genome))[0])


def _variety(family: Looks, side: int) -> Looks:
    """One of a family's two varieties for the crowd."""
    moved = np.array(family) + side * 0.6 * _REACH
    return tuple(round(float(value), 3) for value in np.clip(moved, 0, 1))


#: Looks of the agents in a crowd: two for each family, in the families' order.
VARIETIES = tuple(_variety(family, side) for family in FAMILIES.values() for side in (-1, 1))


def varieties(looks: NDArray[np.float32]) -> NDArray[np.intp]:
    """The variety nearest to each agent's looks, by hue and tone: indices into ``VARIETIES``, ``(n,)``."""
    typical = np.array(VARIETIES, np.float32)
    distances = np.abs(looks[:, None, :2] - typical[None, :, :2]).sum(axis=2)  # (n, varieties)
    return np.asarray(distances.argmin(axis=1))


def family_indices(looks: NDArray[np.float32]) -> NDArray[np.intp]:
    """Which of ``FAMILIES`` each agent belongs to, ``(n,)``."""
    return varieties(looks) // 2


def light_chroma_hue(looks: Looks) -> tuple[float, float, float]:
    """The colour that an agent is known by, in OKLCH: lightness, chroma, and hue in degrees."""
    hue, tone = looks[:2]
    return 0.58 + 0.30 * tone, 0.135 - 0.070 * max(0.0, tone - 0.7) / 0.3, hue * 360 + 20


@functools.lru_cache(4096)
def colour_of(looks: Looks) -> Colour:
    """The colour that an agent is known by."""
    return oklch(*light_chroma_hue(looks))
