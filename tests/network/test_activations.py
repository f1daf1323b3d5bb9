import math

import numpy as np
import oracles
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from neuro.errors import UnknownNameError
from neuro.network import ACTIVATIONS, Dense
from neuro.network.activations import activation, exp_of_negative, sigmoid, tanh
from neuro.network.layers.weighted import activated

numbers = st.floats(width=32, allow_nan=False, allow_infinity=False)
EVERYWHERE = np.linspace(-12, 12, 4001, dtype=np.float32)


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
@given(column=st.lists(numbers, min_size=1, max_size=6))
def test_an_activation_is_its_definition_written_anew_bit_for_bit(name, column):
    sums = np.array(column, np.float32)
    found = activated(name, sums[np.newaxis].copy())[0]
    assert found.tobytes() == oracles.ACTIVATIONS[name](sums).astype(np.float32).tobytes()


def test_tanh_is_within_3e_7_of_the_true_one():
    assert max(abs(float(tanh(x)) - math.tanh(x)) for x in EVERYWHERE) < 3e-7


def test_sigmoid_is_within_3e_7_of_the_true_one():
    assert max(abs(float(sigmoid(x)) - 1 / (1 + math.exp(-float(x)))) for x in EVERYWHERE) < 3e-7


@given(st.floats(-87, 0, width=32))
@example(-16.28853416442871)  # where the error is largest, of all that there are
def test_exp_of_negative_is_within_2_4e_7_of_the_true_one(x):
    assert exp_of_negative(np.float32(x)) == pytest.approx(math.exp(x), rel=2.4e-7)


def test_exp_of_negative_is_one_at_zero_and_never_quite_zero():
    assert exp_of_negative(np.float32(0)) == 1
    assert 0 < exp_of_negative(np.float32(-1e30)) < 2e-38


@given(st.lists(st.floats(-200, 200, width=32), min_size=1, max_size=6))
def test_softmax_gives_shares_that_add_up_to_one(column):
    shares = activated("softmax", np.array([column], np.float32))[0]
    assert (shares >= 0).all()
    assert math.fsum(shares) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("name", [name for name, chosen in ACTIVATIONS.items() if chosen.order_preserving])
@given(a=st.floats(-8, 8, width=32), b=st.floats(-8, 8, width=32))
def test_what_preserves_order_never_turns_it_round(name, a, b):
    low, high = activated(name, np.array([[min(a, b), max(a, b)]], np.float32))[0]
    assert low <= high or high == pytest.approx(low, abs=1e-6)  # a rational function may waver in its last bits


@pytest.mark.parametrize(("given_name", "nearest"), [("tahn", "tanh"), ("reul", "relu"), ("Sigmoid", "sigmoid")])
def test_an_unknown_activation_is_an_error_that_names_the_nearest(given_name, nearest):
    for ask in (activation, lambda name: Dense(3, name)):
        with pytest.raises(UnknownNameError, match=f"unknown activation '{given_name}'; did you mean '{nearest}'"):
            ask(given_name)


def test_each_activation_is_found_by_the_name_it_carries():
    assert all(activation(name).name == name for name in ACTIVATIONS)
