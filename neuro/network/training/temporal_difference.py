"""Training a network of values by temporal differences: what a choice is worth follows from what comes after it.

V. Mnih and others, "Human-level control through deep reinforcement learning", 2015: samples from a memory, and a
target network that stays behind; H. van Hasselt, A. Guez and D. Silver, "Deep reinforcement learning with double
Q-learning", 2016: who is best is said by one network, and what that is worth by the other. All of it is one compiled
loop in one thread, with sums in one order, so that the same seed gives the same bits.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.kernels import bind, kernel
from neuro.network.architecture import shapes
from neuro.network.layers import Layer
from neuro.network.training.compiled import answer_row, backward_sample, bind_activations, plan_of
from neuro.network.training.losses import Huber
from neuro.network.training.optimizers import OPTIMIZERS, Optimizer

__all__ = ["Transitions", "ValueTrainer"]

RULE: Any = None  # bound by ``_compiled``

_LOSS = Huber()


class Transitions(NamedTuple):
    """What followed upon choices, ``n`` of them.

    Attributes:
        seen: What was seen before each choice, float32 ``(n, inputs)``.
        chosen: The number of the choice, int64 ``(n,)``.
        gained: What was gained until the network is asked again, float32 ``(n,)``.
        then: What was seen then, float32 ``(n, inputs)``.
        kept: What a value then is worth at the choice, float32 ``(n,)``; 0 where nothing came after.
    """

    seen: NDArray[np.float32]
    chosen: NDArray[np.int64]
    gained: NDArray[np.float32]
    then: NDArray[np.float32]
    kept: NDArray[np.float32]


@kernel
def _train(transitions, places, sizes, codes, genome, behind, slots, gradient, room, step, rule, told):
    """A step for each row of ``places`` (updates, batch); ``room`` is sums, nodes and slopes (3, nodes).

    ``rule`` is rate, knobs, and the steps after which ``behind`` becomes ``genome``; ``told`` (2,) becomes the sums of
    losses and of values.
    """
    seen, chosen, gained, then, kept = transitions
    rate, knobs, every, double, gap = rule
    sums, nodes, slopes = room[0], room[1], room[2]
    first, one = nodes.size - sizes[-1], genome.dtype.type(1)
    share = genome.dtype.type(1.0 / places.shape[1])
    for update in range(places.shape[0]):
        gradient[:] = 0
        for sample in range(places.shape[1]):
            k = places[update, sample]
            worth = gained[k]
            if kept[k] > 0:
                best = answer_row(then, k, sizes, codes, genome if double else behind, sums, nodes)
                if double:
                    answer_row(then, k, sizes, codes, behind, sums, nodes)
                worth += kept[k] * nodes[best]
            place = first + chosen[k]
            if gap > 0:
                best = answer_row(seen, k, sizes, codes, behind, sums, nodes)
                worth -= gap * (nodes[best] - nodes[place])
            answer_row(seen, k, sizes, codes, genome, sums, nodes)
            error = nodes[place] - worth
            told[1] += nodes[place]
            told[0] += 0.5 * error * error if abs(error) < one else abs(error) - 0.5 * one
            error = one if error > one else (-one if error < -one else error)
            for j in range(first, nodes.size):
                slopes[j] = error * share if j == place else error - error
            backward_sample(sizes, codes, genome, sums, nodes, slopes, gradient)
        step += 1
        RULE(genome, gradient, slots, rate, step, knobs)
        if step % every == 0:
            for k in range(genome.size):
                behind[k] = genome[k]


@functools.cache
def _compiled(names: tuple[str, ...], optimizer: str) -> Any:
    functions, slopes = bind_activations(names, np.dtype(np.float32))
    return bind(_train, FUNCTIONS=functions, SLOPES=slopes, RULE=OPTIMIZERS[optimizer].rule)


class ValueTrainer:
    """Trains networks of Dense layers to say what each choice is worth, by Huber's loss of the difference.

    Args:
        layers: The layers, an Input first; each output is the value of a choice.
        optimizer: Class of the optimizer.

    Attributes:
        slots: Rows of numbers that the optimizer remembers of each parameter.
    """

    def __init__(self, layers: Sequence[Layer], optimizer: type[Optimizer]) -> None:
        found = shapes(layers)
        used, (self._sizes, self._codes) = plan_of(layers, found, _LOSS)
        self._loop = _compiled(used, optimizer.kind)
        self._room = np.zeros((3, int(self._sizes.sum())), np.float32)
        self.slots = optimizer.slots

    def train(
        self,
        transitions: Transitions,
        places: NDArray[np.int64],
        parameters: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]],
        step: int,
        optimizer: Optimizer,
        *,
        target_every: int,
        double: bool,
        advantage: float,
    ) -> tuple[float, float]:
        """Take some steps.

        Args:
            transitions: What can be learnt from.
            places: The numbers of the transitions that each step learns from, int64 ``(steps, batch)``.
            parameters: The network's, float32 ``(parameters,)``, those of the target network, and what the optimizer
                remembers, ``(slots, parameters)``; all are changed.
            step: Steps that were taken before.
            optimizer: An optimizer of the class; its schedule and limits do not count.
            target_every: Steps after which the target network becomes the network.
            double: Whether the network says which choice is best, and not the target network.
            advantage: The share by which a choice's value is lowered of how much worse it is than the best
                one (M. Bellemare and others, "Increasing the action gap", 2016).

        Returns:
            The mean loss and the mean value of what was learnt from; 0 where nothing was.
        """
        genome, behind, slots = parameters
        told, rule = (
            np.zeros(2),
            (float(optimizer.learning_rate), optimizer.knobs, target_every, double, np.float32(advantage)),
        )
        self._loop(
            transitions, places, self._sizes, self._codes, genome, behind, slots, np.zeros_like(genome), self._room,
            step, rule, told,
        )  # fmt: skip
        loss, value = told / max(1, places.size)
        return float(loss), float(value)
