"""What a live page knows: the game, the network, the algorithm and the shapes of its arrays, as plain values."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any

import llvmlite
import numba
import numpy as np

from neuro.errors import NeuroError
from neuro.evolution.algorithms import fields_of
from neuro.evolution.evolution import Evolution
from neuro.evolution.pairing import pairing as pairing_named
from neuro.evolution.settings import EvolutionSettings
from neuro.game import Game
from neuro.live.algorithms import live_algorithm
from neuro.live.champion_facts import file_facts
from neuro.live.digest import STATE
from neuro.live.exports import Export, program_of
from neuro.network import He, Initialiser, Layer, Network, Normal, Uniform, Xavier
from neuro.network.architecture import layer_starts, shapes
from neuro.network.forward_backward import parameter_views
from neuro.policies import Layered, Policy, Sketch
from neuro.random import SEED_LIMIT, TOGETHER, Purpose
from neuro.rollout.loop import Block
from neuro.rollout.program import Program
from neuro.version import __version__

__all__ = ["facts_of", "facts_of_examples", "facts_of_play", "facts_of_training"]


def facts_of(
    game: Game, settings: EvolutionSettings, policy: Policy, exports: Sequence[Export], pages: int
) -> dict[str, Any]:
    """All that a page knows, in values that JSON can say.

    Args:
        game: The game, on its level.
        settings: Settings of the run that the page begins with.
        policy: What its individuals are.
        exports: The kernels of the page.
        pages: Pages of memory that the module's data takes.

    Raises:
        NeuroError: If the first generation is drawn in a way that pages do not know.
    """
    return {
        **facts_of_play(game, settings.parameters, policy, exports, pages),
        "algorithm": _algorithm(settings, policy),
        "run": {
            "seed": settings.seed,
            "population": settings.population,
            "episodes": settings.episodes,
            "maxSteps": settings.max_steps or game.max_steps,
        },
        "file": file_facts(policy),
    }


def facts_of_play(
    game: Game, parameters: Mapping[str, float], policy: Policy, exports: Sequence[Export], pages: int
) -> dict[str, Any]:
    """What a page knows of a game and of the networks that play it, in values that JSON can say.

    Args:
        game: The game, on its level.
        parameters: Parameters that are not as the game has them, by name.
        policy: What plays.
        exports: The kernels of the page.
        pages: Pages of memory that the module's data takes.

    Raises:
        NeuroError: If the first generation would be drawn in a way that pages do not know.
    """
    bound = program_of(game, policy)
    return {
        **_ground(exports, pages),
        "game": _game(game, parameters),
        "policy": _policy(policy, game),
        "program": {**_program(bound), "output": policy.bind(bound.lanes).output},
    }


def facts_of_examples(evolutions: Mapping[int, Evolution], exports: Sequence[Export], pages: int) -> dict[str, Any]:
    """What a page knows of populations that learn the same examples, each with networks of another size.

    Args:
        evolutions: Evolutions by the number of hidden nodes, alike but for the networks.
        exports: The kernels of the page.
        pages: Pages of memory that the module's data takes.
    """
    usual = next(iter(evolutions.values()))
    game, settings, policy = usual.game, usual.settings, usual.policy
    told = {str(size): _policy(one.policy, one.game) for size, one in evolutions.items()}
    for size, one in evolutions.items():
        assert isinstance(one.policy, Layered)
        told[str(size)]["trained"] = _first(one.policy.layers, Xavier())  # as ``Network`` draws such layers
    return {
        **_ground(exports, pages),
        "game": _game(game, {}),
        "policies": told,
        "algorithm": _algorithm(settings, policy),
        "run": {"seed": settings.seed, "population": settings.population, "episodes": 1, "maxSteps": 1},
    }


def facts_of_training(network: Network, exports: Sequence[Export], pages: int) -> dict[str, Any]:
    """What a page knows of a network that it trains.

    Args:
        network: A network of its kind, whose layers are of tanh, sigmoid or softmax.
        exports: The kernels of the page.
        pages: Pages of memory that the module's data takes.
    """
    policy = {"parameters": network.parameter_count, "trained": _first(network.layers, Xavier())}
    return {**_ground(exports, pages), "policy": policy}


def _ground(exports: Sequence[Export], pages: int) -> dict[str, Any]:
    """What all pages know: who made them, their kernels, and random numbers and digests."""
    return {
        "neuro": __version__,
        "made": {"neuro": __version__, "numba": numba.__version__, "llvmlite": llvmlite.__version__},
        "kernels": {one.name: one.kinds for one in exports},
        "module": {"pages": pages},
        "random": {
            "together": TOGETHER,
            "purposes": {one: int(value) for one, value in Purpose.__members__.items()},
            "limit": str(SEED_LIMIT),
            "digest": [str(word) for word in STATE],
        },
    }


def _game(game: Game, parameters: Mapping[str, float]) -> dict[str, Any]:
    limits, usual = getattr(game.rules, "LIMITS", {}), game.setting
    chosen = game.setting_with(parameters)
    exam, pairing = asdict(game.exam), pairing_named(game.pairing)
    return {
        "name": game.name,
        "title": game.title,
        "version": game.version,
        "level": game.level,
        "parameters": [
            {
                "name": name,
                "usual": float(getattr(usual, name)),
                "value": float(getattr(chosen, name)),
                "low": _finite(limits.get(name, (None, None))[0]),
                "high": _finite(limits.get(name, (None, None))[1]),
            }
            for name in usual._fields
        ],
        "state": list(game.state),
        "observations": list(game.observation),
        "actions": list(game.actions),
        "players": game.players,
        "pairing": {"name": pairing.name, "kept": pairing.kept, **asdict(pairing)},
        "agent": game.agent,
        "won": game.won_row,
        "maxSteps": game.max_steps,
        "exam": {name: _number(value) for name, value in exam.items()},
    }


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def _number(value: float) -> float | str:
    """A number, or the name that JavaScript has for one beyond all numbers, which JSON has not."""
    return value if math.isfinite(value) else "Infinity" if value > 0 else "-Infinity"


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    return value.item() if isinstance(value, np.generic) else value


def _algorithm(settings: EvolutionSettings, policy: Policy) -> dict[str, Any]:
    return {
        "name": settings.algorithm,
        "settings": [
            {
                "name": one.name,
                "kind": one.kind.__name__,
                "optional": one.optional,
                "choices": list(one.choices),
                "usual": one.default,
                "value": getattr(settings.breeding, one.name),
                "low": _finite(one.low),
                "high": _finite(one.high),
                "fixed": bool(one.metadata.get("fixed", False)),
                "later": bool(one.metadata.get("later")),
            }
            for one in fields_of(settings.breeding)
        ],
        "facts": dict(live_algorithm(settings.algorithm).facts(policy)),
    }


def _policy(policy: Policy, game: Game) -> dict[str, Any]:
    """What the individuals are; of networks of layers also how they are drawn, on a screen and from a seed."""
    told: dict[str, Any] = {"kind": policy.kind, "parameters": policy.parameters}
    if isinstance(policy, Layered):
        sketch = policy.sketch(policy.blank(1))
        links = sketch.links.source, sketch.links.target, sketch.links.gene, sketch.arcs.astype(int)
        told |= {
            "summary": sketch.summary,
            "nodes": _nodes(sketch, game),
            "links": list(zip(*(part.tolist() for part in links), strict=True)),
            "shapes": [list(shape) for shape in shapes(policy.layers)],
            "layers": [{"kind": one.kind, **_plain(one.settings())} for one in policy.layers],
            "starts": layer_starts(policy.layers).tolist(),
            "first": _first(policy.layers, game.initialiser),
        }
    return told


def _nodes(sketch: Sketch, game: Game) -> list[list[Any]]:
    """Of each node its place from left to right, its kind and its name; hidden ones have none."""
    inputs, outputs = iter(game.observation), iter(game.actions)
    names = ["" if one.kind == "hidden" else next(inputs if one.kind == "input" else outputs) for one in sketch.nodes]
    return [[node.x, node.kind, node.label or name] for node, name in zip(sketch.nodes, names, strict=True)]


def _first(layers: tuple[Layer, ...], initialiser: Initialiser) -> list[dict[str, Any]]:
    """How each layer's part of the first genomes comes about: see ``neuro.network.architecture.initial_genomes``."""
    before, found = shapes(layers), []
    for index, (layer, (start, end)) in enumerate(zip(layers[1:], pairwise(layer_starts(layers)), strict=True)):
        fans = layer.fans(before[index])
        if fans is None:
            row = np.zeros(int(end - start), np.float32)
            layer.start(parameter_views((layers[0], layer), [before[index]], row)[0])
            found.append({"start": int(start), "end": int(end), "values": row.tolist()})
        else:
            weights = math.prod(layer.parameter_shapes(before[index])[0])
            drawn = _drawn(initialiser, *fans)
            found.append({"start": int(start), "end": int(end), "weights": weights, **drawn})
    return found


