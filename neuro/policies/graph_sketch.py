"""A topology as it is drawn: nodes at their places, and the links in use."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from neuro.network.graph_programs import ACTIVATION, FIRST_OUTPUT, MEMORY, SPAN, Programs
from neuro.policies.graphs import Graphs
from neuro.policies.sketch import Links, Node, Sketch

__all__ = ["sketch_of_graph"]


def sketch_of_graph(genome: Graphs, hidden: Sequence[str], output: str) -> Sketch:
    """What is drawn of one topology: its inputs, the hidden nodes that an output depends on, and its outputs.

    The bias is no node. The newest link is that of the highest historical number, unless it is one of a first genome.

    Args:
        genome: Genomes of length 1.
        hidden: Names of the activations that hidden nodes can have, the first first.
        output: Name of the outputs' activation.
    """
    inputs, outputs, program = genome.inputs, genome.outputs, genome.packed()
    count, computed = int(program.length[0]), int(program.hidden[0])
    key, link = program.key[0, :count].astype(np.int64), program.link[0, :count].astype(np.int64)
    step, code = key // SPAN, key % SPAN
    target = np.where(step < FIRST_OUTPUT, inputs + step, inputs + computed + step - FIRST_OUTPUT)
    memory = code >= MEMORY
    row = np.where(memory, inputs + code - MEMORY, code - 1)  # inputs, outputs, hidden nodes
    source = np.where(row < inputs, row, np.where(row < inputs + outputs, row + computed, row - outputs))
    drawn = np.flatnonzero((code > 0) & (code < ACTIVATION))
    said = _said(program, computed, hidden)
    links = Links(source[drawn], target[drawn], link[drawn], memory[drawn])
    nodes = [Node(0.0, k, "input") for k in range(inputs)]
    for k, x in enumerate(_places(genome, computed)):
        nodes.append(Node(x, inputs + outputs + k, "hidden", f"node {k + 1}", said[k] if len(hidden) > 1 else ""))
    nodes += [Node(1.0, inputs + j, "output") for j in range(outputs)]
    return Sketch(tuple(nodes), links, _summary(genome, links, said, output), _newest(genome, links))


def _said(program: Programs, computed: int, hidden: Sequence[str]) -> list[str]:
    """Names of the activations of the hidden nodes that are computed, in their order."""
    found = [hidden[0]] * computed
    for k in range(int(program.length[0])):
        if program.key[0, k] % SPAN == ACTIVATION:
            found[program.key[0, k] // SPAN] = hidden[int(program.weight[0, k])]
    return found


def _places(genome: Graphs, computed: int) -> list[float]:
    """Places of the hidden nodes that are computed, in the order in which they are."""
    found, program = genome.topologies, genome.packed()
    numbers = found.node[0, : found.sizes[0, 1]]
    link = program.link[0, : program.length[0]]
    ends = np.concatenate([side[0, link[link >= 0]] for side in (found.source, found.target)])
    kept = np.flatnonzero(np.isin(numbers, ends))
    places: NDArray[np.float64] = found.place[0, kept]
    assert len(places) == computed
    return sorted(places.tolist())


def _newest(genome: Graphs, links: Links) -> int | None:
    """The drawn link of the highest historical number, behind those that all first genomes have."""
    if not links.gene.size:
        return None
    innovations = genome.topologies.innovation[0, links.gene]
    newest = int(innovations.argmax())
    return newest if innovations[newest] >= (genome.inputs + 1) * genome.outputs else None


def _summary(genome: Graphs, links: Links, hidden: Sequence[str], output: str) -> str:
    computed = len(hidden)
    grown = f"{genome.inputs} – {computed} – {genome.outputs}" if computed else f"{genome.inputs} – {genome.outputs}"
    activations = ", ".join(dict.fromkeys((*hidden, output)))
    remembered = int(links.memory.sum())
    told = f"{grown}, {links.gene.size} links, {activations}"
    return f"{told}, {remembered} remember" if remembered else told
