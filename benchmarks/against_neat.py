"""The compiled rollout beside neat-python's loop, in one run on one core: ``python benchmarks/against_neat.py``.

Both fly networks of 5 inputs, 8 hidden nodes and 2 outputs. neat-python's (``pip install neat-python``) are called as
its users call them: a loop over the living birds, each with its network's ``activate`` and its physics in Python.
Only flying is measured, not breeding.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from against_c import ours
from neat.activations import sigmoid_activation, tanh_activation
from neat.nn import FeedForwardNetwork

_BIRDS, _STEPS, _ROUNDS = 1000, 400, 5

Decide = Callable[[tuple[float, ...]], list[float]]


def brain(rng: random.Random) -> Decide:
    """A network of neat-python with random weights."""
    inputs, hidden, outputs = list(range(-5, 0)), list(range(2, 10)), [0, 1]

    def nodes(keys: list[int], before: list[int], activation: Callable[[float], float]) -> list[tuple[object, ...]]:
        return [(key, activation, sum, rng.gauss(0, 1), 1.0, [(n, rng.gauss(0, 1)) for n in before]) for key in keys]

    layers = nodes(hidden, inputs, tanh_activation) + nodes(outputs, hidden, sigmoid_activation)
    return FeedForwardNetwork(inputs, outputs, layers).activate  # type: ignore[no-any-return]


def fly(brains: list[Decide]) -> int:
    """Fly a generation on one course; returns how many bird-steps it was."""
    birds = [(450.0, 1.0, decide) for decide in brains]
    rng, flown, pipe_x, top = random.Random(1), 0, 800.0, 300.0
    for _ in range(_STEPS):
        flown += len(birds)
        living = []
        for height, speed, decide in birds:
            seen = (height / 900, (pipe_x - 60) / 800, (height - top) / 900, (height - top - 120) / 900, speed / 9)
            flap, glide = decide(seen)
            speed = -6.9 if flap > glide else min(speed + 0.35, 9)
            height += speed
            beside = pipe_x < 90
            if (top if beside else 0) <= height <= (top + 90 if beside else 770):
                living.append((height, speed, decide))
        birds = living
        pipe_x -= 2.3
        if pipe_x <= -10:
            pipe_x, top = pipe_x + 300, rng.uniform(120, 450)
    return flown


def theirs() -> float:
    """Bird-steps a second of neat-python's loop, the best of some rounds."""
    rng, best = random.Random(1), 0.0
    for _ in range(_ROUNDS):
        brains = [brain(rng) for _ in range(_BIRDS)]
        start = time.perf_counter()
        flown = fly(brains)
        best = max(best, flown / (time.perf_counter() - start))
    return best


def main() -> None:
    """Measure both and print the ratio."""
    ours()  # compile first
    slow, fast = theirs(), ours()["bird_steps_per_second_one_core"]
    print(f"neat-python {slow / 1e3:,.0f} k/s, neuro {fast / 1e6:,.0f} M/s on one core: {fast / slow:,.0f} times")


if __name__ == "__main__":
    main()
