"""Structural mutations of NEAT, and the historical numbers of what grows.

Threads write down what each child wants to grow. Numbers are then given in the order of the children: what is alive in
the parents' generation, or grew in another child before, keeps its number, and so equal growth has equal numbers, and
no number depends on a thread. There is no record of all that ever was: what died out gets a new number when it is
invented again.
"""

from __future__ import annotations

import numpy as np

from neuro.kernels import kernel, part
from neuro.network.graph_programs import index_of
from neuro.network.topologies import MOST_HIDDEN, MOST_LINKS
from neuro.random import Purpose, normal, philox

__all__ = ["LINK", "NODE", "change_activation", "delete_structure", "grow", "know", "want_structure"]

#: What a child wants to grow: a node in one of its links, or a link between two nodes.
NODE, LINK = 1, 2

_GROW = np.uint64(Purpose.GROW)
_ATTEMPTS = 20  # pairs of nodes that are tried for a link that is not there yet
_WEIGHT_DRAW = np.uint64(_ATTEMPTS + 1)
_SPLITS = 255  # of one link in one network
_OF_NODE = np.int64(1) << np.int64(62)
_LOW, _SPREAD_LOW, _SPREAD_HIGH = (np.uint64(one) for one in (0xFFFFFFFF, 0x9E3779B9, 0x85EBCA6B))


@part
def _pick(word, count):
    """A whole number below ``count``, by a 32-bit word."""
    return np.int64((word * np.uint64(count)) >> np.uint64(32))


@part
def _place_of(new, r, node, inputs, outputs):
    """Where a node stands between the inputs, 0, and the outputs, 1."""
    if node <= inputs:
        return 0.0
    return 1.0 if node <= inputs + outputs else new.place[r, index_of(new.node[r], new.sizes[r, 1], node)]


@part
def _nth_node(new, r, k, inputs, outputs):
    """The number of a network's k-th node: inputs, the bias, outputs, hidden nodes."""
    return k if k <= inputs + outputs else np.int64(new.node[r, k - inputs - outputs - 1])


@part
def _has_link(new, r, source, target):
    found = False
    for k in range(new.sizes[r, 0]):
        found |= new.source[r, k] == source and new.target[r, k] == target
    return found


@part
def _is_forward(new, r, source, target, inputs, outputs):
    """Whether a link's source comes before its target; no output does."""
    if inputs < source <= inputs + outputs:
        return False
    x, y = _place_of(new, r, source, inputs, outputs), _place_of(new, r, target, inputs, outputs)
    return x < y or (x == y and source < target)


@part
def _want_node(new, r, word, want):
    """Split one of the links in use."""
    on = np.int64(0)
    for k in range(new.sizes[r, 0]):
        on += new.enabled[r, k]
    if on == 0 or new.sizes[r, 1] >= MOST_HIDDEN or new.sizes[r, 0] + 2 > MOST_LINKS:
        return
    nth = _pick(word, on)
    for k in range(new.sizes[r, 0]):
        if new.enabled[r, k]:
            if nth == 0:
                want[r, 0], want[r, 1] = NODE, k
                return
            nth -= 1


@part
def want_structure(new, r, of_node, recurrent, inputs, outputs, want, key, generation):
    """Write down what a child is to grow: ``NODE`` and a gene, or ``LINK``, a source and a target; 0 for nothing.

    Args:
        new: ``Topologies`` of the children.
        r: The child.
        of_node: Whether it is to be a node, and no link.
        recurrent: Whether links may go back.
        inputs: Number of inputs.
        outputs: Number of outputs.
        want: int64 ``(children, 3)``, written.
        key: The run's key.
        generation: Number of the parents' generation.
    """
    if of_node:
        words = philox(key, np.uint64(1), np.uint64(r), np.uint64(generation), _GROW)
        _want_node(new, r, words[0], want)
        return
    if new.sizes[r, 0] >= MOST_LINKS:
        return
    for attempt in range(_ATTEMPTS):
        words = philox(key, np.uint64(1 + attempt), np.uint64(r), np.uint64(generation), _GROW)
        source = _nth_node(new, r, _pick(words[0], inputs + 1 + outputs + new.sizes[r, 1]), inputs, outputs)
        target = _nth_node(new, r, inputs + 1 + _pick(words[1], outputs + new.sizes[r, 1]), inputs, outputs)
        allowed = recurrent or _is_forward(new, r, source, target, inputs, outputs)
        if allowed and not _has_link(new, r, source, target):
            want[r, 0], want[r, 1], want[r, 2] = LINK, source, target
            return


