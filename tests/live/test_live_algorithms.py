"""Algorithms of live pages: kernels as WebAssembly and the JavaScript around them breed what is bred here."""

import hashlib
import json
import shutil
import subprocess

import numpy as np
import pytest
from algorithms_as_wasm import facts, game, made_module, policy_of_page, scripts

from neuro.errors import NeuroError
from neuro.evolution.algorithms import ALGORITHMS, Results, begin_search, settings_of
from neuro.live.algorithms import LIVE, live_algorithm
from neuro.policies import genome_of, genomes_of
from neuro.storage.network_messages import network_to

SEED, GENERATIONS = 330901, 6
OWN = sorted(name for name, one in ALGORITHMS.items() if one.__module__.startswith("neuro."))

#: Algorithm, settings and population: odd ones, so that vectors end in the middle; of each setting that has a branch.
CASES = [
    ("annealing", {"temperature": 1.0, "restarts": 0.3}, 41),
    ("cosyne", {}, 41),
    ("cosyne", {"exchange": "all", "children": 0.1, "parents": 1.0}, 20),
    ("de", {"doubt": 0.1}, 41),
    ("de", {"base": "rand", "crossover_rate": 0.5}, 20),
    ("es", {}, 41),
    ("es", {"antithetic": False, "weight_decay": 0.1}, 20),
    ("ga", {}, 41),
    ("map-elites", {"cells": 4}, 41),
    ("neat", {"species": 4}, 61),
    ("neat", {"add_node": 0.4, "add_link": 0.3, "delete_node": 0.1, "delete_link": 0.1, "toggle_rate": 0.2}, 41),
    ("neat", {"recurrent": True, "species": 0, "dropoff_age": 2, "interspecies_rate": 0.5}, 41),
    ("neat", {"add_node": 0.4, "activation_rate": 0.3, "activation_options": "relu+sigmoid"}, 41),
    ("novelty", {"neighbours": 3, "archive_most": 30, "fitness_share": 0.3}, 41),
    ("pso", {"doubt": 0.1}, 41),
    ("pso", {"neighbours": "ring", "fastest": 0.1}, 20),
    ("random", {}, 41),
    ("snes", {"least_sigma": 0.2}, 41),
    ("xnes", {"shape_rate": 0.5}, 41),
]

#: Changes of NEAT's settings that a page refuses.
REFUSED = [
    ({"activation": "relu"}, "activation is tanh in this page, which is made for it, not relu"),
    ({"add_node": 0.5, "delete_link": 0.5}, "a child changes one structure at most"),
]

#: What the page does with a case; see ``outcomes``.
DRIVER = """
const fs = require("fs"), crypto = require("crypto"), [, , wasm, told] = process.argv;
const digest = evolution => {
  const found = crypto.createHash("sha256");
  evolution.genomes.bytes.forEach(part => found.update(part));
  return found.digest("hex");
};
const outcome = ({fitness, behaviour}) => ({
  fitness: Float64Array.from(fitness), score: Float64Array.from(fitness), scores: Float32Array.from(fitness),
  behaviour: Float32Array.from(behaviour),
});
const run = async ({facts, outcomes, settings}) => {
  const evolution = await Evolution.open(facts, new Uint8Array(fs.readFileSync(wasm))), found = [];
  if (settings) evolution.change({settings});
  const step = one => { found.push(digest(evolution)); evolution.breed(outcome(one)); };
  outcomes.slice(0, 2).forEach(step);
  const state = evolution.search.state();
  outcomes.slice(2).forEach(step);
  const last = digest(evolution), metrics = evolution.search.metrics?.() ?? null;
  const network = evolution.genomeKind.message(evolution.genomes.one(3), facts);
  evolution.past.restore({search: state, settings: evolution.settings, setting: evolution.setting});
  outcomes.slice(2).forEach(one => evolution.breed(outcome(one)));
  return {found: [...found, last], again: digest(evolution), metrics, network: Buffer.from(network).toString("hex")};
};
Promise.all(JSON.parse(fs.readFileSync(told)).map(one => run(one).catch(error => ({error: error.message}))))
  .then(found => console.log(JSON.stringify(found)));
"""


