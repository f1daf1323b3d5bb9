"""Cleaning texts of games, files and environments for display: no control characters, no line breaks."""

from __future__ import annotations

import re

__all__ = ["clean", "file_stem", "shown"]

_LONGEST = 80  # characters of the beginning of a file's name
#: Codes that steer a terminal or have no glyph (C0, C1, halves of pairs), and those that turn the direction of writing.
_STEERING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
_BREAKS = re.compile("[ \t]*[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+[ \t]*")


def shown(text: object) -> str:
    r"""A text on one line, as it may be shown anywhere: ``\x1b`` is spelled out, a line break is a space.

    Letters of every script stay as they are; so does a text that was made by this function.
    """
    said = str(text)
    if said.isprintable():
        return said
    return _STEERING.sub(_spelled, _BREAKS.sub(" ", said))


def clean(thing: object, *fields: str) -> None:
    """Make texts of a frozen object such as may be shown anywhere; what is no text stays as it is."""
    for name in fields:
        if isinstance(value := getattr(thing, name), str):
            object.__setattr__(thing, name, shown(value))


def _spelled(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def file_stem(text: str) -> str:
    """A text as the beginning of a file's name: letters, digits, points and hyphens, in no other folder."""
    return re.sub(r"[^\w.-]+", "-", text).lstrip(".")[:_LONGEST] or "-"