@part
def _drop_links(new, r, node, gene):
    """Take out a gene, by its place, and all links of a node, by its number; -1 for none."""
    kept = 0
    for k in range(new.sizes[r, 0]):
        if k == gene or new.source[r, k] == node or new.target[r, k] == node:
            continue
        new.innovation[r, kept] = new.innovation[r, k]
        new.source[r, kept], new.target[r, kept] = new.source[r, k], new.target[r, k]
        new.weight[r, kept], new.enabled[r, kept] = new.weight[r, k], new.enabled[r, k]
        kept += 1
    new.sizes[r, 0] = kept


@part
def _drop_lonely_nodes(new, r):
    """Take out hidden nodes that no link begins or ends at."""
    kept = 0
    for k in range(new.sizes[r, 1]):
        node = new.node[r, k]
        for j in range(new.sizes[r, 0]):
            if new.source[r, j] == node or new.target[r, j] == node:
                new.node[r, kept], new.place[r, kept], new.origin[r, kept] = node, new.place[r, k], new.origin[r, k]
                new.activation[r, kept] = new.activation[r, k]
                kept += 1
                break
    new.sizes[r, 1] = kept


@part
def delete_structure(new, r, of_node, inputs, outputs, key, generation):
    """Take a hidden node out of a child, with its links, or one link; and hidden nodes that nothing is left of."""
    words = philox(key, np.uint64(1), np.uint64(r), np.uint64(generation), _GROW)
    if of_node:
        if new.sizes[r, 1] == 0:
            return
        _drop_links(new, r, new.node[r, _pick(words[0], new.sizes[r, 1])], -1)
    else:
        if new.sizes[r, 0] == 0:
            return
        _drop_links(new, r, -1, _pick(words[0], new.sizes[r, 0]))
    _drop_lonely_nodes(new, r)


@part
def change_activation(new, r, others, key, generation):
    """Give one of a child's hidden nodes another of its ``others + 1`` activations."""
    if new.sizes[r, 1] > 0:
        words = philox(key, np.uint64(1), np.uint64(r), np.uint64(generation), _GROW)
        k = _pick(words[0], new.sizes[r, 1])
        new.activation[r, k] = (np.int64(new.activation[r, k]) + 1 + _pick(words[1], others)) % (others + 1)


@part
def _find(keys, key):
    """The place of a key in a table of open addresses, or of the gap where it belongs."""
    mask = np.uint64(keys.size - 1)
    low, high = np.uint64(key) & _LOW, np.uint64(key) >> np.uint64(32)
    place = (((low * _SPREAD_LOW) ^ (high * _SPREAD_HIGH)) >> np.uint64(16)) & mask
    while keys[place] != -1 and keys[place] != key:
        place = (place + np.uint64(1)) & mask
    return place


@part
def _link_key(source, target):
    return (np.int64(source) << np.int64(31)) | np.int64(target)


@part
def _note(keys, values, key, number):
    """Put a number into a table; 1 when its key was not there."""
    place = _find(keys, key)
    is_new = keys[place] == -1
    keys[place], values[place] = key, number
    return 1 if is_new else 0


@kernel
def know(old, keys, values, coming):
    """Fill a table with what lives: links by their ends, hidden nodes by what they split.

    Args:
        old: ``Topologies`` of the parents.
        keys: int64 ``(n,)``, written; n is a power of two.
        values: int32 ``(n,)``, the historical number of each key; written.
        coming: How many keys may come.

    Returns:
        Whether there is room for all, with as many gaps between them.
    """
    for k in range(keys.size):
        keys[k] = -1
    room = keys.size // 2 - coming
    for g in range(old.sizes.shape[0]):
        for k in range(old.sizes[g, 0]):
            room -= _note(keys, values, _link_key(old.source[g, k], old.target[g, k]), old.innovation[g, k])
        for k in range(old.sizes[g, 1]):
            room -= _note(keys, values, _OF_NODE | old.origin[g, k], old.node[g, k])
        if room < 0:
            return False
    return True


