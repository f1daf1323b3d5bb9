"""Products and the exponential of matrices, each sum in one order: the same bits everywhere, unlike those of BLAS."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neuro.kernels import kernel
from neuro.thread_pool import share_rows

__all__ = ["exponential_of", "linear_map", "product", "weighted_outer_sum"]

_TERMS = 12  # of the exponential series, enough for matrices of norm 1/2
_SHARE = 256  # rows of one thread


@kernel
def _multiply(left, right, out):
    """Fill ``out`` with ``left @ right``."""
    out[:] = 0.0
    for row in range(left.shape[0]):
        for k in range(left.shape[1]):
            factor = left[row, k]
            for column in range(right.shape[1]):
                out[row, column] += factor * right[k, column]


def product(left: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """The product of two matrices, float64.

    Args:
        left: ``(m, n)``.
        right: ``(n, k)``.
    """
    out = np.empty((left.shape[0], right.shape[1]))
    _multiply(left, np.ascontiguousarray(right), out)
    return out


def exponential_of(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """The matrix exponential, ``(n, n)``, by its series on a small part of the matrix, which is squared again.

    Args:
        matrix: ``(n, n)``.
    """
    halvings, norm = 0, float(np.abs(matrix).max()) * len(matrix)
    while norm > 0.5 and halvings < 60:
        norm, halvings = norm / 2, halvings + 1
    small, found = matrix * 0.5**halvings, np.eye(len(matrix))
    for term in range(_TERMS, 0, -1):
        found = np.eye(len(matrix)) + product(small, found) / term
    for _ in range(halvings):
        found = product(found, found)
    return found


@kernel
def _linear_map(rows, matrix, out, sums):
    for row in range(rows.shape[0]):
        sums[:] = 0.0
        for k in range(rows.shape[1]):
            factor = np.float64(rows[row, k])
            for gene in range(rows.shape[1]):
                sums[gene] += factor * matrix[k, gene]
        for gene in range(rows.shape[1]):
            out[row, gene] = np.float32(sums[gene])


def linear_map(rows: NDArray[np.float32], matrix: NDArray[np.float64], out: NDArray[np.float32]) -> None:
    """Fill each row of ``out`` with ``matrix @ row``.

    Args:
        rows: ``(n, parameters)``.
        matrix: ``(parameters, parameters)``.
        out: ``(n, parameters)``, written.
    """
    turned = np.ascontiguousarray(matrix.T)

    def work(first: int, last: int) -> None:
        _linear_map(rows[first:last], turned, out[first:last], np.empty(len(matrix)))

    share_rows(work, len(rows), _SHARE)


@kernel
def _weighted_outer_sum(rows, weights, total):
    total[:] = 0.0
    for row in range(rows.shape[0]):
        for k in range(rows.shape[1]):
            factor = weights[row] * np.float64(rows[row, k])
            for gene in range(rows.shape[1]):
                total[k, gene] += factor * np.float64(rows[row, gene])


def weighted_outer_sum(rows: NDArray[np.float32], weights: NDArray[np.float64], total: NDArray[np.float64]) -> None:
    """Sum of each row's outer product with itself, less 1 on the diagonal, times the row's weight.

    Args:
        rows: ``(n, parameters)``.
        weights: ``(n,)``.
        total: ``(parameters, parameters)``, written.
    """
    _weighted_outer_sum(rows, weights, total)
    each = 0.0
    for weight in weights.tolist():
        each += weight
    total[np.diag_indices(len(total))] -= each
