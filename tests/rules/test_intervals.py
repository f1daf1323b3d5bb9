"""Bounds that are found from rules hold in every state that play can reach, and are near where rules hold values."""

import dataclasses

import numpy as np
import pytest
from agree import game_of

from games import xor_arena
from neuro.game_checks import facts_fit
from neuro.rules.lane_rules import LaneRules
from neuro.rules.one_agent import OneAgent

LARGEST = float(np.finfo(np.float32).max)


def found(module, **changes):
    game = game_of(module)
    facts_fit(game)
    pairs = game.bounds(game.setting_with(changes)).tolist()
    return dict(zip(game.observation, map(tuple, pairs), strict=True))


def test_what_rules_hold_is_bounded_and_what_falls_is_not(catch_with):
    bounds = found(catch_with())
    assert bounds == {"basket": (-1, 1), "fruit": (-1, 1), "height": (-LARGEST, 1)}


@pytest.mark.parametrize(
    ("line", "pair"),
    [
        ("agent.height = agent.height * 0.5 + action.left", (0, 2)),
        ("agent.height = (0.25, 3, -1)[agent.score % 3]", (-1, 3)),
        ("agent.height = rng.uniform(-4, -2)", (-4, 1)),
        ("agent.height = abs(agent.height - p.fall * 100)", (1, 49)),
        ("agent.height = (agent.height - 3) * (agent.height - 3)", (0, LARGEST)),
        ("agent.height = 1 / (2 + agent.basket)", (1 / 3, 1)),
        ("for i in range(30):\n        agent.height = min(agent.height + i, 40)", (1, 40)),
        ("agent.height = 1\n    if rng.uniform() < 0.5:\n        agent.height = rng.uniform(6, 7)", (1, 7)),
    ],
)
def test_bounds_follow_from_what_a_step_does(catch_with, line, pair):
    falls = "agent.height -= p.fall\n    if agent.height <= -1:"
    module = catch_with((falls, f"{line}\n    if agent.fruit > 5:"), ("fall: float = 0.03", "fall: float = 0.5"))
    low, high = found(module)["height"]
    assert (low, high) == pytest.approx(pair, abs=0.02)
    one = OneAgent(module)
    for step in range(300):
        one.step(("left", "stay", "right")[step * step % 3])
        assert low <= one.see()["height"] <= high


def test_bounds_follow_from_the_parameters(catch_with):
    module = catch_with(('"height": agent.height}', '"height": min(agent.height, 1) * p.reach + p.reach}'))
    assert found(module)["height"][1] == pytest.approx(0.4)
    assert found(module, reach=2)["height"][1] == pytest.approx(4)


def test_bounds_of_the_arena_are_nearly_those_that_it_states():
    plain = LaneRules(xor_arena.rules)
    del vars(plain)["bounds"]
    game = dataclasses.replace(xor_arena.game, rules=plain)
    np.testing.assert_allclose(game.bounds(game.setting), xor_arena.game.bounds(game.setting), atol=0.1)
