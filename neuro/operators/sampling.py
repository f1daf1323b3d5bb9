"""Samples around a centre, and sums over samples: what searches do that move a distribution instead of a population.

Every sum is taken in one order, so it has the same bits for any number of threads.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from neuro.kernels import kernel
from neuro.thread_pool import share_rows

__all__ = [
    "mean_of",
    "place_around",
    "place_around_each",
    "place_between",
    "root_mean_square",
    "weighted_squares",
    "weighted_sum",
]


@kernel
def _place_around(centre, sizes, noise, out):
    for row in range(out.shape[0]):
        for gene in range(out.shape[1]):
            out[row, gene] = np.float32(centre[gene] + sizes[gene] * noise[row, gene])


def place_around(
    centre: NDArray[np.float64], sizes: NDArray[np.float64], noise: NDArray[np.float32], out: NDArray[np.float32]
) -> None:
    """Fill ``out`` with ``centre + sizes * noise``.

    Args:
        centre: ``(parameters,)``.
        sizes: The sizes of the moves, ``(parameters,)``.
        noise: ``(n, parameters)``.
        out: ``(n, parameters)``, written.
    """
    share_rows(lambda first, last: _place_around(centre, sizes, noise[first:last], out[first:last]), len(out))


@kernel
def _place_around_each(centres, size, noise, out):
    for row in range(out.shape[0]):
        for gene in range(out.shape[1]):
            out[row, gene] = np.float32(centres[row, gene] + np.float64(size) * noise[row, gene])


def place_around_each(
    centres: NDArray[np.float32], size: float, noise: NDArray[np.float32], out: NDArray[np.float32]
) -> None:
    """Fill ``out`` with ``centres + size * noise``; all three are ``(n, parameters)``."""

    def work(first: int, last: int) -> None:
        _place_around_each(centres[first:last], size, noise[first:last], out[first:last])

    share_rows(work, len(out))


@kernel
def _place_between(parents, places, lines, size, noise, out):
    for row in range(out.shape[0]):
        one, other = parents[places[row, 0]], parents[places[row, 1]]
        line = np.float64(lines[row])
        for gene in range(out.shape[1]):
            way = line * (np.float64(other[gene]) - np.float64(one[gene]))
            out[row, gene] = np.float32(one[gene] + (way + np.float64(size) * noise[row, gene]))


def place_between(
    parents: NDArray[np.float32],
    places: NDArray[np.int64],
    lines: NDArray[np.float32],
    size: float,
    noise: NDArray[np.float32],
    out: NDArray[np.float32],
) -> None:
    """Fill each row of ``out`` with a parent, moved on the line to another, with noise.

    Args:
        parents: ``(m, parameters)``; must not overlap ``out``.
        places: Rows of ``parents``, two for each child, ``(n, 2)``.
        lines: Share of the way to the second parent, ``(n,)``.
        size: What noise is multiplied by.
        noise: ``(n, parameters)``.
        out: ``(n, parameters)``, written.
    """

    def work(first: int, last: int) -> None:
        part = slice(first, last)
        _place_between(parents, places[part], lines[part], size, noise[part], out[part])

    share_rows(work, len(out))


@kernel
def weighted_sum(rows, weights, total):
    """Sum of rows, each times its weight.

    Args:
        rows: float32 ``(n, parameters)``.
        weights: float64 ``(n,)``.
        total: float64 ``(parameters,)``, written.
    """
    total[:] = 0.0
    for row in range(rows.shape[0]):
        weight = weights[row]
        for gene in range(rows.shape[1]):
            total[gene] += weight * np.float64(rows[row, gene])


@kernel
def weighted_squares(rows, weights, total):
    """Sum of the squares of rows less 1, each times its weight; see ``weighted_sum``."""
    total[:] = 0.0
    for row in range(rows.shape[0]):
        weight = weights[row]
        for gene in range(rows.shape[1]):
            value = np.float64(rows[row, gene])
            total[gene] += weight * (value * value - 1.0)


def mean_of(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """The mean of some rows, float64 ``(parameters,)``.

    Args:
        rows: ``(n, parameters)``.
    """
    total = np.empty(rows.shape[1])
    weighted_sum(rows, np.full(len(rows), 1.0), total)
    return total / len(rows)


def root_mean_square(values: NDArray[np.float64]) -> float:
    """The root of the mean square of some numbers, ``(n,)``: their usual size."""
    return math.sqrt(math.fsum(np.square(values)) / values.size)
