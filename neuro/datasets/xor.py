"""Exclusive or: four examples that no single layer can learn (Minsky and Papert, 1969)."""

from __future__ import annotations

import numpy as np

from neuro.datasets.dataset import DataSet

__all__ = ["xor"]


def xor() -> DataSet:
    """The four examples, float32 ``(4, 2)`` and ``(4, 1)``; there are no others, so they are the test as well."""
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
    y = np.array([[0], [1], [1], [0]], np.float32)
    return DataSet("xor", x, y, x, y)
