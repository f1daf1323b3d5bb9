"""Flappy in plain Python, as the users of other libraries write it: all birds of a generation on one course."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

__all__ = ["Decide", "fly"]

#: What a bird does with its five inputs: two outputs, *flap* and *glide*.
Decide = Callable[[tuple[float, ...]], Sequence[float]]


def fly(brains: Sequence[Decide], steps: int, *, deadly: bool = True) -> int:
    """Fly a generation on one course.

    Args:
        brains: One for each bird.
        steps: Number of steps at most; it ends when nobody lives.
        deadly: Whether stones, ground and sky kill; else all birds fly on to the end.

    Returns:
        How many steps of living birds it was.
    """
    birds = [(450.0, 1.0, decide) for decide in brains]
    rng, flown, pipe_x, top = random.Random(1), 0, 800.0, 300.0
    for _ in range(steps):
        flown += len(birds)
        living = []
        for height, speed, decide in birds:
            seen = (height / 900, (pipe_x - 60) / 800, (height - top) / 900, (height - top - 120) / 900, speed / 9)
            flap, glide = decide(seen)
            speed = -6.9 if flap > glide else min(speed + 0.35, 9)
            height += speed
            beside = pipe_x < 90
            if not deadly or (top if beside else 0) <= height <= (top + 90 if beside else 770):
                living.append((height, speed, decide))
        birds = living
        pipe_x -= 2.3
        if pipe_x <= -10:
            pipe_x, top = pipe_x + 230, rng.uniform(120, 450)
    return flown
