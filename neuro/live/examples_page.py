"""A page on which backprop and evolution learn exclusive or beside each other, by the kernels that learn it here."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

from neuro.datasets import xor
from neuro.evolution.algorithms import GeneticSettings
from neuro.evolution.supervised import Supervised, SupervisedEvolution
from neuro.live.composed_page import engine_code
from neuro.live.exports import Export, exports_of_search, exports_of_training
from neuro.live.facts import facts_of_examples
from neuro.live.module import is_made, wasm_module
from neuro.network import Dense, Input, Layer, Network
from neuro.network.training import SGD, loss_named, population_loss
from neuro.network.training.compiled import plan_of
from neuro.page_template import scripts
from neuro.policies import policy_of
from neuro.view.examples.surface_learners import SIDE_BY_SIDE
from neuro.view.face.face_facts import colours_for_pages
from neuro.view.face.face_page import packed_page

__all__ = ["examples_facts", "exports_of_examples", "waits_for_examples", "xor_page"]

_SIZES = range(1, 9)  # hidden nodes that a page offers
_GENERATIONS, _EPOCHS = 3, 50  # that are run here when a page is written


def _layers(hidden: int) -> tuple[Layer, ...]:
    return Input(2), Dense(hidden, "tanh"), Dense(1, "sigmoid")


def exports_of_examples() -> list[Export]:
    """The kernels of the page: those of the genetic algorithm, of a population's losses, and of training."""
    layers = _layers(SIDE_BY_SIDE["hidden"])
    network, loss = Network(layers, seed=0), loss_named(SIDE_BY_SIDE["loss"])
    used, (sizes, codes) = plan_of(network.layers, network.shapes, loss)
    row, cube, doubles = np.zeros((2, 2), np.float32), np.zeros((2, 2, 2), np.float32), np.zeros(2)
    losses = population_loss._compiled(used, loss.kind, False)
    of_losses = row, row, row, sizes, codes, row, cube, loss.knob, doubles, doubles
    trained = [one for one in exports_of_training(network, loss, SGD(SIDE_BY_SIDE["rate"])) if one.name == "train"]
    own = [Export("losses", losses, of_losses, "training"), *trained]
    return [*exports_of_search(policy_of(layers), "ga"), *own]


def _evolution(hidden: int, seed: int) -> SupervisedEvolution:
    data, of = xor(), SIDE_BY_SIDE
    breeding = GeneticSettings(mutation_stdev=of["mutation_stdev"], elites=of["elites"])
    return SupervisedEvolution(
        Supervised(_layers(hidden), data.x, data.y, goal=of["goal"]), seed, of["population"], breeding=breeding
    )


def examples_facts(seed: int) -> tuple[dict[str, Any], bytes]:
    """What the page knows, and its module.

    Args:
        seed: Seed of both that the page begins with.
    """
    wasm, pages = wasm_module(exports_of_examples)
    exports, data, loss = exports_of_examples(), xor(), loss_named(SIDE_BY_SIDE["loss"])
    evolutions = {size: _evolution(size, seed) for size in _SIZES}
    facts = facts_of_examples(evolutions, exports, pages)
    plans = {}
    for size in _SIZES:
        network = Network(_layers(size), seed=0)
        _, (sizes, codes) = plan_of(network.layers, network.shapes, loss)
        plans[str(size)] = {"sizes": sizes.tolist(), "codes": codes.tolist()}
    optimizer = SGD(SIDE_BY_SIDE["rate"])
    return facts | {
        "seed": str(seed),
        "examples": {"x": data.x.tolist(), "y": np.reshape(data.y, (-1, 1)).tolist()},
        "plans": plans,
        "training": {"limits": list(optimizer.limits), "knob": loss.knob, "knobs": list(optimizer.knobs), "slots": 0},
        "usual": dict(SIDE_BY_SIDE),
        "proof": _proof(seed),
    }, wasm


def _proof(seed: int) -> dict[str, str]:
    """Fingerprints of the beginning, as they come out here."""
    of, data = SIDE_BY_SIDE, xor()
    evolution, network = _evolution(of["hidden"], seed), Network(_layers(of["hidden"]), seed=seed)
    for _ in range(_GENERATIONS):
        evolution.step()
    network.train(data.x, data.y, epochs=_EPOCHS, loss=of["loss"], optimizer=SGD(of["rate"]), batch_size=1, seed=seed)
    weights = hashlib.blake2b(network.genome.tobytes(), digest_size=16).hexdigest()
    return {"evolution": evolution.fingerprint, "backprop": weights}


def waits_for_examples() -> bool:
    """Whether the module has still to be made, which takes its time."""
    return not is_made(exports_of_examples)


def xor_page(seed: int) -> str:
    """The page; see ``examples_facts``."""
    facts, wasm = examples_facts(seed)
    worker, script = f"{engine_code('ga', 'examples.js')}\nserve(ServedExamples);", scripts("live/examples_script.js")
    told = {"engine": facts, "face": {"colours": colours_for_pages(), "varieties": []}}
    return packed_page(told, wasm, worker, script, "live/examples_body.html", "live/lessons.css")
