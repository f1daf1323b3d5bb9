"""Rules whose agents see a picture tell one pixel of it at a time."""

import numpy as np
import pytest

from neuro.game import Exam, Game
from neuro.game_checks.check_plain import plain_and_compiled_agree
from neuro.kernels import LANES, bind
from neuro.network import Dense, Flatten, Input
from neuro.rules.lane_rules import lane_rules
from neuro.rules.source import RulesError

SIGHT = """
OBSERVATION_SHAPE = (3, 5, 2)


def see(agent, p, row, column):
    if column == 4:
        return {"near": 1, "far": agent.height}
    if agent.fruit < 0 and row > 0:
        return {"near": column - agent.basket, "far": 0.25}
    return {"near": 10 * row + column, "far": (0.5, 2, 3)[row] * column + agent.fruit}
"""


@pytest.fixture
def pictured(catch_with):
    def make(sight=SIGHT):
        return catch_with(("\ndef see(agent, p):\n    return {", sight + "\n\ndef looked(agent):\n    return {"))

    return make


def test_a_picture_is_the_same_compiled_channel_beside_channel(pictured):
    game = Game("tried", "Tried", pictured(), (Input((3, 5, 2)), Flatten(), Dense(3)), Exam(1, 1, 10), 10)
    plain_and_compiled_agree(game)
    assert game.observation_shape == (3, 5, 2)
    assert game.observation[:4] == ("near 0 0", "far 0 0", "near 0 1", "far 0 1")
    state, seen = np.zeros((len(game.state), LANES), np.float32), np.zeros((30, LANES), np.float32)
    state[game.state.index("fruit")], state[game.state.index("height")] = 0.5, 0.75
    bind(game.rules.observe, LANES=LANES)(state, seen, game.setting)
    picture = seen[:, 1].reshape(3, 5, 2)
    assert picture[1, :4, 0].tolist() == [10, 11, 12, 13]
    assert picture[0, :, 1].tolist() == [0.5, 1, 1.5, 2, 0.75]


def test_a_picture_needs_a_shape(pictured):
    with pytest.raises(RulesError, match=r"tells one pixel: write OBSERVATION_SHAPE = \(10, 10, 3\)"):
        lane_rules(pictured(SIGHT.replace("OBSERVATION_SHAPE", "SHAPE"))).reset  # noqa: B018
