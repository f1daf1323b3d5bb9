"""What is said of a snake: what it sees, and what became of it."""

import numpy as np
from numpy.typing import NDArray

from games.snake import rules
from games.snake.board import SIZE
from neuro.rules.lane_rules import lane_rules

__all__ = ["cause", "sight"]


def _value(state: NDArray[np.float32], name: str) -> int:
    return int(state[lane_rules(rules).STATE.index(name)])


def cause(state: NDArray[np.float32]) -> str:
    """What a snake died of, from the state ``(rows,)`` in which it did, in words that follow "It"."""
    if _value(state, "food") < 0:
        return "found no fruit in time, and starved"
    x, y = (_value(state, name) + _value(state, "d" + name) for name in ("x", "y"))
    if not (0 <= x < SIZE and 0 <= y < SIZE):
        return "met the wall"
    return "met itself, or a stone"


def sight(state: NDArray[np.float32]) -> str:
    """What it sees, in words."""
    ahead, aside = rules.REACH - _value(state, "fruit_row"), _value(state, "fruit_column") - rules.REACH
    ways = [(ahead, "ahead", "behind"), (aside, "to the right", "to the left")]
    told = [f"{abs(far)} {more if far > 0 else less}" for far, more, less in ways if far]
    return f"the fruit {' and '.join(told)}"
