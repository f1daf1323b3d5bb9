"""Converting what users give as numbers into arrays of real numbers, with a sentence for everything else."""

from __future__ import annotations

from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from neuro.errors import SettingError, ShapeError

__all__ = ["numbers_of", "read_only", "shortest_float32"]

_REFUSED = {
    "c": "complex ones: give their real and their imaginary parts as numbers of their own",
    "M": "dates: give numbers, for example the days since a certain one",
    "m": "spans of time: give numbers, for example of seconds",
    "U": "texts: give numbers, for example a column of 0 and 1 for each word",
    "S": "bytes: give numbers",
    "T": "texts: give numbers, for example a column of 0 and 1 for each word",
    "V": "records: give an array of plain numbers",
}


def numbers_of(values: object, name: str, dtype: DTypeLike | None = None) -> NDArray[Any]:
    """The array of real numbers that some values are; the caller's own memory where nothing has to change.

    Args:
        values: An array of any type of real numbers, in any order of bytes, of NumPy or of a library that NumPy
            understands; or numbers, sequences of them, and so on.
        name: What people call it, for the message.
        dtype: Type of the array. When None, whole numbers and truth values stay what they are, half precision becomes
            float32, and more than float64 becomes float64.

    Raises:
        SettingError: If a value is no real number, is missing, or is too large for the type.
        ShapeError: If rows differ in length.
    """
    if type(values) is np.ndarray and values.dtype == dtype:
        return values  # the usual case, thousands of times a second in a window
    found = _array_of(values, name)
    kind = found.dtype.kind
    if kind == "O":
        found = _from_objects(found, name)
    elif kind not in "biuf":
        told = _REFUSED.get(kind, "") if kind != "V" or found.dtype.names else ""
        raise SettingError(f"{name} must hold numbers, not {told or f'{found.dtype}: give float32 or float64'}")
    wanted = _native(found.dtype) if dtype is None else np.dtype(dtype)
    with np.errstate(over="raise"):
        try:
            return found.astype(wanted, copy=False)
        except FloatingPointError:
            raise SettingError(f"{_first_too_large(found, wanted, name)}: scale it down, or use a wider type") from None


def read_only(packed: Any) -> Any:
    """An array, or a tuple of some, that cannot be written to, of the same memory.

    A kernel is compiled anew for arrays that can be: so what comes from a file and what was bred look alike to it.
    """
    if isinstance(packed, np.ndarray):
        view = packed.view()
        view.flags.writeable = False
        return view
    if isinstance(packed, tuple):
        parts = [read_only(part) for part in packed]
        return type(packed)(*parts) if hasattr(packed, "_fields") else tuple(parts)
    return packed


def shortest_float32(value: float) -> float:
    """A float32 in as few digits as tell it from its neighbours: 0.35, not 0.3499999940395355."""
    return float(str(np.float32(value)))


def _array_of(values: object, name: str) -> NDArray[Any]:
    if isinstance(values, np.ma.MaskedArray) and np.ma.is_masked(values):
        place = _spell(name, np.argwhere(np.ma.getmaskarray(values))[0])
        raise SettingError(f"{place} is masked: fill it, for example by .filled(0), or leave out that row")
    try:
        return np.asarray(values)
    except Exception as error:  # whatever a library has against it: a gradient, another device, another type
        if "inhomogeneous" in str(error):
            raise ShapeError(f"{name} has rows of different lengths: an array has as many numbers in each") from None
        told = str(error).partition("\n")[0].removesuffix(".")
        raise SettingError(
            f"{name} cannot be made an array of numbers from a {type(values).__name__}: {told}"
        ) from None


def _native(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """The type of the same numbers, in this machine's order of bytes, that kernels are compiled for."""
    if dtype.kind != "f":
        return dtype.newbyteorder("=")
    return np.dtype(np.float32 if dtype.itemsize <= 4 else np.float64)


def _from_objects(values: NDArray[Any], name: str) -> NDArray[np.float64]:
    """Python's own numbers, as tables of mixed columns hold them."""
    if values.ndim == 0:
        raise SettingError(f"{name} must be an array of numbers, not {_described(values.item())}")
    for place, one in np.ndenumerate(values):
        if not isinstance(one, Real | Decimal | np.bool_):
            where = _spell(name, place)
            raise SettingError(f"{where} must be a real number, not {_described(one)}")
    try:
        return values.astype(np.float64)
    except OverflowError:
        raise SettingError(f"{name} holds a number that is too large for float64") from None


def _described(one: object) -> str:
    if isinstance(one, str | bytes | complex) or one is None:
        return f"{one!r:.40}"
    return f"{one} of type {type(one).__name__}" if len(str(one)) < 20 else f"a {type(one).__name__}"


def _first_too_large(values: NDArray[Any], dtype: np.dtype[Any], name: str) -> str:
    with np.errstate(over="ignore"):
        lost = np.isfinite(values) & ~np.isfinite(values.astype(dtype))
    place = np.argwhere(lost)[0]
    return f"{_spell(name, place)} is {values[tuple(place)]:g}, too large for {dtype}"


def _spell(name: str, place: Any) -> str:
    return f"{name}[{', '.join(str(int(i)) for i in place)}]" if len(place) else name
