"""Graphs over lanes: a block computes the union of its lanes' operations, each for all lanes at once.

A lane that lacks an operation has weight 0 there. What it weights is finite, so it adds 0 to a sum that begins at 0 or
at a bias and never is -0: who plays beside whom changes no bit.

Each operation has a row of weights, its *slot*. Behind these rows, in the same array, stand whole numbers: the *plan*,
which says in what order the slots come, and how many lanes use each. Loading a genome into a lane mends the plan.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from neuro.kernels import LANES, kernel
from neuro.network.activations import identity
from neuro.network.graph_programs import FIRST_OUTPUT, MEMORY, SPAN
from neuro.vectors import put, row, whole

__all__ = ["load_graph", "plan_size", "think_graph"]

# Bound by ``Graph.bind``.
INPUTS = OUTPUTS = ROOM = SLOTS = 0
RECURRENT = RAW = HIDDEN_IN_ROWS = OUTPUT_IN_ROWS = False
HIDDEN: Any = identity
OUTPUT: Any = identity

_ZERO = np.float32(0)

# Places in the plan: numbers first, then an array of ``ROOM + OUTPUTS`` steps each, then arrays of ``SLOTS`` each.
_READY, _COUNT, _FREE, _COMPUTED, _NUMBERS = 0, 1, 2, 3, 4
_BIAS, _BEGIN, _MEMORY_BEGIN, _END, _STEP_ARRAYS = 0, 1, 2, 3, 4
_KEY, _SLOT, _SOURCE, _USES, _SPARE, _NEW_KEY, _NEW_SLOT, _SLOT_ARRAYS = 0, 1, 2, 3, 4, 5, 6, 7

_NO_BIAS = 0  # the slot that nobody uses: its weights are 0


def plan_size(steps: int, slots: int) -> int:
    """Whole numbers of a plan."""
    return _NUMBERS + _STEP_ARRAYS * steps + _SLOT_ARRAYS * slots


@kernel
def _of_step(which, step):
    """The place of a number of a step."""
    return _NUMBERS + which * (ROOM + OUTPUTS) + step


@kernel
def _of_slot(which, k):
    """The place of a number of a slot, or of the k-th operation."""
    return _NUMBERS + _STEP_ARRAYS * (ROOM + OUTPUTS) + which * SLOTS + k


@kernel
def _clear(plan):
    """Make a plan of nothing: every slot is free but the first."""
    plan[_READY], plan[_COUNT], plan[_COMPUTED], plan[_FREE] = 1, 0, 0, SLOTS - 1
    for k in range(SLOTS - 1):
        plan[_of_slot(_SPARE, k)] = SLOTS - 1 - k


@kernel
def _write(weights, plan, packed, genome, lane):
    """Write a genome's weights into the slots that there are; whether the plan lacks an operation or has too many."""
    k, last, missing, unused, count = 0, packed.length[genome], 0, 0, plan[_COUNT]
    for i in range(count):
        key, slot, weight = plan[_of_slot(_KEY, i)], plan[_of_slot(_SLOT, i)], _ZERO
        while k < last and packed.key[genome, k] < key:
            missing += 1
            k += 1
        if k < last and packed.key[genome, k] == key:
            weight = packed.weight[genome, k]
            k += 1
        was = weights[slot, lane]
        weights[slot, lane] = weight
        uses = plan[_of_slot(_USES, slot)] + (weight != _ZERO) - (was != _ZERO)
        plan[_of_slot(_USES, slot)] = uses
        unused += uses == 0
    return missing + last - k > 0 or unused * 4 > count


@kernel
def _merge(weights, plan, packed, genome, lane):
    """Put the operations that a genome has beside those that are in use, in the order of keys; returns how many."""
    i, k, at, last, count, free = 0, 0, 0, packed.length[genome], plan[_COUNT], plan[_FREE]
    while i < count or k < last:
        if i < count and (k >= last or plan[_of_slot(_KEY, i)] <= packed.key[genome, k]):
            key, slot = plan[_of_slot(_KEY, i)], plan[_of_slot(_SLOT, i)]
            k += k < last and packed.key[genome, k] == key
            i += 1
            if plan[_of_slot(_USES, slot)] == 0:
                plan[_of_slot(_SPARE, free)] = slot
                free += 1
                continue
        else:
            key, weight = packed.key[genome, k], packed.weight[genome, k]
            k += 1
            if weight == _ZERO:
                continue
            free -= 1
            slot = plan[_of_slot(_SPARE, free)]
            plan[_of_slot(_USES, slot)] = 1
            weights[slot, lane] = weight
        plan[_of_slot(_NEW_KEY, at)], plan[_of_slot(_NEW_SLOT, at)] = key, slot
        at += 1
    plan[_FREE] = free
    return at


