"""The plane that Flappy's policy map is drawn over: how far the stone is, and how high the bird."""

import numpy as np
from numpy.typing import NDArray

from games.flappy import rules
from neuro.view.scene import Axis, Plane

__all__ = ["plane_of"]

_FAR, _PAST = 260.0, 60.0  # pixels before and after the stone's edge that are shown
_SPAN = 440.0  # of heights


def plane_of(state: NDArray[np.float32]) -> Plane:
    """Distance and height around a bird in a state ``(rows,)``; heights are of its upper edge, as in the rules."""
    zero, height, top = float(rules.BIRD_X), float(state[rules.HEIGHT]), float(state[rules.TOP])
    low = top + float(state[rules.GAP]) - float(rules.BIRD_SIZE)
    first = ((top + low) / 2 + height) / 2 - _SPAN / 2
    across = Axis("distance", rules.PIPE_X, zero + _FAR, zero - _PAST, zero)
    down = Axis("height", rules.HEIGHT, first, first + _SPAN)
    beside, end = float(rules.BIRD_RIGHT), across.high
    solids = ((beside, down.low, end, top), (beside, low, end, down.high))
    return Plane(across, down, solids, (("top", top), ("low", low)))
