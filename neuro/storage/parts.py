"""What is registered under a kind, from its message: layers, losses, optimizers, schedules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from neuro.network.layers import Value
from neuro.storage.refusal import require
from neuro.storage.settings import check_text, settings_from

__all__ = ["part_from"]


def part_from(message: Any, registry: Mapping[str, type], what: str, **given: Any) -> Any:
    """The object that a message of a kind and its settings describes.

    Args:
        message: Has ``kind`` and ``settings``.
        registry: The classes by kind; each a dataclass.
        what: What it is, for the message of a refusal.
        **given: Fields that are stored elsewhere.

    Raises:
        Refusal: If the kind is unknown, or a setting is unknown, of another type, or missing.
        NeuroError: If the class itself refuses a value.
    """
    kind = check_text(message.kind, f"a kind of {what}")
    require(kind in registry, f"holds a {what} of kind {kind!r}, which this neuro does not know")
    whose = f"a {what} of kind {kind!r}"
    settings = settings_from(message.settings, whose)
    hints, known = get_type_hints(registry[kind]), {field.name: field for field in fields(registry[kind])}
    for name, value in settings.items():
        require(name in known and name not in given, f"holds {whose} with an unknown setting {name!r}")
        require(_fits(value, hints[name]), f"holds {whose} with {name}={value!r:.60}")
    for name, field in known.items():
        require(name in settings or name in given or _has_default(field), f"holds {whose} without {name!r}")
    return registry[kind](**settings, **given)


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _fits(value: Value, hint: Any) -> bool:
    """Whether a value has the type that a field is declared with; a whole number does for a float."""
    types = [get_origin(one) or one for one in (get_args(hint) if isinstance(hint, UnionType) else (hint,))]
    return type(value) in types or (type(value) is int and float in types)
