"""Vectors of numbers to protobuf and back."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.storage import neuro_pb2
from neuro.storage.refusal import require

__all__ = ["numbers_from", "numbers_to"]

_DTYPES = ("<f4", "<f8")


def numbers_to(values: NDArray[Any]) -> neuro_pb2.Parameters:
    """The message of an array of float32 or float64, row by row."""
    dtype = values.dtype.newbyteorder("<").str
    return neuro_pb2.Parameters(dtype=dtype, count=values.size, data=np.ascontiguousarray(values, dtype).tobytes())


def numbers_from(message: neuro_pb2.Parameters, count: int, what: str, need: str) -> NDArray[Any]:
    """The numbers ``(count,)`` that a message holds; a view of its bytes.

    Args:
        message: The message that holds the numbers.
        count: The number of them that there must be.
        what: What they are, for the message of a refusal.
        need: The owner that needs so many, for the message.

    Raises:
        Refusal: If they are of another type or number, or one is not finite.
    """
    require(
        message.dtype in _DTYPES,
        f"holds {what} of type {message.dtype!r:.60}; this neuro reads {' and '.join(map(repr, _DTYPES))}",
    )
    data, size = message.data, np.dtype(message.dtype).itemsize
    require(
        message.count == count and len(data) == count * size,
        f"holds {message.count:,} {what} in {len(data):,} bytes, but {need} {count:,}",
    )
    values = np.frombuffer(data, message.dtype)
    require(bool(np.isfinite(values).all()), f"holds {what} that are not finite numbers")
    return values
