"""Games in a folder of one's own: every subfolder that is a package with a ``game`` in it."""

from __future__ import annotations

import os
from pathlib import Path

from neuro.errors import FileError
from neuro.own_folders import OwnFolders

__all__ = [
    "PACKAGE",
    "add_games_folder",
    "folder_beside",
    "folders_with",
    "games_in_folders",
    "games_option",
    "lost_folders",
]

#: The package that games of one's own are imported into, whatever else their names may mean to Python.
PACKAGE = "own_games"

_INSIDE = "*/__init__.py"
_FOLDERS = OwnFolders("games", "NEURO_GAMES", "--games", PACKAGE)


def add_games_folder(folder: str | os.PathLike[str]) -> None:
    """Look for games in a folder too, in this process and those that it starts.

    Raises:
        FileError: If there is no such folder, or it is itself a game's.
    """
    path = Path(folder).resolve()
    if (path / "rules.py").is_file() and not any(path.glob(_INSIDE)):
        raise FileError(f"{folder} is a game's own folder: name the one above it, {path.parent}")
    _FOLDERS.add(folder)


def folders_with(name: str) -> list[Path]:
    """The folders of one's own that hold a game of that name."""
    return [folder for folder in _FOLDERS.paths if (folder / name / "__init__.py").is_file()]


def games_option(name: str) -> str:
    """What a command needs to find a game again that came by ``--games DIR``: that, after a space; or nothing."""
    return _FOLDERS.option_for(lambda folder: (folder / name / "__init__.py").is_file())


def folder_beside(name: str) -> str:
    """How a game of one's own is found, in words: with the folder, where people stand beside it or in it."""
    beside = [place for place in (".", "..") if Path(place, name, "__init__.py").is_file()]
    return f"there is a folder {name} here: --games {beside[0]} finds it" if beside else "one of your own: --games DIR"


def lost_folders() -> list[Path]:
    """Folders of one's own that are not there."""
    return _FOLDERS.lost()


def games_in_folders() -> dict[str, str]:
    """Where games of one's own are, by name: what an entry point would say."""
    package = _FOLDERS.ready_to_import()
    found = sorted(init.parent.name for folder in _FOLDERS.paths for init in folder.glob(_INSIDE))
    return {name: f"{package}.{name}:game" for name in found if name.isidentifier()}
