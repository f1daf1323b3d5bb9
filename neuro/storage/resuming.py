"""Going on with a run that is kept in a folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from neuro.errors import NeuroError
from neuro.evolution.reporters import Reporter
from neuro.evolution.run import Result, run
from neuro.storage.recorder import Recorder
from neuro.storage.runs import RunFolder

__all__ = ["resume"]


def resume(
    path: str | os.PathLike[str],
    *,
    generations: int | None = None,
    keep_going: bool = False,
    threads: int | None = None,
    engine: str = "local",
    address: str | None = None,
    reporters: Sequence[Reporter] = (),
) -> Result:
    """Go on with a run, to the same bits as if it had never stopped; of one that has ended, its result again.

    Args:
        path: The run's folder.
        generations: The largest number of generations, counted from the first; the one that the run was begun with when
            None.
        keep_going: Whether to go on when the game is solved, even if the run was begun to stop there.
        threads: Number of threads or workers that evaluate; as many as there are when None.
        engine: Name of what evaluates, whatever it was before: see ``neuro.evolve``.
        address: Address of a Ray cluster; one on this machine, for this run alone, when None.
        reporters: Reporters that listen, besides those that keep the run.

    Raises:
        FileError: If there is no such run, or another process is writing to it.
        NeuroError: If the game's rules have another version, or nothing has been evaluated after all.
    """
    folder = RunFolder(Path(path))
    recorder, manifest = Recorder(folder), folder.manifest
    try:
        evolution = folder.evolution(threads, engine=engine, address=address)
    except BaseException:
        recorder.close()
        raise
    with evolution.evaluator:
        run(
            evolution,
            generations=generations or manifest.generations,
            keep_going=keep_going or manifest.keep_going,
            reporters=[recorder, *reporters],
        )
    if evolution.champion is None:
        raise NeuroError(f"the run in {path} has no generations")
    return Result(evolution.champion, evolution.history, evolution.fingerprint, evolution.solved)
