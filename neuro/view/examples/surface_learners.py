"""Who learns exclusive or before one's eyes: a network by backprop, and a population by evolution."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from neuro.evolution.supervised import SupervisedEvolution
from neuro.network import Network
from neuro.network.training import History

__all__ = ["BackpropPupil", "EvolutionPupil", "Pupil", "surface_of"]


class Pupil(Protocol):
    """Something that learns a function of two inputs, a little at a time.

    Attributes:
        title: What people read.
        unit: What its time is counted in, in the singular.
        history: What it has reached.
        total: How long it learns, in units.
    """

    title: str
    unit: str
    history: History
    total: int

    @property
    def done(self) -> bool:
        """Whether it has finished."""

    @property
    def network(self) -> Network:
        """What it has learnt."""

    def learn(self) -> None:
        """Go on for a moment."""


def surface_of(network: Network, side: int) -> NDArray[Any]:
    """What a network gives for inputs from -0.25 to 1.25 in both directions: ``(side, side)``, second input upwards."""
    along = np.linspace(-0.25, 1.25, side)
    x, y = np.meshgrid(along, along[::-1])
    return network.predict(np.stack([x.ravel(), y.ravel()], axis=1))[:, 0].reshape(side, side)


class BackpropPupil:
    """A network that learns by backprop, some epochs at a time, in the bits of all at once.

    Args:
        network: It.
        x: The inputs, ``(n, 2)``.
        y: The targets, ``(n, 1)``.
        epochs: How long it learns.
        moment: Epochs of a moment.
        **settings: Of ``Network.train``.
    """

    title, unit = "Backprop", "epoch"

    def __init__(
        self, network: Network, x: NDArray[Any], y: NDArray[Any], epochs: int, moment: int, **settings: Any
    ) -> None:
        self.network, self.total, self._moment = network, epochs, moment
        self._examples, self._settings = (x, y), settings
        self.history = History(network.state.epoch + 1 if network.state else 1)

    @property
    def done(self) -> bool:
        """See ``Pupil``."""
        return len(self.history) >= self.total or self.history.interrupted

    def learn(self) -> None:
        """See ``Pupil``."""
        epochs = min(self._moment, self.total - len(self.history))
        found = self.network.train(*self._examples, epochs=epochs, **self._settings)
        self.history.interrupted = found.interrupted
        if len(found):
            self.history.extend(found.loss, found.accuracy, sum(found.seconds))


class EvolutionPupil:
    """A population that learns by evolution, a generation at a time.

    Args:
        evolution: It.
        generations: How long it learns at most; it ends when the task is solved.
    """

    title, unit = "Evolution", "generation"

    def __init__(self, evolution: SupervisedEvolution, generations: int) -> None:
        self._evolution, self.total = evolution, generations
        self.history = evolution.losses

    @property
    def network(self) -> Network:
        """See ``Pupil``."""
        return self._evolution.network

    @property
    def done(self) -> bool:
        """See ``Pupil``."""
        return len(self.history) >= self.total or self._evolution.solved

    def learn(self) -> None:
        """See ``Pupil``."""
        self._evolution.step()
