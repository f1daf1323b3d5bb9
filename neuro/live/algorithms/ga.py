"""The genetic algorithm in a page: its kernels, for every method of selection, crossover and mutation."""

from __future__ import annotations

from typing import Any

import numpy as np

from neuro.live.algorithms import LiveAlgorithm
from neuro.operators import crossover, mutation, selection, sharing
from neuro.policies import Policy
from neuro.random import TOGETHER, room_for

__all__ = ["GA"]


def _kernels(policy: Policy) -> list[tuple[str, Any, tuple[Any, ...]]]:
    key, doubles, words = np.uint64(0), np.zeros(2), np.zeros(2, np.uint32)
    genomes, whole, pairs = np.zeros((2, 2), np.float32), np.zeros(2, np.int64), np.zeros((2, 2), np.int64)
    crossing = genomes, pairs, genomes, 0, whole, 0.0, key, 0, words
    methods = [(f"cross_{name.replace('-', '_')}", crossover._bound(name), crossing) for name in crossover.CROSSOVERS]
    return [
        *methods,
        ("tournament", selection._tournament, (doubles, 1, pairs, 0, key, 0, words)),
        ("draw_by_share", selection._draw_by_share, (whole, doubles, pairs, key, 0)),
        ("draw_evenly", selection._draw_evenly, (whole, doubles, whole, key, 0, words)),
        ("gaussian", mutation._gaussian, (genomes, 0, 0.0, 0.0, 0.0, key, 0, words, whole, doubles)),
        ("shaped", mutation._shaped, (genomes, doubles, 0, 0, 0.0, key, 0, words)),
        ("adapt", mutation._adapt, (doubles, doubles, 0.0, key, 0)),
        ("crowd", sharing._crowd, (genomes, whole, 0.0, 0.0, 0, 1, doubles)),
    ]


def _facts(policy: Policy) -> dict[str, Any]:
    """The sizes of rooms, and the constants of operators that are not in their kernels."""
    genes = mutation._GENES
    return {
        "genes": genes,
        "words": room_for(genes + 4) + TOGETHER,
        "noise": room_for(genes),
        "shapes": list(mutation.SHAPES),
        "largest": mutation._LARGEST,
        "asked": sharing._ASKED,
        "pressures": {name: method().pressure for name, method in selection.SELECTIONS.items()},  # type: ignore[attr-defined]
    }


#: The genetic algorithm.
GA = LiveAlgorithm("ga", _kernels, _facts)
