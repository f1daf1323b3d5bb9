"""Experience: what agents saw, chose and gained in each step, for algorithms that learn from steps.

``neuro.rollout.loop`` plays, and calls what is bound into it to write things down: ``note_start``, ``note_step`` and
``note_end``, or ``note_nothing`` in their place. What a step gained is the change of the game's own fitness: so a whole
episode's gains add up to what evolution maximises, less the fitness of the state that it began in.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.kernels import ALIVE, LANES, kernel

__all__ = ["Experience", "note_end", "note_nothing", "note_start", "note_step", "room_for_steps"]

# Bound by ``neuro.rollout.program``.
INPUTS = VALUES = VALUE_COUNT = 0
OBSERVE: Any = None
JUDGE: Any = None

_NOBODY = -1
_ZERO, _ONE = np.float32(0), np.float32(1)


class Experience(NamedTuple):
    """The last steps of each agent's episode; agents are in the order of genomes, those of a genome by course.

    A step's place is its number modulo the room: of a longer episode the first steps are written over.

    Attributes:
        seen: What each saw before it chose, float32 ``(agents, room, inputs)``.
        chosen: The number of its choice, int64 ``(agents, room)``.
        gained: The change of its fitness in the step, float32 ``(agents, room)``.
        last: What it saw in the end, float32 ``(agents, inputs)``.
        ended: Whether the game ended its episode, by death or by winning, and not the clock; float32 ``(agents,)``.
        lived: Steps of its episode, int64 ``(agents,)``.
    """

    seen: NDArray[np.float32]
    chosen: NDArray[np.int64]
    gained: NDArray[np.float32]
    last: NDArray[np.float32]
    ended: NDArray[np.float32]
    lived: NDArray[np.int64]


def room_for_steps(agents: int, steps: int, inputs: int) -> Experience:
    """Room for so many steps of all agents together, for one of each at least."""
    room = max(1, steps // max(1, agents))
    return Experience(
        seen=np.zeros((agents, room, inputs), np.float32),
        chosen=np.zeros((agents, room), np.int64),
        gained=np.zeros((agents, room), np.float32),
        last=np.zeros((agents, inputs), np.float32),
        ended=np.zeros(agents, np.float32),
        lived=np.zeros(agents, np.int64),
    )


@kernel
def note_nothing(block, state, nodes, setting, clock, max_steps, notes):
    """Write nothing down."""


@kernel
def note_step(block, state, nodes, setting, clock, max_steps, notes):
    """Write down what each lane's agent saw, chose and gained in the step before ``clock``.

    Args:
        block: The memory of the lanes.
        state: The game's rows.
        nodes: The nodes, in rows.
        setting: The game's parameters.
        clock: Steps of the loop so far.
        max_steps: The longest episode.
        notes: An ``Experience``, written, and float32 ``(LANES,)``, room for the fitness of each lane's agent.
    """
    (seen, chosen, gained, _, _, _), worth = notes
    room = chosen.shape[1]
    for lane in range(LANES):
        block.lived[lane] = np.float32(clock - block.born[lane])
    JUDGE(block.state, block.lived, block.worth)
    for lane in range(LANES):
        agent = block.agent[lane]
        if agent == _NOBODY:
            continue
        place = (clock - 1 - block.born[lane]) % room
        for i in range(INPUTS):
            seen[agent, place, i] = nodes[i, lane]
        best = 0
        for j in range(1, VALUE_COUNT):
            best = j if nodes[VALUES + j, lane] > nodes[VALUES + best, lane] else best
        chosen[agent, place] = best
        gained[agent, place] = block.worth[0, lane] - worth[lane]
        worth[lane] = block.worth[0, lane]


@kernel
def note_start(block, state, nodes, setting, clock, max_steps, notes):
    """Remember the fitness of those who begin; for the arguments see ``note_step``."""
    _, worth = notes
    for lane in range(LANES):
        block.lived[lane] = np.float32(clock - block.born[lane])
    JUDGE(block.state, block.lived, block.worth)
    for lane in range(LANES):
        if block.born[lane] == clock:
            worth[lane] = block.worth[0, lane]


@kernel
def note_end(block, state, nodes, setting, clock, max_steps, notes):
    """Write down what those see whose episode is over; for the arguments see ``note_step``."""
    (_, _, _, last, ended, lived), _ = notes
    OBSERVE(state, nodes, setting)
    for lane in range(LANES):
        agent = block.agent[lane]
        if agent == _NOBODY:
            continue
        if state[ALIVE, lane] > _ZERO and clock - block.born[lane] < max_steps:
            continue
        for i in range(INPUTS):
            last[agent, i] = nodes[i, lane]
        ended[agent] = _ZERO if state[ALIVE, lane] > _ZERO else _ONE
        lived[agent] = clock - block.born[lane]
