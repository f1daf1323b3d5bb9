import math

import numpy as np
import pytest

from neuro.errors import SettingError
from neuro.network import Dense, He, Input, Network, Normal, Uniform, Xavier

INPUTS, OUTPUTS = 60, 200


def drawn(initialiser, activation="tanh", seed=4):
    network = Network([Input(INPUTS), Dense(OUTPUTS, activation)], seed=seed, initialiser=initialiser)
    return network.parameters()[0]


def test_xavier_is_uniform_within_its_limit_and_leaves_biases_at_zero():
    weights, biases = drawn(Xavier())
    limit = math.sqrt(6 / (INPUTS + OUTPUTS))
    assert np.abs(weights).max() <= limit
    assert np.abs(weights).max() > 0.99 * limit
    assert weights.std() == pytest.approx(limit / math.sqrt(3), rel=0.03)
    assert not biases.any()


def test_he_is_normal_by_the_number_of_inputs_and_leaves_biases_at_zero():
    weights, biases = drawn(He())
    assert weights.std() == pytest.approx(math.sqrt(2 / INPUTS), rel=0.03)
    assert np.abs(weights).max() > 3 * weights.std()
    assert not biases.any()


def test_uniform_fills_its_interval_with_weights_and_biases():
    weights, biases = drawn(Uniform(2, 3))
    for values in (weights, biases):
        assert (values >= 2).all()
        assert (values <= 3).all()
        assert values.mean() == pytest.approx(2.5, abs=0.08)


def test_normal_has_its_mean_and_deviation_in_weights_and_biases():
    weights, biases = drawn(Normal(stdev=0.5, mean=2))
    for values in (weights, biases):
        assert values.mean() == pytest.approx(2, abs=0.15)
        assert values.std() == pytest.approx(0.5, rel=0.2)
    assert weights.std() == pytest.approx(0.5, rel=0.03)


def test_by_default_a_relu_layer_is_he_and_any_other_xavier():
    for activation, expected in (("relu", He()), ("tanh", Xavier()), ("sigmoid", Xavier())):
        found, same = drawn(None, activation)[0], drawn(expected, activation)[0]
        assert found.tobytes() == same.tobytes()


@pytest.mark.parametrize("initialiser", [Xavier(), He(), Uniform(), Normal()])
def test_a_seed_fixes_the_weights_and_another_changes_them(initialiser):
    first, again, other = drawn(initialiser)[0], drawn(initialiser)[0], drawn(initialiser, seed=5)[0]
    assert first.tobytes() == again.tobytes() != other.tobytes()
    assert len(np.unique(first)) > 0.99 * first.size


def test_layers_do_not_share_their_draws():
    (first, _), (second, _) = Network([Input(4), Dense(4), Dense(4)], seed=1).parameters()
    assert not np.isin(first, second).any()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Uniform(1, 0), "low=1 and high=0"),
        (lambda: Normal(stdev=-1), "stdev >= 0, not -1"),
        (lambda: Normal(stdev=math.nan), "stdev >= 0, not nan"),
    ],
)
def test_impossible_settings_are_refused(make, message):
    with pytest.raises(SettingError, match=message):
        make()
