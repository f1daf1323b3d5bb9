import numpy as np
import pytest

import neuro
from neuro.errors import SettingError


def test_each_begins_with_no_opinion():
    x = np.ones((1, 3))
    assert neuro.perceptron(3).predict(x) == neuro.linear_regression(3).predict(x) == 0
    assert neuro.logistic_regression(3).predict(x) == 0.5
    np.testing.assert_array_equal(neuro.logistic_regression(3, classes=4).predict(x), 0.25)


@pytest.mark.parametrize(("make", "sizes"), [(neuro.logistic_regression, (3, 1)), (neuro.linear_regression, (3, 0))])
def test_sizes_that_make_no_sense_are_told(make, sizes):
    with pytest.raises(SettingError):
        make(*sizes)
