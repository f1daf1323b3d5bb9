import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuro.errors import SettingError, ShapeError, UnknownNameError
from neuro.network import (
    GRU,
    AveragePool2D,
    Conv1D,
    Conv2D,
    Conv3D,
    Dense,
    Dropout,
    Flatten,
    Input,
    LayerNorm,
    MaxPool1D,
    MaxPool2D,
    MaxPool3D,
    Network,
    Recurrent,
)


@pytest.mark.parametrize(
    ("layer", "before", "after"),
    [
        (Conv1D(4, 3), (10, 2), (8, 4)),
        (Conv2D(4, 3), (10, 8, 2), (8, 6, 4)),
        (Conv2D(4, (3, 5), padding="same"), (10, 8, 2), (10, 8, 4)),
        (Conv2D(4, 3, stride=2), (10, 8, 2), (4, 3, 4)),
        (Conv2D(4, 3, stride=(2, 1), padding="same"), (9, 8, 2), (5, 8, 4)),
        (Conv3D(4, 2), (3, 10, 8, 2), (2, 9, 7, 4)),
        (MaxPool1D(), (9, 2), (4, 2)),
        (MaxPool2D(3), (9, 7, 2), (3, 2, 2)),
        (MaxPool2D(3, stride=1, padding="same"), (9, 7, 2), (9, 7, 2)),
        (AveragePool2D((2, 1)), (8, 7, 2), (4, 7, 2)),
        (MaxPool3D(), (4, 4, 4, 1), (2, 2, 2, 1)),
        (Flatten(), (4, 3, 2), (24,)),
        (Dropout(0.3), (4, 3, 2), (4, 3, 2)),
        (LayerNorm(), (4, 3, 2), (4, 3, 2)),
        (Dense(7), (24,), (7,)),
        (Recurrent(7), (24,), (7,)),
        (GRU(7), (24,), (7,)),
    ],
)
def test_a_layer_makes_the_shape_that_it_promises(layer, before, after):
    network = Network([Input(before), layer], seed=1)
    assert network.shapes[-1] == after
    for count in (1, 5):
        assert network.predict(np.ones((count, *before))).shape == (count, *after)


@pytest.mark.parametrize(
    ("layers", "says"),
    [
        ([Input((8, 8, 1)), Dense(3)], r"Dense\(units=3.*cannot follow Input\(shape=\(8, 8, 1\)\).*Flatten\(\)"),
        ([Input(9), Conv2D(3)], r"Conv2D.*cannot follow Input\(shape=9\).*\(height, width, channels\), not \(9,\)"),
        ([Input((8, 8)), Conv3D(3)], r"\(depth, height, width, channels\), not \(8, 8\)"),
        ([Input((4, 4, 1)), Conv2D(3, 5)], r"a window of \(5, 5\) does not fit into \(4, 4\); padding='same'"),
        ([Input((8, 8, 1)), MaxPool2D(3), MaxPool2D(3)], r"MaxPool2D.*cannot follow MaxPool2D"),
    ],
)
def test_layers_that_do_not_fit_are_both_named_when_the_network_is_built(layers, says):
    with pytest.raises(ShapeError, match=says):
        Network(layers, seed=1)


@pytest.mark.parametrize(
    ("make", "error", "says"),
    [
        (lambda: Conv2D(0), SettingError, "filters of Conv2D must be"),
        (lambda: Conv2D(3, 0), SettingError, "size of Conv2D must be"),
        (lambda: Conv2D(3, (3,)), SettingError, r"one number or a tuple of 2, not \(3,\)"),
        (lambda: Conv2D(3, 3, stride=0), SettingError, "stride of Conv2D must be"),
        (lambda: Conv2D(3, 3, padding="full"), SettingError, "one of valid, same, not 'full'"),
        (lambda: Conv2D(3, 3, "tahn"), UnknownNameError, "did you mean 'tanh'"),
        (lambda: MaxPool2D(10**9), SettingError, "at most 1,000,000"),
        (lambda: Dropout(1.0), SettingError, "not including, 1"),
        (lambda: LayerNorm(0), SettingError, "above 0"),
    ],
)
def test_impossible_settings_are_refused_in_a_sentence(make, error, says):
    with pytest.raises(error, match=says):
        make()


def naive_convolution(x, weights, biases, stride, padding):
    """One sample, one window, one filter at a time."""
    size, sides = weights.shape[1:3], x.shape[1:3]
    before = (0, 0)
    if padding == "same":
        outputs = [-(-n // s) for n, s in zip(sides, stride, strict=True)]
        need = [max(0, (o - 1) * t + k - n) for o, t, k, n in zip(outputs, stride, size, sides, strict=True)]
        before = [n // 2 for n in need]
        pad = [(0, 0), *((n // 2, n - n // 2) for n in need), (0, 0)]
        x = np.pad(x, pad)
    else:
        outputs = [(n - k) // t + 1 for n, k, t in zip(sides, size, stride, strict=True)]
    assert min(before) >= 0
    out = np.zeros((len(x), *outputs, len(weights)))
    for n, i, j, f in np.ndindex(out.shape):
        a, b = i * stride[0], j * stride[1]
        out[n, i, j, f] = (x[n, a : a + size[0], b : b + size[1]] * weights[f]).sum() + biases[f]
    return out


@given(
    sides=st.tuples(st.integers(3, 9), st.integers(3, 9)),
    size=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    stride=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    padding=st.sampled_from(["valid", "same"]),
    channels=st.integers(1, 5),
    filters=st.integers(1, 5),
)
def test_a_convolution_is_the_plain_sum_over_each_window(sides, size, stride, padding, channels, filters):
    layer = Conv2D(filters, size, stride=stride, padding=padding)
    network = Network([Input((*sides, channels)), layer], seed=1, dtype="float64")
    x = np.random.default_rng(1).normal(size=(3, *sides, channels))
    ((weights, biases),) = network.parameters()
    biases[:] = np.arange(filters)
    assert np.allclose(network.predict(x), naive_convolution(x, weights, biases, stride, padding))


@pytest.mark.parametrize("layers", [[Conv2D(2, 3, "relu"), MaxPool2D(2)], [Conv2D(3, 3, "softmax", padding="same")]])
def test_a_sample_does_not_depend_on_the_others_of_its_batch(layers):
    network = Network([Input((7, 6, 2)), *layers], seed=1)
    x = np.random.default_rng(1).normal(size=(9, 7, 6, 2)).astype(np.float32)
    assert np.allclose(network.predict(x)[4], network.predict(x[4]), atol=1e-6)


def test_dropout_drops_its_share_in_training_alone_and_keeps_the_mean():
    from neuro.network.forward_backward import Passes

    network = Network([Input(1000), Dropout(0.25)], seed=1)
    passes = Passes(network.layers, network.shapes, network.genome)
    x = np.ones((20, 1000), np.float32)
    assert (passes.forward(x) == 1).all()
    dropped = passes.forward(x, training=True, key=3, step=1).copy()
    assert (dropped == 0).mean() == pytest.approx(0.25, abs=0.02)
    assert dropped.mean() == pytest.approx(1, abs=0.02)
    assert (passes.forward(x, training=True, key=3, step=1) == dropped).all()
    assert (passes.forward(x, training=True, key=3, step=2) != dropped).any()
