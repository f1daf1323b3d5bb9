"""Code of others: what entry points and folders of one's own bring; whatever importing it raises becomes a sentence."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any

from neuro.compile_errors import error_line
from neuro.errors import NeuroError

__all__ = ["imported"]


def imported(what: str, load: Callable[[], Any], hint: Callable[[BaseException], str] = lambda _: "") -> Any:
    """What ``load`` gives, which imports code of others.

    Args:
        what: Name of what is imported, for the message.
        load: Imports it.
        hint: Gives words on what may have been meant, which stand behind what was raised.

    Raises:
        NeuroError: If it raises anything, SystemExit too; only Ctrl-C passes.
    """
    try:
        with redirect_stdout(sys.stderr):  # what it prints is no part of a command's answer
            return load()
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise NeuroError(f"{what} cannot be imported: {error_line(error)}{hint(error)}") from error
