import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuro.operators.exponential import exp, exp_of_each, log, power


@given(st.floats(-690, 690))
def test_exp_is_the_exponential_function(x):
    assert exp(x) == pytest.approx(math.exp(x), rel=1e-14)


@given(st.floats(1e-300, 1e300))
def test_log_is_the_natural_logarithm(x):
    assert log(x) == pytest.approx(math.log(x), rel=1e-13, abs=1e-15)


@given(st.floats(1e-9, 1e9), st.floats(-20, 20))
def test_power_is_the_power(base, exponent):
    assert power(base, exponent) == pytest.approx(math.pow(base, exponent), rel=1e-12)


def test_the_ends_are_held():
    assert exp(0.0) == 1.0
    assert log(1.0) == 0.0
    assert power(0.0, 0.5) == 0.0
    assert exp(1e9) == exp(700.0) < math.inf
    assert exp(-1e9) == exp(-700.0) > 0


def test_an_array_gets_the_bits_of_its_numbers():
    values = np.linspace(-5, 5, 21)
    assert exp_of_each(values).tolist() == [exp(value) for value in values]
