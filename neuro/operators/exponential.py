"""exp, log and powers in float64 from basic arithmetic only, so that they have the same bits on every machine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neuro.kernels import kernel
from neuro.random import log_of_share

__all__ = ["exp", "exp_of_each", "log", "power"]

_LOG2_E = 1.4426950408889634
_LN2_HIGH, _LN2_LOW = (
    0.693145751953125,
    1.42860682030941723212e-6,
)  # multiples of the first are exact
_LARGEST = 700.0


@kernel
def exp(x):
    """The exponential function of a float64, to about 1e-15 of its value; beyond ±700 as it is there."""
    held = max(-_LARGEST, min(x, _LARGEST))
    power_of_two = np.floor(held * _LOG2_E + 0.5)
    rest = (held - power_of_two * _LN2_HIGH) - power_of_two * _LN2_LOW
    series = 1.0
    for k in range(14, 0, -1):  # 1 + rest / 1 * (1 + rest / 2 * (1 + ...
        series = 1.0 + series * rest / k
    factor = 2.0 if power_of_two > 0 else 0.5
    count = abs(int(power_of_two))
    while count > 0:
        series = series * factor if count & 1 else series
        factor *= factor
        count >>= 1
    return series


@kernel
def log(x):
    """The natural logarithm of a float64 above 0, to about 1e-15."""
    return log_of_share(x) if x <= 1.0 else -log_of_share(1.0 / x)


@kernel
def power(base, exponent):
    """A number of at least 0 to a power, float64; 0 to any power is 0."""
    return exp(exponent * log(base)) if base > 0.0 else 0.0


@kernel
def _fill_exp(values, out):
    for k in range(values.size):
        out[k] = exp(values[k])


def exp_of_each(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The exponential function of each number, float64 ``(n,)``."""
    out = np.empty_like(values)
    _fill_exp(values, out)
    return out
