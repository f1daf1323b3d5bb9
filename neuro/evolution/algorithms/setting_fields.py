"""What an algorithm's ``Settings`` say of themselves: range and meaning of each field, and how they are checked.

The fields of a frozen dataclass are the one source of an algorithm's command-line flags, of its part of ``run.toml``,
of what may be changed while a run goes on, and of the sliders in the window. A field's metadata may have

============ ==========================================================================================
``about``    its meaning, in a sentence
``low``      the least value of a number
``high``     the largest value of a number
``choices``  the names that a text is one of
``step``     the distance between two values of its slider; a hundredth of the range when it is not given
``span``     the ends of its slider, where they lie closer than ``low`` and ``high``
``slider``   whether people may turn it while a run goes on; True when it is not given
``text``     how its value is written for people, for example ``"{:.0%}"``
``fixed``    whether it is settled when a run begins and cannot be changed later; False when it is not given
``label``    its name for people
``later``    whether runs were kept before there was this setting: its default is what they did, and no record has it
============ ==========================================================================================
"""

from __future__ import annotations

import dataclasses
import functools
import math
import sys
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, get_args, get_type_hints

import numpy as np

from neuro.errors import NeuroError, SettingError, UnknownNameError

__all__ = [
    "SettingField",
    "checked_settings",
    "fields_of",
    "made_settings",
    "read_value",
    "recorded_settings",
    "setting",
]

_KINDS = (bool, int, float, str)
_LARGEST = {int: (1 << 63) - 1, float: sys.float_info.max}  # number that a record holds


class SettingField(NamedTuple):
    """One setting of an algorithm.

    Attributes:
        name: Name of the field.
        kind: Type of its values: bool, int, float or str.
        optional: Whether None is a value, too.
        default: The value of whoever gives none.
        low: The least value of a number; None where there is no limit.
        high: The largest value of a number; None where there is no limit.
        about: Its meaning, in a sentence.
        choices: The names that a text is one of; empty for any.
        metadata: Everything that the field says of itself; see the module.
    """

    name: str
    kind: type
    optional: bool
    default: Any
    low: float | None
    high: float | None
    about: str
    choices: tuple[str, ...]
    metadata: Mapping[str, Any]

    @property
    def label(self) -> str:
        """Its name for people."""
        return str(self.metadata.get("label") or self.name.replace("_", " ").capitalize())


def setting(default: Any, about: str, **metadata: Any) -> Any:
    """A field of an algorithm's ``Settings``.

    Args:
        default: The value of whoever gives none.
        about: Its meaning, in a sentence.
        **metadata: Its limits and how it is shown, such as ``low=0, high=1``; see the module.
    """
    return dataclasses.field(default=default, metadata={"about": about, **metadata})


def fields_of(settings: Any) -> tuple[SettingField, ...]:
    """The settings of an algorithm, in their order.

    Args:
        settings: Its ``Settings``, or an instance of them.

    Raises:
        NeuroError: If they are no frozen dataclass, or a field has no default or a type that no file can hold.
    """
    return _fields_of(settings if isinstance(settings, type) else type(settings))


@functools.cache
def _fields_of(cls: type) -> tuple[SettingField, ...]:
    if not dataclasses.is_dataclass(cls) or not cls.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        raise NeuroError(f"an algorithm's Settings are a dataclass, @dataclass(frozen=True), and {cls.__name__} is not")
    hints = get_type_hints(cls)
    return tuple(_field_of(cls, one, hints[one.name]) for one in dataclasses.fields(cls) if one.init)


def _field_of(cls: type, one: dataclasses.Field[Any], hint: Any) -> SettingField:
    kinds = [kind for kind in (get_args(hint) or (hint,)) if kind is not type(None)]
    if len(kinds) != 1 or kinds[0] not in _KINDS:
        raise NeuroError(f"{cls.__qualname__}.{one.name} is a bool, int, float or str, or None besides; not {hint}")
    if one.default is dataclasses.MISSING:
        raise NeuroError(f"{cls.__qualname__}.{one.name} needs a default, so that a run can begin without it")
    told = one.metadata
    return SettingField(
        name=one.name,
        kind=kinds[0],
        optional=type(None) in get_args(hint),
        default=one.default,
        low=told.get("low"),
        high=told.get("high"),
        about=str(told.get("about", "")),
        choices=tuple(told.get("choices", ())),
        metadata=told,
    )


