"""What is said of a bird: what it sees, and what became of it."""

import numpy as np
from numpy.typing import NDArray

from games.flappy import rules

__all__ = ["cause", "sight"]


def cause(state: NDArray[np.float32]) -> str:
    """What a bird died of, from the state ``(rows,)`` in which it did, in words that follow "It"."""
    x, height = float(state[rules.PIPE_X] + state[rules.PACE]), float(state[rules.HEIGHT])  # when it touched something
    if x >= rules.BIRD_RIGHT:
        return "flew out of the sky" if height < 0 else "fell to the ground"
    middle = float(state[rules.TOP]) + (float(state[rules.GAP]) - float(rules.BIRD_SIZE)) / 2
    missed = max(1, round(-float(state[rules.ROOM])))
    pixels = "a pixel" if missed == 1 else f"{missed} pixels"
    return f"was {pixels} too {'high' if height < middle else 'low'} for the opening"


def sight(state: NDArray[np.float32]) -> str:
    """What a bird sees in a state ``(rows,)``."""
    far, speed = float(state[rules.PIPE_X]) - float(rules.BIRD_RIGHT), float(state[rules.SPEED])
    top = float(state[rules.HEIGHT]) - float(state[rules.TOP])
    low = float(state[rules.TOP]) + float(state[rules.GAP]) - float(rules.BIRD_SIZE) - float(state[rules.HEIGHT])
    stone = "the stone beside" if far < 0 else f"the stone in {far:.0f}"
    if top < 0:
        edge = f"the opening {-top:.0f} below"
    else:
        edge = f"the low edge {low:.0f} below" if low >= 0 else f"the opening {-low:.0f} above"
    return f"{stone}, {edge}, {'falling' if speed > 0 else 'rising'} at {abs(speed):.1f}"
