"""Training: epochs of batches, each a pass forward, a pass backward and a step."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from neuro.errors import NeuroError, SettingError
from neuro.network.forward_backward import Passes
from neuro.network.training.batches import Batch, Examples, Stream
from neuro.network.training.callbacks import Callback
from neuro.network.training.fused import FusedLoop, can_fuse
from neuro.network.training.interrupts import interrupts
from neuro.network.training.loss_history import Epoch, History, Score
from neuro.network.training.losses import Loss
from neuro.network.training.optimizers import Optimizer
from neuro.network.training.preparation import (
    Validation,
    check_count,
    chosen_loss,
    examples_of,
    first_state,
    sources_of,
    takes_sums,
)
from neuro.network.training.training_state import TrainingState

if TYPE_CHECKING:
    from neuro.network.network import Network

__all__ = ["Trainer", "evaluate", "train"]

_EPOCHS_AT_ONCE = 1 << 15  # of the compiled loop, whose losses are kept in arrays


class Trainer:
    """A training under way; what callbacks see.

    Args:
        network: What learns.
        state: The state of the training, moved on by it.
        epochs: Number of epochs after which the training is done.
        callbacks: Callbacks that are called at the start, after each batch and epoch, and at the end.

    Attributes:
        history: The epochs that are done.
    """

    def __init__(self, network: Network, state: TrainingState, epochs: int, callbacks: Sequence[Callback]) -> None:
        self.network, self.state = network, state
        self.history = History(state.epoch + 1)
        # Files are kept last, when the others have seen the epoch.
        self._callbacks = tuple(sorted(callbacks, key=lambda callback: callback.keeps_files))
        self._last = state.epoch + epochs
        state.goal = max(state.goal, self._last)
        self._began, self._first = time.perf_counter(), state.epoch
        self._stopped = False
        self._passes = Passes(network.layers, network.shapes, network.genome)
        self._raw = takes_sums(network, state.loss)
        self._pull = np.zeros((0, 0), network.dtype)
        self._batches = 0

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.perf_counter() - self._began

    @property
    def share(self) -> float:
        """Share of the epochs that is done, from 0 to 1."""
        done = self.state.epoch - self._first + (self.state.batch / self._batches if self._batches else 0.0)
        return done / max(1, self._last - self._first)

    def stop(self) -> None:
        """Make the epoch that is under way, or has just ended, the last."""
        self._stopped = True

    def run(self, source: Examples | Stream, held_out: Examples | None) -> None:
        """Train until all epochs are done, a callback stops it, or Ctrl-C is pressed.

        Raises:
            NeuroError: If the loss is no longer a finite number; the message says where and why.
        """
        for callback in self._callbacks:
            callback.start(self)
        try:
            with interrupts() as pressed, np.errstate(over="ignore", invalid="ignore"):  # the loss is checked
                if isinstance(source, Examples) and can_fuse(self.network, self.state.loss):
                    self._run_fused(source, held_out, pressed)
                else:
                    self._run_batches(source, held_out, pressed)
            self._check_finite()
            self.history.interrupted = bool(pressed)
            if self._stopped and not pressed:
                self.state.goal = self.state.epoch
        finally:
            for callback in self._callbacks:
                callback.finish(self)

    def _run_fused(self, examples: Examples, held_out: Examples | None, pressed: list[int]) -> None:
        state, loop = self.state, FusedLoop(self.network, examples, self.state)
        one_by_one = bool(self._callbacks) or held_out is not None
        while state.epoch < self._last and not (self._stopped or pressed):
            begun, first = time.perf_counter(), state.epoch
            losses, rights = np.zeros(0), np.zeros(0)
            goal = first + 1 if one_by_one else min(self._last, first + _EPOCHS_AT_ONCE)
            sums, counts = np.zeros((2, goal - first)), np.zeros(goal - first)
            while state.epoch < goal and not pressed:
                start, batch = state.epoch, state.batch
                losses, rights, finite = loop.advance(goal - start)
                sums[:, start - first :] += (losses, rights)
                if not finite:
                    self._complain(self._at(examples))
                self._count(counts[start - first :], examples, batch, start)
            done = state.epoch - first
            if done:
                self._record(sums[:, :done] / counts[:done], time.perf_counter() - begun, held_out)

    def _count(self, counts: Any, examples: Examples, batch: int, start: int) -> None:
        """Add the samples of each epoch that have been trained on since (epoch ``start``, ``batch``)."""
        state, size = self.state, examples.batch_size
        counts[: state.epoch - start] += len(examples)
        counts[0] -= batch * size
        if state.batch:
            counts[state.epoch - start] += state.batch * size

    def _at(self, examples: Examples) -> Batch:
        examples.start_epoch(self.state.epoch, self.state.seed, shuffled=self.state.shuffle)
        return examples.batch(self.state.batch)

    def _run_batches(self, source: Examples | Stream, held_out: Examples | None, pressed: list[int]) -> None:
        while self.state.epoch < self._last and not (self._stopped or pressed):
            begun, total, right, samples = time.perf_counter(), 0.0, 0.0, 0
            for batch in self._batches_of(source):
                loss, correct = self._step(batch)
                total, right, samples = total + loss * len(batch.x), right + correct, samples + len(batch.x)
                self.state.batch += 1
                for callback in self._callbacks:
                    callback.batch(self)
                if pressed:
                    break
            if not samples and not pressed:
                raise SettingError("the iterator of batches gave none: there is nothing to learn from")
            if not self._at_end(source, pressed):
                return
            self.state.epoch, self.state.batch = self.state.epoch + 1, 0
            self._record(np.array([[total], [right]]) / samples, time.perf_counter() - begun, held_out)

    def _at_end(self, source: Examples | Stream, pressed: list[int]) -> bool:
        whole = source.batches if isinstance(source, Examples) else None
        return self.state.batch == whole if whole is not None else not pressed

    def _batches_of(self, source: Examples | Stream) -> Iterator[Batch]:
        """The batches that are left of the epoch under way."""
        state = self.state
        if isinstance(source, Examples):
            self._batches = source.batches
            source.start_epoch(state.epoch, state.seed, shuffled=state.shuffle)
            yield from (source.batch(number) for number in range(state.batch, source.batches))
        else:
            skipped = state.batch
            for number, batch in enumerate(source.epoch()):
                if number >= skipped:
                    yield batch

    def _step(self, batch: Batch) -> tuple[float, float]:
        """Learn from a batch; the mean loss before it, and how many were right."""
        state = self.state
        outputs = self._passes.forward(batch.x, training=True, raw=self._raw, key=state.seed, step=state.step)
        flat = outputs.reshape(len(outputs), -1)
        if len(self._pull) < len(flat):
            self._pull = np.zeros(flat.shape, flat.dtype)
        pull = self._pull[: len(flat)]
        loss, right = type(state.loss).kernel(flat, batch.targets, state.loss.knob, pull)
        if not math.isfinite(loss):
            self._complain(batch)
        self._passes.backward(pull.reshape(outputs.shape))
        state.step += 1
        epoch = state.epoch + (state.batch / self._batches if self._batches else 0.0)
        state.optimizer.update(self.network.genome, self._passes.gradient, state.slots, epoch, state.step)
        return loss, right

    def _complain(self, batch: Batch) -> None:
        """Say which layer no longer gives finite numbers."""
        state = self.state
        layer = self._passes.first_broken(batch.x)
        where = f"{layer!r} is the first layer whose outputs or parameters are not finite"
        raise NeuroError(
            f"the loss is no longer a finite number in epoch {state.epoch + 1}, batch {state.batch + 1}: "
            f"{where if layer else 'outputs are still finite, but too large for the loss'}; try a learning rate below "
            f"{state.optimizer.learning_rate:g}, clip_norm=1, or inputs of about size 1"
        )

    def _check_finite(self) -> None:
        """Say so when the loss is still finite, but what has been learnt could neither be kept nor go on."""
        state = self.state
        named = (
            ("parameters", self.network.genome),
            (f"numbers that {type(state.optimizer).__name__} remembers", state.slots),
        )
        for what, values in named:
            if not (math.isfinite(values.min(initial=0)) and math.isfinite(values.max(initial=0))):
                raise NeuroError(
                    f"some {what} are no longer finite in epoch {max(state.epoch, 1)}, as its gradients are too large "
                    f"for {values.dtype}; try inputs of about size 1, clip_norm=1, or a learning rate below "
                    f"{state.optimizer.learning_rate:g}"
                )

    def _record(self, means: Any, seconds: float, held_out: Examples | None) -> None:
        """Add epochs whose mean losses and shares of right answers are ``means`` (2, epochs)."""
        self._check_finite()
        begun = time.perf_counter()
        score = None if held_out is None else self._score(held_out)
        counts = self.state.loss.counts_right
        accuracies: list[float | None] = means[1].tolist() if counts else [None] * means.shape[1]
        self.history.extend(means[0].tolist(), accuracies, seconds + time.perf_counter() - begun, score)
        if self._callbacks:
            record = self.history[-1]
            assert isinstance(record, Epoch)
            for callback in self._callbacks:
                callback.epoch(self, record)

    def _score(self, examples: Examples) -> Score:
        return _score(self._passes, examples, self.state.loss, raw=self._raw)


def _score(passes: Passes, examples: Examples, loss: Loss, *, raw: bool) -> Score:
    total, right = 0.0, 0.0
    for number in range(examples.batches):
        batch = examples.batch(number)
        outputs = passes.forward(batch.x, raw=raw)
        flat = outputs.reshape(len(outputs), -1)
        found, correct = type(loss).kernel(flat, batch.targets, loss.knob, np.empty_like(flat))
        total, right = total + found * len(flat), right + correct
    return Score(total / len(examples), right / len(examples) if loss.counts_right else None)


def train(
    network: Network,
    x: ArrayLike | Iterable[Any],
    y: ArrayLike | None = None,
    *,
    loss: str | Loss | None = None,
    optimizer: str | Optimizer | None = None,
    epochs: int = 10,
    batch_size: int | None = None,
    validation: Validation = None,
    shuffle: bool | None = None,
    seed: int | None = None,
    callbacks: Sequence[Callback] = (),
) -> History:
    """Train a network by backpropagation (Rumelhart, Hinton and Williams, 1986).

    A network that has been trained before goes on where it stands: what is not given is as it was, and the optimizer's
    memory is kept unless another optimizer is given. So ten epochs in one call and in two give the same bits.

    Args:
        network: What learns.
        x: ``(n, *inputs)``; or, without ``y``, batches: something that gives pairs ``(x, y)`` each time it is iterated,
            or a function that returns such an iterator. Batches are never all in memory.
        y: Targets ``(n, *outputs)``; for "cross-entropy" labels ``(n,)`` too.
        loss: A name in ``LOSSES`` or a ``Loss``; by default "cross-entropy" after softmax, "binary-cross-entropy" after
            sigmoid, else "mse".
        optimizer: A name in ``OPTIMIZERS`` or an ``Optimizer``; Adam by default.
        epochs: Number of passes through the examples.
        batch_size: Examples of a step: 1 for one at a time, ``len(x)`` for all at once; 32 by default.
        validation: Examples ``(x, y)`` to be scored after each epoch, or the share of all to hold out for it.
        shuffle: Whether each epoch has an order of its own; by default it has.
        seed: Seed of the orders, of what Dropout drops and of what is held out; a random one by default.
        callbacks: Callbacks that are called at the start, after each batch and epoch, and at the end.

    Returns:
        What was reached, epoch by epoch. After Ctrl-C what was reached by then, to the batch.

    Raises:
        ShapeError: If examples, network and loss do not fit each other.
        SettingError: If a value is out of its range, or a number is not finite.
        NeuroError: If the loss, the parameters or what the optimizer remembers do not stay finite numbers.
        UnknownNameError: If there is no such loss or optimizer.
    """
    check_count("epochs", epochs, 0)
    state = first_state(network, loss, optimizer, batch_size, shuffle, seed)
    source, held_out = sources_of(network, state, x, y, validation)
    if isinstance(source, Examples) and state.batch >= source.batches:
        state.batch = 0  # other examples than before
    network.state = state
    trainer = Trainer(network, state, epochs, callbacks)
    trainer.run(source, held_out)
    return trainer.history


def evaluate(network: Network, x: ArrayLike, y: ArrayLike, loss: str | Loss | None = None) -> Score:
    """The mean loss and the accuracy of a network on some examples.

    Args:
        network: The network to score.
        x: ``(n, *inputs)``.
        y: Their targets, as for ``train``.
        loss: The loss to compute; when None, the one of its last training, or the one that ``train`` would choose.

    Raises:
        ShapeError: If examples, network and loss do not fit each other.
        SettingError: If a number is not finite.
    """
    chosen = chosen_loss(network, loss)
    passes = Passes(network.layers, network.shapes, network.genome)
    return _score(passes, examples_of(network, chosen, x, y), chosen, raw=takes_sums(network, chosen))
