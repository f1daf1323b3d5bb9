"""How new behaviours are, and a grid of them: what searches go by that look for what has not been seen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neuro.kernels import kernel
from neuro.thread_pool import share_rows

__all__ = ["best_of_each_cell", "cells_of", "mean_distances"]

_SHARE = 64  # rows of one thread


@kernel
def _mean_distances(behaviours, others, first, last, nearest, out):
    """Mean distance of some rows to their nearest others; see ``mean_distances``.

    Args:
        behaviours: float64 ``(n, rows)``.
        others: float64 ``(m, rows)``.
        first: The first row.
        last: The row behind the last.
        nearest: ``(k,)`` float64, room; no more numbers than there are others.
        out: ``(n,)`` float64, written.
    """
    for row in range(first, last):
        nearest[:] = np.inf
        for other in range(others.shape[0]):
            away = 0.0
            for k in range(others.shape[1]):
                step = behaviours[row, k] - others[other, k]
                away += step * step
            if away < nearest[-1]:
                place = nearest.size - 1
                while place > 0 and nearest[place - 1] > away:
                    nearest[place] = nearest[place - 1]
                    place -= 1
                nearest[place] = away
        total = 0.0
        for away in nearest:
            total += np.sqrt(away)
        out[row] = total / nearest.size


def mean_distances(
    behaviours: NDArray[np.float64], others: NDArray[np.float64], neighbours: int
) -> NDArray[np.float64]:
    """Mean distance of each behaviour to its nearest others, float64 ``(n,)`` (J. Lehman and K. Stanley, 2011).

    Args:
        behaviours: ``(n, rows)``, finite.
        others: ``(m, rows)``, finite; each behaviour itself may be among them, as its own neighbour.
        neighbours: Number of neighbours that count; all where there are fewer.
    """
    out, count = np.zeros(len(behaviours)), min(neighbours, len(others))
    if count:

        def work(first: int, last: int) -> None:
            _mean_distances(behaviours, others, first, last, np.empty(count), out)

        share_rows(work, len(behaviours), _SHARE)
    return out


def cells_of(behaviours: NDArray[np.float64], bounds: NDArray[np.float64], cells: int) -> NDArray[np.int64]:
    """The cell of a grid that each behaviour lies in, int64 ``(n,)``.

    Args:
        behaviours: ``(n, rows)``, within the bounds.
        bounds: The least and the largest of each row, ``(2, rows)``.
        cells: Number of cells in each direction.
    """
    low, size = bounds[0], bounds[1] - bounds[0]
    shares = (behaviours - low) / np.where(size > 0, size, 1.0)
    places = np.minimum((shares * cells).astype(np.int64), cells - 1)
    found = np.zeros(len(behaviours), np.int64)
    for row in range(behaviours.shape[1]):
        found = found * cells + places[:, row]
    return found


def best_of_each_cell(cells: NDArray[np.int64], fitness: NDArray[np.float64]) -> NDArray[np.int64]:
    """Places of the best in each cell, by cell; of equals, the first.

    Args:
        cells: ``(n,)``.
        fitness: ``(n,)``.
    """
    order = np.lexsort((-fitness, cells))  # which is stable
    is_first = np.ones(len(order), np.bool_)
    is_first[1:] = cells[order[1:]] != cells[order[:-1]]
    return np.asarray(order[is_first])
