"""A watched run, from which another may branch off: each is kept in a folder of its own."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

from neuro.cli.session import Session
from neuro.evolution.evolution import Evolution
from neuro.evolution.reporters import Reporter
from neuro.storage.manifest import Manifest
from neuro.storage.recorder import Recorder
from neuro.storage.runs import RunFolder, free_run_folder

__all__ = ["BranchRecorder"]


class BranchRecorder:
    """Keeps the run that is watched, and those that branch off from it.

    Args:
        session: The run that is watched at first.

    Attributes:
        session: The run that is watched now.
        seconds_shown: Seconds for which it was shown in a window, by the window's own clock; None where there was none.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.seconds_shown: float | None = None

    def start(self) -> None:
        """The run is about to be watched."""
        for reporter in self.session.reporters:
            reporter.start(self.session.evolution)

    def finish(self) -> None:
        """The run is watched no more: write down all of it."""
        with ExitStack() as told:
            for reporter in self.session.reporters:
                told.callback(reporter.finish, self.session.evolution)

    def branch(self, evolution: Evolution) -> tuple[Reporter, ...]:
        """Another run has branched off and is watched instead; returns what keeps it.

        Raises:
            FileError: If its folder cannot be made.
        """
        self.finish()
        old = self.session
        manifest = Manifest.of(
            evolution,
            generations=old.options.generations,
            keep_going=old.options.keep_going,
            checkpoint_every=old.folder.manifest.checkpoint_every,
            keep=old.folder.manifest.keep,
        )
        folder = RunFolder.create(free_run_folder(old.folder.path.parent, evolution.game.name), manifest)
        recorder = Recorder(folder)
        self.session = replace(old, evolution=evolution, folder=folder, recorder=recorder, logs=())
        recorder.start(evolution)
        recorder.save(evolution)
        return (recorder,)
