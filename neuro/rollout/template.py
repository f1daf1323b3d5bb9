"""The loop that plays: game and network bound into one kernel.

A block has ``LANES`` lanes. Each agent (a genome on a course) boards a free lane, flies until it dies or its time is
up, lands, and the next one boards. So blocks stay full however early most agents die, and what an agent does depends
on nothing but its genome and its course.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from neuro.kernels import LANES, kernel

__all__ = [
    "argmax",
    "continuous",
    "fly",
    "hold",
    "no_network",
    "rollout",
    "start",
    "think",
    "threshold",
    "versus",
]

# Bound by ``neuro.rollout.programs``.
ROWS = NODES = ACTION_ROWS = PARAMETERS = OUTPUT = CHOICES = 0
RESET: Any = None
OBSERVE: Any = None
THINK: Any = None
DECIDE: Any = None
STEP: Any = None
FITNESS: Any = None

_ALIVE, _SCORE = 0, 1
_ZERO, _ONE = np.float32(0), np.float32(1)
_NOBODY = -1


@kernel
def _block(rows):
    """Zeros (rows, LANES) that begin on a cache line: a vector that straddles two costs twice."""
    line = 16
    memory = np.zeros(rows * LANES + line, np.float32)
    skip = (-memory.ctypes.data % (4 * line)) // 4
    return memory[skip : skip + rows * LANES].reshape(rows, LANES)


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
def _tick(flat_weights, flat_nodes, nodes, state, action, courses, setting):
    OBSERVE(state, nodes, setting)
    THINK(flat_weights, flat_nodes)
    DECIDE(nodes, action)
    STEP(state, action, courses, setting)


@kernel
def _any_fell(state, aboard):
    fell = np.uint8(0)  # as narrow as can be: a vector holds more of them
    for lane in range(LANES):
        fell |= np.uint8(state[_ALIVE, lane] < aboard[lane])
    return fell > 0


@kernel
def _board(genomes, seeds, start, stride, waiting, count, clock, weights, courses, agent, born, aboard):
    """Give free lanes to the agents that wait; returns the first who still waits."""
    episodes = seeds.size
    for lane in range(LANES):
        if agent[lane] == _NOBODY and waiting < count:
            agent[lane] = start + waiting * stride
            courses[lane] = seeds[agent[lane] % episodes]
            born[lane] = clock
            aboard[lane] = _ONE
            for k in range(PARAMETERS):
                weights[k, lane] = genomes[agent[lane] // episodes, k]
            waiting += 1
    return waiting


@kernel
def _set_off(clock, state, fresh, born):
    """Copy the start state into the lanes that have just boarded."""
    for row in range(ROWS):
        for lane in range(LANES):
            state[row, lane] = fresh[row, lane] if born[lane] == clock else state[row, lane]


@kernel
def _land(clock, max_steps, state, agent, born, aboard, lived, worth, fitness, score, steps):
    """Write down the lanes that died or whose time is up, and free them; returns how many still fly."""
    for lane in range(LANES):
        lived[lane] = np.float32(clock - born[lane])
    FITNESS(state, lived, worth)
    flying = 0
    for lane in range(LANES):
        if agent[lane] == _NOBODY:
            continue
        if state[_ALIVE, lane] > _ZERO and clock - born[lane] < max_steps:
            flying += 1
            continue
        fitness[agent[lane]] = worth[lane]
        score[agent[lane]] = state[_SCORE, lane]
        steps[agent[lane]] = clock - born[lane]
        aboard[lane] = _ZERO
        agent[lane] = _NOBODY
    return flying


@kernel
def _deadline(agent, born, max_steps, clock):
    """When the first of the flying lanes runs out of time."""
    first = clock + max_steps
    for lane in range(LANES):
        if agent[lane] != _NOBODY and born[lane] + max_steps < first:
            first = born[lane] + max_steps
    return first


@kernel
def rollout(genomes, seeds, start, stride, setting, max_steps, fitness, score, steps):
    """Play every ``stride``-th agent from ``start`` on.

    Agent ``a`` is genome ``a // episodes`` on course ``a % episodes``; what became of it is written at place ``a``.

    Args:
        genomes: ``(population, parameters)`` float32.
        seeds: ``(episodes,)`` uint32, the courses.
        start: The first agent.
        stride: Between agents; the other threads play those left out.
        setting: The game's parameters.
        max_steps: The longest flight.
        fitness: ``(population * episodes,)`` float32, written.
        score: The same, written.
        steps: The same as int64, written.
    """
    agents = genomes.shape[0] * seeds.size
    count = (agents - start + stride - 1) // stride
    weights = _block(PARAMETERS)
    nodes = _block(NODES)
    state = _block(ROWS)
    fresh = _block(ROWS)
    action = _block(ACTION_ROWS)
    courses = np.zeros(LANES, np.uint32)
    agent = np.full(LANES, _NOBODY, np.int64)
    born = np.full(LANES, _NOBODY, np.int64)
    flat_weights, flat_nodes = weights.reshape(-1), nodes.reshape(-1)
    aboard = np.zeros(LANES, np.float32)
    lived = np.zeros(LANES, np.float32)
    worth = np.zeros(LANES, np.float32)
    waiting, flying, clock = 0, 0, 0
    while flying > 0 or waiting < count:
        if waiting < count and (LANES - flying) * 8 >= LANES:  # an eighth is free: boarding costs a few steps
            first = waiting
            waiting = _board(genomes, seeds, start, stride, first, count, clock, weights, courses, agent, born, aboard)
            flying += waiting - first
            RESET(fresh, courses, setting)
            _set_off(clock, state, fresh, born)
        deadline = _deadline(agent, born, max_steps, clock)
        while clock < deadline:
            _tick(flat_weights, flat_nodes, nodes, state, action, courses, setting)
            clock += 1
            if _any_fell(state, aboard):
                break
        flying = _land(clock, max_steps, state, agent, born, aboard, lived, worth, fitness, score, steps)


@kernel
def start(state, courses, setting):
    """Put all lanes at the start of their courses."""
    RESET(state, courses, setting)


@kernel
def think(weights, nodes, state, setting):
    """Fill ``nodes`` (nodes, LANES) with what the networks make of ``state``."""
    OBSERVE(state, nodes, setting)
    THINK(weights.reshape(-1), nodes.reshape(-1))


@kernel
def _stay(state, last):
    """Give the lanes that were dead before this step their last state back."""
    for row in range(ROWS):
        for lane in range(LANES):
            state[row, lane] = state[row, lane] if last[_ALIVE, lane] > _ZERO else last[row, lane]


@kernel
def _count_step(state, lived):
    """Add a step to the lives of the living; returns how many they are."""
    living = 0
    for lane in range(LANES):
        if state[_ALIVE, lane] > _ZERO:
            lived[lane] += 1
            living += 1
    return living


@kernel
def fly(weights, nodes, state, action, courses, setting, lived, steps, record):
    """Advance a block by some steps, all lanes together; the dead keep their last state.

    Args:
        weights: ``(parameters, LANES)``.
        nodes: ``(nodes, LANES)``, written.
        state: ``(rows, LANES)``, changed.
        action: ``(action rows, LANES)``; written by networks, read when people decide.
        courses: ``(LANES,)`` uint32.
        setting: The game's parameters.
        lived: ``(LANES,)`` int64, steps lived so far, changed.
        steps: How many.
        record: ``(steps, rows, LANES)``, the state after each step, written; or of length 0.

    Returns:
        The steps flown until nobody was left.
    """
    flat_weights, flat_nodes, last = weights.reshape(-1), nodes.reshape(-1), np.empty_like(state)
    for k in range(steps):
        if _count_step(state, lived) == 0:
            return k
        last[:] = state
        _tick(flat_weights, flat_nodes, nodes, state, action, courses, setting)
        _stay(state, last)
        if record.shape[0] > 0:
            record[k] = state
    return steps


@kernel
def hold(nodes, action):
    """Leave the action as it was given: people decide."""


@kernel
def no_network(weights, nodes):
    """Think nothing."""
