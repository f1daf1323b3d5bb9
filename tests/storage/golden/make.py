"""Make one file of each kind, as this version writes it: ``python tests/storage/golden/make.py``.

Done once for each released format, into a folder of its number; files of older ones are never made again, for they
show that they can still be read. ``expected.json`` says what is in each.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from games.flappy import game as flappy
from neuro.champion import Champion
from neuro.evolution.evolution import Evolution
from neuro.evolution.settings import Change, EvolutionSettings
from neuro.evolution.state import Best, EvolutionState
from neuro.network import Dense, Input, Network
from neuro.policies import genome_of
from neuro.storage import events, files
from neuro.storage.checkpoint import Checkpoint, save_checkpoint
from neuro.storage.description import describe_file
from neuro.storage.events import append_event
from neuro.storage.history_file import HistoryFile
from neuro.storage.manifest import Manifest, write_manifest
from neuro.version import __version__

HERE = Path(__file__).parent
MOMENT = "2026-11-24T10:00:00+00:00"

NETWORK = Network.from_genome(
    [Input(2), Dense(2, "tanh"), Dense(1, "sigmoid")], np.arange(-4, 5, dtype=np.float32) / np.float32(8)
)
CHAMPION = Champion(
    network=NETWORK,
    game="flappy",
    rules_version=1,
    setting={"gravity": 0.35, "gap": 120.0},
    seed=7,
    generation=12,
    fitness=345.5,
    score=20.25,
    algorithm="ga",
    algorithm_settings={"population": 1000, "mutation_rate": 0.1, "selection": "rank", "keep": True, "sizes": (3, 4)},
    exam={"courses": 4, "max_steps": 5000, "solved": False},
    created=MOMENT,
    made_by=__version__,
)
STATE = EvolutionState(
    generation=3,
    arrays={
        "genomes": np.arange(12, dtype=np.float32).reshape(4, 3),
        "steps": np.array([1, -2]),
        "mean": np.array(0.5),
    },
    fingerprint="00112233445566778899aabbccddeeff",
    best=Best(genome_of(np.array([0.5, -1.5, 2.0], np.float32)), 1, 99.5, 3.25, False),
    solved=False,
    agent_steps=12345,
    seconds=1.5,
    changes=(Change(1, "mutation_rate", 0.25), Change(2, "selection", "rank"), Change(2, "episodes", 3)),
)
CHECKPOINT = Checkpoint(STATE, bytes(range(16)), "flappy", "ga", MOMENT, __version__)


def a_run() -> Checkpoint:
    """Where a small run stands after two generations."""
    evolution = Evolution(flappy, EvolutionSettings(seed=5, population=4, episodes=1, max_steps=60))
    evolution.step(), evolution.step()
    return Checkpoint(replace(evolution.state(), seconds=0.5), bytes(16), "flappy", "ga", MOMENT, __version__)


def a_folder(folder: Path) -> None:
    """The files of a run's folder that are written in words."""
    evolution = Evolution(flappy, EvolutionSettings(seed=5, population=4, episodes=1, max_steps=60))
    manifest = replace(Manifest.of(evolution, generations=2), made={"created": MOMENT, "neuro": __version__})
    write_manifest(manifest, folder / "run.toml")
    history = HistoryFile(folder / "history.csv", [])
    for _ in range(2):
        history.append(replace(evolution.step(), seconds=0.25))
    history.close()
    events.now = lambda: MOMENT
    append_event(folder / "events.jsonl", "begun", generation=0)
    append_event(folder / "events.jsonl", "changed", generation=1, setting="mutation_rate", value=0.5)


def make(folder: Path) -> None:
    """Write a file of each kind."""
    folder.mkdir()
    files.now = lambda: MOMENT
    files.save(CHAMPION, folder / "champion.neuro")
    files.save(NETWORK, folder / "model.neuro")
    save_checkpoint(CHECKPOINT, folder / "checkpoint.neuro")
    save_checkpoint(a_run(), folder / "run.neuro")
    a_folder(folder)
    expected = {path.name: describe_file(path) for path in sorted(folder.glob("*.neuro"))}
    (folder / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")


if __name__ == "__main__":
    make(HERE / sys.argv[1])
