"""A run's folder: where its champion is kept."""

from __future__ import annotations

from pathlib import Path

from neuro.champion import Champion
from neuro.errors import FileError
from neuro.storage.faults import in_words
from neuro.storage.files import save

__all__ = ["RunFolder", "new_run_folder"]


def new_run_folder(root: Path, game: str) -> Path:
    """Make the next free folder ``<game>-<number>``.

    Raises:
        FileError: If it cannot be made.
    """
    number = 1
    while True:
        folder = root / f"{game}-{number}"
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            number += 1
        except OSError as error:
            raise FileError(
                f"cannot make the run's folder {folder}: {in_words(error)}; choose another with --out"
            ) from error
        else:
            return folder


class RunFolder:
    """What is kept of a run.

    Args:
        path: The folder; made if it is not there.

    Raises:
        FileError: If it cannot be made, or is a file.
    """

    def __init__(self, path: Path) -> None:
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileError(
                f"cannot make the run's folder {path}: {in_words(error)}; choose another with --out"
            ) from error
        self.path = path

    @property
    def champion_file(self) -> Path:
        """The best network so far."""
        return self.path / "champion.neuro"

    def keep_champion(self, champion: Champion) -> None:
        """Write the champion, whole or not at all.

        Raises:
            FileError: If it cannot be written.
        """
        save(champion, self.champion_file)
