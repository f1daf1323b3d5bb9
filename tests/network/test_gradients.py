"""Every gradient against central differences in float64. A layer, activation or loss enters by being registered."""

import dataclasses
import zlib

import numpy as np
import pytest

from neuro.network import ACTIVATIONS, LAYERS, Dense, Flatten, Input, Network
from neuro.network.forward_backward import Passes
from neuro.network.training import LOSSES

STEP = 1e-6
#: Settings besides the defaults that a kind must be tried with, for what has more than one path.
VARIANTS = {
    "conv": [{"padding": "same"}, {"stride": 2}, {"size": 2, "padding": "same", "stride": 2}],
    "max-pool": [{"padding": "same", "size": 3, "stride": 2}],
    "average-pool": [{"padding": "same", "size": 3, "stride": 2}],
}
NEEDED = {"units": 3, "filters": 3, "shape": 4}
LOSS_FREE = [kind for kind, layer in LAYERS.items() if layer.trainable and kind not in ("input", "dropout")]


def made(kind, **settings):
    """A layer of a kind, with small numbers wherever it has no default."""
    layer = LAYERS[kind]
    needed = {f.name: NEEDED[f.name] for f in dataclasses.fields(layer) if f.default is dataclasses.MISSING}
    return layer(**{**needed, **settings})


def cases():
    for kind in LOSS_FREE:
        has_activation = "activation" in {f.name for f in dataclasses.fields(LAYERS[kind])}
        for variant in [{}, *next((v for start, v in VARIANTS.items() if kind.startswith(start)), [])]:
            for name in sorted(ACTIVATIONS) if has_activation and not variant else [None]:
                settings = {**variant, **({"activation": name} if name else {})}
                yield pytest.param(kind, settings, id=f"{kind}-{'-'.join(map(str, settings.values()))}")


def input_shape(kind):
    rank = getattr(LAYERS[kind], "rank", 0)
    return {0: (5,), 1: (7, 2), 2: (5, 4, 2), 3: (4, 3, 4, 2)}[rank]


def targets(loss, rng, shape):
    if loss.kind == "cross-entropy":
        return rng.integers(0, shape[1], shape[0])
    return rng.uniform(0.1, 0.9, shape)


def relative_error(found, expected):
    return np.abs(found - expected).max() / max(np.abs(expected).max(), 1e-3)


def checked(network, loss, seed):
    """The largest relative error of the gradients by parameters and by inputs."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(3, *network.shapes[0]))
    network.genome = network.genome + 0.1 * rng.normal(size=network.parameter_count)
    wanted = targets(loss, rng, (3, network.shapes[-1][0]))
    wanted = np.eye(network.shapes[-1][0])[wanted] if wanted.ndim == 1 else wanted
    raw = bool(loss.link) and network.layers[-1].activation == loss.link
    passes = Passes(network.layers, network.shapes, network.genome, by_inputs=True)
    pull = np.empty((3, network.shapes[-1][0]))

    def value():
        return type(loss).kernel(passes.forward(x, raw=raw), wanted, loss.knob, pull)[0]

    value()
    by_x = passes.backward(pull.copy()).copy()
    by_genome = passes.gradient.copy()
    return max(
        relative_error(by_genome, differences(value, network.genome)), relative_error(by_x, differences(value, x))
    )


def differences(value, numbers):
    found, flat = np.empty(numbers.size), numbers.reshape(-1)
    for k in range(flat.size):
        before = flat[k]
        flat[k] = before + STEP
        above = value()
        flat[k] = before - STEP
        found[k] = (above - value()) / (2 * STEP)
        flat[k] = before
    return found.reshape(numbers.shape)


def network_with(layer, loss, shape):
    end = Dense(2, loss.link or "identity")
    between = [Flatten()] if len(shape) > 1 else []
    return Network([Input(shape), layer, *between, end], seed=2, dtype="float64")


@pytest.mark.parametrize(("kind", "settings"), list(cases()))
def test_a_layers_gradient_is_the_central_difference_under_every_loss(kind, settings):
    layer, shape = made(kind, **settings), input_shape(kind)
    for name, loss in LOSSES.items():
        error = checked(network_with(layer, loss(), shape), loss(), seed=zlib.crc32(f"{kind}{settings}".encode()))
        assert error < 1e-6, f"{layer!r} under {name}: {error}"


@pytest.mark.parametrize(
    ("name", "loss"),
    [(n, loss) for n in sorted(ACTIVATIONS) for loss in sorted(LOSSES) if n in (LOSSES[loss].logits or ACTIVATIONS)],
)
def test_the_last_activations_gradient_is_the_central_difference(name, loss):
    network = Network([Input(4), Dense(3, name)], seed=3, dtype="float64")
    assert checked(network, LOSSES[loss](), seed=5) < 1e-6


@pytest.mark.parametrize("place", [1, 2])
def test_dropouts_gradient_is_that_of_what_it_let_through(place):
    layers = [Input(6), Dense(5, "tanh"), Dense(2)]
    layers.insert(place, LAYERS["dropout"](0.4))
    network = Network(layers, seed=1, dtype="float64")
    passes = Passes(network.layers, network.shapes, network.genome)
    x, pull = np.random.default_rng(1).normal(size=(4, 6)), np.empty((4, 2))
    wanted = np.ones((4, 2))

    def value():
        return LOSSES["mse"].kernel(passes.forward(x, training=True, key=7, step=3), wanted, 0.0, pull)[0]

    value()
    passes.backward(pull.copy())
    found = passes.gradient.copy()
    assert relative_error(found, differences(value, network.genome)) < 1e-6
