"""Checkpoints: a network that is trained is kept in a file again and again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from neuro.errors import SettingError
from neuro.network.training import Callback, Epoch
from neuro.storage.files import check_savable, save

if TYPE_CHECKING:
    from neuro.network.training import Trainer

__all__ = ["Checkpoint"]


class Checkpoint(Callback):
    """Keeps the network and its training in a file, from which it goes on in the same bits.

    For example ``net.train(x, y, epochs=100, callbacks=[Checkpoint("digits.neuro", every=10)])``, and after a power
    cut ``neuro.load("digits.neuro").train(x, y, epochs=...)``.

    The file holds what ``KeepBest`` and ``EarlyStopping`` know, too; ``neuro.load(...).state.epochs_left`` says how
    many epochs are missing.

    Args:
        path: The file, by custom with the suffix ``.neuro``; replaced each time, whole or not at all.
        every: Number of epochs between two checkpoints.

    Raises:
        SettingError: If ``every`` is not a whole number of at least 1.
        FileError: From ``train``, before its first step, if the network could not be kept there.
    """

    keeps_files = True

    def __init__(self, path: str | os.PathLike[str], every: int = 1) -> None:
        if isinstance(every, bool) or not isinstance(every, int) or every < 1:
            raise SettingError(f"every is a whole number of epochs of at least 1, not {every!r}")
        self._path, self._every = Path(path), every

    def start(self, trainer: Trainer) -> None:
        check_savable(trainer.network, self._path)

    def epoch(self, trainer: Trainer, record: Epoch) -> None:
        if record.number % self._every == 0:
            save(trainer.network, self._path)
