"""Evolution on examples: the fitness of a network is how well it does what backprop would teach it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from neuro.errors import SettingError
from neuro.evolution.algorithms import Genetic, GeneticSettings
from neuro.evolution.memory_check import check_memory
from neuro.network import Initialiser, Layer, Network, Normal
from neuro.network.architecture import checked_layers, too_much_of
from neuro.network.training import History, Loss, loss_named
from neuro.network.training.batches import Examples, checked_inputs, checked_targets
from neuro.network.training.population_loss import PopulationLoss
from neuro.policies import Layered
from neuro.random import checked_seed, random_seed

__all__ = ["Supervised", "SupervisedEvolution", "SupervisedResult", "evolve_examples"]


@dataclass(frozen=True, eq=False)
class Supervised:
    """A task for evolution: examples, and the networks that are to learn them.

    Args:
        layers: Input and Dense layers.
        x: ``(n, inputs)``.
        y: Targets, as for ``Network.train``.
        loss: A name in ``LOSSES`` or a ``Loss``; the fitness is minus the mean loss.
        goal: The task is solved when the mean loss is no more than this.
        initialiser: How the first generation is drawn.
    """

    layers: Sequence[Layer]
    x: ArrayLike
    y: ArrayLike
    loss: str | Loss = "mse"
    goal: float = 0.01
    initialiser: Initialiser = field(default_factory=Normal)


@dataclass(frozen=True, eq=False)
class SupervisedResult:
    """What evolution on examples has found.

    Attributes:
        network: The best genome's; it can be trained on by backprop.
        history: The best genome's loss and accuracy in each generation.
        fingerprint: A digest of every generation's genomes and fitness, in hexadecimal digits.
        solved: Whether the goal was reached.
    """

    network: Network
    history: History
    fingerprint: str
    solved: bool


class SupervisedEvolution:
    """A population that learns examples.

    Args:
        task: What is to be learnt.
        seed: Of the run.
        population: Genomes in a generation.
        breeding: How the genetic algorithm breeds.

    Raises:
        ShapeError: If examples, layers and loss do not fit each other.
        SettingError: If a value is out of its range.
    """

    def __init__(self, task: Supervised, *, seed: int, population: int, breeding: GeneticSettings) -> None:
        if isinstance(population, bool) or not isinstance(population, int) or population < 2:
            raise SettingError(f"population must be a whole number of at least 2, not {population!r}")
        seed = checked_seed(seed)
        self.task, self.history, self.fingerprint, self.solved = task, History(), "", False
        too_much = too_much_of(checked_layers(task.layers))
        if too_much:
            raise SettingError(f"what evolves on examples is to be kept, and no file holds a network of {too_much}")
        loss, template = loss_named(task.loss), Network(task.layers, seed=0)
        self.layers = template.layers
        loss.check_last(self.layers[-1], template.shapes[-1])
        x = checked_inputs(task.x, template.shapes[0], template.dtype)
        targets = checked_targets(task.y, len(x), loss, template.shapes[-1], template.dtype)
        rows = Examples(x, targets, template.shapes[-1][0], len(x)).all_targets()
        check_memory(population, template.parameter_count)
        self._score = PopulationLoss(self.layers, template.shapes, loss, x, rows)
        self._counts_right = loss.counts_right
        self._policy = Layered(self.layers)
        first = self._policy.first(population, seed, task.initialiser)
        self._algorithm = Genetic(self._policy, first, seed, breeding)
        self._best = np.inf, first.take([0])

    @property
    def network(self) -> Network:
        """The best so far."""
        return self._policy.network(self._best[1])

    def step(self) -> None:
        """Evaluate a generation and breed the next."""
        begun, genomes = time.perf_counter(), self._algorithm.ask()
        losses, rights = self._score(genomes.matrix)
        losses[~np.isfinite(losses)] = np.finfo(np.float64).max  # a network that overflows is the worst there is
        place = int(losses.argmin())
        if losses[place] < self._best[0]:
            self._best = float(losses[place]), genomes.take([place])
        digest = hashlib.blake2b(bytes.fromhex(self.fingerprint), digest_size=16)
        genomes.update(digest)
        digest.update(losses.astype("<f8", copy=False).data)
        self.fingerprint = digest.hexdigest()
        self._algorithm.tell(-losses)
        self.solved = self._best[0] <= self.task.goal
        right = float(rights[place]) if self._counts_right else None
        self.history.extend([float(losses[place])], [right], time.perf_counter() - begun)


def evolve_examples(
    task: Supervised, *, seed: int | None = None, population: int = 200, generations: int = 500, **breeding: Any
) -> SupervisedResult:
    """Evolve networks that have learnt some examples; see ``neuro.evolve``."""
    chosen = random_seed() if seed is None else seed
    evolution = SupervisedEvolution(task, seed=chosen, population=population, breeding=GeneticSettings.of(breeding))
    while len(evolution.history) < generations and not evolution.solved:
        evolution.step()
    return SupervisedResult(evolution.network, evolution.history, evolution.fingerprint, evolution.solved)
