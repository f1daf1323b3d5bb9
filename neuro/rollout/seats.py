"""The players of one lane: one alone, or several that share a match, each in its seat.

The weights, memory and actions of all players of a lane stand one below the other, in the order of their seats.
"""

from __future__ import annotations

from typing import Any

from neuro.kernels import LANES, kernel

__all__ = [
    "judge",
    "judge_players",
    "no_behaviour",
    "observe_first",
    "seat",
    "seat_players",
    "tick_players",
]

# Bound by ``neuro.rollout.program``.
PLAYERS, PERSONS = 1, 0
OWN_PARAMETERS = OWN_MEMORY = OWN_ACTIONS = 0  # rows of one player
OBSERVE: Any = None
LOAD: Any = None
THINK: Any = None
DECIDE: Any = None
STEP: Any = None
FITNESS: Any = None


@kernel
def tick_players(flat_weights, flat_nodes, memory, nodes, state, action, courses, setting):
    """One step of all lanes in a game of several players: each sees, thinks and decides, then all move at once.

    The first ``PERSONS`` players are people, whose actions are given.
    """
    for player in range(PERSONS, PLAYERS):
        OBSERVE(state, nodes, player, setting)
        weights = flat_weights[player * OWN_PARAMETERS * LANES : (player + 1) * OWN_PARAMETERS * LANES]
        THINK(weights, flat_nodes, memory[player * OWN_MEMORY * LANES : (player + 1) * OWN_MEMORY * LANES])
        DECIDE(nodes, action[player * OWN_ACTIONS : (player + 1) * OWN_ACTIONS])
    STEP(state, action, courses, setting)


@kernel
def observe_first(state, nodes, setting):
    """What the first of several players sees."""
    OBSERVE(state, nodes, 0, setting)


@kernel
def seat(weights, genomes, matches, row, lane):
    """Load the genome of a row into a lane."""
    LOAD(weights, genomes, row, lane)


@kernel
def seat_players(weights, genomes, matches, row, lane):
    """Load the genomes of all players of a match into a lane."""
    for player in range(PLAYERS):
        own = weights[player * OWN_PARAMETERS : (player + 1) * OWN_PARAMETERS]
        LOAD(own, genomes, matches[row, player], lane)


@kernel
def judge(state, lived, worth):
    """The fitness of the only player."""
    FITNESS(state, lived, worth[0])


@kernel
def judge_players(state, lived, worth):
    """The fitness of each player."""
    FITNESS(state, lived, worth)


@kernel
def no_behaviour(state, lived, out):
    """Describe nothing."""
