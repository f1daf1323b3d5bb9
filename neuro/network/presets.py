"""Single-layer networks: the perceptron, linear regression and logistic regression."""

from __future__ import annotations

from neuro.errors import SettingError
from neuro.network.initialisers import Uniform
from neuro.network.layers import Dense, Input
from neuro.network.network import Network

__all__ = ["linear_regression", "logistic_regression", "perceptron"]


def perceptron(inputs: int) -> Network:
    """Rosenblatt's perceptron (1958): it says yes where its output is above 0.

    Train it on targets 0 and 1 with ``loss="perceptron", optimizer=SGD(1.0), batch_size=1``.

    Args:
        inputs: Number of inputs.

    Raises:
        SettingError: If that is not a positive whole number.
    """
    return Network([Input(inputs), Dense(1)], seed=0, initialiser=Uniform(0, 0))


def linear_regression(inputs: int, outputs: int = 1) -> Network:
    """A weighted sum of the inputs for each output; train it with ``loss="mse"``.

    Args:
        inputs: Number of inputs.
        outputs: Number of predicted values.

    Raises:
        SettingError: If a number is not a positive whole one.
    """
    return Network([Input(inputs), Dense(outputs)], seed=0, initialiser=Uniform(0, 0))


def logistic_regression(inputs: int, classes: int = 2) -> Network:
    """The probability of yes, or of each class when there are more than two; train it on labels (D. R. Cox, 1958).

    Args:
        inputs: Number of inputs.
        classes: Number of classes, 2 at least.

    Raises:
        SettingError: If a number is not a whole one in its range.
    """
    if classes == 1:
        raise SettingError("with one class there is nothing to tell apart: give 2 classes or more")
    last = Dense(1, "sigmoid") if classes == 2 else Dense(classes, "softmax")
    return Network([Input(inputs), last], seed=0, initialiser=Uniform(0, 0))
