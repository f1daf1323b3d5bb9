"""A network in training comes back from its file and goes on in the same bits."""

import dataclasses
import math
import signal

import numpy as np
import pytest

import neuro
from neuro.errors import FileError
from neuro.network import LAYERS, Conv2D, Dense, Dropout, Flatten, Input, LayerNorm, MaxPool2D, Network
from neuro.network.training import LOSSES, OPTIMIZERS, SCHEDULES
from neuro.storage.files import load, save
from neuro.storage.frame import Kind, enclose
from neuro.storage.messages import Model, encode
from neuro.storage.neuro_pb2 import Model as ModelMessage

RNG = np.random.default_rng(1)
X, Y = RNG.normal(size=(40, 6, 5, 1)), RNG.integers(0, 3, 40)


def convolutional(dtype="float32"):
    layers = [Input((6, 5, 1)), Conv2D(3, (2, 3), "gelu", padding="same"), MaxPool2D(2), LayerNorm(), Flatten()]
    return Network([*layers, Dropout(0.25), Dense(3, "softmax")], seed=1, dtype=dtype)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("kind", sorted(OPTIMIZERS))
def test_training_goes_on_from_a_file_in_the_bits_of_never_having_stopped(kind, dtype, tmp_path):
    path, network = tmp_path / "net.neuro", convolutional(dtype)
    optimizer = OPTIMIZERS[kind](0.003, schedule=SCHEDULES["step"](2), clip_norm=1.0)
    network.train(X, Y, optimizer=optimizer, epochs=3, batch_size=8, seed=9)
    save(network, path)
    again = load(path)
    assert again == network
    assert again.state.optimizer == optimizer
    for one in (network, again):
        one.train(X, Y, epochs=2)
    assert again.genome.tobytes() == network.genome.tobytes()
    assert again.dtype == np.dtype(dtype)


def test_a_checkpoint_of_each_epoch_is_where_training_can_go_on(tmp_path):
    path, whole, broken_off = tmp_path / "net.neuro", convolutional(), convolutional()
    whole.train(X, Y, epochs=6, batch_size=8, seed=9)
    broken_off.train(X, Y, epochs=5, batch_size=8, seed=9, callbacks=[neuro.Checkpoint(path, every=2)])
    again = load(path)
    assert again.state.epoch == 4
    again.train(X, Y, epochs=2)
    assert again.genome.tobytes() == whole.genome.tobytes()


@pytest.mark.parametrize("kind", sorted(LAYERS))
def test_every_layer_comes_back_with_its_settings(kind, tmp_path):
    rank = getattr(LAYERS[kind], "rank", 0)
    needed = {"units": 3, "filters": 3, "shape": 4}
    cls = LAYERS[kind]
    layer = cls(**{f.name: needed[f.name] for f in dataclasses.fields(cls) if f.default is dataclasses.MISSING})
    layers = [layer] if kind == "input" else [Input((*[5] * rank, 3)), layer]
    network = Network(layers, seed=1)
    save(network, tmp_path / "net.neuro")
    assert load(tmp_path / "net.neuro") == network


@pytest.mark.parametrize("registry", [LOSSES, SCHEDULES, OPTIMIZERS], ids=["losses", "schedules", "optimizers"])
def test_losses_schedules_and_optimizers_are_made_again_from_their_settings(registry):
    for kind, cls in registry.items():
        assert registry[kind](**cls().settings()) == cls()


def changed(change):
    network = Network([Input(2), Dense(2, "softmax")], seed=1)
    network.train(X[:, :2, 0, 0], Y % 2, epochs=1, seed=1)
    message = ModelMessage.FromString(encode(Model(network, "2026-11-24T10:00:00+00:00", "0.1.0"))[1])
    change(message.network.training)
    return enclose(Kind.MODEL, message.SerializeToString())


