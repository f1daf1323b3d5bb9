"""What is said of an agent: what it sees, and what became of it."""

import numpy as np
from numpy.typing import NDArray

from games.xor_arena import rules

__all__ = ["EDGE", "cause", "sight"]

EDGE = float(np.float32(rules.EDGE))  #: Where the pads begin, left and right of the middle, as the rules compute it.


def cause(state: NDArray[np.float32]) -> str:
    """Why an agent was out, from the state ``(rows,)`` in which it was, in words that follow "It"."""
    between = abs(float(state[rules.POSITION])) < EDGE
    return f"stood {'between the pads' if between else 'on the wrong pad'} when the round closed"


def sight(state: NDArray[np.float32]) -> str:
    """What an agent sees in a state ``(rows,)``."""
    a, b = ("lit" if state[row] > 0.5 else "dark" for row in (rules.LAMP_A, rules.LAMP_B))
    place = float(state[rules.POSITION])
    return f"lamp A {a}, lamp B {b}, {abs(place):.2f} to the {'right' if place > 0 else 'left'} of the middle"
