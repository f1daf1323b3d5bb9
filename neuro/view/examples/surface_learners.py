"""Learners of exclusive or that can be watched: a network by backprop, and a population by evolution."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.evolution.supervised import SupervisedEvolution
from neuro.network import GraphNetwork, Network
from neuro.network.training import History

__all__ = ["SIDE_BY_SIDE", "BackpropLearner", "EvolutionLearner", "SurfaceLearner", "surface_of"]

#: How backprop and evolution learn exclusive or side by side: `neuro watch xor`, and the live page of it.
SIDE_BY_SIDE: Mapping[str, Any] = {
    "hidden": 4, "epochs": 1500, "rate": 0.1, "loss": "mse", "batch": 1,
    "population": 60, "generations": 300, "goal": 0.001, "mutation_stdev": 0.5, "elites": 0.05,
}  # fmt: skip


class SurfaceLearner(ABC):
    """Something that learns a function of two inputs, a little at a time.

    Attributes:
        title: The learner's name for people.
        unit: The unit of its time, in the singular: "epoch" or "generation".
        history: The loss that it has reached, epoch by epoch or generation by generation.
        total: The time after which it stops, in units.
    """

    title: str
    unit: str
    history: History
    total: int

    @property
    @abstractmethod
    def done(self) -> bool:
        """Whether it has finished."""

    @property
    @abstractmethod
    def network(self) -> Network | GraphNetwork:
        """The network that it has learnt so far."""

    @property
    @abstractmethod
    def fingerprint(self) -> str:
        """A digest of what it has become, in hexadecimal digits."""

    @abstractmethod
    def learn(self) -> None:
        """Go on for a moment."""


def surface_of(network: Network | GraphNetwork, side: int) -> NDArray[Any]:
    """What a network gives for inputs from -0.25 to 1.25 in both directions: ``(side, side)``, second input upwards."""
    along = np.linspace(-0.25, 1.25, side)
    x, y = np.meshgrid(along, along[::-1])
    return network.predict(np.stack([x.ravel(), y.ravel()], axis=1))[:, 0].reshape(side, side)


class BackpropLearner(SurfaceLearner):
    """A network that learns by backprop, some epochs at a time, in the bits of all at once.

    Args:
        network: The network to train.
        x: The inputs, ``(n, 2)``.
        y: The targets, ``(n, 1)``.
        epochs: Number of epochs in all.
        moment: Number of epochs of one call of ``learn``.
        **settings: Arguments of ``Network.train``.
    """

    title, unit = "Backprop", "epoch"

    def __init__(
        self, network: Network, x: NDArray[Any], y: NDArray[Any], epochs: int, moment: int, **settings: Any
    ) -> None:
        self._network, self.total, self._moment = network, epochs, moment
        self._examples, self._settings = (x, y), settings
        self.history = History(network.state.epoch + 1 if network.state else 1)

    @property
    def network(self) -> Network | GraphNetwork:
        return self._network

    @property
    def done(self) -> bool:
        return len(self.history) >= self.total or self.history.interrupted

    @property
    def fingerprint(self) -> str:
        return hashlib.blake2b(self._network.genome.tobytes(), digest_size=16).hexdigest()

    def learn(self) -> None:
        epochs = min(self._moment, self.total - len(self.history))
        found = self._network.train(*self._examples, epochs=epochs, **self._settings)
        self.history.interrupted = found.interrupted
        if len(found):
            self.history.extend(found.loss, found.accuracy, sum(found.seconds))


class EvolutionLearner(SurfaceLearner):
    """A population that learns by evolution, a generation at a time.

    Args:
        evolution: The evolution to run.
        generations: The largest number of generations; it ends earlier when the task is solved.
    """

    title, unit = "Evolution", "generation"

    def __init__(self, evolution: SupervisedEvolution, generations: int) -> None:
        self._evolution, self.total = evolution, generations
        self.history = evolution.losses

    @property
    def network(self) -> Network | GraphNetwork:
        return self._evolution.network

    @property
    def done(self) -> bool:
        return len(self.history) >= self.total or self._evolution.solved

    @property
    def fingerprint(self) -> str:
        return self._evolution.fingerprint

    def learn(self) -> None:
        self._evolution.step()
