"""Where the settings of an algorithm are searched: from the bounds that they have in their metadata."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from neuro.errors import SettingError, named
from neuro.evolution.algorithms import SettingField, algorithm_named, fields_of

__all__ = ["Dimension", "searched", "spelled_out"]

_WIDE = 1000  # a bound from which on it only keeps out what makes no sense
_AROUND = 10  # times the default, and as many times less, where bounds are so wide
_DECADES = 100  # quotient of the bounds from which on the logarithm is searched
_FIGURES = 4  # of a number that is tried


@dataclass(frozen=True)
class Dimension:
    """One setting that is searched.

    Attributes:
        name: Name of the setting.
        default: The value that it has otherwise.
        whole: Whether it is a whole number.
        low: The least value that is tried; 0 for a choice.
        high: The largest value that is tried; 0 for a choice.
        choices: The values that are tried, of a choice; empty for a number.
    """

    name: str
    default: Any
    whole: bool = False
    low: float = 0.0
    high: float = 0.0
    choices: tuple[Any, ...] = ()

    @property
    def by_logarithm(self) -> bool:
        """Whether values are spread evenly over their logarithm."""
        return self.low > 0 and self.high / self.low >= _DECADES

    def holds(self, value: Any) -> bool:
        """Whether a value is one that may be tried; a default need not be."""
        return value in self.choices if self.choices else bool(self.low <= value <= self.high)

    def rounded(self, value: Any) -> Any:
        """A value as it is tried: with few figures, within the bounds."""
        if self.choices:
            return value
        if self.whole:
            return int(value)
        return min(max(float(f"{value:.{_FIGURES}g}"), self.low), self.high)


def searched(algorithm: str, only: Sequence[str] = ()) -> list[Dimension]:
    """The settings of an algorithm that have bounds, or choices; those whose default is to follow others have none.

    Args:
        algorithm: Name of the algorithm.
        only: Names of the settings that are searched; all when empty.

    Raises:
        UnknownNameError: If there is no such algorithm or setting.
        SettingError: If nothing is left to search, or a setting has no bounds.
    """
    own = {one.name: one for one in fields_of(algorithm_named(algorithm).Settings)}
    asked = [named(f"setting of {algorithm}", name.replace("-", "_"), own) for name in only] or list(own.values())
    found = {one.name: _dimension_of(one) for one in asked}
    lost = [name for name, dimension in found.items() if dimension is None]
    if only and lost:
        raise SettingError(f"{lost[0]} of {algorithm} has no bounds within which it could be searched: leave it out")
    left = [dimension for dimension in found.values() if dimension is not None]
    if not left:
        raise SettingError(f"{algorithm} has no settings that can be searched")
    return left


def _dimension_of(one: SettingField) -> Dimension | None:
    if one.optional or (one.kind is str and not one.choices):
        return None
    if one.choices or one.kind is bool:
        return Dimension(one.name, one.default, choices=one.choices or (False, True))
    low, high = one.metadata.get("span", (one.low, one.high))
    if low is None or high is None:
        return None
    if high >= _WIDE:
        if not one.default:
            return None
        low, high = max(low, one.default / _AROUND), min(high, one.default * _AROUND)
    whole = one.kind is int
    return Dimension(
        one.name, one.default, whole, math.ceil(low) if whole else low, math.floor(high) if whole else high
    )


def spelled_out(algorithm: str, settings: dict[str, Any]) -> str:
    """An algorithm with settings as people write it: "es:sigma=0.1,antithetic=true"."""
    told = [f"{name}={str(value).lower() if isinstance(value, bool) else value}" for name, value in settings.items()]
    return f"{algorithm}:{','.join(told)}" if told else algorithm
