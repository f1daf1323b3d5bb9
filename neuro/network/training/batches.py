"""Examples: checked once, then handed out batch by batch in memory that is made once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neuro.arrays import numbers_of
from neuro.errors import SettingError, ShapeError
from neuro.kernels import kernel
from neuro.network.scaling import Scaling
from neuro.network.training.losses import Loss
from neuro.random import Purpose, philox

__all__ = ["Batch", "Examples", "Stream", "checked_inputs", "checked_targets", "shuffle"]

_SHUFFLE = np.uint64(Purpose.SHUFFLE)


class Batch(NamedTuple):
    """Some examples: ``x`` (n, *inputs) and ``targets`` (n, k), both in the network's type."""

    x: NDArray[Any]
    targets: NDArray[Any]


@kernel
def shuffle(order, rows, key, purpose, epoch):
    """Fill ``order`` with ``rows`` in an order drawn from the other three (Durstenfeld's shuffle, 1964)."""
    for k in range(rows.size):
        order[k] = rows[k]
    words = (np.uint64(0), np.uint64(0), np.uint64(0), np.uint64(0))
    for k in range(rows.size - 1, 0, -1):
        drawn = rows.size - 1 - k
        if drawn & 3 == 0:
            words = philox(key, np.uint64(drawn >> 2), np.uint64(epoch), np.uint64(0), purpose)
        other = np.int64((words[drawn & 3] * np.uint64(k + 1)) >> np.uint64(32))
        order[k], order[other] = order[other], order[k]


@kernel
def _first_broken(values):
    """Where the first number that is not finite stands in ``values`` (n,); -1 if all are."""
    for k in range(values.size):
        if not np.isfinite(values[k]):
            return k
    return -1


@kernel
def _one_hot(labels, rows, out):
    for r in range(rows.size):
        for j in range(out.shape[1]):
            out[r, j] = 0
        out[r, labels[rows[r]]] = 1


def _check_finite(values: NDArray[Any], name: str) -> None:
    place = int(_first_broken(values.reshape(-1))) if values.dtype.kind == "f" else -1
    if place >= 0:
        where = ", ".join(str(int(i)) for i in np.unravel_index(place, values.shape))
        raise SettingError(
            f"{name}[{where}] is {values.reshape(-1)[place]}: training needs finite numbers; mend or leave out that row"
        )


def checked_inputs(
    x: ArrayLike, shape: tuple[int, ...], dtype: np.dtype[Any], name: str = "x", scaling: Scaling | None = None
) -> NDArray[Any]:
    """Samples ``(n, *shape)`` in a network's type, and scaled; the caller's own memory where that fits.

    Raises:
        ShapeError: If they have another shape.
        SettingError: If one is no real number, or not finite.
    """
    found = numbers_of(x, name, None if scaling else dtype)
    if found.shape[1:] != shape or found.ndim != len(shape) + 1:
        single = found.ndim == 1 and shape == (1,)
        if not single:
            wanted = ", ".join(map(str, ("n", *shape)))
            raise ShapeError(f"{name} must have shape ({wanted}), as the network's Input says, not {found.shape}")
        found = found.reshape(-1, 1)
    if not len(found):
        raise ShapeError(f"{name} holds no samples")
    _check_finite(found, name)
    if scaling is not None:
        found = numbers_of(scaling.inputs(found), f"{name}, scaled,", dtype)
        _check_finite(found, f"{name}, scaled,")
    return np.ascontiguousarray(found)


def checked_targets(
    y: ArrayLike,
    count: int,
    loss: Loss,
    shape: tuple[int, ...],
    dtype: np.dtype[Any],
    name: str = "y",
    scaling: Scaling | None = None,
) -> NDArray[Any]:
    """Targets ``(n, k)`` in a network's type, and scaled, or labels ``(n,)``.

    Raises:
        ShapeError: If they fit neither the samples nor the outputs.
        SettingError: If one is no real number, or not finite, or a label is none.
    """
    given = numbers_of(y, name)
    if given.ndim == 0 or len(given) != count:
        raise ShapeError(f"{name} must have a target for each of the {count} samples, not the shape {given.shape}")
    _check_finite(given, name)
    found = loss.targets(given, shape)
    if found.ndim == 1:
        return np.ascontiguousarray(found, np.int64)
    if scaling is not None:
        found = scaling.targets(found.reshape(count, *shape)).reshape(found.shape)
    return np.ascontiguousarray(numbers_of(found, name, dtype))


