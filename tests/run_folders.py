"""Small runs in folders, for tests: begun, recorded, taken up again."""

import dataclasses

from games_for_tests import quick_flappy

from neuro.evolution import Evolution, EvolutionSettings
from neuro.evolution.run import run
from neuro.storage.manifest import Manifest
from neuro.storage.recorder import Recorder
from neuro.storage.runs import RunFolder

#: As a run from the command line plays it: on its usual level.
GAME = quick_flappy.at("")

GENERATIONS = 12
SETTINGS = EvolutionSettings(seed=3, population=20, episodes=2, max_steps=120)


def begun(path, *, evolution=None, **options):
    """A run that has not evolved, and its folder."""
    evolution = evolution or Evolution(GAME, SETTINGS)
    folder = RunFolder.create(path, Manifest.of(evolution, generations=GENERATIONS, keep_going=True, **options))
    return evolution, folder


def recorded(path, generations=GENERATIONS, **options):
    """A run that has evolved, and its folder."""
    evolution, folder = begun(path, **options)
    run(evolution, generations=generations, keep_going=True, reporters=[Recorder(folder)])
    return evolution, folder


def resumed(path, generations=GENERATIONS):
    """The run in a folder, taken up again."""
    folder = RunFolder(path)
    recorder = Recorder(folder)
    evolution = folder.evolution()
    run(evolution, generations=generations, keep_going=True, reporters=[recorder])
    return evolution


def alone(generations=GENERATIONS):
    """The run that nobody records."""
    evolution = Evolution(GAME, SETTINGS)
    run(evolution, generations=generations, keep_going=True)
    return evolution


def all_but_time(evolution):
    """Everything that two runs must have in common to be the same."""
    champion = evolution.champion
    return (
        evolution.fingerprint,
        evolution.genomes.matrix.tobytes(),
        [dataclasses.replace(record, seconds=0) for record in evolution.history],
        champion and (champion.network.genome.tobytes(), champion.generation, champion.fitness, champion.score),
        (evolution.agent_steps, evolution.solved, evolution.changes),
    )
