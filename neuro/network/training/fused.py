"""Training of small dense networks as one compiled loop: order, passes and steps, for as many epochs as wanted.

For a network of some hundred parameters, everything around the arithmetic costs more than the arithmetic. So the loop
below does whole epochs; activations, loss and optimizer are bound into it as constants, sizes are arguments, and one
compiled loop serves all networks that use the same three.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neuro.kernels import bind, kernel
from neuro.network.training.batches import Examples, shuffle
from neuro.network.training.compiled import backward_sample, bind_activations, forward_sample, is_unit_by_unit, plan_of
from neuro.network.training.losses import LOSSES, Loss
from neuro.network.training.optimizers import OPTIMIZERS, prepare_gradient
from neuro.random import Purpose

if TYPE_CHECKING:
    from neuro.network.network import Network
    from neuro.network.training.training_state import TrainingState

__all__ = ["FusedLoop", "can_fuse"]

_MOST_PARAMETERS = 2048  # beyond, a library's matrix products are faster
_AT_ONCE = 50_000_000  # parameters times samples between two looks at Ctrl-C: about a tenth of a second
_PURPOSE = np.uint64(Purpose.SHUFFLE)

# Bound by ``_compiled``.
LOSS: Any = None
RULE: Any = None


@kernel
def _train(
    x, targets, rows, order, sizes, codes, genome, gradient, slots, memory, row, place, plan, rates, limits, knobs,
    knob, key, losses, rights,
):  # fmt: skip
    """Go on from ``place`` (epoch, batch, step) for ``rates.size`` batches; 1 when a loss is not finite, else 0.

    ``memory`` is sums, nodes and slopes (3, nodes); ``row`` is outputs, targets and gradient (3, 1, k); ``plan`` the
    batch size, whether to shuffle, and the first epoch of ``losses``.
    """
    sums, nodes, slopes = memory[0], memory[1], memory[2]
    outputs, wanted, pull = row[0], row[1], row[2]
    batch_size, samples, last = plan[0], order.size, nodes.size - outputs.shape[1]
    for batch in range(rates.size):
        if plan[1] and (place[1] == 0 or batch == 0):
            shuffle(order, rows, key, _PURPOSE, place[0])
        first = place[1] * batch_size
        behind = min(first + batch_size, samples)
        gradient[:] = 0
        loss, right = 0.0, 0.0
        for s in range(first, behind):
            for i in range(sizes[0]):
                nodes[i] = x[order[s], i]
            forward_sample(sizes, codes, genome, sums, nodes)
            for j in range(outputs.shape[1]):
                outputs[0, j] = nodes[last + j]
                wanted[0, j] = targets[order[s], j]
            found = LOSS(outputs, wanted, knob, pull)
            loss += found[0]
            right += found[1]
            for j in range(outputs.shape[1]):
                slopes[last + j] = pull[0, j]
            backward_sample(sizes, codes, genome, sums, nodes, slopes, gradient)
        if not np.isfinite(loss):
            return 1
        if behind - first > 1:
            share = genome.dtype.type(1.0 / (behind - first))
            for k in range(gradient.size):
                gradient[k] *= share
        prepare_gradient(genome, gradient, limits[0], limits[1], limits[2])
        place[2] += 1
        RULE(genome, gradient, slots, rates[batch], place[2], knobs)
        losses[place[0] - plan[2]] += loss
        rights[place[0] - plan[2]] += right
        place[1] += 1
        if behind == samples:
            place[0] += 1
            place[1] = 0
    return 0


def can_fuse(network: Network, loss: Loss) -> bool:
    """Whether the loop can train a network, and is the fastest way to."""
    return network.parameter_count <= _MOST_PARAMETERS and is_unit_by_unit(network.layers, loss)


@functools.cache
def _compiled(names: tuple[str, ...], dtype: np.dtype[Any], loss: str, optimizer: str) -> Any:
    functions, slopes = bind_activations(names, dtype)
    rule = OPTIMIZERS[optimizer].rule
    return bind(_train, FUNCTIONS=functions, SLOPES=slopes, LOSS=LOSSES[loss].kernel, RULE=rule)


class FusedLoop:
    """The compiled loop of one network on some examples.

    Args:
        network: The network to train.
        examples: What it learns from.
        state: The state of the training; ``advance`` moves it on.
    """

    def __init__(self, network: Network, examples: Examples, state: TrainingState) -> None:
        used, (self._sizes, self._codes) = plan_of(network.layers, network.shapes, state.loss)
        self._loop = _compiled(used, network.dtype, state.loss.kind, state.optimizer.kind)
        self._genome, self._gradient = network.genome, np.zeros_like(network.genome)
        self._memory = np.zeros((3, int(self._sizes.sum())), network.dtype)
        self._row = np.zeros((3, 1, int(self._sizes[-1])), network.dtype)
        self._examples, self._state = examples, state
        self._targets = examples.all_targets()
        self._at_once = max(1, _AT_ONCE // (network.parameter_count * examples.batch_size))

    def advance(self, epochs: int) -> tuple[NDArray[np.float64], NDArray[np.float64], bool]:
        """Train to the end of the so many-th epoch from the one that is under way, or for about a tenth of a second.

        Returns:
            The sums of losses and of right answers of each epoch ``(epochs,)``, and whether all losses were finite.
        """
        state, examples = self._state, self._examples
        batches = min(self._at_once, epochs * examples.batches - state.batch)
        place = np.array([state.epoch, state.batch, state.step])
        plan = np.array([examples.batch_size, state.shuffle, state.epoch])
        losses, rights = np.zeros(epochs), np.zeros(epochs)
        optimizer = state.optimizer
        done, batch = np.divmod(state.batch + np.arange(batches), examples.batches)
        times = (state.epoch + done) + batch / examples.batches  # to the last bit the same wherever this begins
        rates = optimizer.learning_rate * optimizer.schedule.factors(times)
        broken = self._loop(
            examples.flat_x, self._targets, examples.rows, examples.order, self._sizes, self._codes, self._genome,
            self._gradient, state.slots, self._memory, self._row, place, plan, rates, optimizer.limits, optimizer.knobs,
            state.loss.knob, np.uint64(state.seed), losses, rights,
        )  # fmt: skip
        state.epoch, state.batch, state.step = map(int, place)
        return losses, rights, not broken
