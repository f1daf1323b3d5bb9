"""The page on which a network learns to read digits has the bits of training here, at any rate."""

import hashlib
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from neuro.datasets import digits
from neuro.live.digits_page import digits_facts, digits_page, reader_code
from neuro.live.page_check import verify_page
from neuro.network import Dense, Input, Network
from neuro.network.training import Momentum


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_a_network_learns_digits_to_the_same_bits_in_a_page(tmp_path):
    facts, wasm = digits_facts(330905)
    (tmp_path / "facts.json").write_text(json.dumps(facts))
    (tmp_path / "kernels.wasm").write_bytes(wasm)
    (tmp_path / "engine.js").write_text(reader_code(), encoding="utf-8")
    done = subprocess.run(["node", Path(__file__).with_name("digits_run.js"), tmp_path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    data, network = digits(), Network([Input(64), Dense(24, "tanh"), Dense(10, "sigmoid")], seed=330905)
    x, y = data.x.reshape(-1, 64), np.eye(10, dtype=np.float32)[data.y]
    found = json.loads(done.stdout)
    assert found[0] == facts["proof"]
    optimizer = Momentum(facts["usual"]["rate"])
    for rate, fingerprint in zip((optimizer.learning_rate, 0.3), found, strict=True):
        state = network.state
        if state is not None:
            state.optimizer = replace(optimizer, learning_rate=rate)
        network.train(
            x, y, epochs=1, loss="mse", optimizer=optimizer if state is None else None, batch_size=32, seed=330905
        )
        assert fingerprint == hashlib.blake2b(network.genome.tobytes(), digest_size=16).hexdigest()


def test_the_page_of_digits_is_true_as_it_was_written(tmp_path):
    file, page = tmp_path / "digits.html", digits_page(6)
    file.write_text(page, encoding="utf-8")
    assert verify_page(file).agrees
    assert len(page) < 150_000