def outcomes(population, seed):
    """Fitness with equals, and behaviours, for some generations."""
    rng = np.random.default_rng(seed)
    return [
        {
            "fitness": np.round(rng.normal(size=population) * 3, 1).tolist(),
            "behaviour": rng.normal(size=(population, 2)).astype(np.float32).tolist(),
        }
        for _ in range(GENERATIONS)
    ]


def told(name, settings, population, pages):
    """What the page is told of a case."""
    found = [{**one, "behaviour": np.ravel(one["behaviour"]).tolist()} for one in outcomes(population, len(name))]
    return {"facts": facts(name, settings, population, SEED, pages), "outcomes": found}


@pytest.fixture(scope="module")
def in_page(tmp_path_factory):
    """What becomes of all cases, and of a network that grows out of its room, in the page's code."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node to run JavaScript")
    folder = tmp_path_factory.mktemp("page")
    wasm, pages = made_module(folder)
    cases = [told(*case, pages) for case in CASES]
    small = told("neat", {"add_node": 1.0, "add_link": 0.0}, 41, pages)
    small["facts"]["algorithm"]["facts"]["room"] = 2
    (folder / "page.wasm").write_bytes(wasm)
    (folder / "page.js").write_text(scripts() + DRIVER)
    refused = [{**told("neat", {}, 41, pages), "settings": one} for one, _ in REFUSED]
    (folder / "told.json").write_text(json.dumps([*cases, *refused, small]))
    command = [node, folder / "page.js", folder / "page.wasm", folder / "told.json"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def bred_here(name, settings, population):
    """Digests of each generation's genomes; of the last the metrics, and the message of a network; natively."""
    policy, chosen = policy_of_page(name, settings), settings_of(name, settings, {})
    search = begin_search(name, policy, policy.first(population, SEED, game().initialiser), SEED, chosen)
    found = [digest_of(search)]
    for one in outcomes(population, len(name)):
        fitness, behaviour = np.array(one["fitness"]), np.array(one["behaviour"], np.float32)
        search.tell(Results(fitness, fitness[:, np.newaxis].astype(np.float32), behaviour))
        found.append(digest_of(search))
    fourth = network_to(policy.network(genome_of(genomes_of(search.ask()).take([3]))))
    return found, search.metrics(), fourth.SerializeToString(deterministic=True).hex()


def digest_of(search):
    digest = hashlib.sha256()
    genomes_of(search.ask()).update(digest)
    return digest.hexdigest()


@pytest.mark.parametrize("case", range(len(CASES)), ids=[f"{name}-{k}" for k, (name, *_) in enumerate(CASES)])
def test_a_page_breeds_the_same_bits(case, in_page):
    found, metrics, network = bred_here(*CASES[case])
    there = in_page[case]
    assert "error" not in there, there["error"]
    assert there["found"] == found
    assert there["again"] == found[-1], "going back to an earlier generation"
    assert there["network"] == network, "what the champion's file holds"
    assert there["metrics"] is None or there["metrics"] == metrics


def test_a_network_that_grows_out_of_a_pages_room_ends_the_run_in_a_sentence(in_page):
    assert in_page[-1]["error"].startswith("a network has grown to 3 hidden nodes, and this page has room for 2")


@pytest.mark.parametrize("place", range(len(REFUSED)))
def test_settings_that_a_page_cannot_follow_are_refused(place, in_page):
    assert in_page[len(CASES) + place]["error"].startswith(REFUSED[place][1])


@pytest.mark.parametrize("name", OWN)
def test_every_algorithm_is_in_pages_or_refused_with_the_reason(name):
    if name in LIVE:
        assert live_algorithm(name).scripts or name == "ga"
    else:
        with pytest.raises(NeuroError, match=r"LAPACK|learns from each step"):
            live_algorithm(name)