class Examples:
    """Arrays of examples, or some rows of them, in batches.

    Args:
        x: ``(n, *inputs)``, checked.
        targets: ``(n, k)`` or labels ``(n,)``, checked.
        width: Outputs of the network, k.
        batch_size: Examples of a batch; the last may have fewer.
        rows: Indices of the examples to take; all examples when None.
    """

    def __init__(
        self,
        x: NDArray[Any],
        targets: NDArray[Any],
        width: int,
        batch_size: int,
        rows: NDArray[np.int64] | None = None,
    ) -> None:
        self.x, self.targets = x, targets
        self._rows = np.arange(len(x)) if rows is None else rows
        self.order, self.batch_size = self._rows.copy(), min(batch_size, self._rows.size)
        self._x = np.empty((self.batch_size, *x.shape[1:]), x.dtype)
        self._targets = np.empty((self.batch_size, width), x.dtype)

    def __len__(self) -> int:
        return self._rows.size

    @property
    def batches(self) -> int:
        """Batches of an epoch."""
        return -(-self._rows.size // self.batch_size)

    def start_epoch(self, epoch: int, seed: int, *, shuffled: bool) -> None:
        """Put the examples into the order of an epoch."""
        if shuffled:
            shuffle(self.order, self._rows, np.uint64(seed), _SHUFFLE, epoch)

    def batch(self, number: int) -> Batch:
        """A batch, in memory that the next call uses again."""
        rows = self.order[number * self.batch_size : (number + 1) * self.batch_size]
        x, targets = self._x[: rows.size], self._targets[: rows.size]
        np.take(self.x, rows, axis=0, out=x, mode="clip")
        if self.targets.ndim == 1:
            _one_hot(self.targets, rows, targets)
        else:
            np.take(self.targets, rows, axis=0, out=targets, mode="clip")
        return Batch(x, targets)

    @property
    def rows(self) -> NDArray[np.int64]:
        """Indices of these examples among all, in the order that is not shuffled."""
        return self._rows

    @property
    def flat_x(self) -> NDArray[Any]:
        """All inputs, each sample in one row."""
        return self.x.reshape(len(self.x), -1)

    def all_targets(self) -> NDArray[Any]:
        """All targets as ``(n, k)``: for small sets only, since labels become rows."""
        if self.targets.ndim == 2:
            return self.targets
        found = np.empty((len(self.targets), self._targets.shape[1]), self.x.dtype)
        _one_hot(self.targets, np.arange(len(found)), found)
        return found

    def split(self, share: float, seed: int) -> tuple[Examples, Examples]:
        """The examples to train on, and a share that is held out, drawn from a seed; no copies of either.

        Raises:
            SettingError: If one of the two would have none.
        """
        held = round(share * len(self))
        if not 0 < share < 1 or not 0 < held < len(self):
            raise SettingError(
                f"validation is (x, y) or a share between 0 and 1 that leaves examples on both sides; {share!r} of "
                f"{len(self)} does not"
            )
        order = np.empty_like(self._rows)
        shuffle(order, self._rows, np.uint64(seed), np.uint64(Purpose.HOLD_OUT), 0)
        width = self._targets.shape[1]
        parts = (np.sort(order[held:]), self.batch_size), (np.sort(order[:held]), 256)
        kept, out = (Examples(self.x, self.targets, width, size, rows) for rows, size in parts)
        return kept, out


def _check_iterable(source: object) -> None:
    try:
        iter(source)  # type: ignore[call-overload]
    except TypeError:
        raise SettingError(
            f"without y, x gives batches (x, y): a list of them, or a function that returns an iterator, not "
            f"{type(source).__name__}"
        ) from None


class Stream:
    """Batches from an iterable that is gone through once an epoch and never held in memory.

    Args:
        source: Gives pairs ``(x, y)``; anything that can be iterated again, or a function that returns an iterator.
        inputs: Shape of one sample.
        outputs: Shape of its outputs.
        loss: Checks the targets.
        dtype: The network's.
        scaling: The network's.

    Raises:
        SettingError: If the source is nothing of the kind.
    """

    def __init__(
        self,
        source: Any,
        inputs: tuple[int, ...],
        outputs: tuple[int, ...],
        loss: Loss,
        dtype: np.dtype[Any],
        scaling: Scaling | None = None,
    ) -> None:
        if not callable(source):
            _check_iterable(source)
        self._source, self._inputs, self._outputs, self._loss, self._dtype = source, inputs, outputs, loss, dtype
        self._scaling, self._used = scaling, False

    def epoch(self) -> Iterator[Batch]:
        """The batches of one epoch.

        Raises:
            SettingError: If the source can be gone through only once and has been.
        """
        source: Iterable[Any] = self._source() if callable(self._source) else self._source
        _check_iterable(source)
        if iter(source) is source and self._used and not callable(self._source):
            raise SettingError(
                "the iterator of batches is used up after one epoch: give a list, a function that returns a new "
                "iterator, or epochs=1"
            )
        self._used = True
        for number, pair in enumerate(source):
            yield self._checked(pair, number)

    def _checked(self, pair: Any, number: int) -> Batch:
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise SettingError(f"batch {number} of the iterator must be a pair (x, y), not {type(pair).__name__}")
        x = checked_inputs(pair[0], self._inputs, self._dtype, f"x of batch {number}", self._scaling)
        name = f"y of batch {number}"
        given = checked_targets(pair[1], len(x), self._loss, self._outputs, self._dtype, name, self._scaling)
        if given.ndim == 2:
            return Batch(x, given)
        targets = np.empty((len(x), self._outputs[0]), self._dtype)
        _one_hot(given, np.arange(len(x)), targets)
        return Batch(x, targets)
