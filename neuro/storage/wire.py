"""A first walk through a protobuf message, before protobuf makes objects of it.

Two bytes can ask for an empty submessage, which costs thirty in memory, and packed numbers grow eightfold.
Bulk belongs in ``bytes`` fields, which cost what they hold; everything else of a message must be small.
"""

from __future__ import annotations

from typing import Any

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]

from neuro.storage import limits
from neuro.storage.frame import Buffer
from neuro.storage.refusal import Refusal, require

__all__ = ["parse"]

_VARINT, _FIXED64, _LENGTH, _FIXED32 = 0, 1, 2, 5
_BROKEN = "is damaged inside: its message cannot be read"


def parse(message: Any, body: Buffer, framing: int = limits.FRAMING) -> Any:
    """The message that the bytes spell.

    Args:
        message: The message's generated class.
        body: The bytes.
        framing: The largest number of bytes besides the contents of ``bytes`` fields.

    Raises:
        Refusal: If they spell none, or one that is large besides its ``bytes`` fields.
    """
    _check_framing(message.DESCRIPTOR, body, framing)
    try:
        return message.FromString(bytes(body))
    except (DecodeError, ValueError):  # ValueError: text that is not UTF-8, in protobuf's pure Python form
        raise Refusal(_BROKEN) from None


def _check_framing(descriptor: Any, body: Buffer, most: int) -> None:
    """Refuse a message whose parts besides the contents of ``bytes`` fields add up to more than the limit."""
    framing = 0
    waiting = [(memoryview(body), descriptor)]
    while waiting:
        data, kind = waiting.pop()
        place = 0
        while place < len(data):
            field, start, end = _next_field(data, place, kind)
            nested = field is not None and field.message_type is not None
            if nested:
                waiting.append((data[start:end], field.message_type))
            framing += (start if nested or _is_bulk(field) else end) - place
            require(framing <= most, f"describes itself in more than {most:,} bytes")
            place = end


def _is_bulk(field: Any) -> bool:
    """Whether a field's contents cost no more than they hold: ``bytes``, doubles, and what a newer neuro has added."""
    return field is None or field.type in (field.TYPE_BYTES, field.TYPE_DOUBLE)


def _next_field(data: memoryview, place: int, kind: Any) -> tuple[Any, int, int]:
    """The field that begins at a place (None when unknown), and where its contents begin and end.

    Contents are what a length announces; a plain number counts as contents of no bytes behind its tag.
    """
    tag, place = _varint(data, place)
    field, wire = kind.fields_by_number.get(tag >> 3), tag & 7
    if wire == _LENGTH:
        length, start = _varint(data, place)
        end = start + length
    else:
        start = end = _end_of_number(data, place, wire)
    require(end <= len(data), _BROKEN)
    return field, start, end


def _end_of_number(data: memoryview, place: int, wire: int) -> int:
    if wire == _VARINT:
        return _varint(data, place)[1]
    require(wire in (_FIXED64, _FIXED32), _BROKEN)  # the others are groups, which protobuf has given up
    return place + (8 if wire == _FIXED64 else 4)


def _varint(data: memoryview, place: int) -> tuple[int, int]:
    """A number in base 128, low digits first, and the place behind it."""
    value = 0
    for digit, byte in enumerate(data[place : place + 10]):
        value |= (byte & 0x7F) << (7 * digit)
        if byte < 0x80:
            return value, place + digit + 1
    raise Refusal(_BROKEN)
