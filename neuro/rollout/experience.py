"""Experience: what agents saw, chose and gained in each step, for algorithms that learn from steps.

The loop is that of ``neuro.rollout.loop`` with the same helpers; it writes down what agents do besides. What a step
gained is the change of the game's own fitness: so a whole episode's gains add up to what evolution maximises, less the
fitness of the state that it began in.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.kernels import ALIVE, LANES, claim, kernel
from neuro.rollout.loop import any_ended, begin_agents, end_agents, forget, next_deadline, take_agents

__all__ = ["Experience", "record", "room_for_steps"]

# Bound by ``neuro.rollout.program``.
ROWS = NODES = ACTION_ROWS = INPUTS = VALUES = VALUE_COUNT = 0
RESET: Any = None
OBSERVE: Any = None
JUDGE: Any = None
TICK: Any = None

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
def _note_step(block, nodes, clock, worth, experience):
    """Write down what each lane's agent saw, chose and gained in the step before ``clock``."""
    seen, chosen, gained, _, _, _ = experience
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
def _note_start(block, clock, worth):
    """Remember the fitness of those who begin."""
    for lane in range(LANES):
        block.lived[lane] = np.float32(clock - block.born[lane])
    JUDGE(block.state, block.lived, block.worth)
    for lane in range(LANES):
        if block.born[lane] == clock:
            worth[lane] = block.worth[0, lane]


@kernel
def _note_end(block, state, nodes, setting, clock, max_steps, experience):
    """Write down what those see whose episode is over."""
    _, _, _, last, ended, lived = experience
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


@kernel
def record(
    block, genomes, seeds, waiting, setting, max_steps, fitness, score, steps, behaviour, matches, experience, worth
):
    """Play as ``neuro.rollout.loop.rollout`` does, and write down what agents do.

    Args:
        block: Memory to play in, as for ``rollout``; so are all arguments that are not named here.
        genomes: The genomes.
        seeds: The courses.
        waiting: The first agent that waits.
        setting: The game's parameters.
        max_steps: The longest episode.
        fitness: The fitness of each agent, written.
        score: The score of each agent, written.
        steps: The steps of each agent, written.
        behaviour: What each agent did, written.
        matches: The table of matches, which is not read.
        experience: An ``Experience``, written.
        worth: float32 ``(LANES,)``, room for the fitness of each lane's agent.
    """
    state, nodes = block.game_state.reshape(ROWS, LANES), block.nodes.reshape(NODES, LANES)
    action, courses = block.action.reshape(ACTION_ROWS, LANES), block.courses
    playing, clock, some_wait = 0, np.int64(0), True
    while playing > 0 or some_wait:
        free = LANES - playing
        if some_wait and free * 8 >= LANES:
            first = claim(waiting, free)
            some_wait = first + free < steps.size
            playing += take_agents(block, genomes, matches, seeds, first, min(first + free, steps.size), steps, clock)
            if playing == 0:
                continue
            RESET(block.game_fresh, courses, setting)
            begin_agents(state, block.game_fresh, block.born, clock)
            forget(block.memory, block.born, clock)
            _note_start(block, clock, worth)
        deadline = next_deadline(block.agent, block.born, max_steps, clock)
        while clock < deadline:
            TICK(block.flat_weights, block.flat_nodes, block.memory, nodes, state, action, courses, setting)
            clock += 1
            _note_step(block, nodes, clock, worth, experience)
            if any_ended(state, block.occupied):
                break
        _note_end(block, state, nodes, setting, clock, max_steps, experience)
        playing = end_agents(block, clock, max_steps, fitness, score, steps, behaviour)
