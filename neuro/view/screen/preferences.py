"""Preferences that windows keep between sessions: sizes, theme, motion, best scores. They may be lost."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from neuro.disk import opened
from neuro.errors import FileError
from neuro.paths import settings_file
from neuro.storage.atomic import write_atomically

__all__ = ["best_score", "recall", "remember", "remember_score"]


def _all() -> dict[str, Any]:
    try:
        with opened(settings_file()) as file:
            found = json.loads(file.read())
    except (FileError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def recall(name: str, kind: type[Any]) -> Any:
    """What is remembered under a name, or None if it is nothing of that kind."""
    found = _all().get(name)
    return found if isinstance(found, kind) else None


def remember(**values: Any) -> None:
    """Remember values (of JSON) by name; where nothing can be written, they are forgotten."""
    path = settings_file()
    with contextlib.suppress(OSError, FileError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, (json.dumps({**_all(), **values}, indent=2, sort_keys=True) + "\n").encode())


def best_score(game: str) -> float | None:
    """The best score that a person has reached in a game, named with the version of its rules."""
    found = (recall("scores", dict) or {}).get(game)
    return float(found) if isinstance(found, (int, float)) else None


def remember_score(game: str, score: float) -> None:
    """Remember a score if it is the best."""
    known = best_score(game)
    if known is None or score > known:
        remember(scores={**(recall("scores", dict) or {}), game: score})
