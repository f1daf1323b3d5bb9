"""What it costs to keep a run: ``python benchmarks/checkpoints.py``.

First a run of 1,000 genomes of 66 parameters, kept by time and kept after every generation: the share of its time that
keeping it takes. Then a population of 100,000 × 1,000 (400 MB), beside ``numpy.save`` of the same matrix with the same
fsync, in turn and into new files each time; of each the best of some rounds.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

import numpy as np

from neuro.evolution import Evolution, EvolutionSettings, GeneticSettings
from neuro.evolution.run import run
from neuro.evolution.state import Best, EvolutionState
from neuro.game import find_game
from neuro.storage.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from neuro.storage.manifest import Manifest
from neuro.storage.recorder import Recorder
from neuro.storage.runs import RunFolder


class TimedRecorder(Recorder):
    """Keeps a run and adds up the seconds that this takes."""

    spent = 0.0
    checkpoints = 0

    def generation(self, evolution, record):
        """See ``Reporter.generation``."""
        start = time.perf_counter()
        super().generation(evolution, record)
        self.spent += time.perf_counter() - start

    def save(self, evolution):
        """See ``Recorder.save``."""
        super().save(evolution)
        self.checkpoints += 1


def kept(folder, seconds, every):
    """Evolve a run for some seconds; its recorder and how long it took."""
    game = find_game("flappy").at("")
    evolution = Evolution(game, EvolutionSettings(seed=1, breeding=GeneticSettings(**game.evolution)))
    evolution.compile()
    recorder = TimedRecorder(RunFolder.create(folder, Manifest.of(evolution, checkpoint_every=every)))
    start = time.perf_counter()
    run(evolution, keep_going=True, reporters=[recorder], stop=lambda: time.perf_counter() - start > seconds)
    return evolution, recorder, time.perf_counter() - start


def cost_of_keeping(place, seconds):
    """Tell what keeping a run costs."""
    for name, every in (("by time", None), ("every generation", 1)):
        evolution, recorder, took = kept(place / name, seconds, every)
        print(
            f"1,000 × 66, kept {name}: {evolution.generation} generations in {took:.1f} s, {recorder.checkpoints} "
            f"checkpoints, {1000 * recorder.spent / evolution.generation:.2f} ms a generation, "
            f"{100 * recorder.spent / took:.1f} % of the time"
        )


def synced_by_numpy(path, matrix):
    """``numpy.save`` and fsync; the seconds they took."""
    start = time.perf_counter()
    with path.open("xb") as file:
        np.save(file, matrix)
        file.flush()
        os.fsync(file.fileno())
    return time.perf_counter() - start


def saved(path, matrix):
    """A checkpoint; the seconds it took."""
    best = Best(matrix[0].copy(), 0, 0.0, 0.0, False)
    state = EvolutionState(1, {"genomes": matrix}, "0" * 32, best, False, 0, 0.0, ())
    start = time.perf_counter()
    save_checkpoint(Checkpoint(state, bytes(16), "flappy", "ga"), path)
    return time.perf_counter() - start


def beside_numpy(place, rounds):
    """Tell how fast a large population is saved."""
    matrix = np.random.default_rng(1).random((100_000, 1000), np.float32)
    theirs, ours = [], []
    for _ in range(rounds):
        for times, save in ((theirs, synced_by_numpy), (ours, saved)):
            os.sync()
            times.append(save(place / "large", matrix))
            if save is saved:
                start = time.perf_counter()
                load_checkpoint(place / "large")
                loading = time.perf_counter() - start
            (place / "large").unlink()
    size = matrix.nbytes / 1e6
    print(
        f"100,000 × 1,000: numpy.save {size / min(theirs):.0f} MB/s, a checkpoint {size / min(ours):.0f} MB/s "
        f"({min(theirs) / min(ours):.2f} of it), loaded and checked at {size / loading:.0f} MB/s"
    )


def main():
    """Measure and tell."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seconds", type=float, default=15, help="of each run")
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        cost_of_keeping(Path(place), given.seconds)
        beside_numpy(Path(place), given.rounds)


if __name__ == "__main__":
    main()