@kernel
def _lay_out(plan, count):
    """Say which operations each step has, and how many hidden nodes are computed."""
    for step in range(ROOM + OUTPUTS):
        plan[_of_step(_BIAS, step)] = _NO_BIAS
    computed, k = 0, 0
    for step in range(ROOM + OUTPUTS):
        key_step = step if step < ROOM else FIRST_OUTPUT + step - ROOM
        if k < count and plan[_of_slot(_NEW_KEY, k)] == key_step * SPAN:
            plan[_of_step(_BIAS, step)] = plan[_of_slot(_NEW_SLOT, k)]
            k += 1
        plan[_of_step(_BEGIN, step)] = plan[_of_step(_MEMORY_BEGIN, step)] = k
        while k < count and plan[_of_slot(_NEW_KEY, k)] < (key_step + 1) * SPAN:
            code = plan[_of_slot(_NEW_KEY, k)] % SPAN
            k += 1
            if code < MEMORY:
                plan[_of_slot(_SOURCE, k - 1)] = code - 1
                plan[_of_step(_MEMORY_BEGIN, step)] = k
                computed = max(computed, code - INPUTS - OUTPUTS)
            else:
                plan[_of_slot(_SOURCE, k - 1)] = code - MEMORY
                computed = max(computed, code - MEMORY - OUTPUTS + 1)
        plan[_of_step(_END, step)] = k
    plan[_COMPUTED] = computed


@kernel
def load_graph(weights, packed, genome, lane):
    """Write a genome, a row of ``packed``, into a lane of ``weights``, and mend the plan behind the weights."""
    plan = weights[SLOTS:].reshape(-1).view(np.int32)
    if plan[_READY] == 0:
        _clear(plan)
    if packed.hidden[genome] > ROOM:  # see ``Graph.with_room_for``
        return
    if _write(weights, plan, packed, genome, lane):
        count = _merge(weights, plan, packed, genome, lane)
        _lay_out(plan, count)
        for k in range(count):
            plan[_of_slot(_KEY, k)], plan[_of_slot(_SLOT, k)] = (
                plan[_of_slot(_NEW_KEY, k)],
                plan[_of_slot(_NEW_SLOT, k)],
            )
        plan[_COUNT] = count


@kernel
def _number(weights, place):
    """A number of the plan."""
    return np.int64(whole(weights, SLOTS * LANES + place))


@kernel
def _sum(weights, nodes, memory, step):
    """The sums of a step: the bias, what is said now, then what was said one step before."""
    total = row(weights, _number(weights, _of_step(_BIAS, step)), LANES)
    begin, last = _number(weights, _of_step(_BEGIN, step)), _number(weights, _of_step(_END, step))
    now = _number(weights, _of_step(_MEMORY_BEGIN, step)) if RECURRENT else last
    for k in range(begin, now):
        source = _number(weights, _of_slot(_SOURCE, k))
        total = total + row(weights, _number(weights, _of_slot(_SLOT, k)), LANES) * row(nodes, source, LANES)
    if RECURRENT:
        for k in range(now, last):
            source = _number(weights, _of_slot(_SOURCE, k))
            total = total + row(weights, _number(weights, _of_slot(_SLOT, k)), LANES) * row(memory, source, LANES)
    return total


@kernel
def _remember(nodes, memory, node):
    if RECURRENT:
        put(memory, node - INPUTS, LANES, row(nodes, node, LANES))


@kernel
def think_graph(weights, nodes, memory):
    """Fill the rows of ``nodes`` behind the inputs: outputs, then hidden nodes; and replace those of ``memory``."""
    for step in range(_number(weights, _COMPUTED)):
        total, node = _sum(weights, nodes, memory, step), INPUTS + OUTPUTS + step
        if HIDDEN_IN_ROWS:
            put(nodes, node, LANES, HIDDEN(total))
        else:
            put(nodes, node, LANES, total)
            for place in range(node * LANES, node * LANES + LANES):
                nodes[place] = HIDDEN(nodes[place])
        _remember(nodes, memory, node)
    for j in range(OUTPUTS):
        total, node = _sum(weights, nodes, memory, ROOM + j), INPUTS + j
        if RAW:
            put(nodes, node, LANES, total)
        elif OUTPUT_IN_ROWS:
            put(nodes, node, LANES, OUTPUT(total))
        else:
            put(nodes, node, LANES, total)
            for place in range(node * LANES, node * LANES + LANES):
                nodes[place] = OUTPUT(nodes[place])
    for j in range(OUTPUTS):  # when all are known: one may depend on what another said before
        _remember(nodes, memory, INPUTS + j)
