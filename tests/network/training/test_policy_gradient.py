"""What is learnt from steps by proximal policy optimization, against plain NumPy in float64."""

import itertools

import numpy as np
import pytest

from neuro.network import Dense, Input, Network
from neuro.network.training.optimizers import SGD
from neuro.network.training.policy_gradient import JudgedSteps, Knowledge, PolicyTrainer
from neuro.rollout.experience import room_for_steps

PREFERENCES = Input(3), Dense(5, "tanh"), Dense(4)
WORTH = Input(3), Dense(5, "tanh"), Dense(1)
RANGE, ENTROPY = 0.2, 0.05


def knowledge(seed=1):
    actor, critic = Network(PREFERENCES, seed=seed).genome, Network(WORTH, seed=seed + 1).genome
    return Knowledge(actor.copy(), np.zeros((0, actor.size), "f4"), critic.copy(), np.zeros((0, critic.size), "f4"))


def said(genome, outputs, seen):
    """What a network of those layers says, in float64."""
    sizes, x, place = (3, 5, outputs), np.asarray(seen, np.float64), 0
    for k, (inputs, units) in enumerate(itertools.pairwise(sizes)):
        weights = genome[place : place + inputs * units].reshape(units, inputs)
        place += inputs * units
        x = x @ weights.T + genome[place : place + units]
        place += units
        x = np.tanh(x) if k == 0 else x
    return x


def chances(genome, seen):
    found = np.exp(said(genome, 4, seen))
    return found / found.sum(axis=1, keepdims=True)


def loss_of_choices(genome, steps):
    """The loss of the paper, less what open choices are worth."""
    every = chances(genome, steps.seen)
    ratio = every[np.arange(len(steps.chosen)), steps.chosen] / steps.chance
    kept = np.minimum(ratio * steps.advantage, np.clip(ratio, 1 - RANGE, 1 + RANGE) * steps.advantage)
    return -kept.mean() - ENTROPY * -(every * np.log(every)).sum(axis=1).mean()


def loss_of_worth(genome, steps):
    error = np.abs(said(genome, 1, steps.seen)[:, 0] - steps.worth)
    return np.where(error < 1, error**2 / 2, error - 0.5).mean()


def slopes(loss, genome, steps, by=1e-5):
    genome, found = genome.astype(np.float64), []
    for k in range(genome.size):
        around = [genome.copy(), genome.copy()]
        around[0][k] += by
        around[1][k] -= by
        found.append((loss(around[0], steps) - loss(around[1], steps)) / (2 * by))
    return np.array(found)


def judged(known, count=40, seed=5):
    rng = np.random.default_rng(seed)
    seen, chosen = rng.normal(size=(count, 3)).astype("f4"), rng.integers(0, 4, count)
    now = chances(known.actor.astype(np.float64), seen)[np.arange(count), chosen]
    chance = (now * rng.uniform(0.6, 1.6, count)).astype("f4")  # so that some have changed enough, in both directions
    return JudgedSteps(seen, chosen, chance, rng.normal(size=count).astype("f4"), rng.normal(0, 2, count).astype("f4"))


def test_an_update_goes_down_the_gradient_of_the_papers_loss_and_of_the_critics():
    known, trainer = knowledge(), PolicyTrainer(PREFERENCES, WORTH, SGD)
    steps, before = judged(known), [known.actor.copy(), known.critic.copy()]
    places = np.arange(40)[np.newaxis]
    trainer.train(steps, places, known, 0, SGD(1.0), clip_range=RANGE, entropy=ENTROPY)
    assert before[0] - known.actor == pytest.approx(slopes(loss_of_choices, before[0], steps), abs=2e-5)
    assert before[1] - known.critic == pytest.approx(slopes(loss_of_worth, before[1], steps), abs=2e-5)


def test_it_tells_the_entropy_how_many_have_changed_enough_the_loss_and_the_worth():
    known, trainer = knowledge(), PolicyTrainer(PREFERENCES, WORTH, SGD)
    steps = judged(known)
    every = chances(known.actor.astype(np.float64), steps.seen)
    ratio = every[np.arange(40), steps.chosen] / steps.chance
    enough = np.where(steps.advantage > 0, ratio > 1 + RANGE, ratio < 1 - RANGE).mean()
    loss = loss_of_worth(known.critic.astype(np.float64), steps)
    told = trainer.train(steps, np.arange(40)[np.newaxis], known, 0, SGD(0.0), clip_range=RANGE, entropy=ENTROPY)
    assert 0 < enough < 1
    assert told == pytest.approx([-(every * np.log(every)).sum(axis=1).mean(), enough, loss, steps.worth.mean()], 1e-5)


def test_steps_are_judged_by_what_came_after_them_and_what_the_critic_had_expected():
    rng, known = np.random.default_rng(2), knowledge()
    found = room_for_steps(3, 3 * 5, 3)  # of an episode of 8 steps the last five
    found.seen[:], found.gained[:] = rng.normal(size=found.seen.shape), rng.normal(size=found.gained.shape)
    found.chosen[:], found.last[:] = rng.integers(0, 4, found.chosen.shape), rng.normal(size=found.last.shape)
    found.lived[:], found.ended[:] = (3, 5, 8), (1, 0, 1)
    mean, size, discount, smoothing = np.array([0.5, 0, -1]), np.array([1.0, 2, 0.5]), 0.9, 0.7
    trainer = PolicyTrainer(PREFERENCES, WORTH, SGD)
    steps = trainer.judge(found, (0.1, mean, size), known, discount=discount, smoothing=smoothing)
    critic, actor = (one.astype(np.float64) for one in (known.critic, known.actor))
    seen, advantage, worth, chance = [], [], [], []
    for agent, lived in enumerate(found.lived):
        rows = np.arange(max(0, lived - 5), lived) % 5
        x = (found.seen[agent, rows] - mean) / size
        end = 0.0 if found.ended[agent] else said(critic, 1, [(found.last[agent] - mean) / size])[0, 0]
        values = np.append(said(critic, 1, x)[:, 0], end)
        errors = 0.1 * found.gained[agent, rows] + discount * values[1:] - values[:-1]
        of_agent = [
            sum((discount * smoothing) ** k * one for k, one in enumerate(errors[t:])) for t in range(rows.size)
        ]
        seen, advantage, worth = [*seen, *x], [*advantage, *of_agent], [*worth, *(of_agent + values[:-1])]
        chance = [*chance, *chances(actor, x)[np.arange(rows.size), found.chosen[agent, rows]]]
    assert steps.seen == pytest.approx(np.array(seen), abs=1e-5)
    assert steps.worth == pytest.approx(np.array(worth), abs=1e-5)
    assert steps.chance == pytest.approx(np.array(chance), abs=1e-5)
    levelled = (np.array(advantage) - np.mean(advantage)) / np.std(advantage)
    assert steps.advantage == pytest.approx(levelled, abs=1e-4)
