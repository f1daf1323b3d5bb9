"""Proximal policy optimization: a network draws its choices, and those that turned out well become likelier.

J. Schulman and others, "Proximal policy optimization algorithms", 2017.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.evolution.algorithms.measures import Measures
from neuro.evolution.algorithms.setting_fields import setting
from neuro.evolution.algorithms.step_learning import StepLearning, StepSettings
from neuro.network import Dense, Layer
from neuro.network.architecture import initial_genomes
from neuro.network.training.optimizers import Adam
from neuro.network.training.policy_gradient import Knowledge, PolicyTrainer
from neuro.policies import Exploring, Genomes, Policy, PreferenceNetwork
from neuro.random import Purpose, words
from neuro.rollout.experience import Experience, room_for_steps

__all__ = ["ProximalPolicy", "ProximalPolicySettings"]


@dataclass(frozen=True)
class ProximalPolicySettings(StepSettings):
    """How a network of preferences learns; the fields say what each setting means."""

    learning_rate: float = setting(0.001, "Size of a step down the gradient", low=0, high=1, span=(0, 0.01))
    passes: int = setting(4, "How often each step of a generation is learnt from", low=1, high=100, span=(1, 20))
    batch: int = setting(64, "Steps that are learnt from together", low=1, high=4096, slider=False)
    clip_range: float = setting(
        0.2, "By which share a choice may become likelier in a generation, or less likely", low=0.01, high=10,
        span=(0.01, 1),
    )  # fmt: skip
    smoothing: float = setting(
        0.95, "How much of what came later counts as it was, and not as it was expected: the paper's lambda", low=0,
        high=1,
    )  # fmt: skip
    entropy: float = setting(
        0.01, "How much it is worth to leave choices open, so that others are tried", low=0, high=10, span=(0, 0.1)
    )
    recorded: int = setting(
        20_000, "Steps of a generation that are learnt from at most, of all individuals together", low=1,
        high=2_000_000, slider=False,
    )  # fmt: skip
    hidden: int = setting(32, "Units of each hidden layer", low=1, high=1024, fixed=True, slider=False)
    depth: int = setting(2, "Number of hidden layers", low=0, high=8, fixed=True, slider=False)


class ProximalPolicy(StepLearning):
    """A network that learns which choices turn out well; see ``Algorithm``."""

    name: ClassVar[str] = "ppo"
    title: ClassVar[str] = "Proximal policy optimization"
    source: ClassVar[str] = "J. Schulman and others, 2017"
    Settings: ClassVar[type[ProximalPolicySettings]] = ProximalPolicySettings
    policies: ClassVar[tuple[str, ...]] = (PreferenceNetwork.kind,)
    settings: ProximalPolicySettings

    def __init__(self, policy: Policy, first: Genomes, seed: int, settings: ProximalPolicySettings) -> None:
        super().__init__(policy, first, seed, settings)
        layers = self._worth
        self._trainer = PolicyTrainer(self.policy.values, layers, Adam)
        critic = initial_genomes(layers, 1, seed ^ 1)[0]  # other draws than those of the network
        room = [np.zeros((self._trainer.slots, one.size), np.float32) for one in (self.network, critic)]
        self._known = Knowledge(self.network.copy(), room[0], critic, room[1])
        self._measures = Measures.unknown(self.policy.input_count)
        self._steps = 0
        self._told = np.zeros(4)

    @property
    def _worth(self) -> tuple[Layer, ...]:
        """The layers of the critic: those of the network, with one output."""
        return (*self.policy.values[:-1], Dense(1))

    @classmethod
    def network_for(cls, inputs: int, outputs: int, levels: int, settings: ProximalPolicySettings) -> Exploring:
        return PreferenceNetwork(inputs, outputs, levels, hidden=settings.hidden, depth=settings.depth)

    @property
    def steps_told(self) -> int:
        return self.settings.recorded

    def shares_by_chance(self) -> NDArray[np.float32]:
        return np.ones(self.population, np.float32)

    def learn(self, experience: Experience) -> None:
        if self._measures.scale > 0:
            self._take_steps(experience)
        else:  # nobody has played the network yet that takes inputs in these measures
            self._measures = Measures.of(experience)
        self.network = self._measures.played(
            self._known.actor, self.settings.hidden if self.settings.depth else self.policy.choices
        )

    def _take_steps(self, experience: Experience) -> None:
        own = self.settings
        steps = self._trainer.judge(
            experience, self._measures, self._known, discount=own.discount, smoothing=own.smoothing
        )
        told = np.zeros((own.passes, 4))
        for number in range(own.passes):
            places = self._places(len(steps.chosen), number)
            told[number] = self._trainer.train(
                steps,
                places,
                self._known,
                self._steps,
                Adam(own.learning_rate),
                clip_range=own.clip_range,
                entropy=own.entropy,
            )
            self._steps += len(places)
        self._told = told.mean(axis=0)

    def _places(self, count: int, number: int) -> NDArray[np.int64]:
        """Which of so many steps each update of a pass learns from, ``(updates, batch)``; each pass has its order."""
        batch, drawn = min(self.settings.batch, count), words(count, self.seed, Purpose.REPLAY, self.generation, number)
        kept = count // batch * batch  # the rest is too few for a batch
        return np.argsort(drawn, kind="stable")[:kept].reshape(-1, batch)

    def metrics(self) -> dict[str, float]:
        disorder, enough, loss, worth = self._told.tolist()
        worth = worth / self._measures.scale if self._measures.scale else 0.0
        return {"loss": loss, "entropy": disorder, "clipped": enough, "mean_value": worth}

    def compile(self) -> None:
        trial = type(self)(self.policy, self.policy.blank(2), 0, self.settings)
        trial._take_steps(room_for_steps(2, 2, self.policy.input_count)._replace(lived=np.ones(2, np.int64)))

    def state(self) -> dict[str, NDArray[Any]]:
        learning = {f"known: {name}": array for name, array in self._known._asdict().items()}
        return {**super().state(), **learning, "steps": np.array([self._steps]), **self._measures.state()}

    def restore(self, arrays: Mapping[str, NDArray[Any]], generation: int) -> None:
        super().restore(arrays, generation)
        self._known = Knowledge(*(arrays[f"known: {name}"].copy() for name in Knowledge._fields))
        self._steps, self._measures = int(arrays["steps"][0]), Measures.restored(arrays)
