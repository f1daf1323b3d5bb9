"""The engine of live pages evolves to the same bits as neuro itself: fingerprint, history and champion."""

import dataclasses
import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from games.flappy import game as flappy
from neuro.evolution import Evolution, EvolutionSettings
from neuro.evolution.algorithms import GeneticSettings
from neuro.live.composed_page import engine_code, live_facts
from neuro.policies import policy_of
from neuro.storage.files import load_champion
from neuro.storage.messages import encode
from neuro.verification import verify_champion

NODE = shutil.which("node")
POPULATION, GENERATIONS = 40, 4
#: Together they have every method of selection, crossover and mutation, islands that send genomes, and sharing.
BREEDINGS = [
    {},
    {"selection": "rank", "crossover": "blend", "mutation_kind": "cauchy", "sharing": 0.5},
    {"selection": "roulette", "pressure": 3.0, "crossover": "layer", "mutation_kind": "polynomial"},
    {"selection": "universal", "crossover": "one-point", "mutation_kind": "self-adaptive", "islands": 3},
    {"selection": "truncation", "crossover": "two-point", "islands": 4, "migration_every": 2, "migration": 0.3},
    {"crossover": "simulated-binary", "pressure": 2.0, "elites": 0.2, "mutation_kind": "self-adaptive"},
]


def settings(breeding, seed=330901):
    return EvolutionSettings(seed=seed, population=POPULATION, episodes=2, breeding=GeneticSettings(**breeding))


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What the engine tells of a run under each of the settings, and the folder of the champions' files."""
    if NODE is None:
        pytest.skip("needs node")
    folder: Path = tmp_path_factory.mktemp("live")
    facts, wasm = live_facts(flappy, settings({}), policy_of(flappy.layers))
    runs = [
        {"run": {"seed": 330901, "settings": one}, "generations": GENERATIONS, "workers": 1 + place % 3}
        for place, one in enumerate(BREEDINGS)
    ]
    (folder / "facts.json").write_text(json.dumps(facts))
    (folder / "kernels.wasm").write_bytes(wasm)
    (folder / "engine.js").write_text(engine_code("ga"), encoding="utf-8")
    (folder / "asked.json").write_text(json.dumps(runs))
    done = subprocess.run([NODE, Path(__file__).with_name("run.js"), folder], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), folder


@pytest.mark.parametrize("place", range(len(BREEDINGS)))
def test_a_page_evolves_to_the_same_bits_under_all_settings_by_one_two_or_three_workers(told, place):
    run = Evolution(flappy, settings(BREEDINGS[place]), threads=1)
    for generation in range(GENERATIONS):
        if generation == GENERATIONS // 2:
            waiting = run.genomes.matrix[0, :3].copy()
        record, found = run.step(), told[0][place]["history"][generation]
        assert found["fingerprint"] == record.fingerprint
        assert (found["best"], found["mean"]) == (record.best_fitness, record.mean_fitness)
        assert (found["spread"], found["steps"]) == (record.stdev_fitness, record.agent_steps)
    champion = told[0][place]["champion"]
    assert (champion["generation"], champion["fitness"]) == (run.champion.generation, run.champion.fitness)
    assert np.array_equal(np.float32(told[0][place]["travelled"]), waiting)


def test_an_exam_that_workers_share_comes_out_as_if_one_had_played_it(told):
    for alone, shared in (one["trials"] for one in told[0]):
        assert len(set(alone[0])) > 2
        assert shared == alone


@pytest.mark.parametrize("place", range(len(BREEDINGS)))
def test_a_champion_of_a_page_is_the_file_that_neuro_would_keep(told, place):
    found, run = load_champion(told[1] / f"champion-{place}.neuro"), Evolution(flappy, settings(BREEDINGS[place]))
    for _ in range(GENERATIONS):
        run.step()
    kept = dataclasses.replace(run.champion, created=found.created)
    assert encode(found) == encode(kept)
    assert verify_champion(found).agrees
