"""Q-learning in a table: what each choice is worth in each cell of a coarse grid over what is seen.

C. Watkins and P. Dayan, "Q-learning", 1992. Each episode is learnt from backwards, so that what happened in its end
reaches its beginning at once (L.-J. Lin, 1992). The grid's edges are the quantiles of what the first generation saw.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.errors import SettingError
from neuro.evolution.algorithms.setting_fields import setting
from neuro.evolution.algorithms.value_learning import ExploringSettings, ValueLearning
from neuro.kernels import kernel
from neuro.policies import Exploring, Genomes, Policy, ValueTable
from neuro.rollout.experience import Experience, room_for_steps

__all__ = ["QLearning", "QLearningSettings"]

_LARGEST = 1 << 18  # numbers of a table: each lane of a block has its own


@kernel
def _cell(seen, edges):
    """The number of the cell of what is seen, ``(inputs,)``."""
    cell = 0
    for i in range(edges.shape[0]):
        part = 0
        for k in range(edges.shape[1]):
            part += 1 if seen[i] > edges[i, k] else 0
        cell = cell * (edges.shape[1] + 1) + part
    return cell


@kernel
def _largest(values, cell):
    found = values[0, cell]
    for j in range(1, values.shape[0]):
        found = values[j, cell] if values[j, cell] > found else found
    return found


@kernel
def _learn(experience, edges, values, rate, discount, told):
    """Learn from all recorded steps; ``told`` (3,) becomes the sums of errors and of values, and the steps."""
    seen, chosen, gained, last, ended, lived = experience
    room = chosen.shape[1]
    for agent in range(lived.size):
        end = lived[agent]
        worth = np.float32(0)
        if end > 0 and ended[agent] == 0:
            worth = _largest(values, _cell(last[agent], edges))
        for step in range(end - 1, max(0, end - room) - 1, -1):
            place = step % room
            cell, choice = _cell(seen[agent, place], edges), chosen[agent, place]
            error = gained[agent, place] + discount * worth - values[choice, cell]
            values[choice, cell] += rate * error
            told[0] += abs(error)
            told[1] += values[choice, cell]
            told[2] += 1
            worth = _largest(values, cell)


@dataclass(frozen=True)
class QLearningSettings(ExploringSettings):
    """How a table of values learns; the fields say what each setting means."""

    learning_rate: float = setting(
        0.1, "How far a value moves towards what a step has shown", low=0, high=1, label="Step size"
    )
    bins: int = setting(
        6, "Parts into which each input is divided: more sees finer, and learns later", low=2, high=64, fixed=True,
        slider=False,
    )  # fmt: skip
    recorded: int = setting(
        200_000, "Steps of a generation that are learnt from at most, of all individuals together", low=1,
        high=2_000_000, slider=False,
    )  # fmt: skip


class QLearning(ValueLearning):
    """A table that learns what choices are worth; see ``Algorithm``."""

    name: ClassVar[str] = "q-learning"
    title: ClassVar[str] = "Q-learning in a table"
    source: ClassVar[str] = "C. Watkins and P. Dayan, 1992"
    Settings: ClassVar[type[QLearningSettings]] = QLearningSettings
    policies: ClassVar[tuple[str, ...]] = (ValueTable.kind,)
    settings: QLearningSettings

    def __init__(self, policy: Policy, first: Genomes, seed: int, settings: QLearningSettings) -> None:
        super().__init__(policy, first, seed, settings)
        self._divided = False
        self._error = self._value = 0.0

    @classmethod
    def network_for(cls, inputs: int, outputs: int, levels: int, settings: QLearningSettings) -> Exploring:
        found = ValueTable(inputs, outputs, levels, settings.hold, settings.bins)
        if inputs > 64 or found.parameters > _LARGEST:
            raise SettingError(
                f"a table of {inputs} inputs in {settings.bins} parts each, with {found.choices} choices, is larger "
                f"than {_LARGEST:,} numbers: take fewer bins, or dqn, which needs no table"
            )
        return found

    @property
    def steps_told(self) -> int:
        return self.settings.recorded

    @property
    def _table(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The edges ``(inputs, bins - 1)`` and the values ``(choices, cells)``, views into the network."""
        inputs, bins = self.policy.input_count, self.settings.bins
        edges, values = np.split(self.network, [inputs * (bins - 1)])
        return edges.reshape(inputs, bins - 1), values.reshape(self.policy.choices, -1)

    def learn(self, experience: Experience) -> None:
        edges, values = self._table
        if not self._divided:
            edges[:] = _quantiles(experience, self.settings.bins)
            self._divided = True
        told = np.zeros(3)
        rate, discount = np.float32(self.settings.learning_rate), np.float32(self.settings.discount)
        _learn(experience, edges, values, rate, discount, told)
        self._error, self._value = (float(total) / max(1.0, float(told[2])) for total in told[:2])

    def metrics(self) -> dict[str, float]:
        _, values = self._table
        known = np.count_nonzero(values.any(axis=0)) / values.shape[1]
        return {"error": self._error, "epsilon": self.epsilon, "mean_value": self._value, "cells_known": known}

    def compile(self) -> None:
        trial = type(self)(self.policy, self.policy.blank(2), 0, self.settings)
        trial.learn(room_for_steps(2, 2, self.policy.input_count)._replace(lived=np.ones(2, np.int64)))

    def state(self) -> dict[str, NDArray[Any]]:
        return {**super().state(), "divided": np.array([int(self._divided)])}

    def restore(self, arrays: Mapping[str, NDArray[Any]], generation: int) -> None:
        super().restore(arrays, generation)
        self._divided = bool(arrays["divided"][0])


def _quantiles(experience: Experience, bins: int) -> NDArray[np.float32]:
    """Edges that divide what was seen into parts of as many steps each, float32 ``(inputs, bins - 1)``."""
    taken = np.minimum(experience.lived, experience.chosen.shape[1])
    known = np.arange(experience.chosen.shape[1]) < taken[:, np.newaxis]
    seen = np.sort(experience.seen[known], axis=0)
    places = np.arange(1, bins) * len(seen) // bins
    return np.ascontiguousarray(seen[places].T)
