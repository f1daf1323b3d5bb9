"""Deep Q-learning: a network learns what each choice is worth, from a memory of what followed upon choices.

V. Mnih and others, "Human-level control through deep reinforcement learning", 2015; H. van Hasselt, A. Guez and
D. Silver, "Deep reinforcement learning with double Q-learning", 2016.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.evolution.algorithms.measures import Measures
from neuro.evolution.algorithms.replay_memory import ReplayMemory
from neuro.evolution.algorithms.setting_fields import setting
from neuro.evolution.algorithms.value_learning import ExploringSettings, ValueLearning
from neuro.network.training.optimizers import Adam
from neuro.network.training.temporal_difference import ValueTrainer
from neuro.policies import Exploring, Genomes, Policy, ValueNetwork
from neuro.rollout.experience import Experience, room_for_steps

__all__ = ["DeepQ", "DeepQSettings"]


@dataclass(frozen=True)
class DeepQSettings(ExploringSettings):
    """How a network of values learns; the fields say what each setting means."""

    learning_rate: float = setting(0.001, "Size of a step down the gradient", low=0, high=1, span=(0, 0.01))
    updates: int = setting(500, "Steps down the gradient in each generation", low=0, high=100_000, span=(0, 2000))
    batch: int = setting(32, "Remembered choices that each step learns from", low=1, high=4096, slider=False)
    memory: int = setting(
        50_000, "Choices that are remembered; the oldest are forgotten first", low=1, high=2_000_000, fixed=True
    )
    horizon: int = setting(
        5, "For how many steps gains are added up before the network is asked what follows", low=1, high=100
    )
    target_every: int = setting(
        500, "Steps down the gradient after which the target network becomes the network", low=1, high=100_000,
        slider=False,
    )  # fmt: skip
    clip: float = setting(
        10.0, "No gain counts for more than so many usual ones, be it a loss or a win", low=0.01, high=1_000_000,
        slider=False,
    )  # fmt: skip
    advantage: float = setting(
        0.0, "The share by which a value is lowered of how much worse its choice is than the best: it tells them apart",
        low=0, high=0.99,
    )  # fmt: skip
    double: bool = setting(True, "Whether the network says which choice is best, and the target network its worth")
    hidden: int = setting(32, "Units of each hidden layer", low=1, high=1024, fixed=True, slider=False)
    depth: int = setting(2, "Number of hidden layers", low=0, high=8, fixed=True, slider=False)


class DeepQ(ValueLearning):
    """A network that learns what choices are worth; see ``Algorithm``."""

    name: ClassVar[str] = "dqn"
    title: ClassVar[str] = "Deep Q-learning"
    source: ClassVar[str] = "V. Mnih and others, 2015"
    Settings: ClassVar[type[DeepQSettings]] = DeepQSettings
    policies: ClassVar[tuple[str, ...]] = (ValueNetwork.kind,)
    settings: DeepQSettings

    def __init__(self, policy: Policy, first: Genomes, seed: int, settings: DeepQSettings) -> None:
        super().__init__(policy, first, seed, settings)
        self._memory = ReplayMemory(settings.memory, self.policy.input_count)
        self._trainer = ValueTrainer(self.policy.values, Adam)
        self._own, self._behind = self.network.copy(), self.network.copy()
        self._measures = Measures.unknown(self.policy.input_count)
        self._slots = np.zeros((self._trainer.slots, self.network.size), np.float32)
        self._steps = 0
        self._loss = self._value = 0.0

    @classmethod
    def network_for(cls, inputs: int, outputs: int, levels: int, settings: DeepQSettings) -> Exploring:
        return ValueNetwork(inputs, outputs, levels, settings.hold, settings.hidden, settings.depth)

    @property
    def steps_told(self) -> int:
        return self.settings.memory

    def learn(self, experience: Experience) -> None:
        own = self.settings
        if self._measures.scale == 0:
            self._measures = Measures.of(experience)
        self._memory.remember(experience, own.horizon, own.discount, own.clip, self._measures)
        places = self._memory.draw(own.updates, own.batch, self.seed, self.generation)
        self._loss, self._value = self._trainer.train(
            self._memory.transitions,
            places,
            (self._own, self._behind, self._slots),
            self._steps,
            Adam(own.learning_rate),
            target_every=own.target_every,
            double=own.double,
            advantage=own.advantage,
        )
        self._steps += own.updates
        units = own.hidden if own.depth else self.policy.choices
        self.network = self._measures.played(self._own, units)

    def metrics(self) -> dict[str, float]:
        worth = self._value / self._measures.scale if self._measures.scale else 0.0
        return {
            "loss": self._loss,
            "epsilon": self.epsilon,
            "mean_value": worth,
            "remembered": float(len(self._memory)),
        }

    def compile(self) -> None:
        trial = type(self)(self.policy, self.policy.blank(2), 0, self.settings)
        trial.learn(room_for_steps(2, 2, self.policy.input_count)._replace(lived=np.ones(2, np.int64)))

    def state(self) -> dict[str, NDArray[Any]]:
        learning = {
            "own network": self._own,
            "target network": self._behind,
            "slots": self._slots,
            "steps": np.array([self._steps]),
        }
        return {**super().state(), **learning, **self._measures.state(), **self._memory.state()}

    def restore(self, arrays: Mapping[str, NDArray[Any]], generation: int) -> None:
        super().restore(arrays, generation)
        self._behind, self._slots = arrays["target network"].copy(), arrays["slots"].copy()
        self._own, self._steps = arrays["own network"].copy(), int(arrays["steps"][0])
        self._measures = Measures.restored(arrays)
        self._memory.restore(dict(arrays))
