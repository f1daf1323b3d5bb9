"""The page on which backprop and evolution learn exclusive or has the bits of both, whatever its sliders say."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from neuro.datasets import xor
from neuro.evolution.algorithms import GeneticSettings
from neuro.evolution.supervised import Supervised, SupervisedEvolution
from neuro.live.composed_page import engine_code
from neuro.live.examples_page import examples_facts, xor_page
from neuro.live.page_check import verify_page
from neuro.network import Dense, Input, Network
from neuro.network.training import SGD

ASKED = [
    {"seed": "330903", "hidden": 4, "rate": 0.1, "stdev": 0.5},
    {"seed": "4611686018427387905", "hidden": 7, "rate": 0.75, "stdev": 1.25},
]
EPOCHS, GENERATIONS = (7, 33), (2, 3)  # in two parts


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_both_learn_to_the_same_bits_in_a_page(tmp_path):
    facts, wasm = examples_facts(1)
    steps = [
        [
            {"epochs": epochs, "generations": some, "rate": one["rate"]}
            for epochs, some in zip(EPOCHS, GENERATIONS, strict=True)
        ]
        for one in ASKED
    ]
    asked = [
        {**one, "settings": {"mutation_stdev": one["stdev"]}, "steps": of} for one, of in zip(ASKED, steps, strict=True)
    ]
    for name, content in (("facts", facts), ("asked", asked)):
        (tmp_path / f"{name}.json").write_text(json.dumps(content))
    (tmp_path / "kernels.wasm").write_bytes(wasm)
    (tmp_path / "engine.js").write_text(engine_code("ga", "examples.js"), encoding="utf-8")
    done = subprocess.run(["node", Path(__file__).with_name("examples.js"), tmp_path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for one, found in zip(ASKED, json.loads(done.stdout), strict=True):
        data, seed = xor(), int(one["seed"])
        layers = [Input(2), Dense(one["hidden"], "tanh"), Dense(1, "sigmoid")]
        network = Network(layers, seed=seed)
        history = network.train(
            data.x, data.y, epochs=sum(EPOCHS), loss="mse", optimizer=SGD(one["rate"]), batch_size=1, seed=seed
        )
        assert np.array_equal(np.float32(found["backprop"]["genome"]), network.genome)
        assert found["backprop"]["losses"] == list(history.loss)
        breeding = GeneticSettings(mutation_stdev=one["stdev"], elites=0.05)
        run = SupervisedEvolution(Supervised(layers, data.x, data.y, goal=0.001), seed, 60, breeding=breeding)
        for _ in range(sum(GENERATIONS)):
            run.step()
        assert found["evolution"]["fingerprint"] == run.fingerprint
        assert np.array_equal(np.float32(found["evolution"]["genome"]), run.network.genome)
        assert found["evolution"]["losses"] == list(run.losses.loss)


def test_the_page_is_true_as_it_was_written_and_what_was_altered_is_told(tmp_path):
    file, page = tmp_path / "xor.html", xor_page(5)
    file.write_text(page, encoding="utf-8")
    assert verify_page(file).agrees
    file.write_text(f"{page}<p>more", encoding="utf-8")
    assert "the page around" in verify_page(file).why
