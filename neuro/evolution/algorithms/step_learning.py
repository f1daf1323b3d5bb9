"""What algorithms that learn from steps have in common: one network, and individuals that try it out.

They are no evolution: all individuals of a generation play the same network, each with draws of its own; what they saw,
chose and gained in each step changes the network, and the next generation plays that. A gain is the change of the
game's own fitness.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError, SettingError, ShapeError
from neuro.evolution.algorithms.algorithm import Algorithm, Results
from neuro.evolution.algorithms.setting_fields import setting
from neuro.game import Game
from neuro.policies import Explorers, Exploring, Genomes, Policy
from neuro.policies.explorers import KEYS
from neuro.random import Purpose, words
from neuro.rollout.experience import Experience

__all__ = ["StepLearning", "StepSettings"]

_MOST = 4096  # choices of one step


@dataclass(frozen=True)
class StepSettings:
    """What is chosen, and how far ahead it counts; the fields say what each setting means."""

    levels: int = setting(
        3,
        "Values of each output among which it chooses, in games whose outputs are no choices themselves",
        low=2,
        high=16,
        fixed=True,
        slider=False,
    )
    discount: float = setting(
        0.99, "What a gain is worth a step earlier: the nearer to 1, the farther values look", low=0, high=0.9999
    )


class StepLearning(Algorithm):
    """A network that individuals try out; see ``Algorithm``.

    Attributes:
        policy: What all individuals have in common.
        network: The parameters of the network that they play, float32 ``(parameters,)``.
        generation: Number of the generation that waits.
        seed: The run's seed.
    """

    policies: ClassVar[tuple[str, ...]]
    usual_population: ClassVar[int | None] = 16  # all of them try out one network
    settings: Any

    def __init__(self, policy: Policy, first: Genomes, seed: int, settings: Any) -> None:
        if not isinstance(policy, Exploring) or not isinstance(first, Explorers):
            raise SettingError(f"{self.name} learns from choices, and a policy of kind {policy.kind!r} makes none")
        self.policy, self.settings, self.population, self.seed = policy, settings, len(first), seed
        self.generation, self.network = 0, first.genes(0).copy()
        self._genomes = self._explorers()

    @classmethod
    def policy_for(cls, policy: Policy, settings: Any) -> Policy:  # noqa: ARG003 - it has none
        raise SettingError(
            f"{cls.name} learns from what each step of a game gains, and examples have no steps: choose another "
            "algorithm, or train by backprop"
        )

    @classmethod
    def policy_for_game(cls, policy: Policy, settings: Any, game: Game) -> Policy:  # noqa: ARG003 - its own layers
        if game.players > 1:
            raise SettingError(f"{cls.name} learns games of one player, and {game.title} has {game.players}")
        (inputs,), outputs = (len(game.observation),), len(game.actions)
        levels = {"versus": 0, "argmax": 0, "threshold": 2}.get(game.decision, settings.levels)
        if levels and levels**outputs > _MOST:
            raise SettingError(
                f"{cls.name} chooses among {_MOST:,} things at most, and {outputs} outputs of {levels} levels make "
                f"{levels**outputs:,}: take fewer levels, or an algorithm that needs no choices, such as neat"
            )
        return cls.network_for(inputs, outputs, levels, settings)

    @classmethod
    @abstractmethod
    def network_for(cls, inputs: int, outputs: int, levels: int, settings: Any) -> Exploring:
        """The policy that individuals try out.

        Args:
            inputs: Numbers that are seen.
            outputs: Outputs that the game takes.
            levels: Values of each output that are a choice; 0 where each output is a choice.
            settings: An instance of its ``Settings``.
        """

    @abstractmethod
    def learn(self, experience: Experience) -> None:
        """Change ``network`` by what individuals did in the generation that was told of."""

    @abstractmethod
    def shares_by_chance(self) -> NDArray[np.float32]:
        """The share of steps in which each individual that waits tries something by chance, ``(population,)``."""

    def _explorers(self) -> Explorers:
        """The individuals of the generation that waits."""
        count = self.population
        drawn = words(count, self.seed, Purpose.EXPLORE, self.generation).astype(np.int64)
        network = self.network[np.newaxis].copy()
        return Explorers(network, np.zeros(count, np.int64), self.shares_by_chance(), drawn * KEYS >> 32)

    def ask(self) -> Explorers:
        return self._genomes

    def tell(self, results: Results) -> None:
        if results.experience is not None:
            if not np.isfinite(results.experience.gained).all():
                raise NeuroError(f"{self.name} cannot learn: a step changed the fitness by what is no finite number")
            self.learn(results.experience)
        self.generation += 1
        self._genomes = self._explorers()

    def best(self) -> Explorers:
        """The network that tries nothing."""
        return Explorers.greedy(self.network[np.newaxis].copy())

    def state(self) -> dict[str, NDArray[Any]]:
        waiting = self._genomes
        return {"network": self.network, "epsilon": waiting.epsilon, "key": waiting.key}

    def restore(self, arrays: Mapping[str, NDArray[Any]], generation: int) -> None:
        found = {name: arrays[name].shape for name in ("network", "epsilon", "key") if name in arrays}
        needed = {"network": self.network.shape, "epsilon": (self.population,), "key": (self.population,)}
        if found != needed:
            raise ShapeError(f"the search {self.name} goes on from {needed}, not from {found}")
        self.network, self.generation = arrays["network"].copy(), generation
        waiting = arrays["epsilon"].copy(), arrays["key"].copy()
        self._genomes = Explorers(self.network[np.newaxis].copy(), np.zeros(self.population, np.int64), *waiting)
