"""The 8 × 8 optical digits of Alpaydin and Kaynak (1998), which ship with the package."""

from __future__ import annotations

import numpy as np

from neuro.datasets.dataset import DataSet
from neuro.paths import asset
from neuro.random import Purpose, words

__all__ = ["digits"]

_KEPT = 5  # of so many digits one is kept for testing


def digits() -> DataSet:
    """1,438 digits to learn from and 359 others, drawn once and for all (Alpaydin and Kaynak, 1998).

    Images are float32 ``(8, 8, 1)``, from 0, paper, to 1, ink.
    """
    with np.load(asset("digits/digits.npz")) as file:
        images, labels = file["images"], file["labels"].astype(np.int64)
    x = images[..., np.newaxis].astype(np.float32) / np.float32(16)
    order = np.argsort(words(len(x), 0, Purpose.HOLD_OUT), kind="stable")
    kept, used = order[: len(x) // _KEPT], order[len(x) // _KEPT :]
    names = tuple(map(str, range(10)))
    return DataSet("digits", x[used], labels[used], x[kept], labels[kept], names)
