"""Numbers of plain rules outside of compiled code: each operation is rounded to float32; what is none is an error."""

from __future__ import annotations

import math
from collections.abc import Callable
from ctypes import c_float
from typing import Any

import numpy as np

__all__ = ["Number", "Table", "Whole", "divided", "floored", "root", "truncated"]

_MOST = 1 << 24


class Number(float):
    """A float32.

    float64 arithmetic on two float32 and one rounding give the float32 result exactly, also of a division.

    Raises:
        ArithmeticError: If it is not a number.
    """

    __slots__ = ()

    def __new__(cls, value: Any) -> Number:
        """The float32 that is nearest."""
        narrow = c_float(value).value  # as NumPy rounds, in a tenth of its time
        if narrow != narrow:
            raise ArithmeticError("this is not a number (nan)")
        return float.__new__(cls, narrow)

    def __repr__(self) -> str:
        return str(np.float32(self))

    __str__ = __repr__

    def __neg__(self) -> Number:
        return Number(-float(self))

    def __pos__(self) -> Number:
        return self

    def __abs__(self) -> Number:
        return Number(abs(float(self)))

    def __truediv__(self, other: Any) -> Any:
        return divided(self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return divided(other, self)

    def __floordiv__(self, other: Any) -> Any:
        return floored(divided(self, other))

    def __rfloordiv__(self, other: Any) -> Any:
        return floored(divided(other, self))

    def __mod__(self, other: Any) -> Any:
        return self - Number(other) * floored(divided(self, other))

    def __rmod__(self, other: Any) -> Any:
        return Number(other) - self * floored(divided(other, self))

    def __pow__(self, times: Any, modulus: Any = None) -> Any:
        found: Any = self
        for _ in range(times - 1):
            found = found * self
        return found


def _narrow(name: str) -> Callable[[float, Any], Any]:
    operation, new = getattr(float, name), float.__new__

    def narrow(a: float, b: Any) -> Any:
        if type(b) is not Number:
            if not isinstance(b, (int, float)):
                return NotImplemented
            b = c_float(b).value
        found = c_float(operation(a, b)).value
        return new(Number, found) if found == found else Number(found)  # without a call of Python's in between

    return narrow


class Whole(int):
    """A whole number that float32 holds exactly.

    Raises:
        OverflowError: If it is beyond 2^24.
    """

    __slots__ = ()

    def __new__(cls, value: Any) -> Whole:
        """The number."""
        if not -_MOST <= value <= _MOST:
            raise OverflowError(f"whole numbers of rules reach {_MOST:,}, and {int(value):,} is beyond")
        return int.__new__(cls, value)

    def __repr__(self) -> str:
        return int.__repr__(self)

    def __neg__(self) -> Whole:
        return Whole(-int(self))

    def __abs__(self) -> Whole:
        return Whole(abs(int(self)))

    def __truediv__(self, other: Any) -> Any:
        return divided(self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return divided(other, self)


def _whole(name: str) -> Callable[[int, Any], Any]:
    operation = getattr(int, name)

    def whole(a: int, b: Any) -> Any:
        return Whole(operation(int(a), int(b))) if isinstance(b, int) else NotImplemented

    return whole


for _name in ("add", "sub", "mul"):
    for _side in ("", "r"):
        setattr(Number, f"__{_side}{_name}__", _narrow(f"__{_side}{_name}__"))
for _name in ("add", "sub", "mul", "floordiv", "mod"):
    for _side in ("", "r"):
        setattr(Whole, f"__{_side}{_name}__", _whole(f"__{_side}{_name}__"))


def divided(a: Any, b: Any) -> Any:
    """``a / b`` of rules; of numbers alone."""
    if b == 0:
        raise ZeroDivisionError("this divides by zero")
    return Number(c_float(a).value / c_float(b).value)


def truncated(value: Any) -> int:
    """``int(value)`` of rules."""
    return _held(int(value)) if math.isfinite(value) else _not_whole(value)


def floored(value: Any) -> int:
    """``floor(value)`` of rules."""
    return _held(math.floor(value)) if math.isfinite(value) else _not_whole(value)


def _held(value: int) -> int:
    return Whole(value) if abs(value) <= _MOST else int(value)


def _not_whole(value: Any) -> int:
    raise OverflowError(f"{value} is no whole number")


def root(value: Any) -> Number:
    """``sqrt(value)`` of rules."""
    if value < 0:
        raise ArithmeticError(f"{value} has no square root")
    return Number(math.sqrt(c_float(value).value))


class Table(tuple[Any, ...]):
    """A tuple of a rules module; a place beyond it, a negative one too, is an error."""

    __slots__ = ()

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return super().__getitem__(place)
        if isinstance(place, int) and not 0 <= place < len(self):
            raise IndexError(f"this has {len(self)} places, from 0 to {len(self) - 1}: there is no [{place}]")
        return super().__getitem__(place)
