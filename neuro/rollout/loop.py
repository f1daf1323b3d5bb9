"""The loop that plays: game and network bound into one kernel.

A block has ``LANES`` lanes. Each agent (a genome on a course) takes a free lane, plays until it dies or its time is
up, and leaves the lane to the next one. So blocks stay full however early most agents die, and what an agent does
depends on nothing but its genome and its course.

Where a game has several players, an agent is a match: its lane holds the networks of all of them, one below the other.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.kernels import ALIVE, LANES, SCORE, claim, kernel

__all__ = [
    "Block",
    "advance",
    "argmax",
    "block",
    "continuous",
    "hold",
    "no_genome",
    "no_network",
    "rollout",
    "start",
    "think",
    "threshold",
    "tick",
    "versus",
]

# Bound by ``neuro.rollout.program``.
ROWS = NODES = MEMORY = ACTION_ROWS = OUTPUT = CHOICES = 0
PLAYERS, BEHAVIOURS = 1, 0
RESET: Any = None
OBSERVE: Any = None
LOAD: Any = None
THINK: Any = None
DECIDE: Any = None
STEP: Any = None
BEHAVIOUR: Any = None
SEAT: Any = None
JUDGE: Any = None
TICK: Any = None
NOTE_START: Any = None
NOTE_STEP: Any = None
NOTE_END: Any = None


class Block(NamedTuple):
    """The memory of the lanes that are stepped together; see ``block``.

    Attributes:
        weights: float32 ``(parameters, LANES)``, a genome in each column.
        nodes: float32 ``(nodes, LANES)``, inputs first.
        state: float32 ``(rows + memory, LANES)``: the game's rows, then what the networks remember.
        action: float32 ``(action rows, LANES)``.
        courses: uint32 ``(LANES,)``.
        flat_weights: ``weights`` in one row.
        flat_nodes: ``nodes`` in one row.
        game_state: The game's rows of ``state``.
        memory: What the networks remember, in one row; the end of ``state``.
        fresh: float32 ``(rows + memory, LANES)``, room for another state.
        game_fresh: The game's rows of ``fresh``.
        fresh_memory: The end of ``fresh``, in one row.
        agent: int64 ``(LANES,)``, number of the agent in the lane, or -1.
        born: int64 ``(LANES,)``, the clock when the agent began.
        occupied: float32 ``(LANES,)``, 1 where an agent plays.
        lived: float32 ``(LANES,)``, steps that the agent has lived.
        worth: float32 ``(players, LANES)``, the fitness of each player.
        behaviour: float32 ``(behaviours, LANES)``, what each player did.
    """

    weights: NDArray[np.float32]
    nodes: NDArray[np.float32]
    state: NDArray[np.float32]
    action: NDArray[np.float32]
    courses: NDArray[np.uint32]
    flat_weights: NDArray[np.float32]
    flat_nodes: NDArray[np.float32]
    game_state: NDArray[np.float32]
    memory: NDArray[np.float32]
    fresh: NDArray[np.float32]
    game_fresh: NDArray[np.float32]
    fresh_memory: NDArray[np.float32]
    agent: NDArray[np.int64]
    born: NDArray[np.int64]
    occupied: NDArray[np.float32]
    lived: NDArray[np.float32]
    worth: NDArray[np.float32]
    behaviour: NDArray[np.float32]


def _aligned(rows: int, lanes: int) -> NDArray[np.float32]:
    """Zeros (rows, lanes) that begin on a cache line: a vector that straddles two costs twice."""
    line = 64 // 4
    memory = np.zeros(rows * lanes + line, np.float32)
    skip = -memory.ctypes.data % 64 // 4
    return memory[skip : skip + rows * lanes].reshape(rows, lanes)


def block(
    parameters: int,
    nodes: int,
    rows: int,
    memory: int,
    action_rows: int,
    lanes: int,
    players: int = 1,
    behaviours: int = 0,
) -> Block:
    """The memory of ``lanes`` lanes, all of them free."""
    weights, values = _aligned(parameters, lanes), _aligned(nodes, lanes)
    state, fresh = _aligned(rows + memory, lanes), _aligned(rows + memory, lanes)
    return Block(
        weights=weights,
        nodes=values,
        state=state,
        action=_aligned(action_rows, lanes),
        courses=np.zeros(lanes, np.uint32),
        flat_weights=weights.reshape(-1),
        flat_nodes=values.reshape(-1),
        game_state=state[:rows],
        memory=state[rows:].reshape(-1),
        fresh=fresh,
        game_fresh=fresh[:rows],
        fresh_memory=fresh[rows:].reshape(-1),
        agent=np.full(lanes, _NOBODY, np.int64),
        born=np.full(lanes, _NOBODY, np.int64),
        occupied=_aligned(1, lanes)[0],
        lived=_aligned(1, lanes)[0],
        worth=_aligned(players, lanes),
        behaviour=_aligned(behaviours, lanes),
    )


_ZERO, _ONE = np.float32(0), np.float32(1)
_NOBODY = -1


@kernel
def versus(nodes, action):
    """Action 1 where the first output exceeds the second."""
    for lane in range(LANES):
        action[0, lane] = _ONE if nodes[OUTPUT, lane] > nodes[OUTPUT + 1, lane] else _ZERO


@kernel
def argmax(nodes, action):
    """The index of the largest output."""
    for lane in range(LANES):
        best = 0
        for j in range(1, CHOICES):
            best = j if nodes[OUTPUT + j, lane] > nodes[OUTPUT + best, lane] else best
        action[0, lane] = np.float32(best)


@kernel
def threshold(nodes, action):
    """Action 1 for each output whose sum is positive."""
    for j in range(CHOICES):
        for lane in range(LANES):
            action[j, lane] = _ONE if nodes[OUTPUT + j, lane] > _ZERO else _ZERO


@kernel
def continuous(nodes, action):
    """The outputs themselves."""
    for j in range(CHOICES):
        for lane in range(LANES):
            action[j, lane] = nodes[OUTPUT + j, lane]


@kernel
def tick(flat_weights, flat_nodes, memory, nodes, state, action, courses, setting):
    """One step of all lanes: see, think and remember, decide, move."""
    OBSERVE(state, nodes, setting)
    THINK(flat_weights, flat_nodes, memory)
    DECIDE(nodes, action)
    STEP(state, action, courses, setting)


@kernel
def _any_ended(state, occupied):
    """Whether an agent is dead that was playing."""
    ended = np.uint8(0)  # as narrow as can be: a vector holds more of them
    for lane in range(LANES):
        ended |= np.uint8(state[ALIVE, lane] < occupied[lane])
    return ended > 0


@kernel
def _take_agents(block, genomes, matches, seeds, agent, last, steps, clock):
    """Give free lanes to the agents from ``agent`` up to ``last``; returns how many began."""
    episodes, begun = seeds.size, 0
    for lane in range(LANES):
        while agent < last and steps[agent] >= 0:  # played before a thread broke off
            agent += 1
        if agent >= last:
            break
        if block.agent[lane] == _NOBODY:
            block.agent[lane] = agent
            block.courses[lane] = seeds[agent % episodes]
            block.born[lane] = clock
            block.occupied[lane] = _ONE
            SEAT(block.weights, genomes, matches, agent // episodes, lane)
            agent += 1
            begun += 1
    return begun


@kernel
def _begin_agents(state, fresh, born, clock):
    """Copy the start state into the lanes that have just begun."""
    for row in range(ROWS):
        for lane in range(LANES):
            state[row, lane] = fresh[row, lane] if born[lane] == clock else state[row, lane]


@kernel
def _forget(memory, born, clock):
    """Clear what networks remember in the lanes that have just begun."""
    for row in range(MEMORY):
        for lane in range(LANES):
            memory[row * LANES + lane] = _ZERO if born[lane] == clock else memory[row * LANES + lane]


@kernel
def _end_agents(block, clock, max_steps, fitness, score, steps, behaviour):
    """Write down the lanes that died or whose time is up, and free them; returns how many still live."""
    for lane in range(LANES):
        block.lived[lane] = np.float32(clock - block.born[lane])
    JUDGE(block.state, block.lived, block.worth)
    BEHAVIOUR(block.state, block.lived, block.behaviour)
    playing = 0
    for lane in range(LANES):
        agent = block.agent[lane]
        if agent == _NOBODY:
            continue
        if block.state[ALIVE, lane] > _ZERO and clock - block.born[lane] < max_steps:
            playing += 1
            continue
        for player in range(PLAYERS):
            fitness[agent * PLAYERS + player] = block.worth[player, lane]
            score[agent * PLAYERS + player] = block.state[SCORE + player, lane]
        for k in range(BEHAVIOURS):
            behaviour[agent, k] = block.behaviour[k, lane]
        steps[agent] = clock - block.born[lane]
        block.occupied[lane] = _ZERO
        block.agent[lane] = _NOBODY
    return playing


@kernel
def _next_deadline(agent, born, max_steps, clock):
    """When the first of the playing lanes runs out of time."""
    first = clock + max_steps
    for lane in range(LANES):
        if agent[lane] != _NOBODY and born[lane] + max_steps < first:
            first = born[lane] + max_steps
    return first


@kernel
def rollout(block, genomes, seeds, waiting, setting, max_steps, fitness, score, steps, behaviour, matches, notes):
    """Play the agents that wait, side by side with other threads, until none waits.

    Agent ``a`` is genome ``a // episodes`` on course ``a % episodes``, or that match in a game of several players; what
    became of it is written at place ``a``, of each player in turn.

    Args:
        block: Memory to play in, all lanes free.
        genomes: The genomes as ``Genomes.packed`` gives them.
        seeds: ``(episodes,)`` uint32, the courses.
        waiting: ``(1,)`` int64, the first agent that waits; threads share it, so that the faster one plays more.
        setting: The game's parameters.
        max_steps: The longest episode.
        fitness: ``(agents * players,)`` float32, written.
        score: Score of each episode, as ``fitness``, written.
        steps: Steps of each episode, int64, written; an agent that has any has been played already, and is left out.
        behaviour: ``(agents, behaviours)`` float32, written.
        matches: ``(matches, players)`` int64, places of genomes; not read in a game of one player.
        notes: What ``NOTE_START``, ``NOTE_STEP`` and ``NOTE_END`` write to, see ``neuro.rollout.experience``.
    """
    # Shapes that are constants let LLVM vectorise: with those of the arrays it runs at two thirds of the speed.
    state, nodes = block.game_state.reshape(ROWS, LANES), block.nodes.reshape(NODES, LANES)
    action, courses = block.action.reshape(ACTION_ROWS, LANES), block.courses
    playing, clock, some_wait = 0, np.int64(0), True  # not a literal, of which numba would compile all anew
    while playing > 0 or some_wait:
        free = LANES - playing
        if some_wait and free * 8 >= LANES:  # an eighth is free: filling it costs a few steps
            first = claim(waiting, free)  # all at once: threads that meet at a counter wait for each other
            some_wait = first + free < steps.size
            playing += _take_agents(block, genomes, matches, seeds, first, min(first + free, steps.size), steps, clock)
            if playing == 0:  # others took them, or they have been played
                continue
            RESET(block.game_fresh, courses, setting)
            _begin_agents(state, block.game_fresh, block.born, clock)
            _forget(block.memory, block.born, clock)
            NOTE_START(block, state, nodes, setting, clock, max_steps, notes)
        deadline = _next_deadline(block.agent, block.born, max_steps, clock)
        while clock < deadline:
            TICK(block.flat_weights, block.flat_nodes, block.memory, nodes, state, action, courses, setting)
            clock += 1
            NOTE_STEP(block, state, nodes, setting, clock, max_steps, notes)
            if _any_ended(state, block.occupied):
                break
        NOTE_END(block, state, nodes, setting, clock, max_steps, notes)
        playing = _end_agents(block, clock, max_steps, fitness, score, steps, behaviour)


@kernel
def start(block, setting):
    """Put all lanes at the start of their courses, with nothing remembered."""
    RESET(block.game_state.reshape(ROWS, LANES), block.courses, setting)
    for k in range(MEMORY * LANES):  # a slice assignment may take memory, which a page has no one to give
        block.memory[k] = _ZERO


@kernel
def think(block, setting):
    """Fill the nodes with what the networks make of the state: a second look, after which they remember no more."""
    OBSERVE(block.game_state.reshape(ROWS, LANES), block.nodes.reshape(NODES, LANES), setting)
    for k in range(MEMORY * LANES):
        block.fresh_memory[k] = block.memory[k]
    THINK(block.flat_weights, block.flat_nodes, block.fresh_memory)


@kernel
def _copy(target, state):
    for row in range(ROWS + MEMORY):
        for lane in range(LANES):
            target[row, lane] = state[row, lane]


@kernel
def _stay(state, last):
    """Give the lanes that were dead before this step their last state back."""
    for row in range(ROWS + MEMORY):
        for lane in range(LANES):
            state[row, lane] = state[row, lane] if last[ALIVE, lane] > _ZERO else last[row, lane]


@kernel
def _count_step(state, lived):
    """Add a step to the lives of the living; returns how many they are."""
    living = 0
    for lane in range(LANES):
        if state[ALIVE, lane] > _ZERO:
            lived[lane] += 1
            living += 1
    return living


@kernel
def advance(block, setting, lived, steps, record):
    """Advance a block by some steps, all lanes together; the dead keep their last state.

    Args:
        block: Its weights, courses and state; its actions are written by networks, and read when people decide.
        setting: The game's parameters.
        lived: ``(LANES,)`` int64, steps lived so far, changed.
        steps: Number of steps.
        record: ``(steps, rows, LANES)``, the state after each step, written; or of length 0.

    Returns:
        The number of steps until no agent was left.
    """
    state, nodes = block.state.reshape(ROWS + MEMORY, LANES), block.nodes.reshape(NODES, LANES)
    rows = block.game_state.reshape(ROWS, LANES)
    action, courses = block.action.reshape(ACTION_ROWS, LANES), block.courses
    for k in range(steps):
        if _count_step(state, lived) == 0:
            return k
        _copy(block.fresh, state)
        TICK(block.flat_weights, block.flat_nodes, block.memory, nodes, rows, action, courses, setting)
        _stay(state, block.fresh)
        if record.shape[0] > 0:
            _copy(record[k], state)
    return steps


@kernel
def hold(nodes, action):
    """Leave the action as it was given: people decide."""


@kernel
def no_network(weights, nodes, memory):
    """Think nothing."""


@kernel
def no_genome(weights, packed, genome, lane):
    """Load nothing."""
