import json

import numpy as np

from neuro.network import Dense, Input, Network
from neuro.storage.description import describe
from neuro.storage.files import load, read, save


def test_a_champion_is_described_in_plain_values(champion):
    champion.network.genome[:4] = [-3, 5, 0.25, 0.5]
    found = json.loads(json.dumps(describe(champion), allow_nan=False))
    weights = found.pop("weights")
    assert found == {
        "kind": "champion",
        "game": "flappy",
        "rules_version": 1,
        "setting": {"gravity": 0.35, "gap": 120.0},
        "seed": 7,
        "generation": 12,
        "fitness": 345.5,
        "score": 20.25,
        "algorithm": "ga",
        "algorithm_settings": {
            "population": 1000,
            "rate": 0.1,
            "selection": "rank",
            "keep": True,
            "sizes": [3, 4],
        },
        "exam": {"courses": 4, "max_steps": 5000},
        "created": "2026-11-24T10:00:00+00:00",
        "made_by": "0.1.0",
        "level": "storm",
        "layers": ["Input(3)", "Dense(2, tanh)", "Dense(2, sigmoid)"],
        "parameters": 14,
    }
    assert (weights["min"], weights["max"]) == (-3, 5)
    np.testing.assert_allclose(weights["mean"], np.mean(champion.network.genome), rtol=1e-6)


def test_what_is_saved_is_described_as_what_is_loaded(champion, tmp_path):
    save(champion, tmp_path / "file")
    assert describe(load(tmp_path / "file")) == describe(champion)


def test_a_network_is_described_with_its_origin_when_that_is_known(champion, tmp_path):
    save(champion.network, tmp_path / "file")
    with_origin, without = describe(read(tmp_path / "file")), describe(champion.network)
    assert with_origin["kind"] == without["kind"] == "network"
    assert with_origin.keys() - without.keys() == {"created", "made_by"}
    assert with_origin["layers"] == without["layers"]


def test_images_and_networks_without_parameters_are_described():
    found = describe(Network([Input((28, 28))]))
    assert found["layers"] == ["Input(28 × 28)"]
    assert found["parameters"] == 0
    assert found["weights"] == {}


def test_small_numbers_of_game_parameters_keep_their_float32(champion):
    champion.setting["tiny"] = np.float32(1e-30)
    assert np.float32(describe(champion)["setting"]["tiny"]) == np.float32(1e-30)


def test_layers_without_activation_are_spelled_with_the_default():
    assert describe(Network([Input(1), Dense(1)], seed=1))["layers"] == ["Input(1)", "Dense(1, identity)"]
