"""Evolution on examples: the fitness of a network is how well it does what backprop would teach it.

To the population manager, examples are a game of one step with an evaluator of its own.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neuro.errors import SettingError
from neuro.evolution.algorithms import policy_bred
from neuro.evolution.evolution import Evolution
from neuro.evolution.generation import Generation
from neuro.evolution.settings import EvolutionSettings
from neuro.game import Exam, Game
from neuro.network import GraphNetwork, Initialiser, Layer, Network, Normal
from neuro.network.architecture import checked_layers, shapes, too_much_of
from neuro.network.training import History, Loss, loss_named
from neuro.network.training.batches import Examples, checked_inputs, checked_targets
from neuro.network.training.graph_loss import GraphLoss
from neuro.network.training.population_loss import PopulationLoss
from neuro.policies import Genomes, Graph, Layered, Policy, genomes_of
from neuro.rollout.evaluate import thread_count
from neuro.rollout.evaluator import Evaluator
from neuro.rollout.outcome import Outcome

__all__ = ["Supervised", "SupervisedEvolution", "SupervisedResult"]

_WORST = float(np.finfo(np.float64).max)


@dataclass(frozen=True, eq=False)
class Supervised:
    """A task for evolution: examples, and the networks that are to learn them.

    Whether all of it fits is checked by ``neuro.evolve``, which raises ShapeError or SettingError if not.

    Args:
        layers: Input and Dense layers; all activations but the last look at one unit at a time.
        x: The inputs, ``(n, inputs)``, real numbers of any type; computed with as float32.
        y: The targets, as for ``Network.train``: ``(n, outputs)``, or labels ``(n,)`` for "cross-entropy".
        loss: A name in ``LOSSES`` or a ``Loss``; the fitness is minus the mean loss.
        goal: The task is solved when the mean loss is no more than this.
        right: The task is solved when this share of the answers is right, whatever the loss; the goal counts when None.
        initialiser: The distribution that the first generation is drawn from.
    """

    layers: Sequence[Layer]
    x: ArrayLike
    y: ArrayLike
    loss: str | Loss = "mse"
    goal: float = 0.01
    right: float | None = None
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

    def __init__(self, task: Supervised, algorithm: str, breeding: Any, threads: int | None) -> None:
        too_much = too_much_of(checked_layers(task.layers))
        if too_much:
            raise SettingError(f"what evolves on examples is to be kept, and no file holds a network of {too_much}")
        loss, template = loss_named(task.loss), Network(task.layers, seed=0)
        self.layers, self.counts_right, self.threads = template.layers, loss.counts_right, thread_count(threads)
        loss.check_last(self.layers[-1], template.shapes[-1])
        x = checked_inputs(task.x, template.shapes[0], template.dtype)
        targets = checked_targets(task.y, len(x), loss, template.shapes[-1], template.dtype)
        rows = Examples(x, targets, template.shapes[-1][0], len(x)).all_targets()
        self.policy = policy_bred(algorithm, self.layers, breeding)
        self._score = _scorer_of(self.policy, loss, x, rows, threads=self.threads, count=task.right is not None)

    def compile(self, setting: Any) -> None:
        self._score(self.policy.blank(1))

    def evaluate(
        self, genomes: Genomes | NDArray[np.float32], courses: NDArray[np.uint32], setting: Any, max_steps: int
    ) -> Outcome:
        losses, rights = self._score(genomes_of(genomes))
        losses[~np.isfinite(losses)] = _WORST  # a network that overflows is the worst there is
        shape = len(genomes), courses.size
        fitness: Any = np.broadcast_to(-losses[:, np.newaxis], shape)  # in float64, as exact as losses are
        score: Any = np.broadcast_to(rights[:, np.newaxis], shape)
        return Outcome(fitness, score, np.ones(shape, np.int64))


def _scorer_of(
    policy: Policy, loss: Loss, x: NDArray[np.float32], targets: NDArray[np.float32], *, threads: int, count: bool
) -> Callable[[Genomes], tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """What gives the mean loss and the share of right answers of each genome."""
    if isinstance(policy, Graph):
        of_programs = GraphLoss(policy.hidden, policy.output, loss, x, targets, others=policy.others, count=count)
        return lambda genomes: of_programs(genomes.packed())
    assert isinstance(policy, Layered)
    of_vectors = PopulationLoss(policy.layers, shapes(policy.layers), loss, x, targets, count=count)
    return lambda genomes: of_vectors(genomes.rows(), threads)


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
        exam=_exam_of(task),
        max_steps=1,
        agent="network",
        initialiser=task.initialiser,
    )


def _exam_of(task: Supervised) -> Exam:
    if task.right is None:
        return Exam(score=-np.inf, courses=1, max_steps=1, fitness=-task.goal)
    return Exam(score=task.right, courses=1, max_steps=1)


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
        examples = _Examples(task, algorithm, settings.breeding, threads)
        self.task, self.losses, self._counts_right = task, History(), examples.counts_right
        super().__init__(_game_of(task, examples.layers), settings, layers=examples.policy, evaluator=examples)

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
