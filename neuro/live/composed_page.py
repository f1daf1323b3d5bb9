"""A live page: one file that holds the module, what it has to know, the engine and all that is seen."""

from __future__ import annotations

import base64
import gzip
from typing import Any

from neuro.evolution.settings import EvolutionSettings
from neuro.game import Game
from neuro.live.exports import exports_of
from neuro.live.facts import facts_of
from neuro.live.module import is_made, wasm_module
from neuro.page_template import filled
from neuro.paths import asset
from neuro.policies import Policy

__all__ = ["engine_code", "live_facts", "live_page", "waits_for_compiler"]

_ENGINE = "kernels.js", "genomes.js", "choice.js", "matches.js", "rollout.js", "champion_file.js", "engine.js"
_BEST = 9  # how hard gzip tries


def live_facts(game: Game, settings: EvolutionSettings, policy: Policy) -> tuple[dict[str, Any], bytes]:
    """What a page knows of a run, and the module that evolves it.

    Args:
        game: The game, on its level.
        settings: The run.
        policy: What its individuals are.

    Raises:
        NeuroError: If the game, the network or the algorithm cannot be carried over; the message says why.
    """
    game = game.at(game.level)  # its usual level by name, as runs record it
    wasm, pages = wasm_module(game, policy, settings.algorithm)
    return facts_of(game, settings, policy, exports_of(game, policy, settings.algorithm), pages), wasm


def waits_for_compiler(game: Game, settings: EvolutionSettings, policy: Policy) -> bool:
    """Whether the module of a page has still to be made, which takes its time."""
    return not is_made(game, policy, settings.algorithm)


def engine_code(algorithm: str) -> str:
    """The JavaScript of the engine with one algorithm, as a worker runs it.

    Args:
        algorithm: Name of the algorithm.
    """
    files = *_ENGINE, f"algorithms/{algorithm}.js", "worker.js"
    return "\n".join(asset(f"live/{one}").read_text(encoding="utf-8") for one in files)


def live_page(game: Game, settings: EvolutionSettings, policy: Policy) -> str:
    """A page in which a population learns; see ``live_facts``."""
    facts, wasm = live_facts(game, settings, policy)
    packed = base64.b64encode(gzip.compress(wasm, _BEST, mtime=0)).decode()
    parts = {"/*ENGINE*/": engine_code(settings.algorithm)}
    return filled("live/page.html", "/*LIVE*/null", {"facts": facts, "wasm": packed}, parts=parts, computes=True)
