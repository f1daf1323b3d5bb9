"""Games in a folder of one's own: every subfolder that is a package with a ``game`` in it."""

from __future__ import annotations

import os
import shlex
import sys
import types
from pathlib import Path

from neuro.errors import FileError

__all__ = ["PACKAGE", "add_games_folder", "folders_with", "games_in_folders", "games_option", "lost_folders"]

#: The package that games of one's own are imported into, whatever else their names may mean to Python.
PACKAGE = "own_games"

_INSIDE = "*/__init__.py"
_VARIABLE = "NEURO_GAMES"
_ADDED: dict[Path, str] = {}  # folders that this process was told of, as they were written


def _folders() -> list[Path]:
    return [Path(entry) for entry in os.environ.get(_VARIABLE, "").split(os.pathsep) if entry]


def add_games_folder(folder: str | os.PathLike[str]) -> None:
    """Look for games in a folder too, in this process and those that it starts.

    Raises:
        FileError: If there is no such folder, or it is itself a game's.
    """
    path = Path(folder).resolve()
    if not path.is_dir():
        raise FileError(f"there is no folder {folder} to find games in")
    if (path / "rules.py").is_file() and not any(path.glob(_INSIDE)):
        raise FileError(f"{folder} is a game's own folder: name the one above it, {path.parent}")
    if os.pathsep in str(path):
        raise FileError(f"{path} cannot be a folder of games: {os.pathsep!r} parts one folder from the next")
    _ADDED[path] = str(folder)
    if path not in _folders():
        os.environ[_VARIABLE] = os.pathsep.join([*map(str, _folders()), str(path)])


def folders_with(name: str) -> list[Path]:
    """The folders of one's own that hold a game of that name."""
    return [folder for folder in _folders() if (folder / name / "__init__.py").is_file()]


def games_option(name: str) -> str:
    """What a command needs to find a game again that came by ``--games DIR``: that, after a space; or nothing."""
    return "".join(f" --games {shlex.quote(_ADDED[one])}" for one in folders_with(name) if one in _ADDED)


def lost_folders() -> list[Path]:
    """Folders of one's own that are not there."""
    return [folder for folder in _folders() if not folder.is_dir()]


def games_in_folders() -> dict[str, str]:
    """Where games of one's own are, by name: what an entry point would say."""
    folders = _folders()
    package = sys.modules.setdefault(PACKAGE, types.ModuleType(PACKAGE))
    package.__path__ = [str(folder) for folder in folders]
    found = sorted(init.parent.name for folder in folders for init in folder.glob(_INSIDE))
    return {name: f"{PACKAGE}.{name}:game" for name in found if name.isidentifier()}
