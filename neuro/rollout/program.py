"""A game and a network bound into compiled kernels, once in a process for each pair."""

from __future__ import annotations

import functools
import time
import types
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from neuro.arrays import read_only
from neuro.compile_errors import explained
from neuro.errors import NeuroError, ShapeError
from neuro.game import Game
from neuro.kernels import LANES, bind, is_cached, kernels_in
from neuro.network import Layer
from neuro.policies import BoundPolicy, Genomes, Policy, policy_of
from neuro.rollout import experience, loop, seats

__all__ = ["Program", "check_fit", "compile_rollout", "program"]

_CACHE = 1 << 20  # bytes of a processor's second cache that a block may take
_FEWEST = 16  # lanes, which fill a processor's widest vector

_NOTHING = bind(experience.note_nothing, inline=True, called=False)

#: What game and network do in the loops, by its name there.
_OF_RULES = "RESET", "OBSERVE", "STEP", "FITNESS", "BEHAVIOUR", "THINK", "DECIDE"

_DECISIONS = {
    "versus": loop.versus,
    "argmax": loop.argmax,
    "threshold": loop.threshold,
    "continuous": loop.continuous,
}


@dataclass(frozen=True)
class Program:
    """The compiled loops of one game with one policy.

    Attributes:
        rollout: The compiled ``rollout`` of ``neuro.rollout.loop``.
        record: The same one bound to what writes down what agents do; see ``neuro.rollout.experience``.
        advance: The compiled ``advance`` of ``neuro.rollout.loop``.
        start: The compiled ``start`` of ``neuro.rollout.loop``.
        load: A kernel ``(weights, packed, places)`` that loads genomes into lanes; see ``BoundPolicy.fill``.
        think: The compiled ``think`` of ``neuro.rollout.loop``, with the last layer's activation.
        rules: The kernels of the game and of the network in them; no two arrays that one of them takes overlap.
        lanes: Lanes of a block.
        rows: Rows of the state: the game's, then what the networks remember.
        memory: Rows of what the networks remember.
        nodes: Rows of the nodes.
        scratch: Rows behind them that networks need while they think.
        action_rows: Rows of the action.
        parameters: Length of a genome.
        blank: One packed genome of zeros, to compile with.
        players: Players of an episode; memory, action rows and parameters are those of all of them.
        behaviours: Numbers that describe what each player did.
        game: The game.
        policy: The policy; None when the actions are given from outside.
    """

    rollout: Any
    record: Any
    advance: Any
    start: Any
    load: Any
    think: Any
    rules: Mapping[str, Any]
    lanes: int
    rows: int
    memory: int
    nodes: int
    scratch: int
    action_rows: int
    parameters: int
    blank: Any
    players: int
    behaviours: int
    game: Game
    policy: Policy | None

    def with_room_for(self, genomes: Genomes) -> Program:
        """This program, or one with room for genomes that have grown out of it.

        Raises:
            ShapeError: If they are no genomes of its policy.
        """
        roomy = None if self.policy is None else self.policy.with_room_for(genomes)
        return self if roomy is self.policy else program(self.game, roomy, self.lanes)

    def block(self) -> loop.Block:
        """Memory for the lanes of a block."""
        nodes = self.nodes + self.scratch
        rows, lanes, players = self.rows - self.memory, self.lanes, self.players
        described = players * self.behaviours
        return loop.block(self.parameters, nodes, rows, self.memory, self.action_rows, lanes, players, described)

    @property
    def is_cached(self) -> bool:
        """Whether the rollout has been compiled before on this machine."""
        return is_cached(self.rollout)

    def uncached(self, *loops: str) -> frozenset[types.FunctionType]:
        """The functions of some of the loops, by name, that have still to be compiled on this machine."""
        waiting = kernels_in(*(loop for name in loops if not is_cached(loop := getattr(self, name))))
        return frozenset(function for function in waiting if not is_cached(function))


def check_fit(game: Game, policy: Policy) -> None:
    """Check that a policy has the game's inputs and outputs.

    Raises:
        ShapeError: If it has others.
    """
    found, wanted = (policy.inputs, policy.outputs), (game.observation_shape, (len(game.actions),))
    flat = (len(game.observation),), wanted[1]  # a picture may be seen as one row of numbers
    if found not in (wanted, flat):
        raise ShapeError(
            f"{game.title} needs a network of {wanted[0][0]} inputs and {wanted[1][0]} outputs, "
            f"not {' × '.join(map(str, found[0]))} and {' × '.join(map(str, found[1]))}"
        )


def _rows(game: Game, bound: BoundPolicy) -> dict[str, int]:
    """Numbers of rows of a block, and which of the nodes are values of choices, as constants of the loops."""
    return {
        "ROWS": len(game.state),
        "MEMORY": bound.memory * game.players,
        "NODES": bound.nodes + bound.scratch,
        "INPUTS": len(game.observation),
        "VALUES": bound.values,
        "VALUE_COUNT": bound.choices,
        "ACTION_ROWS": game.action_rows * game.players,
        "PLAYERS": game.players,
        "BEHAVIOURS": len(game.behaviour) * game.players,
    }


def _part(template: Any, **constants: Any) -> Any:
    """What a loop is made of."""
    return bind(template, inline=True, called=False, **constants)


