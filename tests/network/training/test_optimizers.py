import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuro.errors import SettingError, UnknownNameError
from neuro.network.training import OPTIMIZERS, SCHEDULES, SGD, Adam, AdamW, Cosine, Step, TrainingState, WarmUp
from neuro.network.training.optimizers import optimizer_named, prepare_gradient

RNG = np.random.default_rng(1)


def naive(optimizer, gradients, start):
    """One parameter, one step after another, from the papers' formulas."""
    p, speed, mean, square = start, 0.0, 0.0, 0.0
    rate = optimizer.learning_rate
    for t, g in enumerate(gradients, start=1):
        match optimizer.kind:
            case "sgd":
                p -= rate * g
            case "momentum":
                speed = optimizer.momentum * speed + g
                p -= rate * speed
            case "nesterov":
                speed = optimizer.momentum * speed + g
                p -= rate * (g + optimizer.momentum * speed)
            case "rmsprop":
                square = optimizer.decay * square + (1 - optimizer.decay) * g * g
                p -= rate * g / (math.sqrt(square) + optimizer.epsilon)
            case "adam" | "adamw":
                if optimizer.kind == "adamw":
                    p -= rate * optimizer.weight_decay * p
                mean = optimizer.beta1 * mean + (1 - optimizer.beta1) * g
                square = optimizer.beta2 * square + (1 - optimizer.beta2) * g * g
                unbiased = mean / (1 - optimizer.beta1**t), square / (1 - optimizer.beta2**t)
                p -= rate * unbiased[0] / (math.sqrt(unbiased[1]) + optimizer.epsilon)
    return p


@pytest.mark.parametrize("kind", sorted(OPTIMIZERS))
@given(
    gradients=st.lists(st.floats(-3, 3).filter(lambda g: g == 0 or abs(g) > 1e-3), min_size=1, max_size=20),
    start=st.floats(-2, 2),
)
def test_an_optimizer_follows_its_formula(kind, gradients, start):
    optimizer = OPTIMIZERS[kind](0.05)
    parameters = np.array([start])
    slots = TrainingState.fresh_slots(optimizer, parameters)
    for step, g in enumerate(gradients, start=1):
        optimizer.update(parameters, np.array([g]), slots, 0.0, step)
    assert parameters[0] == pytest.approx(naive(optimizer, gradients, start), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("kind", sorted(OPTIMIZERS))
def test_float32_steps_are_those_of_float64_to_its_accuracy(kind):
    optimizer = OPTIMIZERS[kind](0.01)
    both = [RNG.normal(size=100).astype(np.float32)]
    both.append(both[0].astype(np.float64))
    slots = [TrainingState.fresh_slots(optimizer, one) for one in both]
    for step in range(1, 30):
        gradient = RNG.normal(size=100)
        for one, memory in zip(both, slots, strict=True):
            optimizer.update(one, gradient.astype(one.dtype), memory, 0.0, step)
    assert np.allclose(both[0], both[1], atol=1e-5)


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=9), st.floats(0.1, 5), st.floats(0.1, 5))
def test_a_clipped_gradient_keeps_its_direction_and_its_bounds(values, most, longest):
    gradient = np.array(values)
    prepare_gradient(np.zeros_like(gradient), gradient, 0.0, 0.0, longest)
    assert np.linalg.norm(gradient) <= longest * (1 + 1e-9)
    assert np.allclose(gradient * np.linalg.norm(values), np.array(values) * np.linalg.norm(gradient), atol=1e-6)
    gradient = np.array(values)
    prepare_gradient(np.zeros_like(gradient), gradient, 0.0, most, 0.0)
    assert gradient.tolist() == np.clip(values, -most, most).tolist()


def test_weight_decay_draws_parameters_to_zero():
    for optimizer in (SGD(0.1, weight_decay=0.5), AdamW(0.1, weight_decay=0.5)):
        parameters = np.array([2.0, -4.0])
        slots = TrainingState.fresh_slots(optimizer, parameters)
        for step in range(1, 200):
            optimizer.update(parameters, np.zeros(2), slots, 0.0, step)
        assert np.abs(parameters).max() < 1e-3


@pytest.mark.parametrize("kind", sorted(SCHEDULES))
def test_a_schedule_begins_at_most_at_the_rate_and_never_turns_negative(kind):
    found = SCHEDULES[kind]().factors(np.linspace(0, 50, 501))
    assert found.shape == (501,)
    assert (found >= 0).all()
    assert (found <= 1).all()


def test_schedules_are_what_they_say():
    assert Step(10, 0.5).factors(np.array([0, 9.9, 10, 25])).tolist() == [1, 1, 0.5, 0.25]
    assert np.allclose(Cosine(10, 0.1).factors(np.array([0, 5, 10, 99])), [1, 0.55, 0.1, 0.1])
    warm = WarmUp(2, fall=4).factors(np.array([0, 1, 2, 4, 6]))
    assert np.allclose(warm, [0, 0.5, 1, 0.5, 0], atol=1e-3)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: SGD(-1), "learning_rate of SGD must be a number of at least 0, not -1"),
        (lambda: SGD(math.nan), "not nan"),
        (lambda: Adam(beta1=1.0), "beta1 of Adam must lie from 0 up to 1, not 1.0"),
        (lambda: Adam(schedule="cosine"), r"for example Cosine\(10\), not 'cosine'"),
        (lambda: Adam(clip_norm=-1), "clip_norm"),
        (lambda: Cosine(0), "epochs of Cosine"),
        (lambda: Step(0), "every of Step"),
    ],
)
def test_impossible_settings_are_refused(make, says):
    with pytest.raises(SettingError, match=says):
        make()


def test_an_unknown_optimizer_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match="did you mean 'adam'"):
        optimizer_named("adm")