def set_to(name, value):
    return lambda training: setattr(training, name, value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: setattr(t.optimizer, "kind", "lion"), "optimizer of kind 'lion', which this neuro does not know"),
        (lambda t: setattr(t.loss, "kind", "hinge"), "loss of kind 'hinge'"),
        (lambda t: setattr(t.loss, "kind", "binary-cross-entropy"), "cannot follow Dense"),
        (lambda t: setattr(t.schedule, "kind", ""), "learning-rate schedule of kind ''"),
        (lambda t: setattr(t.optimizer.settings[0], "real", -1.0), "at least 0"),
        (lambda t: setattr(t.optimizer.settings[0], "text", "fast"), "='fast'"),
        (lambda t: setattr(t.slots, "count", 3), "it needs 12"),
        (set_to("batch_size", 0), "batch_size=0"),
        (set_to("step", 1 << 62), "step=4,611"),
        (set_to("seed", 1 << 63), "a seed is"),
        (set_to("goal", 1 << 62), "goal=4,611"),
        (lambda t: t.best.SetInParent(), "an epoch with number=0"),
        (lambda t: setattr(t.best, "monitor", "luck"), "watches 'luck' of its epochs"),
        (lambda t: setattr(t.best, "patience", 1 << 62), "patience=4,611"),
        (lambda t: setattr(t.best.epoch, "loss", math.nan), "an epoch whose values are not finite"),
        (lambda t: t.standing.SetInParent(), "parameters where training stands of type ''"),
        (lambda t: t.ClearField("slots"), "numbers of the optimizer of type ''"),
    ],
)
def test_a_training_that_makes_no_sense_is_refused_in_a_sentence(change, message, tmp_path):
    (tmp_path / "bad.neuro").write_bytes(changed(change))
    with pytest.raises(FileError, match=message):
        load(tmp_path / "bad.neuro")


def test_what_could_not_be_loaded_is_not_saved(tmp_path):
    network = Network([Input(2), Dense(2, "softmax")], seed=1)
    network.train(X[:, :2, 0, 0], Y % 2, epochs=1, seed=1)
    network.state.slots[0, 0] = np.nan
    with pytest.raises(FileError, match="numbers of the optimizer that are not finite"):
        save(network, tmp_path / "net.neuro")
    assert list(tmp_path.iterdir()) == []


def dense():
    return Network([Input(30), Dense(6, "tanh"), Dense(3, "softmax")], seed=1)


class KeepEach(neuro.Callback):
    """Keeps each epoch in a file of its own."""

    keeps_files = True

    def __init__(self, folder):
        self._folder = folder

    def epoch(self, trainer, record):
        save(trainer.network, self._folder / f"{record.number}.neuro")


WATCHED = {"validation": 0.25, "batch_size": 4, "seed": 9, "optimizer": neuro.Adam(0.1)}


@pytest.mark.parametrize("network", [dense, convolutional])
@pytest.mark.parametrize(
    "watch", [lambda: neuro.EarlyStopping(4), lambda: neuro.EarlyStopping(3, "loss", 0.02), neuro.KeepBest]
)
def test_a_training_that_watches_its_epochs_ends_in_the_same_bits_from_every_checkpoint(network, watch, tmp_path):
    x = X if network is convolutional else X.reshape(40, 30)
    whole = network()
    # The file comes first in the list, and is written last all the same.
    history = whole.train(x, Y, epochs=14, callbacks=[KeepEach(tmp_path), watch()], **WATCHED)
    assert not whole.state.is_under_way
    for epoch in range(1, len(history) + 1):
        again = load(tmp_path / f"{epoch}.neuro")
        assert again.state.is_under_way
        again.train(x, Y, epochs=again.state.epochs_left, callbacks=[watch()], validation=0.25)
        assert again == whole


@pytest.mark.parametrize("pressed", [1, 3, 6])
def test_an_interrupted_training_keeps_the_best_and_goes_on_from_where_it_stood(pressed, tmp_path):
    class CtrlC(neuro.Callback):
        def epoch(self, trainer, record):
            if record.number == pressed:
                signal.raise_signal(signal.SIGINT)

    x, whole, stopped = X.reshape(40, 30), dense(), dense()
    best = whole.train(x, Y, epochs=8, callbacks=[neuro.EarlyStopping(6)], **WATCHED)
    history = stopped.train(x, Y, epochs=8, callbacks=[neuro.EarlyStopping(6), CtrlC()], **WATCHED)
    assert history.interrupted
    kept = stopped.genome.copy()
    save(stopped, tmp_path / "net.neuro")
    again = load(tmp_path / "net.neuro")
    assert again == stopped
    rest = again.train(x, Y, epochs=again.state.epochs_left, callbacks=[neuro.EarlyStopping(6)], validation=0.25)
    assert again == whole
    assert len(history) + len(rest) == len(best)
    assert stopped.genome.tobytes() == kept.tobytes()


def test_other_parameters_given_after_an_interruption_are_what_is_trained():
    class CtrlC(neuro.Callback):
        def epoch(self, trainer, record):
            signal.raise_signal(signal.SIGINT)

    network = dense()
    network.train(X.reshape(40, 30), Y, epochs=8, callbacks=[neuro.EarlyStopping(6), CtrlC()], **WATCHED)
    network.genome = np.zeros_like(network.genome)
    network.train(X.reshape(40, 30), Y, epochs=0)
    assert not network.genome.any()
