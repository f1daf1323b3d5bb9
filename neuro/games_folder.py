"""Games in a folder of one's own: every subfolder that is a package with a ``game`` in it."""

from __future__ import annotations

import os
import sys
import types
from pathlib import Path

from neuro.errors import FileError

__all__ = ["PACKAGE", "add_games_folder", "games_in_folders"]

#: The package that games of one's own are imported into, whatever else their names may mean to Python.
PACKAGE = "own_games"

_VARIABLE = "NEURO_GAMES"


def _folders() -> list[Path]:
    return [Path(entry) for entry in os.environ.get(_VARIABLE, "").split(os.pathsep) if entry]


def add_games_folder(folder: str | os.PathLike[str]) -> None:
    """Look for games in a folder too, in this process and those that it starts.

    Raises:
        FileError: If there is no such folder.
    """
    path = Path(folder).resolve()
    if not path.is_dir():
        raise FileError(f"there is no folder {folder} to find games in")
    if path not in _folders():
        os.environ[_VARIABLE] = os.pathsep.join([*map(str, _folders()), str(path)])


def games_in_folders() -> dict[str, str]:
    """Where games of one's own are, by name: what an entry point would say."""
    folders = _folders()
    package = sys.modules.setdefault(PACKAGE, types.ModuleType(PACKAGE))
    package.__path__ = [str(folder) for folder in folders]
    found = sorted(init.parent.name for folder in folders for init in folder.glob("*/__init__.py"))
    return {name: f"{PACKAGE}.{name}:game" for name in found if name.isidentifier()}
