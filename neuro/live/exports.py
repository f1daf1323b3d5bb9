"""What a live page calls: kernels by name, each with arguments of the types that it is called with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import FunctionType
from typing import Any, cast

import numba
import numpy as np

from neuro import random
from neuro.errors import NeuroError
from neuro.game import Game
from neuro.live.algorithms import live_algorithm
from neuro.live.digest import blake2b
from neuro.network import Network, initialisers
from neuro.network.training import Loss, Optimizer, fused
from neuro.network.training.compiled import plan_of
from neuro.policies import Graph, Policy
from neuro.rollout.program import Program, program

__all__ = [
    "Export",
    "exports_of",
    "exports_of_evolution",
    "exports_of_play",
    "exports_of_search",
    "exports_of_training",
    "page_policy",
    "program_of",
]

_BLOCK = 2, 2  # the shape of an example of a matrix
_ROOM = 64  # hidden nodes that networks in a page may grow
_OF_GRAPHS = "graph_compile", "graph_sort"  # what networks that grew take to be played


@dataclass(frozen=True)
class Export:
    """A kernel that a page calls.

    Args:
        name: Its name in the page.
        kernel: The kernel.
        arguments: Arguments of the types that it takes; their values do not matter.
        part: The part of a module that it belongs to; pages whose parts hold the same kernels share them.
        shared: Kernels that it calls and that stay functions of their own: others in its part call them, too.
        separate: Kernels that it calls of whose arrays no two overlap.
    """

    name: str
    kernel: Any
    arguments: tuple[Any, ...]
    part: str
    shared: tuple[Any, ...] = ()
    separate: tuple[Any, ...] = ()

    def python(self) -> FunctionType:
        """The Python function behind the kernel."""
        return cast(FunctionType, getattr(self.kernel, "py_func", self.kernel))

    @property
    def signature(self) -> tuple[Any, ...]:
        """The types of the arguments, as numba knows them."""
        return tuple(map(numba.typeof, self.arguments))

    @property
    def kinds(self) -> list[Any]:
        """The arguments as the page hands them over: "array", a type of numbers, or a list of these for a tuple."""
        return [_kind(one) for one in self.signature]


def _kind(of: Any) -> Any:
    if isinstance(of, numba.types.Array):
        return "array"
    if isinstance(of, numba.types.BaseTuple):
        return [_kind(one) for one in of]
    return str(of)


def page_policy(policy: Policy) -> Policy:
    """What a page plays in a policy's place: a page compiles nothing, so it has room for all that networks may grow.

    Args:
        policy: What the individuals are.
    """
    return replace(policy, room=_ROOM) if isinstance(policy, Graph) else policy


def program_of(game: Game, policy: Policy) -> Program:
    """The loops that a page plays with.

    Raises:
        NeuroError: If the game has no rules that can be compiled, or kernels are not compiled at all.
    """
    if not game.has_rules:
        raise NeuroError(
            f"{game.title} cannot be a live page: its rules are not neuro's, and a browser has no Python to run them; "
            "leave --live out for a page of its champion"
        )
    return program(game, policy)


def exports_of(game: Game, policy: Policy, algorithm: str) -> list[Export]:
    """All kernels of a page.

    Args:
        game: The game.
        policy: What its individuals are.
        algorithm: Name of the algorithm that breeds them.

    Raises:
        NeuroError: If the game or the algorithm cannot be carried over; the message says why.
    """
    search, bound = exports_of_search(policy, algorithm), program_of(game, policy)
    return [_rollout(game, bound), *_of_game(game, policy, bound), *search]


def exports_of_evolution(game: Game, policy: Policy, algorithm: str) -> list[Export]:
    """The kernels by which a page evolves, without those that let agents be seen: a run's fingerprint needs no others.

    Args:
        game: The game.
        policy: What its individuals are.
        algorithm: Name of the algorithm that breeds them.

    Raises:
        NeuroError: If the game or the algorithm cannot be carried over; the message says why.
    """
    own = exports_of_search(policy, algorithm)
    return [_rollout(game, program_of(game, policy)), *own]


def exports_of_search(policy: Policy, algorithm: str) -> list[Export]:
    """The kernels of random numbers, digests and an algorithm, which no game is needed for.

    Args:
        policy: What the individuals are.
        algorithm: Name of the algorithm that breeds them.

    Raises:
        NeuroError: If the algorithm cannot be carried over; the message says why.
    """
    return [*_of_all(), *(Export(*one, part="algorithm") for one in live_algorithm(algorithm).kernels(policy))]


def exports_of_play(game: Game, policy: Policy) -> list[Export]:
    """The kernels of a page in which one network plays, and nothing is bred.

    Args:
        game: The game.
        policy: The network's policy.

    Raises:
        NeuroError: If the game cannot be carried over; the message says why.
    """
    grown = live_algorithm("neat").kernels(policy) if isinstance(policy, Graph) else []
    own = [Export(*one, part="algorithm") for one in grown if one[0] in _OF_GRAPHS]
    digest = [one for one in _of_all() if one.name == "blake2b"]
    return [*_of_game(game, policy, program_of(game, policy)), *digest, *own]


def exports_of_training(network: Network, loss: Loss, optimizer: Optimizer) -> list[Export]:
    """The kernels of random numbers and digests, and the one that trains a small network.

    Args:
        network: A network of that kind.
        loss: What is made small.
        optimizer: What makes it small.
    """
    used, (sizes, codes) = plan_of(network.layers, network.shapes, loss)
    row, one = np.zeros((2, 2), np.float32), np.zeros(2, np.float32)
    cube, whole, doubles = np.zeros((2, 2, 2), np.float32), np.zeros(2, np.int64), np.zeros(2)
    train = fused._compiled(used, network.dtype, loss.kind, optimizer.kind)
    arguments = (
        row, row, whole, whole, sizes, codes, one, one, row, row, cube, whole, whole, doubles, optimizer.limits,
        optimizer.knobs, loss.knob, np.uint64(0), doubles, doubles,
    )  # fmt: skip
    return [*_of_all(), Export("train", train, arguments, part="training")]


def _rollout(game: Game, bound: Program) -> Export:
    matrix, row, whole = np.zeros(_BLOCK, np.float32), np.zeros(2, np.float32), np.zeros(2, np.int64)
    outcome = row, row, whole, matrix, np.zeros(_BLOCK, np.int64)
    courses = np.zeros(2, np.uint32)
    taken = bound.block(), bound.blank, courses, whole, game.setting, 1, *outcome, ()
    return _loop("rollout", bound, taken)


def _loop(name: str, bound: Program, arguments: tuple[Any, ...]) -> Export:
    """One of the loops of a game with a network."""
    shared = bound.rules["RESET"], bound.rules["OBSERVE"]
    return Export(name, getattr(bound, name), arguments, "game", shared, tuple(bound.rules.values()))


def _of_game(game: Game, policy: Policy, bound: Program) -> list[Export]:
    matrix, row, whole = np.zeros(_BLOCK, np.float32), np.zeros(2, np.float32), np.zeros(2, np.int64)
    block, setting, record = bound.block(), game.setting, np.zeros((1, *_BLOCK), np.float32)
    return [
        _loop("advance", bound, (block, setting, whole, 1, record)),
        _loop("start", bound, (block, setting)),
        _loop("think", bound, (block, setting)),
        Export("load", bound.load, (matrix, bound.blank, whole), part="game"),
        Export("policy", policy.bind(bound.lanes).think, (row, row, row), part="game"),
    ]


def _of_all() -> list[Export]:
    words, row, doubles = np.zeros(2, np.uint32), np.zeros(2, np.float32), np.zeros(2)
    long = np.zeros(2, np.uint64)
    return [
        Export("words", random.philox_blocks, (words, np.uint64(0), 0, 1, 0, 0, 0), part="draws"),
        Export("fill_normal", initialisers._fill_normal, (row, words, 0.0, 0.0, doubles), part="draws"),
        Export("fill_uniform", initialisers._fill_uniform, (row, words, 0.0, 0.0), part="draws"),
        Export("blake2b", blake2b, (long, long, long, 1, 1, 1), part="digest"),
    ]
