"""Training a network of preferences by what choices turned out to be worth: proximal policy optimization.

J. Schulman and others, "Proximal policy optimization algorithms", 2017: each step is learnt from several times, and
nothing is gained by making a choice more likely, or less, than by a share. How much better than expected a choice was
is estimated as in J. Schulman and others, "High-dimensional continuous control using generalized advantage estimation",
2016, by a second network, the *critic*, that learns what states are worth. All of it is one compiled loop in one
thread, with sums in one order, so that the same seed gives the same bits.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.kernels import bind, kernel
from neuro.network.architecture import shapes
from neuro.network.layers import Layer
from neuro.network.math32 import exp_of_negative, log_from_one
from neuro.network.training.compiled import answer_row, backward_sample, bind_activations, plan_of
from neuro.network.training.losses import Huber
from neuro.network.training.optimizers import OPTIMIZERS, Optimizer

__all__ = ["JudgedSteps", "Knowledge", "PolicyTrainer"]

RULE: Any = None  # bound by ``_compiled``

_LOSS = Huber()
_ZERO, _HALF, _ONE = (np.float32(c) for c in (0, 0.5, 1))


class JudgedSteps(NamedTuple):
    """Steps, and how good each turned out to be, ``n`` of them.

    Attributes:
        seen: What was seen before each choice, float32 ``(n, inputs)``.
        chosen: Number of the choice, int64 ``(n,)``.
        chance: Probability that the network gave the choice, float32 ``(n,)``.
        advantage: Gain of the choice beyond what was expected of the state, float32 ``(n,)``.
        worth: Value that the state turned out to have, float32 ``(n,)``.
    """

    seen: NDArray[np.float32]
    chosen: NDArray[np.int64]
    chance: NDArray[np.float32]
    advantage: NDArray[np.float32]
    worth: NDArray[np.float32]


class _Learner(NamedTuple):
    """A network that learns, and room to work in; arrays of the shapes of its parameters and of its nodes."""

    sizes: NDArray[np.int64]
    codes: NDArray[np.int64]
    genome: NDArray[np.float32]
    slots: NDArray[np.float32]
    gradient: NDArray[np.float32]
    sums: NDArray[np.float32]
    nodes: NDArray[np.float32]
    slopes: NDArray[np.float32]


@kernel
def _answer(x, k, learner):
    """Fill a learner's nodes by row ``k`` of ``x``; returns the place of its first output, and of its largest."""
    best = answer_row(x, k, learner.sizes, learner.codes, learner.genome, learner.sums, learner.nodes)
    return learner.nodes.size - learner.sizes[-1], best


@kernel
def _total(nodes, first, best):
    """The sum of the exponentials of the outputs, each less the largest."""
    total = _ZERO
    for j in range(first, nodes.size):
        total += exp_of_negative(nodes[j] - nodes[best])
    return total


@kernel
def _measured(seen, measures, row):
    """Write what was seen, less its mean and in its own size, into ``row``."""
    for i in range(row.size):
        row[i] = (seen[i] - measures[1][i]) / measures[2][i]


@kernel
def _level(advantage):
    """Give what is in ``advantage`` the mean 0 and the deviation 1."""
    total, square, one = 0.0, 0.0, 1.0
    for k in range(advantage.size):
        total += advantage[k]
        square += np.float64(advantage[k]) * advantage[k]
    mean = total / advantage.size
    spread = square / advantage.size - mean * mean
    size = np.sqrt(spread) if spread > 1e-12 else one
    for k in range(advantage.size):
        advantage[k] = (advantage[k] - mean) / size


