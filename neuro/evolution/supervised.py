"""Evolution on examples: the fitness of a network is how well it does what backprop would teach it.

To the population manager, examples are a game of one step with an evaluator of its own.
"""

from __future__ import annotations

import types
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neuro.errors import SettingError
from neuro.evolution.evolution import Evolution
from neuro.evolution.generation import Generation
from neuro.evolution.settings import EvolutionSettings
from neuro.game import Exam, Game
from neuro.network import GraphNetwork, Initialiser, Layer, Network, Normal
from neuro.network.architecture import checked_layers, too_much_of
from neuro.network.training import History, Loss, loss_named
from neuro.network.training.batches import Examples, checked_inputs, checked_targets
from neuro.network.training.population_loss import PopulationLoss
from neuro.policies import Genomes, genomes_of
from neuro.rollout.evaluate import thread_count
from neuro.rollout.evaluator import Evaluator
from neuro.rollout.outcome import Outcome

__all__ = ["Supervised", "SupervisedEvolution", "SupervisedResult"]

_WORST = float(np.finfo(np.float64).max)


@dataclass(frozen=True, eq=False)
class Supervised:
    """A task for evolution: examples, and the networks that are to learn them.

    Args:
        layers: Input and Dense layers.
        x: The inputs, ``(n, inputs)``.
        y: The targets, as for ``Network.train``.
        loss: A name in ``LOSSES`` or a ``Loss``; the fitness is minus the mean loss.
        goal: The task is solved when the mean loss is no more than this.
        initialiser: The distribution that the first generation is drawn from.
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

    network: Network | GraphNetwork
    history: History
    fingerprint: str
    solved: bool


class _Examples(Evaluator):
    """Evaluates genomes by their loss on examples: one episode of one step, the same on every course."""

    name = "local"
    is_cached = False

    def __init__(self, task: Supervised, threads: int | None) -> None:
        too_much = too_much_of(checked_layers(task.layers))
        if too_much:
            raise SettingError(f"what evolves on examples is to be kept, and no file holds a network of {too_much}")
        loss, template = loss_named(task.loss), Network(task.layers, seed=0)
        self.layers, self.counts_right, self.threads = template.layers, loss.counts_right, thread_count(threads)
        loss.check_last(self.layers[-1], template.shapes[-1])
        x = checked_inputs(task.x, template.shapes[0], template.dtype)
        targets = checked_targets(task.y, len(x), loss, template.shapes[-1], template.dtype)
        rows = Examples(x, targets, template.shapes[-1][0], len(x)).all_targets()
        self._score = PopulationLoss(self.layers, template.shapes, loss, x, rows)
        self._parameters = template.parameter_count

    def compile(self, setting: Any) -> None:
        self._score(np.zeros((1, self._parameters), np.float32))

    def evaluate(
        self, genomes: Genomes | NDArray[np.float32], courses: NDArray[np.uint32], setting: Any, max_steps: int
    ) -> Outcome:
        losses, rights = self._score(genomes_of(genomes).rows(), self.threads)
        losses[~np.isfinite(losses)] = _WORST  # a network that overflows is the worst there is
        shape = len(genomes), courses.size
        fitness: Any = np.broadcast_to(-losses[:, np.newaxis], shape)  # in float64, as exact as losses are
        score: Any = np.broadcast_to(rights[:, np.newaxis], shape)
        return Outcome(fitness, score, np.ones(shape, np.int64))


class _NoSetting(NamedTuple):
    """Examples have no parameters."""


def _game_of(task: Supervised, layers: tuple[Layer, ...]) -> Game:
    """Examples as a game; nothing finds it by its name, so no file can be made of a run on it."""
    (inputs,), outputs = layers[0].output_shape(()), layers[-1].output_shape((0,))[0]
    rules = types.ModuleType("examples")
    rules.__dict__.update(
        VERSION=1,
        STATE=("alive", "score"),
        OBSERVATION=tuple(f"input {k}" for k in range(inputs)),
        ACTIONS=tuple(f"output {k}" for k in range(outputs)),
        DECISION="continuous",
        Setting=_NoSetting,
    )
    return Game(
        name="examples",
        title="Examples",
        rules=rules,
        layers=layers,
        exam=Exam(score=-np.inf, courses=1, max_steps=1, fitness=-task.goal),
        max_steps=1,
        agent="network",
        initialiser=task.initialiser,
    )


class SupervisedEvolution(Evolution):
    """A population that learns examples.

    Args:
        task: What is to be learnt.
        seed: Seed of every random draw.
        population: How many genomes a generation has.
        algorithm: Name of the algorithm.
        breeding: The algorithm's own settings; their defaults when None.
        threads: Number of threads that evaluate; as many as there are when None. Changes no result.

    Attributes:
        losses: The best genome's loss and accuracy in each generation.

    Raises:
        ShapeError: If examples, layers and loss do not fit each other.
        SettingError: If a value is out of its range.
    """

    is_kept: ClassVar[bool] = False

    def __init__(
        self,
        task: Supervised,
        seed: int,
        population: int,
        *,
        algorithm: str = "ga",
        breeding: Any = None,
        threads: int | None = None,
    ) -> None:
        settings = EvolutionSettings(
            seed,
            population,
            episodes=1,
            algorithm=algorithm,
            breeding=breeding,
            champion_choice="fitness",  # every generation has the same examples
        )
        examples = _Examples(task, threads)
        self.task, self.losses, self._counts_right = task, History(), examples.counts_right
        super().__init__(_game_of(task, examples.layers), settings, evaluator=examples)

    @property
    def network(self) -> Network | GraphNetwork:
        """The best so far; the first that was drawn before any has been evaluated."""
        return self.policy.network(self.genomes.take([0]) if self._best is None else self._best.genome)

    def step(self) -> Generation:
        record = super().step()
        right = record.best_score if self._counts_right else None
        self.losses.extend([0.0 - record.best_fitness], [right], record.seconds)
        return record

    def _chained(self, genomes: Genomes, fitness: NDArray[np.float64]) -> str:
        return super()._chained(genomes, 0.0 - fitness)  # losses, of which fingerprints have always been

    def result(self) -> SupervisedResult:
        """What has been found so far."""
        return SupervisedResult(self.network, self.losses, self.fingerprint, self.solved)
