"""A live page: one file that holds the module, what it has to know, the engine and all that is seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from typing import Any

from neuro.evolution.evolution import Evolution
from neuro.evolution.settings import EvolutionSettings
from neuro.game import Game
from neuro.live.algorithms import live_algorithm
from neuro.live.exports import exports_of, page_policy
from neuro.live.facts import facts_of
from neuro.live.module import is_made, wasm_module
from neuro.page_template import scripts
from neuro.policies import Policy
from neuro.view.face.face_page import face_page

__all__ = ["PROVED", "engine_code", "fingerprints", "live_facts", "live_page", "waits_for_compiler"]

_ENGINE = (
    "kernels.js",
    "genomes.js",
    "choice.js",
    "matches.js",
    "evaluator.js",
    "calls.js",
    "rollout.js",
    "champion_file.js",
    "engine.js",
)
#: Generations that are run here when a page is written.
PROVED = 3


def live_facts(
    game: Game, settings: EvolutionSettings, policy: Policy, proof: Sequence[str] = ()
) -> tuple[dict[str, Any], bytes]:
    """What a page knows of a run, and the module that evolves it.

    Args:
        game: The game, on its level.
        settings: The run.
        policy: What its individuals are.
        proof: The run's first ``PROVED`` fingerprints, where they are known; it is run here when there are none.

    Raises:
        NeuroError: If the game, the network or the algorithm cannot be carried over; the message says why.
    """
    game = game.at(game.level)  # its usual level by name, as runs record it
    policy = page_policy(policy)
    exports = partial(exports_of, game, policy, settings.algorithm)
    kernels = exports()  # what cannot be carried over is refused before anything is compiled
    with ThreadPoolExecutor(1) as beside:  # the module is made by another process, on another core where there is one
        made = beside.submit(wasm_module, exports)
        proof = list(proof or islice(fingerprints(game, settings, policy), PROVED))
        wasm, pages = made.result()
    return facts_of(game, settings, policy, kernels, pages) | {"proof": proof}, wasm


def fingerprints(game: Game, settings: EvolutionSettings, policy: Policy, threads: int | None = None) -> Iterator[str]:
    """The run's fingerprint after each generation, from the first on, as it comes out here: what pages are verified by.

    Args:
        game: The game, on its level.
        settings: The run.
        policy: What its individuals are.
        threads: Number of threads; one for each core when None.
    """
    evolution = Evolution(game, settings, layers=policy, threads=threads)
    while True:
        yield evolution.step().fingerprint


def waits_for_compiler(game: Game, settings: EvolutionSettings, policy: Policy) -> bool:
    """Whether the module of a page has still to be made, which takes its time."""
    return not is_made(partial(exports_of, game, page_policy(policy), settings.algorithm))


def engine_code(algorithm: str, *more: str) -> str:
    """The JavaScript of the engine with one algorithm, as a worker runs it.

    Args:
        algorithm: Name of the algorithm.
        *more: Scripts behind it, by their names in ``assets/live``.
    """
    own = live_algorithm(algorithm).scripts or (algorithm,)
    files = *_ENGINE, *(f"algorithms/{one}.js" for one in own), "worker.js", *more
    return scripts(*(f"live/{one}" for one in files))


def live_page(game: Game, settings: EvolutionSettings, policy: Policy, proof: Sequence[str] = ()) -> str:
    """A page in which a population learns; see ``live_facts``."""
    game = game.at(game.level)
    facts, wasm = live_facts(game, settings, policy, proof)
    return face_page(game, settings, policy, facts, wasm, f"{engine_code(settings.algorithm)}\nserve();")