@kernel
def _judge(experience, measures, discount, smoothing, actor, critic, ends, steps):
    """Write down every step that was recorded, and how good it was; ``ends`` (agents, inputs) is room to work in."""
    seen, chosen, gained, last, ended, lived = experience
    room, begin_of_agent = chosen.shape[1], 0
    for agent in range(lived.size):
        end = lived[agent]
        begin = max(0, end - room)
        after, ahead = 0.0, 0.0
        if ended[agent] == 0:
            _measured(last[agent], measures, ends[agent])
            first, _ = _answer(ends, agent, critic)
            after = np.float64(critic.nodes[first])
        for step in range(end - 1, begin - 1, -1):
            place = begin_of_agent + step - begin
            _measured(seen[agent, step % room], measures, steps.seen[place])
            first, _ = _answer(steps.seen, place, critic)
            value = np.float64(critic.nodes[first])
            ahead = gained[agent, step % room] * measures[0] + discount * after - value + discount * smoothing * ahead
            steps.advantage[place], steps.worth[place] = ahead, ahead + value
            first, best = _answer(steps.seen, place, actor)
            choice = chosen[agent, step % room]
            likely = exp_of_negative(actor.nodes[first + choice] - actor.nodes[best])
            steps.chosen[place], steps.chance[place] = choice, likely / _total(actor.nodes, first, best)
            after = value
        begin_of_agent += end - begin
    _level(steps.advantage)


@kernel
def _learn_choice(steps, k, actor, share, clip_range, entropy, told):
    """Add the gradient of one choice; ``told`` gains its entropy, and 1 where the choice has changed enough."""
    first, best = _answer(steps.seen, k, actor)
    nodes, slopes, place = actor.nodes, actor.slopes, first + steps.chosen[k]
    total, disorder = _total(nodes, first, best), _ZERO
    surprise = log_from_one(total)
    for j in range(first, nodes.size):
        chance = exp_of_negative(nodes[j] - nodes[best]) / total
        disorder += chance * (surprise - (nodes[j] - nodes[best]))
    ratio = exp_of_negative(nodes[place] - nodes[best]) / total / steps.chance[k]
    better = steps.advantage[k] > _ZERO
    enough = ratio > _ONE + clip_range if better else ratio < _ONE - clip_range
    strength = _ZERO if enough else ratio * steps.advantage[k]
    for j in range(first, nodes.size):
        chance = exp_of_negative(nodes[j] - nodes[best]) / total
        slope = strength * (chance - _ONE if j == place else chance)
        slope += entropy * chance * (nodes[j] - nodes[best] - surprise + disorder)
        slopes[j] = share * slope
    backward_sample(actor.sizes, actor.codes, actor.genome, actor.sums, nodes, slopes, actor.gradient)
    told[0] += disorder
    told[1] += enough


@kernel
def _learn_worth(steps, k, critic, share, told):
    """Add the gradient of what one state is worth, by Huber's loss; ``told`` gains the loss and the worth."""
    place, _ = _answer(steps.seen, k, critic)
    error = critic.nodes[place] - steps.worth[k]
    told[2] += _HALF * error * error if abs(error) < _ONE else abs(error) - _HALF
    told[3] += steps.worth[k]
    error = _ONE if error > _ONE else (-_ONE if error < -_ONE else error)
    critic.slopes[place] = error * share
    backward_sample(
        critic.sizes, critic.codes, critic.genome, critic.sums, critic.nodes, critic.slopes, critic.gradient
    )


@kernel
def _train(steps, places, actor, critic, step, rule, told):
    """A step of both networks for each row of ``places`` (updates, batch); ``rule`` is rate, knobs, range, entropy."""
    rate, knobs, clip_range, entropy = rule
    share = np.float32(1.0 / places.shape[1])
    for update in range(places.shape[0]):
        actor.gradient[:] = 0
        critic.gradient[:] = 0
        for sample in range(places.shape[1]):
            _learn_choice(steps, places[update, sample], actor, share, clip_range, entropy, told)
            _learn_worth(steps, places[update, sample], critic, share, told)
        step += 1
        RULE(actor.genome, actor.gradient, actor.slots, rate, step, knobs)
        RULE(critic.genome, critic.gradient, critic.slots, rate, step, knobs)


@functools.cache
def _compiled(names: tuple[str, ...], optimizer: str) -> tuple[Any, Any]:
    functions, slopes = bind_activations(names, np.dtype(np.float32))
    return bind(_judge, FUNCTIONS=functions), bind(
        _train, FUNCTIONS=functions, SLOPES=slopes, RULE=OPTIMIZERS[optimizer].rule
    )


