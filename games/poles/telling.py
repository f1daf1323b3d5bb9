"""What happened to a cart and what it sees, in words."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from games.poles.ends import EDGE, FALLEN

__all__ = ["cause", "sight"]

_X, _LONG, _SHORT = 2, 4, 6  # rows of the state, on every level


def _side(value: float) -> str:
    return "right" if value > 0 else "left"


def cause(state: NDArray[np.float32]) -> str:
    """What ended an episode, by its last state ``(rows,)``; after the word "It"."""
    if abs(state[_X]) >= EDGE:
        return f"ran off the {_side(float(state[_X]))} end of the track"
    for row, name in ((_SHORT, "short"), (_LONG, "long")):
        if abs(state[row]) >= FALLEN:
            return f"let the {name} pole fall to the {_side(float(state[row]))}"
    return "still had both poles up"


def sight(state: NDArray[np.float32]) -> str:
    """What it sees in a state ``(rows,)``."""
    angles = [
        f"the {name} pole {abs(math.degrees(float(state[row]))):.1f}° to the {_side(float(state[row]))}"
        for row, name in ((_LONG, "long"), (_SHORT, "short"))
    ]
    place = f"the cart {abs(float(state[_X])):.2f} m to the {_side(float(state[_X]))} of the middle"
    return ", ".join([place, *angles])
