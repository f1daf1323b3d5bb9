"""Preparing a training: its first state, its loss, and its examples."""

from __future__ import annotations

import math
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neuro.errors import SettingError, ShapeError
from neuro.network.training.batches import Examples, Stream, checked_inputs, checked_targets
from neuro.network.training.losses import Loss, loss_named
from neuro.network.training.optimizers import Optimizer, optimizer_named
from neuro.network.training.training_state import TrainingState
from neuro.random import checked_seed, random_seed

if TYPE_CHECKING:
    from neuro.network.network import Network

__all__ = ["Validation", "check_count", "chosen_loss", "examples_of", "first_state", "sources_of", "takes_sums"]

Validation = float | tuple[ArrayLike, ArrayLike] | None

_EVALUATED = 256  # samples at once
_MOST = 1 << 53  # of what is counted: beyond, float64 no longer tells a number from the next


def check_count(name: str, value: object, least: int) -> None:
    """Raise SettingError unless a value is a whole number from ``least`` up that files and float64 can hold.

    Raises:
        SettingError: If it is not.
    """
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
        raise SettingError(f"{name} must be a whole number of at least {least}, not {value!r}")
    if value > _MOST:
        raise SettingError(f"{name} must be at most {_MOST:,}, not {value:,}")


def first_state(
    network: Network,
    loss: str | Loss | None = None,
    optimizer: str | Optimizer | None = None,
    batch_size: int | None = None,
    shuffle: bool | None = None,
    seed: int | None = None,
) -> TrainingState:
    """Where training begins: where it stood, with what was given in the place of what was.

    Raises:
        NeuroError: If a loss or optimizer is unknown or does not fit, or a value is out of its range.
    """
    _check_trainable(network)
    before = network.state
    chosen = optimizer_named(optimizer or (before.optimizer if before else "adam"))
    same = before is not None and before.optimizer == chosen
    if batch_size is not None:
        check_count("batch_size", batch_size, 1)
    state = TrainingState(
        loss=chosen_loss(network, loss),
        optimizer=chosen,
        batch_size=batch_size or (before.batch_size if before else 32),
        shuffle=shuffle if shuffle is not None else (before.shuffle if before else True),
        seed=checked_seed(seed) if seed is not None else (before.seed if before else random_seed()),
        slots=before.slots if before and same else TrainingState.fresh_slots(chosen, network.genome),
    )
    if before is not None:
        state.epoch, state.batch = before.epoch, before.batch if state.batch_size == before.batch_size else 0
        state.step = before.step if same else 0
        state.goal, state.best = before.goal, before.best
        if before.standing is not None and before.best is not None:
            _stand_again(network, before.best.genome, before.standing)
    return state


def _check_trainable(network: Network) -> None:
    """Raise SettingError if a layer cannot be trained."""
    for layer in network.layers:
        if not layer.trainable:
            raise SettingError(
                f"{type(layer).__name__} cannot be trained by backpropagation, which would have to go back through all "
                "steps; evolve the network, or use layers that do not remember"
            )


def _stand_again(network: Network, best: NDArray[Any], standing: NDArray[Any]) -> None:
    """Give a network the parameters where its training stands, unless it was given others than the best since."""
    if network.genome.tobytes() == best.tobytes():
        network.genome = standing


def chosen_loss(network: Network, asked: str | Loss | None) -> Loss:
    """The loss asked for; else that of the last training; else what suits the last activation.

    Raises:
        UnknownNameError: If there is no such loss.
        ShapeError: If it cannot follow the last layer.
    """
    found = loss_named(asked or (network.state.loss if network.state else _usual_loss(network)))
    found.check_last(network.layers[-1], network.shapes[-1])
    if found.counts_right and network.scaling is not None and network.scaling.target_mean is not None:
        raise ShapeError(f"{found!r} takes what is right and wrong, but this network's targets are scaled numbers")
    return found


def takes_sums(network: Network, loss: Loss) -> bool:
    """Whether a loss applies the last layer's activation itself, so that the layer leaves it out."""
    return bool(loss.link) and network.layers[-1].activation == loss.link


def _usual_loss(network: Network) -> str:
    ends_in = network.layers[-1].activation
    usual = {"softmax": "cross-entropy", "log-softmax": "cross-entropy", "sigmoid": "binary-cross-entropy"}
    return usual.get(ends_in, "mse")


def sources_of(
    network: Network, state: TrainingState, x: Any, y: Any, validation: Validation
) -> tuple[Examples | Stream, Examples | None]:
    """What to train on, and what to score after each epoch.

    Raises:
        ShapeError: If examples, network and loss do not fit each other.
        SettingError: If a value is out of its range, or a number is not finite.
    """
    inputs, outputs = network.shapes[0], network.shapes[-1]
    held_out, share = None, None
    match validation:
        case None:
            pass
        case (given, wanted):
            held_out = examples_of(network, state.loss, given, wanted, whose="of validation")
        case Real() if not isinstance(validation, bool) and math.isfinite(validation):
            share = float(validation)
        case _:
            told = repr(validation) if isinstance(validation, str | Real) else f"a {type(validation).__name__}"
            raise SettingError(f"validation is a pair (x, y) or a share between 0 and 1, not {told:.60}")
    if y is None:
        if share is not None:
            raise SettingError("a share can be held out of arrays only; give validation=(x, y) with batches")
        return Stream(x, inputs, outputs, state.loss, network.dtype, network.scaling), held_out
    examples = examples_of(network, state.loss, x, y, state.batch_size)
    return (examples, held_out) if share is None else examples.split(share, state.seed)


def examples_of(
    network: Network, loss: Loss, x: Any, y: Any, batch_size: int = _EVALUATED, whose: str = ""
) -> Examples:
    """Arrays as examples for a network and a loss.

    Raises:
        ShapeError: If they do not fit.
        SettingError: If a number is not finite, or a label is none.
    """
    inputs, outputs, scaling = network.shapes[0], network.shapes[-1], network.scaling
    given = checked_inputs(x, inputs, network.dtype, f"x {whose}".strip(), scaling)
    targets = checked_targets(y, len(given), loss, outputs, network.dtype, f"y {whose}".strip(), scaling)
    return Examples(given, targets, math.prod(outputs), batch_size)
