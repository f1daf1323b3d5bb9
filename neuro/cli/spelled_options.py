"""Options as people type them, for the commands that other commands suggest."""

from __future__ import annotations

from collections.abc import Mapping
from shlex import quote

__all__ = ["spelled_options"]


def spelled_options(given: Mapping[str, object]) -> str:
    """Options as they are typed, each with a space before it: " --level easy --set gap=100 --set pace=3".

    Args:
        given: Values by name: None or False for what is left out, True for a flag, a list for what is given repeatedly.
    """
    values = [(name, one) for name, value in given.items() for one in (value if isinstance(value, list) else [value])]
    return "".join(
        f" --{name.replace('_', '-')}" + ("" if one is True else f" {quote(str(one))}")
        for name, one in values
        if one is not None and one is not False
    )
