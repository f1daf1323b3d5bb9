"""The mean loss of each network of a population of graphs, for evolution on examples."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.errors import ShapeError
from neuro.kernels import bind, kernel
from neuro.network.graph_forward import bind_forward
from neuro.network.graph_programs import Programs
from neuro.network.training.losses import LOSSES, Loss, right_answers
from neuro.thread_pool import share_rows

__all__ = ["GraphLoss"]

# Bound by ``_compiled``.
FORWARD: Any = None
LOSS: Any = None
COUNTED = False

_SHARE = 64  # networks that a thread scores at a time
_NO_MEMORY = np.zeros((0, 0), np.float32)


@kernel
def _losses(programs, first, last, nodes, memory, total, targets, said, pull, knob, inputs, losses, rights):
    """``nodes`` begins with the examples' inputs, ``(rows, n)``; ``targets``, ``said`` and ``pull`` are (n, k)."""
    outputs = said.shape[1]
    for g in range(first, last):
        ends = programs.length[g], programs.hidden[g], programs.key[g], programs.weight[g], inputs, outputs
        FORWARD(*ends, nodes, memory, total)
        for s in range(said.shape[0]):
            for j in range(outputs):
                said[s, j] = nodes[inputs + j, s]
        found = LOSS(said, targets, knob, pull)
        losses[g] = found[0]
        rights[g] = right_answers(said, targets) if COUNTED else found[1] / said.shape[0]


@functools.cache
def _compiled(hidden: str, output: str, others: str, loss: str, counted: bool) -> Any:
    return bind(_losses, FORWARD=bind_forward(hidden, output, others), LOSS=LOSSES[loss].kernel, COUNTED=counted)


class GraphLoss:
    """Scores programs on examples; what networks remember has no meaning here.

    Args:
        hidden: Name of the hidden nodes' activation.
        output: Name of the outputs' activation.
        loss: What is to be small.
        x: ``(n, inputs)``, float32.
        targets: ``(n, outputs)``, float32.
        others: Activations that hidden nodes may have instead; see ``names_in``.
        count: Whether right answers are counted where the loss itself counts none; see ``right_answers``.

    Raises:
        ShapeError: If the loss does without an activation that the outputs do not have.
    """

    def __init__(
        self,
        hidden: str,
        output: str,
        loss: Loss,
        x: NDArray[np.float32],
        targets: NDArray[np.float32],
        *,
        others: str = "",
        count: bool = False,
    ) -> None:
        if loss.logits and output not in loss.logits:
            raise ShapeError(f"{loss!r} follows outputs of {' or '.join(loss.logits)}, not of {output}")
        output = "identity" if output == loss.link else output
        self._loop = _compiled(hidden, output, others, loss.kind, count and not loss.counts_right)
        self._knob = loss.knob
        self._x, self._targets = x, targets

    def __call__(self, programs: Programs) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The mean loss and the share of right answers of each network, ``(population,)`` both."""
        losses, rights = np.zeros(len(programs.length)), np.zeros(len(programs.length))
        (samples, inputs), outputs = self._x.shape, self._targets.shape[1]
        rows = inputs + outputs + int(programs.hidden.max(initial=0))

        def score(first: int, last: int) -> None:
            nodes, total = np.zeros((rows, samples), np.float32), np.zeros(samples, np.float32)
            nodes[:inputs] = self._x.T
            said, pull = np.zeros((samples, outputs), np.float32), np.zeros((samples, outputs), np.float32)
            room = nodes, _NO_MEMORY, total, self._targets, said, pull, self._knob, inputs
            self._loop(programs, first, last, *room, losses, rights)

        share_rows(score, len(losses), _SHARE)
        return losses, rights
