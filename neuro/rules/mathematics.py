"""Functions for rules that give the same bits on every machine: made of + - * / and comparisons, in the plain form.

The series are those of Cephes (S. L. Moshier, 1989) for single precision. Outside of rules they compute in float64.
"""

from __future__ import annotations

import math

__all__ = ["atan2", "cos", "exp", "floor", "nearest_whole", "sin", "sqrt"]

_PI, _HALF_PI, _QUARTER_PI = 3.14159265, 1.57079633, 0.78539816
_POWERS = tuple(2.0**k for k in range(-126, 128))


def sqrt(x: float) -> float:
    """The square root of a number that is not negative."""
    return math.sqrt(x)


def floor(x: float) -> int:
    """The largest whole number that is not above ``x``."""
    return math.floor(x)


def nearest_whole(x: float) -> int:
    """The nearest whole number; of two that are as near, the even one."""
    low = floor(x)
    away = x - low
    if away > 0.5 or (away == 0.5 and low % 2 == 1):
        return low + 1
    return low


def sin(x: float) -> float:
    """The sine of an angle in radians, to about 1e-7 for angles up to some thousand."""
    turns = floor(x * 0.31830989 + 0.5)
    rest = x - turns * 3.140625 - turns * 0.000967653589793
    square = rest * rest
    wave = rest + rest * square * (
        -0.16666667 + square * (0.0083333377 + square * (-0.00019841251 + square * 0.0000027525562))
    )
    return wave if turns % 2 == 0 else -wave


def cos(x: float) -> float:
    """The cosine of an angle in radians, to about 1e-7 for angles up to some thousand."""
    return sin(x + _HALF_PI)


def exp(x: float) -> float:
    """The exponential function, to about 2e-7 of its value; below -87 and above 88 it is what it is there."""
    held = max(-87.0, min(x, 88.0))
    power = floor(held * 1.44269504 + 0.5)
    rest = held - power * 0.693359375 + power * 0.000212194440
    series = 0.5 + rest * (
        0.166666654 + rest * (0.0416657961 + rest * (0.00833345074 + rest * (0.00139819994 + rest * 0.000198756911)))
    )
    return (1 + rest + rest * rest * series) * _POWERS[power + 126]


def atan2(y: float, x: float) -> float:
    """The angle of the point (x, y) in radians, between -pi and pi, to about 3e-7; 0 at the origin."""
    long, short = max(abs(x), abs(y)), min(abs(x), abs(y))
    share = short / long if long > 0 else 0.0
    far = share > 0.41421357
    part = (share - 1) / (share + 1) if far else share
    square = part * part
    angle = part + part * square * (
        -0.333329493 + square * (0.199777106 + square * (-0.138776856 + square * 0.0805374449))
    )
    if far:
        angle += _QUARTER_PI
    if abs(y) > abs(x):
        angle = _HALF_PI - angle
    if x < 0:
        angle = _PI - angle
    return -angle if y < 0 else angle
