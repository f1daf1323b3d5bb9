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
from neuro.network.graph_programs import ACTIVATION, FIRST_OUTPUT, MEMORY, SPAN
from neuro.vectors import put, row, whole

__all__ = ["load_graph", "plan_places", "think_graph"]

# Bound by ``Graph.bind``.
INPUTS = OUTPUTS = ROOM = SLOTS = 0
RECURRENT = RAW = HIDDEN_IN_ROWS = OUTPUT_IN_ROWS = SEVERAL = False
HIDDEN: Any = identity
OUTPUT: Any = identity
CHOICE: Any = None

_ZERO = np.float32(0)

# Places in the plan, bound by ``Graph.bind``: numbers, then arrays of ``ROOM + OUTPUTS`` steps, then of ``SLOTS``.
READY_AT = COUNT_AT = FREE_AT = COMPUTED_AT = 0
BIAS_AT = BEGIN_AT = MEMORY_BEGIN_AT = END_AT = ACTIVATION_AT = 0
KEY_AT = SLOT_AT = SOURCE_AT = USES_AT = SPARE_AT = NEW_KEY_AT = NEW_SLOT_AT = 0

_NUMBERS = "READY_AT", "COUNT_AT", "FREE_AT", "COMPUTED_AT"
_OF_STEPS = "BIAS_AT", "BEGIN_AT", "MEMORY_BEGIN_AT", "END_AT", "ACTIVATION_AT"
_OF_SLOTS = "KEY_AT", "SLOT_AT", "SOURCE_AT", "USES_AT", "SPARE_AT", "NEW_KEY_AT", "NEW_SLOT_AT"

_NOBODY = 0  # the slot that nobody uses: its weights are 0


