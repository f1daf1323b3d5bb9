"""The two poles, held against the equations of the paper, written a second time, in float64 and with exact sines."""

import math

import numpy as np
import pytest

from neuro.game import find_game
from neuro.game_trial import try_game

FIELDS = ("x", "speed", "long", "long_turning", "short", "short_turning")
GAINS = np.array([-1.8, -1.6, -26.8, -7.0, 13.4, 1.2])  # a linear rule that balances, by Riccati's equation


def derivatives(state, force):
    """F. Gomez, J. Schmidhuber and R. Miikkulainen, 2008, appendix A: of x, its speed, and each pole's angle."""
    _, speed, *angles = state
    gravity, cart, track, hinge = -9.8, 1.0, 0.0005, 0.000002
    poles = [(0.1, 0.5, *angles[:2]), (0.01, 0.05, *angles[2:])]  # mass, half its length, angle, turning
    effective_force = effective_mass = 0.0
    for mass, half, angle, turning in poles:
        friction = hinge * turning / (mass * half)
        effective_force += mass * half * turning**2 * math.sin(angle)
        effective_force += 0.75 * mass * math.cos(angle) * (friction + gravity * math.sin(angle))
        effective_mass += mass * (1 - 0.75 * math.cos(angle) ** 2)
    push = (force - track * np.sign(speed) + effective_force) / (cart + effective_mass)
    found = [speed, push]
    for mass, half, angle, turning in poles:
        friction = hinge * turning / (mass * half)
        bend = -0.75 / half * (push * math.cos(angle) + gravity * math.sin(angle) + friction)
        found += [turning, bend]
    return np.array(found)


def stepped(state, action):
    """A fiftieth of a second: twice a step of Runge and Kutta."""
    share = min(1.0, max(-1.0, action))
    force = 10 * (math.copysign(max(abs(share), 1 / 256), share) if share else 1 / 256)
    for _ in range(2):
        k1 = derivatives(state, force)
        k2 = derivatives(state + 0.005 * k1, force)
        k3 = derivatives(state + 0.005 * k2, force)
        k4 = derivatives(state + 0.01 * k3, force)
        state = state + 0.01 / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    return state


def outside(state):
    return abs(state[0]) >= 2.4 or any(abs(angle) >= math.radians(36) for angle in (state[2], state[4]))


def state_of(one):
    return np.array([float(getattr(one.agent, name)) for name in FIELDS])


def put(one, values):
    for name, value in zip(FIELDS, values, strict=True):
        setattr(one.agent, name, float(value))


def test_it_begins_with_the_long_pole_leaning():
    assert state_of(try_game("poles")) == pytest.approx([0, 0, math.radians(4.5), 0, 0, 0], abs=1e-7)


def test_each_step_is_the_papers():
    one, draw = try_game("poles"), np.random.default_rng(5)
    for action in (*draw.uniform(-1.2, 1.2, 60), 0.0, 0.001, -0.001):
        put(one, draw.uniform(-1, 1, 6) * (2.3, 2, 0.6, 2, 0.6, 4))
        expected = stepped(state_of(one), action)
        one.step(action)
        assert state_of(one) == pytest.approx(expected, rel=2e-6, abs=2e-6)
        assert one.agent.alive == (not outside(expected))


def test_a_whole_episode_is_the_papers():
    """Each pushed by what it sees, so that errors do not grow."""
    one = try_game("poles")
    there = state_of(one)
    for _ in range(250):
        there = stepped(there, GAINS @ there)
        one.step(GAINS @ state_of(one))
        assert state_of(one) == pytest.approx(there, abs=1e-4)
    assert one.agent.alive
    assert one.agent.score == 250


@pytest.mark.parametrize(("field", "edge"), [("x", 2.4), ("long", math.radians(36)), ("short", math.radians(36))])
@pytest.mark.parametrize("side", [-1, 1])
def test_it_ends_at_the_tracks_end_or_when_a_pole_has_fallen(field, edge, side):
    for where, lives in ((0.97, True), (1.03, False)):
        one = try_game("poles", angle=0)
        setattr(one.agent, field, side * edge * where)
        one.step(0.0)
        assert one.agent.alive == lives


def test_the_blind_see_every_second_quantity():
    one, blind = try_game("poles"), try_game(find_game("poles").at("blind"))
    for action in (1.0, -0.5, 0.3):
        one.step(action)
        blind.step(action)
    assert state_of(one).tolist() == state_of(blind).tolist()
    assert list(blind.see().items()) == list(one.see().items())[::2]
    assert one.fitness() == blind.fitness() == 3


def test_the_damped_earn_by_how_little_moves():
    """F. Gruau, D. Whitley and L. Pyeatt, 1996: a tenth for time, the rest for the latest hundred steps."""
    one, moved = try_game(find_game("poles").at("damped")), []
    for step in range(1, 131):
        one.step(GAINS @ state_of(one))
        moved.append(np.abs(state_of(one)[:4]).sum())
        if step in (1, 99, 100, 130):
            rest = 0.75 / sum(moved[-100:]) if step >= 100 else 0
            assert float(one.fitness()) == pytest.approx(0.1 * step / 1000 + 0.9 * rest, rel=1e-5)


@pytest.mark.parametrize("level", ["velocities", "blind", "damped"])
def test_what_ended_an_episode_is_told_in_words(level):
    game = find_game("poles").at(level)
    for field, value, told in (
        ("x", -2.5, "ran off the left end of the track"),
        ("short", 0.7, "let the short pole fall to the right"),
        ("long", -0.7, "let the long pole fall to the left"),
        ("x", 0.0, "still had both poles up"),
    ):
        state = np.zeros(len(game.state), np.float32)
        state[game.state.index(field)] = value
        assert game.cause(state) == told
    state[game.state.index("long")] = math.radians(4.5)
    assert game.sight(state).startswith("the cart 0.00 m to the left of the middle, the long pole 4.5° to the right")


def test_drawing_by_lot_is_no_chance_of_the_rules():
    assert "draws" not in find_game("poles").state
