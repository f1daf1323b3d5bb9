"""Named values to protobuf and back: configuration of layers, games and algorithms."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, fields
from numbers import Integral, Real
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import numpy as np

from neuro.network.layers import Value
from neuro.storage import limits
from neuro.storage.neuro_pb2 import Integers, Setting
from neuro.storage.refusal import Refusal, require

__all__ = ["check_text", "instance", "settings_from", "settings_to"]

Made = TypeVar("Made")


def check_text(text: str, what: str) -> str:
    """The text, if it is short and would not play tricks on a terminal.

    Args:
        text: The text, as it was read.
        what: What it is, for the message.

    Raises:
        Refusal: If it is too long or holds a sign that cannot be printed.
    """
    require(text.isprintable(), f"holds {what} with signs that cannot be printed")
    require(len(text.encode()) <= limits.TEXT, f"holds {what} of more than {limits.TEXT:,} bytes")
    return text


def settings_to(values: Mapping[str, Value]) -> list[Setting]:
    """The messages of some settings, in their order.

    Raises:
        Refusal: If a value is of a kind that cannot be stored.
        TypeError: If a name is not a text; protobuf's own, as the next.
        ValueError: If a number is too large, or a text cannot be spelled in UTF-8.
    """
    return [_setting_to(name, value) for name, value in values.items()]


def _setting_to(name: str, value: object) -> Setting:
    match value:
        case bool() | np.bool_():
            return Setting(name=name, flag=bool(value))
        case Integral():
            return Setting(name=name, integer=int(value))
        case Real():
            return Setting(name=name, real=float(value))
        case str():
            return Setting(name=name, text=value)
        case tuple() if all(isinstance(one, Integral) and not isinstance(one, bool) for one in value):
            return Setting(name=name, integers=Integers(values=[int(one) for one in value]))
    raise Refusal(
        f"holds a setting {name!r} of {value!r:.60}, which is no number, text, flag or tuple of whole numbers"
    )


def settings_from(messages: Iterable[Setting], what: str) -> dict[str, Value]:
    """The settings that messages hold, in their order.

    Args:
        messages: A field of ``Setting``.
        what: The owner of the settings, for the message.

    Raises:
        Refusal: If there are too many, a name comes twice, or a value is missing, too long or not finite.
    """
    messages = list(messages)
    require(len(messages) <= limits.SETTINGS, f"holds more than {limits.SETTINGS} settings of {what}")
    found: dict[str, Value] = {}
    for message in messages:
        name = check_text(message.name, "a setting's name")
        require(name != "", f"holds a setting of {what} without a name")
        require(name not in found, f"holds the setting {name!r} of {what} twice")
        found[name] = _value_of(message, f"a setting {name!r} of {what}")
    return found


def _value_of(message: Setting, what: str) -> Value:
    match message.WhichOneof("value"):
        case "integer":
            return message.integer
        case "real":
            require(math.isfinite(message.real), f"holds {what} that is not a finite number")
            return message.real
        case "text":
            return check_text(message.text, what)
        case "flag":
            return message.flag
        case "integers":
            require(len(message.integers.values) <= limits.INTEGERS, f"holds {what} of too many numbers")
            return tuple(message.integers.values)
    raise Refusal(f"holds {what} without a value")


def instance(cls: Callable[..., Made], values: Mapping[str, Value], what: str) -> Made:
    """An object of a dataclass, made of named values.

    Args:
        cls: The dataclass.
        values: The values, by field name.
        what: The owner of the values, for the message.

    Raises:
        Refusal: If a field is unknown, missing or of another type.
        NeuroError: What the class raises about values out of range.
    """
    known = {field.name: field for field in fields(cls)}  # type: ignore[arg-type]
    hints = get_type_hints(cls)
    for name, value in values.items():
        require(name in known, f"holds {what} with an unknown setting {name!r:.60}")
        require(_fits(value, hints[name]), f"holds {what} with {name}={value!r:.60}")
    for name, field in known.items():
        require(name in values or _has_default(field), f"holds {what} without {name!r}")
    return cls(**values)


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _fits(value: Value, hint: Any) -> bool:
    """Whether a value has the type that a field is declared with; a whole number does for a float."""
    types = [get_origin(one) or one for one in (get_args(hint) if isinstance(hint, UnionType) else (hint,))]
    return type(value) in types or (type(value) is int and float in types)