@part
def _number_of(keys, values, key, counters, which):
    """The historical number of a key; the next one when it is new."""
    place = _find(keys, key)
    if keys[place] == -1:
        keys[place], values[place] = key, counters[which]
        counters[which] += 1
    return values[place]


@part
def _insert_gene(new, r, innovation, source, target, weight):
    k = new.sizes[r, 0]
    while k > 0 and new.innovation[r, k - 1] > innovation:
        new.innovation[r, k] = new.innovation[r, k - 1]
        new.source[r, k], new.target[r, k] = new.source[r, k - 1], new.target[r, k - 1]
        new.weight[r, k], new.enabled[r, k] = new.weight[r, k - 1], new.enabled[r, k - 1]
        k -= 1
    new.innovation[r, k], new.source[r, k], new.target[r, k] = innovation, source, target
    new.weight[r, k], new.enabled[r, k] = weight, 1
    new.sizes[r, 0] += 1


@part
def _insert_node(new, r, node, place, origin):
    k = new.sizes[r, 1]
    while k > 0 and new.node[r, k - 1] > node:
        new.node[r, k], new.place[r, k] = new.node[r, k - 1], new.place[r, k - 1]
        new.origin[r, k], new.activation[r, k] = new.origin[r, k - 1], new.activation[r, k - 1]
        k -= 1
    new.node[r, k], new.place[r, k], new.origin[r, k], new.activation[r, k] = node, place, origin, 0
    new.sizes[r, 1] += 1


@part
def _origin_of(new, r, split):
    """The first origin of a split of that link that the network has no node of; -1 when there have been too many."""
    for before in range(_SPLITS):
        origin = (split << np.int64(8)) | np.int64(before)
        taken = False
        for j in range(new.sizes[r, 1]):
            taken |= new.origin[r, j] == origin
        if not taken:
            return origin
    return np.int64(-1)


@part
def _grow_node(new, r, k, recurrent, inputs, outputs, keys, values, counters):
    """Split a gene: the new node is fed by weight 1 and feeds by the old one, so that little changes at first."""
    source, target, weight = new.source[r, k], new.target[r, k], new.weight[r, k]
    x, y = _place_of(new, r, source, inputs, outputs), _place_of(new, r, target, inputs, outputs)
    middle = 0.5 * (x + y)
    if not recurrent and (middle <= x or middle >= y):
        return  # no place lies between them: nodes of one place, or a link that was split too often
    origin = _origin_of(new, r, np.int64(new.innovation[r, k]))
    if origin < 0:
        return
    node = _number_of(keys, values, _OF_NODE | origin, counters, 1)
    new.enabled[r, k] = 0
    _insert_node(new, r, node, middle, origin)
    into = _number_of(keys, values, _link_key(source, node), counters, 0)
    _insert_gene(new, r, into, source, node, np.float32(1))
    out_of = _number_of(keys, values, _link_key(node, target), counters, 0)
    _insert_gene(new, r, out_of, node, target, weight)


@kernel
def grow(new, want, rates, inputs, outputs, keys, values, counters, key, generation):
    """Let the children grow what they want, one after the other.

    Args:
        new: ``Topologies`` of the children, changed.
        want: int64 ``(children, 3)``; see ``want_structure``.
        rates: ``Rates``.
        inputs: Number of inputs.
        outputs: Number of outputs.
        keys: The table of ``know``, with room for what grows; changed.
        values: Its historical numbers; changed.
        counters: int64 ``(2,)``, the next numbers of a link and of a node; changed.
        key: The run's key.
        generation: Number of the parents' generation.
    """
    for r in range(want.shape[0]):
        if want[r, 0] == NODE:
            _grow_node(new, r, want[r, 1], rates.recurrent, inputs, outputs, keys, values, counters)
        elif want[r, 0] == LINK:
            word = philox(key, _WEIGHT_DRAW, np.uint64(r), np.uint64(generation), _GROW)[2]
            weight = np.float32(min(rates.limit, max(-rates.limit, rates.new_stdev * normal(word))))
            number = _number_of(keys, values, _link_key(want[r, 1], want[r, 2]), counters, 0)
            _insert_gene(new, r, number, want[r, 1], want[r, 2], weight)
