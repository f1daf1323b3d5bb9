"""Proof that a live page is what it says: it is written again, and the beginning of its run is run here."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

import llvmlite
import numba

from neuro.errors import FileError, NeuroError
from neuro.evolution.algorithms import algorithm_named, made_settings, policy_bred
from neuro.evolution.settings import EvolutionSettings
from neuro.exact_replay import replay
from neuro.game import Game, recorded_game
from neuro.live.champion_page import LONGEST, champion_page
from neuro.live.composed_page import PROVED, fingerprints, live_page
from neuro.live.digits_page import digits_page
from neuro.live.examples_page import xor_page
from neuro.network import LAYERS
from neuro.policies import Policy
from neuro.random import checked_seed
from neuro.storage.files import load_champion
from neuro.verification import Verdict
from neuro.version import __version__
from neuro.view.face.face_page import parts_of

__all__ = ["verify_page"]

_LARGEST = 64 << 20  # bytes of a page
_MOST_STEPS = 100_000  # that are played to verify one
_PACKED = re.compile(r'(id="(?:packed|wasm)">)[^<]*')
#: What a page is made of besides its facts, in words.
_PARTS = {"style": "its style", "body": "its text", "script": "the script of its face", "worker": "its engine"}


def verify_page(
    path: Path, *, threads: int | None = None, on_generation: Callable[[int], None] | None = None
) -> Verdict:
    """Compare a live page with what neuro writes for the same run or champion, and its beginning with what comes here.

    Args:
        path: The page's file.
        threads: Number of threads; one for each core when None.
        on_generation: Called with the number of generations that have been run.

    Raises:
        FileError: If it is no live page, or tells of no run that there can be.
        NeuroError: If it was written by other versions, whose modules have other bytes.
    """
    text = _read(path)
    parts, module = parts_of(text)
    facts = _facts_in(parts)
    if "examples" in facts or "pixels" in facts:
        return _verdict_of_examples(text, parts, module, facts)
    if "champion" in facts:
        return _verdict_of_replay(text, parts, module, facts)
    game, settings, policy = _run_of(facts)
    recorded, proof = _fingerprints_in(facts), []
    for generation, again in enumerate(islice(fingerprints(game, settings, policy, threads), PROVED)):
        if on_generation is not None:
            on_generation(generation + 1)
        proof.append(again)
        if recorded[generation] != again:
            why = f"its fingerprint is {recorded[generation]} in the page, and {again} when it is run here"
            return Verdict("page", False, generation + 1, PROVED, generation, why)
    _check_versions(facts)
    differs = _difference(text, parts, module, live_page(game, settings, policy, proof))
    if differs:
        told = f"{differs} is not what neuro writes for this run"
        return Verdict("page", False, PROVED, PROVED, None, told)
    return Verdict("page", True, PROVED, PROVED)


def _verdict_of_examples(text: str, parts: Mapping[str, Any], module: bytes, facts: Mapping[str, Any]) -> Verdict:
    """Whether a page on which examples are learnt is what neuro writes for its seed, fingerprints and all."""
    try:
        seed = checked_seed(int(facts["seed"]))
    except (KeyError, TypeError, ValueError) as error:
        raise FileError(f"this page tells of no seed that there can be: {error!r:.100}") from error
    _check_versions(facts)
    differs = _difference(text, parts, module, (digits_page if "pixels" in facts else xor_page)(seed))
    why = f"{differs} is not what neuro writes for this seed" if differs else ""
    return Verdict("lesson", not differs, 0, 0, None, why)


def _verdict_of_replay(text: str, parts: Mapping[str, Any], module: bytes, facts: Mapping[str, Any]) -> Verdict:
    """Whether a page on which a champion plays is what neuro writes for it, and its first episode comes out again."""
    try:
        told = facts["champion"]
        file, name, course = bytes.fromhex(told["file"]), str(told["name"]), int(told["course"])
        limit, proof = int(told["maxSteps"]), dict(told["proof"])
        wanted = int(proof.pop("limit"))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FileError(f"this page tells of no champion that there can be: {error!r:.100}") from error
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder, "champion.neuro")
        kept.write_bytes(file)
        champion = load_champion(kept)
    again = asdict(replay(champion, seed=course, max_steps=min(wanted, _MOST_STEPS))[0])
    if again != proof:
        why = f"its trace is {proof.get('trace')} in the page, and {again['trace']} when it is played here"
        return Verdict("replay", False, 0, 0, None, why)
    _check_versions(facts)
    longest = None if limit == LONGEST else limit
    written = champion_page(champion, file, name, course=course, max_steps=longest)
    differs = _difference(text, parts, module, written)
    return Verdict(
        "replay", not differs, 0, 0, None, f"{differs} is not what neuro writes for this champion" if differs else ""
    )


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise FileError(f"{path} is larger than a live page ever is")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(f"{path} cannot be read: {getattr(error, 'strerror', error)}") from error


def _facts_in(parts: Mapping[str, Any]) -> Mapping[str, Any]:
    told = parts.get("told")
    facts = told.get("engine") if isinstance(told, dict) else None
    if not isinstance(facts, dict):
        raise FileError("this page does not say what learns in it")
    return facts


def _run_of(facts: Mapping[str, Any]) -> tuple[Game, EvolutionSettings, Policy]:
    """The run that a page begins with.

    Raises:
        FileError: If there is no such run.
    """
    try:
        told, run, algorithm = facts["game"], facts["run"], str(facts["algorithm"]["name"])
        game = recorded_game(str(told["name"])).at(str(told["level"]))
        given = {one["name"]: one["value"] for one in facts["algorithm"]["settings"]}
        settings = EvolutionSettings(
            seed=int(run["seed"]),
            population=run["population"],
            episodes=run["episodes"],
            max_steps=None if run["maxSteps"] == game.max_steps else run["maxSteps"],
            parameters={one["name"]: one["value"] for one in told["parameters"] if one["value"] != one["usual"]},
            breeding=made_settings(algorithm_named(algorithm).Settings, given, of=algorithm),
            algorithm=algorithm,
        )
        layers = _layers_of(facts["policy"])
        return game, settings, policy_bred(algorithm, game.layers, settings.breeding, layers)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, NeuroError):
            raise
        raise FileError(f"this page tells of no run that there can be: {error!r:.100}") from error


def _layers_of(policy: Mapping[str, Any]) -> Any:
    """The layers of a policy that has some; None for the others."""
    if "layers" not in policy:
        return None
    found = []
    for one in policy["layers"]:
        settings = {name: tuple(value) if isinstance(value, list) else value for name, value in one.items()}
        found.append(LAYERS[str(settings.pop("kind"))](**settings))
    return tuple(found)


def _fingerprints_in(facts: Mapping[str, Any]) -> list[str]:
    proof = facts.get("proof")
    if not isinstance(proof, list) or len(proof) != PROVED or not all(isinstance(one, str) for one in proof):
        raise FileError(f"this page does not hold the {PROVED} fingerprints that are compared")
    return proof


def _check_versions(facts: Mapping[str, Any]) -> None:
    """Refuse to compare what other versions have made.

    Raises:
        NeuroError: If neuro, numba or llvmlite was another one.
    """
    here = {"neuro": __version__, "numba": numba.__version__, "llvmlite": llvmlite.__version__}
    for name, version in here.items():
        found = facts.get("made", {}).get(name)
        if found != version:
            raise NeuroError(
                f"the run of this page comes out again, but the page was written with {name} {found}, and here is "
                f"{version}: whether anything else in it was changed, only that version can tell"
            )


def _difference(text: str, parts: Mapping[str, Any], module: bytes, again: str) -> str:
    """What of a page is not as it would be written now, in words; empty where all is."""
    wanted, module_wanted = parts_of(again)
    if module != module_wanted:
        return "its compiled module"
    if parts.get("told") != wanted["told"]:
        return "what it knows of the game and the run"
    for name, words in _PARTS.items():
        if parts.get(name) != wanted[name]:
            return words
    if set(parts) != set(wanted) or _PACKED.sub(r"\1", text) != _PACKED.sub(r"\1", again):
        return "the page around them"
    return ""
