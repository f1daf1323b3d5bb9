"""Why a file is refused, in words."""

from __future__ import annotations

__all__ = ["Refusal", "require"]


class Refusal(Exception):  # noqa: N818 - it becomes a FileError as soon as the file's name is known
    """Words that complete the sentence "FILE …", for example "is empty"."""


def require(condition: bool, otherwise: str) -> None:
    """Raise a ``Refusal`` in these words unless the condition holds."""
    if not condition:
        raise Refusal(otherwise)
