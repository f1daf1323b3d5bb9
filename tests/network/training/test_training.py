import numpy as np
import pytest

from neuro.errors import NeuroError, SettingError, ShapeError, UnknownNameError
from neuro.network import Conv2D, Dense, Dropout, Flatten, Input, LayerNorm, MaxPool2D, Network
from neuro.network.training import (
    OPTIMIZERS,
    SCHEDULES,
    SGD,
    Callback,
    EarlyStopping,
    KeepBest,
    fused,
)

XOR = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float), np.array([[0], [1], [1], [0]], float)


def xor_network(seed=3, dtype="float32"):
    return Network([Input(2), Dense(4, "sigmoid"), Dense(1)], seed=seed, dtype=dtype)


def rings(count=200, seed=1):
    """Points inside and outside of a circle."""
    x = np.random.default_rng(seed).uniform(-1, 1, (count, 2))
    return x, (np.hypot(*x.T) < 0.7).astype(int)


def test_xor_is_learnt_one_sample_at_a_time():
    network = xor_network()
    history = network.train(*XOR, loss="mse", optimizer=SGD(0.1), epochs=2000, batch_size=1, seed=1)
    assert len(history) == 2000
    assert np.abs(network.predict(XOR[0]) - XOR[1]).max() < 0.05
    assert history.loss[-1] < 0.01 < history.loss[0]


@pytest.mark.parametrize("kind", sorted(OPTIMIZERS))
@pytest.mark.parametrize("batch_size", [1, 7, 200])
def test_the_compiled_loop_and_the_batches_take_the_same_steps(kind, batch_size, monkeypatch):
    """Two independent roads to the same numbers, but for the order of sums."""
    x, y = rings()
    layers = [Input(2), Dense(5, "tanh"), Dense(4, "softplus"), Dense(2, "softmax")]
    optimizer = OPTIMIZERS[kind](0.01, weight_decay=0.01, clip_norm=0.5)
    found = []
    for most in (2048, 0):
        monkeypatch.setattr(fused, "_MOST_PARAMETERS", most)
        network = Network(layers, seed=1, dtype="float64")
        history = network.train(x, y, optimizer=optimizer, epochs=3, batch_size=batch_size, seed=5)
        found.append((network.genome, history.loss, history.accuracy))
    assert np.allclose(found[0][0], found[1][0], rtol=1e-6, atol=1e-8)
    assert np.allclose(found[0][1], found[1][1])
    assert np.allclose(found[0][2], found[1][2])


def test_the_same_seed_gives_the_same_bits_and_another_others():
    x, y = rings()

    def trained(seed):
        network = Network([Input(2), Dense(8, "relu"), Dropout(0.2), Dense(2, "softmax")], seed=1)
        network.train(x, y, epochs=2, seed=seed)
        return network.genome.tobytes()

    assert trained(1) == trained(1) != trained(2)


#: Trained in batches; in the compiled loop, as above; and that in the type that is usual.
_IN_PARTS = [(kind, (Dropout(0.1),), "float32") for kind in sorted(OPTIMIZERS)]
_IN_PARTS += [(kind, (Dense(4, "softplus"),), "float64") for kind in sorted(OPTIMIZERS)]
_IN_PARTS += [("adam", (), "float32")]


@pytest.mark.parametrize(("kind", "between", "dtype"), _IN_PARTS)
def test_training_in_two_parts_has_the_bits_of_training_at_once(kind, between, dtype):
    x, y = rings()
    layers = [Input(2), Dense(5, "tanh"), *between, Dense(2, "softmax")]
    whole, parts = (Network(layers, seed=1, dtype=dtype) for _ in range(2))
    optimizer = OPTIMIZERS[kind](0.02, schedule=SCHEDULES["cosine"](5))
    history = whole.train(x, y, optimizer=optimizer, epochs=5, batch_size=16, seed=2)
    first = parts.train(x, y, optimizer=optimizer, epochs=2, batch_size=16, seed=2)
    second = parts.train(x, y, epochs=3)
    assert parts.genome.tobytes() == whole.genome.tobytes()
    assert first.loss + second.loss == history.loss
    assert second[0].number == 3


def test_a_convolutional_network_learns_where_a_bar_stands():
    rng = np.random.default_rng(1)
    x, y = np.zeros((120, 8, 8, 1)), rng.integers(0, 2, 120)
    for image, lies, place in zip(x, y, rng.integers(0, 8, 120), strict=True):
        (image if lies else image.swapaxes(0, 1))[place] = 1
    layers = [Input((8, 8, 1)), Conv2D(4, 3, "relu"), MaxPool2D(2), LayerNorm(), Flatten(), Dense(2, "softmax")]
    network = Network(layers, seed=1)
    network.train(x, y, epochs=15, batch_size=16, seed=1)
    assert network.evaluate(x, y).accuracy > 0.95
    assert network.predict(x[0]).shape == (2,)
    assert network.predict(x).sum(axis=1) == pytest.approx(np.ones(120), abs=1e-5)


def test_validation_is_held_out_and_scored_after_each_epoch():
    x, y = rings()
    network = Network([Input(2), Dense(8, "tanh"), Dense(2, "softmax")], seed=1)
    history = network.train(x, y, epochs=3, validation=0.25, seed=4)
    other = network.train(x, y, epochs=1, validation=(x, y))
    assert other.validation_loss[0] == pytest.approx(network.evaluate(x, y).loss)
    assert all(value is not None for value in history.validation_accuracy)


