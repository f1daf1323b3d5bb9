"""The file that ``neuro train`` keeps a network in: tried before the first step, written on the way and at the end."""

from __future__ import annotations

import itertools
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from neuro.cli.streams import complain
from neuro.errors import FileError
from neuro.network import Network
from neuro.network.training import BestEpoch, Callback, Epoch
from neuro.paths import saves_root
from neuro.storage import files
from neuro.storage.cadence import Cadence

if TYPE_CHECKING:
    from neuro.network.training import Trainer

__all__ = ["TrainingFile", "free_file"]


class TrainingFile(Callback):
    """Keeps what is learnt: now and then on the way, so that a power cut costs little, and at the end.

    Args:
        dataset: What is learnt from, in the names of new files.
        path: The file; a new one in the saves when None.
        every: Epochs between checkpoints; every few seconds when None.

    Raises:
        FileError: If there is no place for a new file.
    """

    keeps_files = True

    def __init__(self, dataset: str, path: Path | None, every: int | None) -> None:
        if path is not None and not path.parent.is_dir():
            raise FileError(f"cannot write {path}: there is no folder {path.parent}")
        self._dataset, self._every = dataset, every
        self.path = path or free_file(dataset, saves_root())
        self._cadence = Cadence()

    def check(self, network: Network, *, watched: bool) -> None:
        """Raise FileError unless what is learnt can be kept.

        Args:
            network: What is to learn; its ``state`` says how.
            watched: Whether the best of its epochs is remembered, which takes room in the file.

        Raises:
            FileError: If it could not be kept.
        """
        state, genome = network.state, network.genome
        assert state is not None
        if watched:
            epoch = Epoch(1, 0.0, 0.0, 0.0, 0.0, 0.0)
            network = Network.from_genome(network.layers, genome, dtype=network.dtype)
            network.state = replace(state, best=BestEpoch(None, epoch, genome, epoch), standing=genome)
        files.check_savable(network, self.path)

    def epoch(self, trainer: Trainer, record: Epoch) -> None:
        """Keep a checkpoint if one is due; where that fails, training goes on: the disk may have room at the end."""
        if not self._cadence.is_due(record.number, self._every):
            return
        with self._cadence.keeping():
            try:
                files.save(trainer.network, self.path)
            except FileError as error:
                complain(f"{error}; training goes on without this checkpoint")

    def keep(self, network: Network) -> None:
        """Save the network; in another place, and say so, if its own no longer takes it.

        Raises:
            FileError: If it could not be kept where it was to be.
        """
        try:
            files.save(network, self.path)
        except FileError as error:
            other = self._kept_elsewhere(network)
            raise FileError(f"{error}; what has been learnt is in {other} instead" if other else str(error)) from error

    def _kept_elsewhere(self, network: Network) -> Path | None:
        """A file of the saves, or else among temporary files, that now holds the network; None if neither takes it."""
        for folder in (saves_root, tempfile.gettempdir):
            try:
                path = free_file(self._dataset, Path(folder()))
                files.save(network, path)
            except FileError:
                continue
            return path
        return None


def free_file(dataset: str, folder: Path) -> Path:
    """The first file of a data set's name that is not there yet.

    Args:
        dataset: Name of the data set.
        folder: The folder that holds it, which is made where it is missing.

    Raises:
        FileError: If the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"cannot make {folder}: {error}; choose a file with --save") from error
    numbers = itertools.count(1)
    return next(path for n in numbers if not (path := folder / f"{dataset}-network-{n}.neuro").exists())
