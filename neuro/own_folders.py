"""Folders of one's own, in which a command finds games or algorithms besides those that are installed."""

from __future__ import annotations

import os
import shlex
import sys
import types
from collections.abc import Callable
from pathlib import Path

from neuro.errors import FileError

__all__ = ["OwnFolders"]


class OwnFolders:
    """The folders with games, or with algorithms, of one's own.

    Args:
        kind: What is found in them, in the plural.
        variable: The variable of the environment that names them, so that processes that are started know them, too.
        option: The option of the command line that names one.
        package: The package that they are imported into, whatever else their names may mean to Python.
    """

    def __init__(self, kind: str, variable: str, option: str, package: str) -> None:
        self.kind, self.variable, self.option, self.package = kind, variable, option, package
        self._added: dict[Path, str] = {}  # folders that this process was told of, as they were written

    @property
    def paths(self) -> list[Path]:
        """The folders, in the order in which they were named."""
        return [Path(entry) for entry in os.environ.get(self.variable, "").split(os.pathsep) if entry]

    def add(self, folder: str | os.PathLike[str]) -> None:
        """Look in a folder too, in this process and those that it starts.

        Raises:
            FileError: If there is no such folder, or its name is that of several.
        """
        path = Path(folder).resolve()
        if not path.is_dir():
            raise FileError(f"there is no folder {folder} to find {self.kind} in")
        if os.pathsep in str(path):
            raise FileError(f"{path} cannot be a folder of {self.kind}: {os.pathsep!r} parts one folder from the next")
        self._added[path] = str(folder)
        if path not in self.paths:
            os.environ[self.variable] = os.pathsep.join([*map(str, self.paths), str(path)])

    def option_for(self, holds: Callable[[Path], bool]) -> str:
        """What a command needs to find again what came by the option: that, after a space; or nothing.

        Args:
            holds: Whether a folder is one of those that are needed.
        """
        needed = [self._added[path] for path in self.paths if path in self._added and holds(path)]
        return "".join(f" {self.option} {shlex.quote(written)}" for written in needed)

    def lost(self) -> list[Path]:
        """Folders that the variable names and that are not there."""
        return [folder for folder in self.paths if not folder.is_dir()]

    def ready_to_import(self) -> str:
        """The package whose modules are those of the folders."""
        package = sys.modules.setdefault(self.package, types.ModuleType(self.package))
        package.__path__ = [str(folder) for folder in self.paths]
        return self.package
