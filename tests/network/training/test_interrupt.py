"""Ctrl-C, and what an epoch costs in memory."""

import signal
import tracemalloc

import numpy as np
import pytest

from neuro.network import Dense, Dropout, Input, Network
from neuro.network.training import Callback, ProgressBar

RNG = np.random.default_rng(1)
X, Y = RNG.normal(size=(100, 3)), RNG.integers(0, 2, 100)
SMALL = [Input(3), Dense(4, "tanh"), Dense(2, "softmax")]
LARGE = [Input(3), Dense(4, "tanh"), Dropout(0.1), Dense(2, "softmax")]


class CtrlC(Callback):
    """Presses it at a batch or at an epoch."""

    def __init__(self, *, batch=None, epoch=None):
        self._batch, self._epoch = batch, epoch

    def batch(self, trainer):
        if trainer.state.step == self._batch:
            signal.raise_signal(signal.SIGINT)

    def epoch(self, trainer, record):
        if record.number == self._epoch:
            signal.raise_signal(signal.SIGINT)


@pytest.mark.parametrize(
    ("layers", "pressed", "stands"),
    [(LARGE, {"batch": 25}, (2, 5)), (LARGE, {"epoch": 3}, (3, 0)), (SMALL, {"epoch": 3}, (3, 0))],
)
def test_ctrl_c_stops_at_a_batch_and_training_goes_on_from_there_in_the_same_bits(layers, pressed, stands):
    whole, stopped = Network(layers, seed=1), Network(layers, seed=1)
    whole.train(X, Y, epochs=5, batch_size=10, seed=4)
    history = stopped.train(X, Y, epochs=5, batch_size=10, seed=4, callbacks=[CtrlC(**pressed)])
    assert history.interrupted
    assert (stopped.state.epoch, stopped.state.batch) == stands
    assert len(history) == stands[0]
    rest = stopped.train(X, Y, epochs=5 - stands[0])
    assert not rest.interrupted
    assert stopped.genome.tobytes() == whole.genome.tobytes()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_second_ctrl_c_stops_at_once():
    class Twice(Callback):
        def batch(self, trainer):
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        Network(LARGE, seed=1).train(X, Y, epochs=2, callbacks=[Twice()])
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


class Memory(Callback):
    """The most that an epoch takes, after the first has made what is used again."""

    def __init__(self):
        self.peak = 0

    def epoch(self, trainer, record):
        if record.number > 1:
            self.peak = max(self.peak, tracemalloc.get_traced_memory()[1] - self._before)
        tracemalloc.reset_peak()
        self._before = tracemalloc.get_traced_memory()[0]


@pytest.mark.parametrize("layers", [SMALL, LARGE])
def test_an_epoch_takes_no_memory_that_grows_with_the_examples(layers):
    peaks = []
    for count in (1000, 20_000):
        x, y = RNG.normal(size=(count, 3)).astype(np.float32), RNG.integers(0, 2, count)
        memory = Memory()
        tracemalloc.start()
        Network(layers, seed=1).train(x, y, epochs=3, batch_size=100, seed=1, callbacks=[memory])
        tracemalloc.stop()
        peaks.append(memory.peak)
    assert peaks[1] < peaks[0] + 20_000


def test_a_progress_bar_draws_a_line_and_clears_it(capsys):
    Network(LARGE, seed=1).train(X, Y, epochs=2, callbacks=[ProgressBar(always=True)])
    told = capsys.readouterr().err
    assert "epoch 1 " in told
    assert told.endswith("\x1b[K")


def test_where_there_is_no_terminal_there_is_no_progress_bar(capsys):
    Network(LARGE, seed=1).train(X, Y, epochs=2, callbacks=[ProgressBar()])
    assert capsys.readouterr().err == ""
