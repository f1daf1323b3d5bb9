"""The mean loss of each network of a whole population, for evolution on examples."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.errors import ShapeError
from neuro.kernels import bind, kernel
from neuro.network.layers import Layer, Shape
from neuro.network.training.compiled import bind_activations, forward_sample, is_unit_by_unit, plan_of
from neuro.network.training.losses import LOSSES, Loss, right_answers

__all__ = ["PopulationLoss"]

# Bound by ``_compiled``.
LOSS: Any = None
COUNTED = False

_SHARE = 20_000  # samples that a thread must have to be worth it


@kernel
def _losses(genomes, x, targets, sizes, codes, memory, row, knob, losses, rights):
    """``row`` is outputs, targets and gradient (3, 1, k); ``memory`` sums and nodes (2, nodes)."""
    sums, nodes = memory[0], memory[1]
    outputs, wanted, pull = row[0], row[1], row[2]
    last = nodes.size - outputs.shape[1]
    for g in range(genomes.shape[0]):
        loss, right = 0.0, 0.0
        for s in range(x.shape[0]):
            for i in range(x.shape[1]):
                nodes[i] = x[s, i]
            forward_sample(sizes, codes, genomes[g], sums, nodes)
            for j in range(outputs.shape[1]):
                outputs[0, j] = nodes[last + j]
                wanted[0, j] = targets[s, j]
            found = LOSS(outputs, wanted, knob, pull)
            loss += found[0]
            right += right_answers(outputs, wanted) if COUNTED else found[1]
        losses[g] = loss / x.shape[0]
        rights[g] = right / x.shape[0]


@functools.cache
def _compiled(names: tuple[str, ...], loss: str, counted: bool) -> Any:
    functions, _ = bind_activations(names, np.dtype(np.float32))
    return bind(_losses, FUNCTIONS=functions, LOSS=LOSSES[loss].kernel, COUNTED=counted)


class PopulationLoss:
    """Scores genomes on examples.

    Args:
        layers: The networks' layers, Dense layers only.
        shapes: Shape of each layer's outputs.
        loss: What is to be small.
        x: ``(n, inputs)``, float32.
        targets: ``(n, outputs)``, float32.
        count: Whether right answers are counted where the loss itself counts none; see ``right_answers``.

    Raises:
        ShapeError: If the loss or the layers cannot be evolved this way.
    """

    def __init__(
        self,
        layers: Sequence[Layer],
        shapes: Sequence[Shape],
        loss: Loss,
        x: NDArray[np.float32],
        targets: NDArray[np.float32],
        *,
        count: bool = False,
    ) -> None:
        if not is_unit_by_unit(layers, loss):
            raise ShapeError(
                f"only Dense layers whose activations look at one unit at a time can evolve on examples; {loss!r} does "
                f"without the last {loss.link or 'activation'}"
            )
        used, self._plan = plan_of(layers, shapes, loss)
        self._loop, self._knob = _compiled(used, loss.kind, count and not loss.counts_right), loss.knob
        self._nodes, self._outputs = sum(shape[0] for shape in shapes), shapes[-1][0]
        self._x, self._targets = x, targets

    def __call__(
        self, genomes: NDArray[np.float32], threads: int = 1
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The mean loss and the share of right answers of each genome, ``(population,)`` both.

        Args:
            genomes: float32, ``(population, parameters)``.
            threads: Number of threads, where there is work enough for them; changes no result.
        """
        losses, rights = np.zeros(len(genomes)), np.zeros(len(genomes))

        def score(part: slice) -> None:
            memory = np.zeros((2, self._nodes), np.float32)
            row = np.zeros((3, 1, self._outputs), np.float32)
            found = losses[part], rights[part]
            self._loop(genomes[part], self._x, self._targets, *self._plan, memory, row, self._knob, *found)

        workers = min(threads, len(genomes) * len(self._x) // _SHARE)
        if workers < 2:
            score(slice(None))
        else:
            ends = [len(genomes) * k // workers for k in range(workers + 1)]
            with ThreadPoolExecutor(workers) as pool:
                list(pool.map(score, map(slice, ends[:-1], ends[1:])))
        return losses, rights