def _notes(constants: dict[str, Any]) -> dict[str, Any]:
    """What the loop calls to write down what agents do, by its name there."""
    steps = {
        "NOTE_START": experience.note_start,
        "NOTE_STEP": experience.note_step,
        "NOTE_END": experience.note_end,
    }
    return {name: _part(one, **constants) for name, one in steps.items()}


@functools.cache
def _cached_program(game: Game, policy: Policy | None, lanes: int, persons: int = 0) -> Program:
    if policy is None:
        inputs = len(game.observation)
        bound = shown = BoundPolicy(loop.no_network, loop.no_genome, 0, inputs, inputs)
        decide = loop.hold
    else:
        check_fit(game, policy)
        in_order = game.decision in ("versus", "argmax") and policy.preserves_order
        bound = policy.bind(lanes, raw_outputs=game.decision == "threshold" or in_order)
        shown = policy.bind(lanes)
        decide = _DECISIONS[game.decision]
    choices, players, described = len(game.actions), game.players, len(game.behaviour)
    constants: dict[str, Any] = {
        "LANES": lanes,
        **_rows(game, bound),
        "RESET": _part(game.rules.reset, LANES=lanes),
        "OBSERVE": _part(game.rules.observe, LANES=lanes),
        "STEP": _part(game.rules.step, LANES=lanes),
        "FITNESS": _part(game.rules.fitness, LANES=lanes),
        "BEHAVIOUR": _part(game.rules.behaviour if described else seats.no_behaviour, LANES=lanes),
        "LOAD": bound.load,
        "THINK": bound.think,
        "DECIDE": _part(decide, LANES=lanes, OUTPUT=bound.output, CHOICES=choices),
    }
    shown_constants = {**constants, "THINK": shown.think}
    if players == 1:
        tick, seat, judge = loop.tick, seats.seat, seats.judge
    else:
        tick, seat, judge = seats.tick_players, seats.seat_players, seats.judge_players
        constants["PERSONS"] = persons
        constants |= {"OWN_PARAMETERS": bound.parameters, "OWN_MEMORY": bound.memory, "OWN_ACTIONS": game.action_rows}
        shown_constants["OBSERVE"] = _part(seats.observe_first, OBSERVE=constants["OBSERVE"])
    constants["TICK"] = _part(tick, **constants)
    constants |= {"SEAT": _part(seat, **constants), "JUDGE": _part(judge, **constants)}
    notes = _notes(constants)
    return Program(
        rollout=bind(loop.rollout, inline=True, memory=False, **constants, **dict.fromkeys(notes, _NOTHING)),
        record=bind(loop.rollout, inline=True, memory=False, **constants, **notes),
        advance=bind(loop.advance, memory=False, **constants),
        start=bind(loop.start, memory=False, **constants),
        load=bound.fill,
        think=bind(loop.think, memory=False, **shown_constants),
        rules={name: constants[name] for name in _OF_RULES} | {"SHOWN": shown_constants["THINK"]},
        lanes=lanes,
        rows=len(game.state) + bound.memory * players,
        memory=bound.memory * players,
        nodes=bound.nodes,
        scratch=bound.scratch,
        action_rows=game.action_rows * players,
        parameters=bound.parameters * players,
        blank=np.zeros((1, 0), np.float32) if policy is None else read_only(policy.blank(1).packed()),
        players=players,
        behaviours=described,
        game=game,
        policy=policy,
    )


def _lanes_that_fit(rows: int) -> int:
    """The number of lanes of a block of so many rows: as many as the cache holds; results do not depend on it."""
    lanes = LANES
    while lanes > _FEWEST and rows * lanes * 4 > _CACHE:
        lanes //= 2
    return lanes


def program(
    game: Game, policy: Policy | tuple[Layer, ...] | None, lanes: int | None = None, *, persons: int = 0
) -> Program:
    """The compiled loops of a game with individuals of a policy.

    Args:
        game: The game.
        policy: The policy, or its layers; None when the actions are given from outside.
        lanes: Lanes of a block; any number gives the same results.
        persons: How many of a match's players, from the first on, are people, whose actions are given to ``advance``.

    Raises:
        ShapeError: If the network has other inputs or outputs than the game.
        NeuroError: If the game has no rules to compile.
    """
    if not game.has_rules:
        raise NeuroError(f"{game.title} has no compiled rules: it can be evolved and replayed, and nothing else")
    chosen = None if policy is None else policy_of(policy)
    lanes = lanes or _lanes_that_fit(0 if chosen is None else chosen.rows * game.players)
    return _cached_program(game, chosen, lanes, persons if game.players > 1 else 0)


def compile_rollout(program: Program, setting: Any) -> float:
    """Compile the rollout, or load it from the cache, on one step of one agent; returns the seconds it took."""
    start = time.perf_counter()
    genomes, seeds = program.blank, np.zeros(1, np.uint32)
    waiting, players = np.zeros(1, np.int64), program.players
    out = np.zeros(players, np.float32), np.zeros(players, np.float32), np.full(1, -1, np.int64)
    behaviour = np.zeros((1, players * program.behaviours), np.float32)
    matches = np.zeros((1, players), np.int64)
    with explained():
        program.rollout(program.block(), genomes, seeds, waiting, setting, 1, *out, behaviour, matches, ())
    return time.perf_counter() - start
