"""Children of NEAT: genes aligned by their historical numbers, and weights that mutate.

Every draw is keyed by the child's number, so children can be bred by any number of threads in any order.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from neuro.evolution.algorithms.neat_growth import change_activation, delete_structure, want_structure
from neuro.kernels import kernel, part, pick
from neuro.random import Purpose, normal, philox

__all__ = ["Rates", "breed", "copy_genome", "copy_genomes", "share_of"]

_ALIGN, _CHANGE, _REDRAW, _GROW = (
    np.uint64(one) for one in (Purpose.ALIGN, Purpose.CHANGE, Purpose.REDRAW, Purpose.GROW)
)
_ZERO = np.uint64(0)
_UNIT = 2.0**-32
_HALF_WORD = np.uint64(16)


class Rates(NamedTuple):
    """How children differ from their parents; see ``NeatSettings``.

    Attributes:
        disabled: Chance that a gene is off in a child that is off in either parent.
        weights: Chance of a child that its weights mutate.
        redrawn: Chance of a weight to be drawn anew then, and not only to be moved.
        stdev: Standard deviation of what weights move by.
        new_stdev: The deviation of weights that are drawn anew.
        limit: The largest weight.
        add_node: Chance of a new node.
        add_link: Chance of a new link.
        delete_node: Chance that a node goes.
        delete_link: Chance that a link goes.
        toggle: Chance that a link is switched on or off.
        recurrent: Whether links may go back.
        activation: Chance that a hidden node gets another activation.
        others: Number of activations that a node may have besides the first.
    """

    disabled: float
    weights: float
    redrawn: float
    stdev: float
    new_stdev: float
    limit: float
    add_node: float
    add_link: float
    delete_node: float
    delete_link: float
    toggle: float
    recurrent: bool
    activation: float
    others: int


@part
def share_of(word):
    """The share of all 32-bit words that are below this one, float64 in [0, 1)."""
    return np.float64(word) * _UNIT


@part
def copy_genome(old, a, new, r):
    """Copy the genome in row ``a`` of some topologies to row ``r`` of others, which have room for it."""
    links, hidden = old.sizes[a, 0], old.sizes[a, 1]
    new.sizes[r, 0], new.sizes[r, 1] = links, hidden
    for k in range(links):
        new.innovation[r, k] = old.innovation[a, k]
        new.source[r, k], new.target[r, k] = old.source[a, k], old.target[a, k]
        new.weight[r, k], new.enabled[r, k] = old.weight[a, k], old.enabled[a, k]
    for k in range(hidden):
        new.node[r, k], new.place[r, k], new.origin[r, k] = old.node[a, k], old.place[a, k], old.origin[a, k]
        new.activation[r, k] = old.activation[a, k]


@kernel
def copy_genomes(old, places, new, first, last):
    """Copy genomes to rows of other topologies, which have room for them.

    Args:
        old: ``Topologies``.
        places: int64 ``(n,)``, their rows.
        new: ``Topologies`` of n rows; written.
        first: The first row that is written.
        last: The row behind the last.
    """
    for r in range(first, last):
        copy_genome(old, places[r], new, r)


@part
def _cross(old, a, b, new, r, disabled, key, generation):
    """Give a copy of ``a``, the fitter parent, what ``b`` says of the genes that both have: each weight of either."""
    links, j, drawn = old.sizes[b, 0], 0, 0
    words = (_ZERO, _ZERO, _ZERO, _ZERO)
    for i in range(old.sizes[a, 0]):
        while j < links and old.innovation[b, j] < old.innovation[a, i]:
            j += 1
        if j == links:
            break
        if old.innovation[b, j] != old.innovation[a, i]:
            continue
        if drawn % 8 == 0:
            words = philox(key, np.uint64(drawn // 8), np.uint64(r), np.uint64(generation), _ALIGN)
        word = words[drawn % 8 // 2] >> (_HALF_WORD * np.uint64(drawn % 2))
        drawn += 1
        new.weight[r, i] = pick(word & np.uint64(1) != _ZERO, old.weight[b, j], new.weight[r, i])
        if old.enabled[a, i] == 0 or old.enabled[b, j] == 0:
            share = np.float64((word >> np.uint64(1)) & np.uint64(0x7FFF)) / 32768.0
            new.enabled[r, i] = 0 if share < disabled else 1


@part
def _change_weights(new, r, rates, key, generation):
    """Move every weight of a genome, or draw it anew."""
    shares, sizes = (_ZERO, _ZERO, _ZERO, _ZERO), (_ZERO, _ZERO, _ZERO, _ZERO)
    for k in range(new.sizes[r, 0]):
        if k % 4 == 0:
            place = np.uint64(k // 4)
            shares = philox(key, place, np.uint64(r), np.uint64(generation), _CHANGE)
            sizes = philox(key, place, np.uint64(r), np.uint64(generation), _REDRAW)
        size = normal(sizes[k % 4])
        is_new = share_of(shares[k % 4]) < rates.redrawn
        weight = rates.new_stdev * size if is_new else new.weight[r, k] + rates.stdev * size
        new.weight[r, k] = np.float32(min(rates.limit, max(-rates.limit, weight)))


@kernel
def breed(old, plan, new, want, first, last, rates, inputs, outputs, key, generation):
    """Make some children.

    Args:
        old: ``Topologies`` of the parents.
        plan: int64 ``(children, 3)``: the fitter parent, the other (the same when there is none), and 1 where the child
            mutates.
        new: ``Topologies`` of the children, with room for one node and two links more than any parent has; written.
        want: int64 ``(children, 3)``, what each is to grow; written. See ``want_structure``.
        first: The first child that is made.
        last: The child behind the last.
        rates: ``Rates``.
        inputs: Number of inputs.
        outputs: Number of outputs.
        key: The run's key, uint64.
        generation: Number of the parents' generation.
    """
    for r in range(first, last):
        a, b = plan[r, 0], plan[r, 1]
        copy_genome(old, a, new, r)
        if a != b:
            _cross(old, a, b, new, r, rates.disabled, key, generation)
        want[r, 0] = 0
        if plan[r, 2]:
            words = philox(key, _ZERO, np.uint64(r), np.uint64(generation), _GROW)
            if share_of(words[0]) < rates.weights:
                _change_weights(new, r, rates, key, generation)
            if share_of(words[1]) < rates.toggle and new.sizes[r, 0] > 0:
                k = np.int64((words[2] * np.uint64(new.sizes[r, 0])) >> np.uint64(32))
                new.enabled[r, k] = 1 - new.enabled[r, k]
            share = share_of(words[3])
            grown = rates.add_node + rates.add_link
            if share < grown:
                want_structure(new, r, share < rates.add_node, rates.recurrent, inputs, outputs, want, key, generation)
            elif share < grown + rates.delete_node + rates.delete_link:
                of_node = share < grown + rates.delete_node
                delete_structure(new, r, of_node, inputs, outputs, key, generation)
            elif share < grown + rates.delete_node + rates.delete_link + rates.activation:
                change_activation(new, r, rates.others, key, generation)
