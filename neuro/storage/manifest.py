"""``run.toml``: every setting of a run as it was resolved, and where the run was made."""

from __future__ import annotations

import hashlib
import json
import platform
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import tomli_w

from neuro.arrays import shortest_float32
from neuro.disk import opened
from neuro.errors import FileError, NeuroError
from neuro.evolution.algorithms import GeneticSettings, RandomSearch, algorithm_named, fields_of, recorded_settings
from neuro.evolution.evolution import Evolution
from neuro.evolution.settings import EvolutionSettings
from neuro.network import Layer
from neuro.network.layers import Value
from neuro.policies import POLICIES, Layered, Policy
from neuro.storage import limits
from neuro.storage.atomic import write_atomically
from neuro.storage.files import now
from neuro.storage.named_values import check_text, instance, settings_to
from neuro.storage.network_messages import layers_from
from neuro.storage.neuro_pb2 import Layer as LayerMessage
from neuro.storage.refusal import Refusal, require
from neuro.version import __version__

__all__ = ["Manifest", "read_manifest", "write_manifest"]

#: The usual one, and that of runs whose individuals are no networks of layers, which an older neuro cannot read.
_USUAL, _OTHER_POLICY = 1, 2
FORMAT = _OTHER_POLICY

#: Checkpoints that are kept besides the latest, by default.
KEEP = 8

_FIRST_CHOICE = "fitness"  # how runs chose their champion that do not say it

_HEADING = "# What this run is made of. To go on with it: neuro evolve --resume FOLDER\n\n"


@dataclass(frozen=True)
class Manifest:
    """What a run is made of.

    Args:
        game: Name of its game.
        rules_version: Version of the game's rules.
        level: Level of the game; its usual one when empty.
        algorithm: Name of the algorithm.
        settings: Settings that the run began with, every one of them resolved.
        policy: What all individuals have in common.
        generations: The largest number of generations; None for no limit.
        keep_going: Whether it goes on when the game is solved.
        checkpoint_every: Generations between checkpoints; None for some seconds.
        keep: Checkpoints that are kept besides the latest.
        made: Place and time of its beginning, by name.
        unused: Settings of the genetic algorithm that earlier versions wrote down for random search; runs are told
            apart by them, too.
    """

    game: str
    rules_version: int
    level: str
    algorithm: str
    settings: EvolutionSettings
    policy: Policy
    generations: int | None
    keep_going: bool
    checkpoint_every: int | None
    keep: int
    made: Mapping[str, Value]
    unused: Mapping[str, Value] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        evolution: Evolution,
        *,
        generations: int | None = None,
        keep_going: bool = False,
        checkpoint_every: int | None = None,
        keep: int | None = None,
    ) -> Manifest:
        """The manifest of a run: see the class for the arguments.

        Raises:
            NeuroError: If such a run cannot be kept.
        """
        if not evolution.is_kept:
            raise NeuroError("a run on examples cannot be kept in a folder: leave the Recorder out")
        settings = evolution.initial_settings
        setting = evolution.game.setting_with(settings.parameters)
        parameters = {name: shortest_float32(value) for name, value in setting._asdict().items()}
        max_steps = settings.max_steps or evolution.game.max_steps
        return cls(
            game=evolution.game.name,
            rules_version=evolution.game.version,
            level=evolution.game.level,
            algorithm=evolution.algorithm,
            settings=replace(settings, max_steps=max_steps, parameters=parameters),
            policy=evolution.policy,
            generations=generations,
            keep_going=keep_going,
            checkpoint_every=checkpoint_every,
            keep=KEEP if keep is None else keep,
            made=_here_and_now(evolution.note),
        )

    @property
    def digest(self) -> bytes:
        """16 bytes that tell runs apart by what their bits depend on: not by their length, place or date."""
        parts = {**_as_toml(self), "run": None, "made": None}
        return hashlib.blake2b(json.dumps(parts, sort_keys=True).encode(), digest_size=16).digest()


def _here_and_now(note: str) -> dict[str, Value]:
    return {
        "created": now(),
        "neuro": __version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "platform": platform.platform(),
        "machine": platform.machine(),
        **({"note": note} if note else {}),
    }


def write_manifest(manifest: Manifest, path: Path) -> None:
    """Write ``run.toml``, whole or not at all.

    Raises:
        FileError: If it cannot be written.
    """
    write_atomically(path, (_HEADING + tomli_w.dumps(_as_toml(manifest))).encode())


def _as_toml(manifest: Manifest) -> dict[str, Any]:
    settings = asdict(manifest.settings)
    breeding, parameters = recorded_settings(manifest.settings.breeding), settings.pop("parameters")
    del settings["breeding"]
    del settings["algorithm"]  # it stands first
    if manifest.settings.champion_choice == _FIRST_CHOICE:  # there was no other when such runs were begun
        del settings["champion_choice"]
    return {
        "format": _USUAL if isinstance(manifest.policy, Layered) else _OTHER_POLICY,
        "run": {
            "generations": manifest.generations or 0,
            "keep_going": manifest.keep_going,
            "checkpoint_every": manifest.checkpoint_every or 0,
            "keep": manifest.keep,
        },
        "game": {
            "name": manifest.game,
            "rules_version": manifest.rules_version,
            "level": manifest.level,
            "parameters": parameters,
        },
        "evolution": {"algorithm": manifest.algorithm, **settings},
        "breeding": {**breeding, **manifest.unused},
        **_as_table(manifest.policy),
        "made": dict(manifest.made),
    }


def _as_table(policy: Policy) -> dict[str, Any]:
    if isinstance(policy, Layered):
        return {"layers": [{"kind": layer.kind, **layer.settings()} for layer in policy.layers]}
    return {"policy": {"kind": policy.kind, **policy.settings()}}


