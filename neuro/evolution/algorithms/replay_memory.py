"""A memory of what followed upon choices: what is new takes the place of what is oldest.

L.-J. Lin, "Self-improving reactive agents based on reinforcement learning, planning and teaching", 1992.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.evolution.algorithms.measures import USUAL_GAIN, Measures
from neuro.kernels import kernel
from neuro.network.training.temporal_difference import Transitions
from neuro.random import Purpose, words
from neuro.rollout.experience import Experience

__all__ = ["ReplayMemory"]


@kernel
def _remember(experience, horizon, discount, most, measures, transitions, count):
    """Write down every step that was recorded, ``horizon`` steps together; returns how many there have been."""
    seen, chosen, gained, last, ended, lived = experience
    scale, mean, size = measures
    room, capacity = chosen.shape[1], transitions[1].size
    for agent in range(lived.size):
        end = lived[agent]
        for begin in range(max(0, end - room), end):
            total, share, step = 0.0, 1.0, begin
            while step < min(end, begin + horizon):
                gain = gained[agent, step % room] * scale
                gain = most if gain > most else (-most if gain < -most else gain)
                total += share * gain
                share *= discount
                step += 1
            place = count % capacity
            for i in range(mean.size):
                then = last[agent, i] if step == end else seen[agent, step % room, i]
                transitions[0][place, i] = (seen[agent, begin % room, i] - mean[i]) / size[i]
                transitions[3][place, i] = (then - mean[i]) / size[i]
            transitions[1][place] = chosen[agent, begin % room]
            transitions[2][place] = total
            transitions[4][place] = 0.0 if step == end and ended[agent] > 0 else share
            count += 1
    return count


class ReplayMemory:
    """What an algorithm learns from.

    Args:
        capacity: How many choices it holds.
        inputs: Numbers that are seen before each.

    Attributes:
        transitions: The choices, in the order of their places.
        count: How many have been remembered so far; the last ``capacity`` of them are there.
    """

    def __init__(self, capacity: int, inputs: int) -> None:
        self.transitions = Transitions(
            seen=np.zeros((capacity, inputs), np.float32),
            chosen=np.zeros(capacity, np.int64),
            gained=np.zeros(capacity, np.float32),
            then=np.zeros((capacity, inputs), np.float32),
            kept=np.zeros(capacity, np.float32),
        )
        self.count = 0

    def __len__(self) -> int:
        """How many choices it holds now."""
        return min(self.count, len(self.transitions.chosen))

    def remember(self, experience: Experience, horizon: int, discount: float, most: float, measures: Measures) -> None:
        """Remember all steps of an experience.

        Args:
            experience: What agents did.
            horizon: For how many steps what is gained is added up before the network is asked.
            discount: What a gain is worth a step earlier.
            most: The largest size of a gain that counts, as a multiple of the usual one.
            measures: The measures by which gains and inputs are remembered.
        """
        self.count = int(
            _remember(experience, horizon, discount, USUAL_GAIN * most, measures, self.transitions, self.count)
        )

    def draw(self, batches: int, size: int, seed: int, generation: int) -> NDArray[np.int64]:
        """Places of what is learnt from, int64 ``(batches, size)``; each place is as likely.

        Args:
            batches: Number of batches.
            size: Samples of each.
            seed: The run's seed.
            generation: Number of the generation.
        """
        drawn = words(batches * size, seed, Purpose.REPLAY, generation).astype(np.uint64)
        return (drawn * np.uint64(len(self)) >> np.uint64(32)).astype(np.int64).reshape(batches, size)

    def state(self) -> dict[str, NDArray[Any]]:
        """Everything that it holds, as arrays by name."""
        held = {f"memory: {name}": array[: len(self)] for name, array in self.transitions._asdict().items()}
        return {**held, "memory: count": np.array([self.count])}

    def restore(self, arrays: dict[str, NDArray[Any]]) -> None:
        """Hold what those arrays say.

        Args:
            arrays: What ``state`` gave of a memory of the same capacity.
        """
        self.count = int(arrays["memory: count"][0])
        for name, array in self.transitions._asdict().items():
            array[: len(self)] = arrays[f"memory: {name}"]
