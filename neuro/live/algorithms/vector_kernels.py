"""Kernels that several searches over vectors call, with arguments of the types that they take."""

from __future__ import annotations

from typing import Any

import numpy as np

from neuro.operators import exponential, noise, ranking, remembering, sampling

__all__ = ["EXPONENTIALS", "KEY", "NOISE", "RANKS", "REMEMBERING", "WORDS", "doubles", "floats", "matrix", "places"]

doubles, floats, places = np.zeros(2), np.zeros(2, np.float32), np.zeros(2, np.int64)
matrix = np.zeros((2, 2), np.float32)
KEY, WORDS = np.uint64(0), np.zeros(2, np.uint32)

Kernels = list[tuple[str, Any, tuple[Any, ...]]]

#: Normal draws, and genomes around a centre by them.
NOISE: Kernels = [
    ("draw_normal", noise._fill_normal, (floats, 0, KEY, 0, KEY, WORDS, floats, floats)),
    ("place_around", sampling._place_around, (doubles, doubles, matrix, matrix)),
]

#: The worth of ranks, and sums by it.
RANKS: Kernels = [
    ("share_among_equals", ranking._share_among_equals, (doubles, places, doubles, doubles)),
    ("weighted_sum", sampling.weighted_sum, (matrix, doubles, doubles)),
]

#: Exponentials and logarithms.
EXPONENTIALS: Kernels = [
    ("fill_exp", exponential._fill_exp, (doubles, doubles)),
    ("log", exponential.log, (0.0,)),
]

#: Genomes that are remembered until better ones come.
REMEMBERING: Kernels = [
    ("take_better", remembering._take_better, (matrix, doubles, matrix, doubles, np.zeros(2, np.bool_))),
]
