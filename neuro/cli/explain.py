"""``neuro explain``: why a run does not learn, and what to try."""

from __future__ import annotations

import json as json_format
import textwrap
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from neuro.cli.session import announce_compiling
from neuro.explanation import Explanation
from neuro.explanation import explain as look_into
from neuro.texts import shown

__all__ = ["explain"]

_WIDE = 88  # characters of a line


def explain(run: Path, /, *, json: Annotated[bool, Parameter(negative="")] = False) -> int:
    """Say whether a run learns, and if it does not, why: each finding with its figure, and a command to try.

    It reads the run's record, and plays on from its newest checkpoint; nothing in the folder is changed. For example:

        neuro explain saves/flappy-1

    Args:
        run: The run's folder.
        json: Print one JSON object, and nothing else.
    """
    found = look_into(run, before=lambda evolution: announce_compiling(evolution, quiet=json))
    if json:
        print(json_format.dumps({"run": str(run), **asdict(found)}, indent=2))
    else:
        print("\n".join(map(shown, _told(found))))
    return 0


def _told(found: Explanation) -> list[str]:
    """The lines of an explanation as people read it."""
    lines = textwrap.wrap(found.says, _WIDE)
    for note in found.notes:
        lines += textwrap.wrap(note, _WIDE)
    for number, one in enumerate(found.findings, 1):
        about = textwrap.wrap(f"{number}. {one.says} {one.advice}", _WIDE, subsequent_indent="   ")
        lines += ["", *about, f"       {one.command}"]
    if found.state == "stuck" and not found.findings:
        lines += ["", "Nothing that is looked for explains it. Another seed, or another algorithm, may do better."]
    return lines