def recorded_settings(settings: Any) -> dict[str, Any]:
    """The values of an algorithm's settings that records hold, by name: none that is None, nor a ``later`` default.

    So a record of before there was a setting is the record of a run that leaves it alone.

    Args:
        settings: An instance of its ``Settings``.
    """
    usual = {one.name: one.default for one in fields_of(settings) if one.metadata.get("later")}
    values = dataclasses.asdict(settings).items()
    return {name: value for name, value in values if value is not None and (name not in usual or value != usual[name])}


def checked_settings(settings: Any) -> Any:
    """The settings, if every value has the type of its field and lies within its limits.

    Args:
        settings: An instance of an algorithm's ``Settings``.

    Raises:
        SettingError: If a value is of another type, or out of its limits.
        UnknownNameError: If a value is none of the names that there are.
    """
    for one in fields_of(settings):
        value = getattr(settings, one.name)
        if value is None and one.optional:
            continue
        if one.choices:
            if value not in one.choices:
                raise UnknownNameError.of(one.name, value, one.choices)
        elif not _fits(one, value):
            raise SettingError(f"{one.name} is {_wanted(one)}, not {value!r:.60}")
    return settings


def _fits(one: SettingField, value: object) -> bool:
    if one.kind in (bool, str):
        return isinstance(value, one.kind)
    numbers: tuple[type, ...] = (int, np.integer) if one.kind is int else (int, float, np.integer, np.floating)
    if isinstance(value, bool) or not isinstance(value, numbers):
        return False
    most = _LARGEST[one.kind]
    low, high = -most if one.low is None else one.low, most if one.high is None else one.high
    return max(-most, low) <= value <= min(most, high)  # type: ignore[operator]


def _wanted(one: SettingField) -> str:
    """What a value should have been, in words."""
    kinds = {bool: "true or false", str: "a text", int: "a whole number", float: "a number"}
    ends = {"from": one.low, "to": one.high} if one.kind in (int, float) else {}
    limits = "".join(f" {word} {end:g}" for word, end in ends.items() if end is not None and math.isfinite(end))
    return kinds[one.kind] + limits + (", or None" if one.optional else "")


def made_settings(cls: type, given: Mapping[str, Any], *, of: str, also: Iterable[str] = ()) -> Any:
    """An algorithm's settings by name, as a game or a caller gives them; the others have their defaults.

    Args:
        cls: The algorithm's ``Settings``.
        given: Values by name.
        of: Name of the algorithm, for the message.
        also: Names that people may have meant besides the settings.

    Raises:
        UnknownNameError: If there is no such setting, or a value is none of the names that there are.
        SettingError: If a value is of another type, or out of its limits.
    """
    known = [one.name for one in fields_of(cls)]
    for name in given:
        if name not in known:
            raise UnknownNameError.of(f"setting of {of}", name, [*known, *also])
    try:
        return checked_settings(cls(**given))
    except (TypeError, ValueError) as error:
        if isinstance(error, NeuroError):
            raise
        told = ", ".join(f"{name}={value!r:.60}" for name, value in given.items())
        raise SettingError(f"{of} cannot have the settings {told}: {error}") from None


def read_value(one: SettingField, text: str) -> Any:
    """The value of a setting that a text spells, as on the command line.

    Raises:
        SettingError: If it spells none.
    """
    words: dict[str, Any] = {"none": None} if one.optional else {}
    if one.kind is bool:
        words |= {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if text.strip().lower() in words:
        return words[text.strip().lower()]
    try:
        return text if one.kind is str else _number(one.kind, text)
    except ValueError:
        raise SettingError(f"{one.name} is {_wanted(one)}, not {text!r:.60}") from None


def _number(kind: type, text: str) -> int | float:
    if kind is bool:
        raise ValueError(text)
    return int(text) if kind is int else float(text)