def _drawn(initialiser: Initialiser, inputs: int, outputs: int) -> dict[str, Any]:
    """The distribution of a layer's numbers: its kernel, two numbers, and whether biases are drawn, too."""
    match initialiser:
        case Normal():
            return {"fill": "normal", "numbers": [float(initialiser.mean), float(initialiser.stdev)], "biases": True}
        case Uniform():
            return {"fill": "uniform", "numbers": [float(initialiser.low), float(initialiser.high)], "biases": True}
        case He():
            return {"fill": "normal", "numbers": [0.0, math.sqrt(2.0 / inputs)], "biases": False}
        case Xavier():
            limit = math.sqrt(6.0 / (inputs + outputs))
            return {"fill": "uniform", "numbers": [-limit, limit], "biases": False}
    raise NeuroError(
        f"a page knows the initialisers Normal, Uniform, He and Xavier, not {type(initialiser).__name__}, by which "
        "this game draws its first networks"
    )


def _program(bound: Program) -> dict[str, Any]:
    return {
        "lanes": bound.lanes,
        "rows": bound.rows,
        "memory": bound.memory,
        "nodes": bound.nodes,
        "actionRows": bound.action_rows,
        "parameters": bound.parameters,
        "players": bound.players,
        "behaviours": bound.behaviours,
        "block": _block(bound.block()),
    }


def _block(block: Block) -> list[dict[str, Any]]:
    """The arrays of a block, in their order: shape and numbers of each, and where in another one it lies, if any."""
    found: list[dict[str, Any]] = []
    owners: list[tuple[str, int, int]] = []
    for name, array in block._asdict().items():
        begin = array.__array_interface__["data"][0]
        inside = ((one, begin - at) for one, at, size in owners if at <= begin and begin + array.nbytes <= at + size)
        owner, offset = next(inside, (None, 0)) if array.nbytes else (None, 0)
        owners.append((name, begin, array.nbytes))
        told = {"name": name, "numbers": array.dtype.name, "shape": list(array.shape)}
        free = int(array.flat[0]) if array.size and array.dtype == np.int64 else 0
        found.append({**told, "in": owner, "offset": offset, "free": free})
    return found