def read_manifest(path: Path) -> Manifest:
    """What ``run.toml`` says.

    Raises:
        FileError: If it cannot be read, or says anything that makes no run.
    """
    try:
        text = _text_of(path)
        return _manifest_from(tomllib.loads(text))
    except Refusal as refusal:
        raise FileError(f"{path} {refusal}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise FileError(f"{path} is not written in TOML: {str(error) or 'it is nested too deep'}") from None
    except FileError:
        raise
    except NeuroError as error:
        raise FileError(f"{path} describes no run: {error}") from None


def _text_of(path: Path) -> str:
    with opened(path) as file:
        data = file.read(limits.MANIFEST_FILE + 1)
    require(len(data) <= limits.MANIFEST_FILE, f"has more than {limits.MANIFEST_FILE:,} bytes")
    return data.decode()


def _manifest_from(found: dict[str, Any]) -> Manifest:
    other = _check_format(found) == _OTHER_POLICY
    names: dict[str, type] = {"run": dict, "game": dict, "evolution": dict, "breeding": dict, "made": dict}
    names |= {"policy": dict} if other else {"layers": list}
    for name, kind in names.items():
        require(isinstance(found.get(name), kind), f"has no table {name!r}")
    require(set(found) == set(names), f"has an unknown table {min(set(found) - set(names), default='')!r:.60}")
    game, evolution = found["game"], found["evolution"]
    parameters = game.pop("parameters", None)
    require(isinstance(parameters, dict), "has no table 'game.parameters'")
    which = instance(_Which, {**game, "algorithm": evolution.pop("algorithm", "")}, "a game")
    own, unused = _own_settings(which.algorithm, found["breeding"])
    breeding = instance(algorithm_named(which.algorithm).Settings, own, "a table 'breeding'")
    settings = instance(_Numbers, evolution, "a table 'evolution'")
    length = instance(_Length, found["run"], "a table 'run'")
    return Manifest(
        game=which.name,
        rules_version=which.rules_version,
        level=which.level,
        algorithm=which.algorithm,
        settings=EvolutionSettings(
            **asdict(settings), parameters=_parameters(parameters), breeding=breeding, algorithm=which.algorithm
        ),
        policy=_policy_of(found["policy"]) if other else Layered(_layers_of(found["layers"])),
        generations=length.generations or None,
        keep_going=length.keep_going,
        checkpoint_every=length.checkpoint_every or None,
        keep=length.keep,
        made=_made(found["made"]),
        unused=unused,
    )


def _own_settings(algorithm: str, found: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The algorithm's own settings, and those of the genetic one that earlier versions wrote for random search, too."""
    genetic = {one.name for one in fields_of(GeneticSettings)} if algorithm == RandomSearch.name else set()
    unused = {name: value for name, value in found.items() if name in genetic}
    instance(GeneticSettings, unused, "a table 'breeding'")
    return {name: value for name, value in found.items() if name not in unused}, unused


def _policy_of(found: dict[str, Any]) -> Policy:
    kind = found.pop("kind", None)
    require(isinstance(kind, str) and kind in POLICIES, f"has a policy of kind {kind!r:.60}, which this neuro has not")
    policy = instance(POLICIES[kind], found, "a table 'policy'")
    require(found.keys() <= policy.settings().keys(), "has a table 'policy' with a setting that no run has")
    return policy


def _check_format(found: dict[str, Any]) -> int:
    """The format, taken out of what was found."""
    version, made = found.pop("format", None), found.get("made")
    maker = made.get("neuro") if isinstance(made, dict) else None
    newer = type(version) is int and version > FORMAT
    require(not newer, f"is from a newer neuro: version {maker!s:.20} or later can read it")
    known = _USUAL, _OTHER_POLICY
    require(version in known, f"has the format {version!r:.60}, and this neuro reads {' and '.join(map(str, known))}")
    return int(version)


@dataclass(frozen=True)
class _Which:
    name: str
    rules_version: int
    algorithm: str
    level: str = ""


@dataclass(frozen=True)
class _Length:
    generations: int
    keep_going: bool
    checkpoint_every: int
    keep: int

    def __post_init__(self) -> None:
        require(min(self.generations, self.checkpoint_every) >= 0, "has fewer generations than none")
        require(self.keep >= 2, f"keeps {self.keep} checkpoints, and 2 are the least")


@dataclass(frozen=True)
class _Numbers:
    seed: int
    population: int
    episodes: int
    max_steps: int
    champion_choice: str = _FIRST_CHOICE


def _parameters(found: Mapping[str, object]) -> dict[str, float]:
    for name, value in found.items():
        require(type(value) in (int, float), f"has a parameter {name!r:.60} of the game that is not a number")
    return {name: float(value) for name, value in found.items()}  # type: ignore[arg-type]


def _layers_of(found: Sequence[object]) -> tuple[Layer, ...]:
    return layers_from([_layer_of(one) for one in found[: limits.LAYERS + 1]])


def _layer_of(found: Any) -> LayerMessage:
    require(isinstance(found, dict) and isinstance(found.get("kind"), str), "has a layer without a kind")
    settings = {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}
    kind = str(settings.pop("kind"))
    try:
        return LayerMessage(kind=kind, settings=settings_to(settings))
    except (TypeError, ValueError) as error:
        raise Refusal(f"has a layer with a setting that no layer has: {error}") from None


def _made(found: Mapping[str, object]) -> dict[str, Value]:
    require(len(found) <= limits.SETTINGS, "has too many lines under 'made'")
    return {check_text(name, "a name"): check_text(str(value), "a text under 'made'") for name, value in found.items()}
