"""``events.jsonl``: what happened to a run, a line each: begun, resumed, settings changed, faults, ended."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from neuro.disk import check_ordinary, in_words, opened
from neuro.errors import FileError
from neuro.evolution.settings import CHANGES, Change
from neuro.storage.files import now

__all__ = ["append_event", "changes_in", "read_events"]

_LONGEST = 16 << 10  # bytes of a line
_MOST = 100_000  # lines


def append_event(path: Path, event: str, **facts: object) -> None:
    """Add a line, and bring it to the disk.

    Args:
        path: The file; made if it is not there.
        event: What happened, in a word.
        facts: About it.

    Raises:
        FileError: If it cannot be written.
    """
    line = json.dumps({"time": now(), "event": event, **facts})
    try:
        check_ordinary(path)
        with path.open("a+b") as file:
            whole = file.tell() == 0 or _ends_a_line(file)
            file.write(f"{'' if whole else chr(10)}{line}\n".encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise FileError(f"cannot write {path}: {in_words(error)}") from error


def _ends_a_line(file: Any) -> bool:
    """Whether the last line is whole: a kill may have cut it short."""
    file.seek(-1, os.SEEK_END)
    return bool(file.read(1) == b"\n")


def read_events(path: Path) -> list[dict[str, Any]]:
    """All events that can be read, in their order; lines that a kill has cut short are passed over.

    Raises:
        FileError: If the file cannot be read, or is larger than such a file is.
    """
    found: list[dict[str, Any]] = []
    if not os.path.exists(path):
        return found
    with opened(path) as file:
        while line := file.readline(_LONGEST):
            event = _parsed(line)
            if event is not None:
                found.append(event)
            if len(found) > _MOST:
                raise FileError(f"{path} has more than {_MOST:,} lines")
    return found


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return event if isinstance(event, dict) else None


def changes_in(events: Sequence[dict[str, Any]], path: Path) -> list[Change]:
    """The settings that were changed while the run went on, in the order of their generations.

    Raises:
        FileError: If an event makes no sense.
    """
    found = [_change_of(event, path) for event in events if event.get("event") == "changed"]
    if len(found) > CHANGES:
        raise FileError(f"{path} tells of more than {CHANGES:,} changes of settings")
    return sorted(found, key=lambda change: change.generation)


def _change_of(event: dict[str, Any], path: Path) -> Change:
    generation, name, value = event.get("generation"), event.get("setting"), event.get("value")
    numbers = isinstance(generation, int) and not isinstance(generation, bool) and generation >= 0
    if not numbers or not isinstance(name, str) or not isinstance(value, (int, float, str, bool)):
        raise FileError(f"{path} tells of a change that makes no sense: {json.dumps(event):.120}")
    assert isinstance(generation, int)
    return Change(generation, name, value)
