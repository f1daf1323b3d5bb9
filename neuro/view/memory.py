"""What windows remember from one time to the next: size, theme, motion, best scores. Losing it harms nobody."""

from __future__ import annotations

import contextlib
import json
import os
from typing import Any

from neuro.paths import settings_file

__all__ = ["best_score", "recall", "remember", "remember_score"]


def _all() -> dict[str, Any]:
    try:
        found = json.loads(settings_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def recall(name: str, kind: type[Any]) -> Any:
    """What is remembered under a name, or None if it is nothing of that kind."""
    found = _all().get(name)
    return found if isinstance(found, kind) else None


def remember(**values: Any) -> None:
    """Remember values (of JSON) by name; where nothing can be written, they are forgotten."""
    path = settings_file()
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}")
        part.write_text(json.dumps({**_all(), **values}, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        part.replace(path)


def best_score(game: str) -> float | None:
    """The best score that a person has reached in a game, named with the version of its rules."""
    found = (recall("scores", dict) or {}).get(game)
    return float(found) if isinstance(found, (int, float)) else None


def remember_score(game: str, score: float) -> None:
    """Remember a score if it is the best."""
    known = best_score(game)
    if known is None or score > known:
        remember(scores={**(recall("scores", dict) or {}), game: score})