def plan_places(steps: int, slots: int, lanes: int) -> tuple[dict[str, int], int]:
    """Where each part of a plan begins, by its name, and how many rows the plan and the weights before it take.

    Args:
        steps: Nodes that can be computed.
        slots: Rows of weights.
        lanes: Lanes of a block.
    """
    found, place = {}, slots * lanes
    for names, size in ((_NUMBERS, 1), (_OF_STEPS, steps), (_OF_SLOTS, slots)):
        for name in names:
            found[name] = place
            place += size
    return found, -(-place // lanes)


@kernel
def _clear(plan):
    """Make a plan of nothing: every slot is free but the first."""
    plan[READY_AT], plan[COUNT_AT], plan[COMPUTED_AT], plan[FREE_AT] = 1, 0, 0, SLOTS - 1
    for k in range(SLOTS - 1):
        plan[SPARE_AT + k] = SLOTS - 1 - k


@kernel
def _write(weights, plan, packed, genome, lane):
    """Write a genome's weights into the slots that there are; whether the plan lacks an operation or has too many."""
    k, last, missing, unused, count = 0, packed.length[genome], 0, 0, plan[COUNT_AT]
    for i in range(count):
        key, slot, weight = plan[KEY_AT + i], plan[SLOT_AT + i], _ZERO
        while k < last and packed.key[genome, k] < key:
            missing += 1
            k += 1
        if k < last and packed.key[genome, k] == key:
            weight = packed.weight[genome, k]
            k += 1
        was = weights[slot, lane]
        weights[slot, lane] = weight
        uses = plan[USES_AT + slot] + (weight != _ZERO) - (was != _ZERO)
        plan[USES_AT + slot] = uses
        unused += uses == 0
    return missing + last - k > 0 or unused * 4 > count


@kernel
def _merge(weights, plan, packed, genome, lane):
    """Put the operations that a genome has beside those that are in use, in the order of keys; returns how many."""
    i, k, at, last, count, free = 0, 0, 0, packed.length[genome], plan[COUNT_AT], plan[FREE_AT]
    while i < count or k < last:
        if i < count and (k >= last or plan[KEY_AT + i] <= packed.key[genome, k]):
            key, slot = plan[KEY_AT + i], plan[SLOT_AT + i]
            k += k < last and packed.key[genome, k] == key
            i += 1
            if plan[USES_AT + slot] == 0:
                plan[SPARE_AT + free] = slot
                free += 1
                continue
        else:
            key, weight = packed.key[genome, k], packed.weight[genome, k]
            k += 1
            if weight == _ZERO:
                continue
            free -= 1
            slot = plan[SPARE_AT + free]
            plan[USES_AT + slot] = 1
            weights[slot, lane] = weight
        plan[NEW_KEY_AT + at], plan[NEW_SLOT_AT + at] = key, slot
        at += 1
    plan[FREE_AT] = free
    return at


@kernel
def _lay_out(plan, count):
    """Say which operations each step has, and how many hidden nodes are computed."""
    for step in range(ROOM + OUTPUTS):
        plan[BIAS_AT + step] = plan[ACTIVATION_AT + step] = _NOBODY
    computed, k = 0, 0
    for step in range(ROOM + OUTPUTS):
        key_step = step if step < ROOM else FIRST_OUTPUT + step - ROOM
        if k < count and plan[NEW_KEY_AT + k] == key_step * SPAN:
            plan[BIAS_AT + step] = plan[NEW_SLOT_AT + k]
            k += 1
        plan[BEGIN_AT + step] = plan[MEMORY_BEGIN_AT + step] = k
        while k < count and plan[NEW_KEY_AT + k] < (key_step + 1) * SPAN:
            code = plan[NEW_KEY_AT + k] % SPAN
            k += 1
            if code == ACTIVATION:
                plan[ACTIVATION_AT + step] = plan[NEW_SLOT_AT + k - 1]
            elif code < MEMORY:
                plan[SOURCE_AT + k - 1] = code - 1
                plan[MEMORY_BEGIN_AT + step] = k
                computed = max(computed, code - INPUTS - OUTPUTS)
            else:
                plan[SOURCE_AT + k - 1] = code - MEMORY
                computed = max(computed, code - MEMORY - OUTPUTS + 1)
        plan[END_AT + step] = k - (plan[ACTIVATION_AT + step] != _NOBODY)
    plan[COMPUTED_AT] = computed


@kernel
def load_graph(weights, packed, genome, lane):
    """Write a genome, a row of ``packed``, into a lane of ``weights``, and mend the plan behind the weights."""
    plan = weights.reshape(-1).view(np.int32)
    if plan[READY_AT] == 0:
        _clear(plan)
    if packed.hidden[genome] > ROOM:  # see ``Graph.with_room_for``
        return
    if _write(weights, plan, packed, genome, lane):
        count = _merge(weights, plan, packed, genome, lane)
        _lay_out(plan, count)
        for k in range(count):
            plan[KEY_AT + k], plan[SLOT_AT + k] = (
                plan[NEW_KEY_AT + k],
                plan[NEW_SLOT_AT + k],
            )
        plan[COUNT_AT] = count


@kernel
def _sum(weights, nodes, memory, step):
    """The sums of a step: the bias, what is said now, then what was said one step before."""
    total = row(weights, np.int64(whole(weights, BIAS_AT + step)), LANES)
    begin, last = np.int64(whole(weights, BEGIN_AT + step)), np.int64(whole(weights, END_AT + step))
    now = np.int64(whole(weights, MEMORY_BEGIN_AT + step)) if RECURRENT else last
    for k in range(begin, now):
        source = np.int64(whole(weights, SOURCE_AT + k))
        total = total + row(weights, np.int64(whole(weights, SLOT_AT + k)), LANES) * row(nodes, source, LANES)
    if RECURRENT:
        for k in range(now, last):
            source = np.int64(whole(weights, SOURCE_AT + k))
            total = total + row(weights, np.int64(whole(weights, SLOT_AT + k)), LANES) * row(memory, source, LANES)
    return total


@kernel
def _remember(nodes, memory, node):
    if RECURRENT:
        put(memory, node - INPUTS, LANES, row(nodes, node, LANES))


@kernel
def think_graph(weights, nodes, memory):
    """Fill the rows of ``nodes`` behind the inputs: outputs, then hidden nodes; and replace those of ``memory``."""
    for step in range(np.int64(whole(weights, COMPUTED_AT))):
        total, node = _sum(weights, nodes, memory, step), INPUTS + OUTPUTS + step
        slot = np.int64(whole(weights, ACTIVATION_AT + step)) if SEVERAL else _NOBODY
        if SEVERAL and slot != _NOBODY:
            put(nodes, node, LANES, total)
            for lane in range(LANES):
                place = node * LANES + lane
                nodes[place] = CHOICE(weights[slot * LANES + lane], nodes[place])
        elif HIDDEN_IN_ROWS:
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