class Numbers(Callback):
    def __init__(self):
        self.seen = []

    def start(self, trainer):
        self.seen.append("start")

    def epoch(self, trainer, record):
        self.seen.append(record.number)

    def finish(self, trainer):
        self.seen.append("finish")


def test_callbacks_hear_of_every_epoch():
    numbers = Numbers()
    x, y = rings()
    Network([Input(2), Dense(8, "tanh"), Dense(2, "softmax")], seed=1).train(x, y, epochs=3, callbacks=[numbers])
    assert numbers.seen == ["start", 1, 2, 3, "finish"]


def test_early_stopping_ends_training_and_puts_back_the_best():
    x, y = rings()
    network = Network([Input(2), Dense(8, "tanh"), Dense(2, "softmax")], seed=1)
    stopping = EarlyStopping(patience=3)
    history = network.train(x, y, optimizer=SGD(3.0), epochs=500, validation=(x[:50], y[:50]), callbacks=[stopping])
    assert len(history) < 500
    assert stopping.best.validation_loss == min(history.validation_loss)
    assert network.evaluate(x[:50], y[:50]).loss == pytest.approx(min(history.validation_loss))
    assert history[-1].number - stopping.best.number == 3


def test_the_best_epoch_can_be_watched_by_another_number():
    x, y = rings()
    network = Network([Input(2), Dense(8, "tanh"), Dense(2, "softmax")], seed=1)
    best = KeepBest("accuracy")
    history = network.train(x, y, epochs=5, callbacks=[best])
    assert best.best.accuracy == max(history.accuracy)
    with pytest.raises(SettingError, match="monitor is one of"):
        KeepBest("speed")


def test_batches_from_an_iterator_are_trained_on_in_their_order():
    x, y = rings()
    layers = [Input(2), Dense(8, "tanh"), Dense(2, "softmax")]
    batches = [(x[k : k + 50], y[k : k + 50]) for k in range(0, 200, 50)]
    found = []
    for source in (batches, lambda: iter(batches)):
        network = Network(layers, seed=1)
        network.train(source, epochs=3, seed=1)
        found.append(network.genome)
    network = Network([*layers[:-1], Dropout(0.0), layers[-1]], seed=1)  # not the compiled loop
    network.genome = Network(layers, seed=1).genome
    network.train(x, y, epochs=3, batch_size=50, shuffle=False)
    assert found[0].tobytes() == found[1].tobytes()
    assert np.allclose(found[0], network.genome, atol=1e-6)


def test_an_iterator_that_is_used_up_is_named():
    x, y = rings()
    network = Network([Input(2), Dense(2, "softmax")], seed=1)
    with pytest.raises(SettingError, match="used up after one epoch"):
        network.train(iter([(x, y)]), epochs=2)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_broken_number_in_the_data_is_named_with_its_place(value):
    x, y = rings()
    x[17, 1] = value
    with pytest.raises(SettingError, match=rf"x\[17, 1\] is {value}"):
        Network([Input(2), Dense(2, "softmax")], seed=1).train(x, y)


@pytest.mark.parametrize("layers", [[Dense(4, "sigmoid"), Dense(1)], [Dense(4), LayerNorm(), Dense(1)]])
def test_a_loss_that_overflows_is_told_with_epoch_batch_and_layer(layers):
    x = np.random.default_rng(1).normal(size=(40, 2)) * 100
    network = Network([Input(2), *layers], seed=1)
    with pytest.raises(NeuroError, match=r"in epoch \d+, batch \d+: (Dense.* is the first layer|outputs are still)"):
        network.train(x, x[:, :1] ** 2, loss="mse", optimizer=SGD(10.0), epochs=500, batch_size=4)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"y": [0, 1, 2, 0]}, SettingError, "labels from 0 to 1.*a label 2"),
        ({"y": [0, 1]}, ShapeError, "a target for each of the 4 samples"),
        ({"x": [[1, 2, 3]] * 4}, ShapeError, r"x must have shape \(n, 2\).*not \(4, 3\)"),
        ({"y": [0.5, 1, 0, 1]}, SettingError, "whole numbers as labels, not 0.5"),
        ({"y": ["a"] * 4}, SettingError, "must hold numbers"),
        ({"loss": "cross_entropy"}, UnknownNameError, "did you mean 'cross-entropy'"),
        ({"loss": "binary-cross-entropy"}, ShapeError, r"BinaryCrossEntropy\(\) cannot follow Dense.*shape \(2,\)"),
        ({"optimizer": "adaam"}, UnknownNameError, "did you mean 'adam'"),
        ({"epochs": -1}, SettingError, "epochs must be a whole number of at least 0"),
        ({"batch_size": 0}, SettingError, "batch_size must be"),
        ({"validation": 0.01}, SettingError, "leaves examples on both sides"),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence_and_changes_nothing(change, error, message):
    network = Network([Input(2), Dense(2, "softmax")], seed=1)
    before = network.genome.copy()
    given = {"x": XOR[0], "y": [0, 1, 1, 0], **change}
    with pytest.raises(error, match=message):
        network.train(given.pop("x"), given.pop("y"), **given)
    assert network.genome.tobytes() == before.tobytes()
    assert network.state is None
