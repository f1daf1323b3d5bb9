"""A page on which a network learns to read digits, by the kernel that trains it here, and reads what is drawn."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

from neuro.datasets import digits
from neuro.live.exports import Export, exports_of_training
from neuro.live.facts import facts_of_training
from neuro.live.module import is_made, wasm_module
from neuro.network import Dense, Input, Network
from neuro.network.training import Momentum, loss_named
from neuro.network.training.compiled import plan_of
from neuro.page_template import scripts
from neuro.view.face.face_facts import colours_for_pages
from neuro.view.face.face_page import packed_page

__all__ = ["digits_facts", "digits_page", "exports_of_digits", "reader_code", "waits_for_digits"]

_HIDDEN, _BATCH, _RATE = 24, 32, 1.0  # small enough for the loop that a page has
_LOSS = "mse"  # of which a browser has all: that of classes takes a library's exp
_EPOCHS = 40
_SCRIPTS = "kernels.js", "genomes.js", "choice.js", "matches.js", "champion_file.js", "engine.js", "worker.js"


def _network(seed: int) -> Network:
    return Network([Input(64), Dense(_HIDDEN, "tanh"), Dense(10, "sigmoid")], seed=seed)


def exports_of_digits() -> list[Export]:
    """The kernels of the page."""
    network = _network(0)
    return exports_of_training(network, loss_named(_LOSS), Momentum(_RATE))


def digits_facts(seed: int) -> tuple[dict[str, Any], bytes]:
    """What the page knows, and its module.

    Args:
        seed: Seed of the first weights and of the order of examples.
    """
    wasm, pages = wasm_module(exports_of_digits)
    data, network, loss, optimizer = digits(), _network(seed), loss_named(_LOSS), Momentum(_RATE)
    _, (sizes, codes) = plan_of(network.layers, network.shapes, loss)
    facts = facts_of_training(network, exports_of_digits(), pages)
    return facts | {
        "seed": str(seed),
        "pixels": {"learn": _pixels(data.x), "test": _pixels(data.test_x)},
        "labels": {"learn": data.y.tolist(), "test": data.test_y.tolist()},
        "plan": {"sizes": sizes.tolist(), "codes": codes.tolist()},
        "training": {"limits": list(optimizer.limits), "knob": loss.knob, "knobs": list(optimizer.knobs), "slots": 1},
        "usual": {"batch": _BATCH, "rate": _RATE, "epochs": _EPOCHS, "hidden": _HIDDEN},
        "proof": _proof(seed),
    }, wasm


def _pixels(images: Any) -> str:
    """Images of 8 × 8 pixels, 17 shades of which each takes a byte."""
    return bytes(np.rint(np.asarray(images) * 16).astype(np.uint8).ravel()).hex()


def _proof(seed: int) -> str:
    """A digest of the weights after an epoch, as they come out here."""
    data, network = digits(), _network(seed)
    x, y = data.x.reshape(-1, 64), np.eye(10, dtype=np.float32)[data.y]
    network.train(x, y, epochs=1, loss=_LOSS, optimizer=Momentum(_RATE), batch_size=_BATCH, seed=seed)
    return hashlib.blake2b(network.genome.tobytes(), digest_size=16).hexdigest()


def waits_for_digits() -> bool:
    """Whether the module has still to be made, which takes its time."""
    return not is_made(exports_of_digits)


def digits_page(seed: int) -> str:
    """The page; see ``digits_facts``."""
    facts, wasm = digits_facts(seed)
    told = {"engine": facts, "face": {"colours": colours_for_pages(), "varieties": []}}
    worker, script = f"{reader_code()}\nserve(ServedDigits);", scripts("live/digits_script.js")
    return packed_page(told, wasm, worker, script, "live/digits_body.html", "live/lessons.css")


def reader_code() -> str:
    """The JavaScript of the worker in which the network learns."""
    files = *_SCRIPTS, "examples.js", "digits.js"
    return scripts(*(f"live/{one}" for one in files))
