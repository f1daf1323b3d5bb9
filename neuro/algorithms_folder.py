"""Algorithms in a folder of one's own: every module or package in it is imported, and its algorithms are found."""

from __future__ import annotations

import os
from pathlib import Path

from neuro.own_folders import OwnFolders

__all__ = ["add_algorithms_folder", "algorithms_option", "lost_algorithm_folders", "modules_in_folders"]

_PACKAGE = "own_algorithms"
_FOLDERS = OwnFolders("algorithms", "NEURO_ALGORITHMS", "--algorithms", _PACKAGE)


def add_algorithms_folder(folder: str | os.PathLike[str]) -> None:
    """Look for algorithms in a folder too, in this process and those that it starts.

    Raises:
        FileError: If there is no such folder.
    """
    _FOLDERS.add(folder)


def lost_algorithm_folders() -> list[Path]:
    """Folders of one's own that are not there."""
    return _FOLDERS.lost()


def modules_in_folders() -> list[str]:
    """Dotted names of the modules in folders of one's own, ready to be imported."""
    package = _FOLDERS.ready_to_import()
    return [f"{package}.{name}" for folder in _FOLDERS.paths for name in _names_in(folder)]


def algorithms_option(module: str) -> str:
    """What a command needs to find again an algorithm of a folder of one's own: the option, after a space; or nothing.

    Args:
        module: Dotted name of the module that the algorithm's class stands in.
    """
    package, _, rest = module.partition(".")
    name = rest.partition(".")[0]
    return _FOLDERS.option_for(lambda folder: package == _PACKAGE and name in _names_in(folder))


def _names_in(folder: Path) -> list[str]:
    """Names of the modules and packages that stand in a folder; those that begin with a line are left to the others."""
    files = [path.stem for path in folder.glob("*.py")]
    packages = [path.parent.name for path in folder.glob("*/__init__.py")]
    return sorted(name for name in {*files, *packages} if name.isidentifier() and not name.startswith("_"))