class Knowledge(NamedTuple):
    """What the two networks know; each is changed by training.

    Attributes:
        actor: Parameters of the network that chooses, float32 ``(parameters,)``.
        actor_slots: Memory of the optimizer for them, float32 ``(slots, parameters)``.
        critic: Parameters of the network that says what states are worth, float32 ``(parameters,)``.
        critic_slots: Memory of the optimizer for those, float32 ``(slots, parameters)``.
    """

    actor: NDArray[np.float32]
    actor_slots: NDArray[np.float32]
    critic: NDArray[np.float32]
    critic_slots: NDArray[np.float32]


class PolicyTrainer:
    """Trains two networks of Dense layers: one that prefers choices, and one that says what states are worth.

    Args:
        preferences: Layers of the network that chooses, an Input first; each output is how much a choice is preferred.
        worth: Layers of the network that says what states are worth, with the same activations and one output.
        optimizer: Class of the optimizer.

    Attributes:
        slots: Rows of numbers that the optimizer remembers of each parameter.
    """

    def __init__(self, preferences: Sequence[Layer], worth: Sequence[Layer], optimizer: type[Optimizer]) -> None:
        used, self._actor = plan_of(preferences, shapes(preferences), _LOSS)
        _, self._critic = plan_of(worth, shapes(worth), _LOSS)
        self._judge, self._loop = _compiled(used, optimizer.kind)
        self.slots = optimizer.slots

    def _learners(self, known: Knowledge) -> tuple[_Learner, _Learner]:
        found = []
        pairs = (self._actor, known.actor, known.actor_slots), (self._critic, known.critic, known.critic_slots)
        for (sizes, codes), genome, slots in pairs:
            room = np.zeros((3, int(sizes.sum())), np.float32)
            found.append(_Learner(sizes, codes, genome, slots, np.zeros_like(genome), *room))
        return found[0], found[1]

    def judge(
        self, experience: Any, measures: tuple[float, Any, Any], known: Knowledge, *, discount: float, smoothing: float
    ) -> JudgedSteps:
        """Say of every step that was recorded how good it was.

        Args:
            experience: What agents saw, chose and gained, an ``Experience``.
            measures: What gains are multiplied by; the mean and the size of each input, float64 ``(inputs,)``.
            known: What the networks know, which the agents played.
            discount: What a gain is worth a step earlier.
            smoothing: Share to which what comes later counts as it was, and not as the critic expects it; the paper's
                lambda.
        """
        taken = np.minimum(experience.lived, experience.chosen.shape[1])
        count, inputs = int(taken.sum()), experience.last.shape[1]
        chance, advantage, worth = np.zeros((3, count), np.float32)
        steps = JudgedSteps(np.zeros((count, inputs), np.float32), np.zeros(count, np.int64), chance, advantage, worth)
        actor, critic = self._learners(known)
        ends = np.zeros_like(experience.last)
        self._judge(experience, tuple(measures), float(discount), float(smoothing), actor, critic, ends, steps)
        return steps

    def train(
        self,
        steps: JudgedSteps,
        places: NDArray[np.int64],
        known: Knowledge,
        step: int,
        optimizer: Optimizer,
        *,
        clip_range: float,
        entropy: float,
    ) -> tuple[float, float, float, float]:
        """Learn from some steps.

        Args:
            steps: What can be learnt from.
            places: The numbers of those that each update learns from, int64 ``(updates, batch)``.
            known: What the networks know; changed.
            step: Updates that were made before.
            optimizer: An optimizer of the class; its schedule and limits do not count.
            clip_range: Share by which a choice may become likelier, or less likely, and still be learnt from.
            entropy: Worth of chances that are alike.

        Returns:
            The means of the entropy, of how often a choice had changed enough, of the critic's loss, and of what states
            were worth; 0 where nothing was learnt from.
        """
        rule = float(optimizer.learning_rate), optimizer.knobs, np.float32(clip_range), np.float32(entropy)
        told = np.zeros(4)
        self._loop(steps, places, *self._learners(known), step, rule, told)
        disorder, enough, loss, worth = (float(one) for one in told / max(1, places.size))
        return disorder, enough, loss, worth
