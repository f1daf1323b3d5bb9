"""A kernel's text as LLVM's instructions has the bits of what numba makes of the text."""

from types import FunctionType

import numpy as np
import pytest

from neuro.kernels import LANES, uncached
from neuro.rules.lane_rules import lane_rules
from neuro.rules.machine_code import IS_USED, short_code

# A bit of everything that texts hold: gathers, tables, whole numbers, loops that end early, draws, what is no number.
RULES = """from neuro.rules import floor, sqrt

VERSION = 1
ACTIONS, DECISION = ("left", "right"), "argmax"
TABLE = (0.5, -1, 2, 0.25, 3)


class Setting:
    a: float = 0.35


class Agent:
    x: float = 1.5
    n: int = 3
    few: list[float] = [0, 0.5, 1, 2]


def start(agent, p, rng):
    agent.x = rng.uniform(-2, 2)


def see(agent, p):
    return {"x": agent.x, "table": TABLE[agent.n % 5], "few": agent.few[agent.n % 4], "root": sqrt(agent.x)}


def step(agent, action, p, rng):
    agent.n = floor(agent.x * 3) // 2 + (2 if action.left else -1)
    for k in range(33, 0, -2):
        agent.few[(agent.n + k) % 4] += TABLE[(k * 2) % 5] * p.a / (agent.x - 1)
        if agent.few[1] > 3 or agent.few[2] != agent.few[2]:
            agent.x = -abs(agent.x) + rng.uniform(0, 1)
            break
    agent.alive = agent.x < 9
"""


@pytest.mark.skipif(not IS_USED, reason="numba compiles the text itself, or nothing at all")
def test_the_instructions_have_the_bits_of_what_numba_makes_of_the_text(module_of):
    rules = lane_rules(module_of(RULES))
    setting, courses = rules.Setting(), np.arange(LANES, dtype=np.uint32)
    texts = {name: uncached(getattr(rules, name).py_func) for name in ("step", "observe")}
    ours, theirs = (np.zeros((len(rules.STATE), LANES), np.float32) for _ in range(2))
    seen, wanted = (np.zeros((len(rules.OBSERVATION), LANES), np.float32) for _ in range(2))
    rules.reset(ours, courses, setting)
    ours[2:, 3], ours[2:, 4], ours[2:, 5] = np.nan, np.inf, -np.inf
    theirs[:] = ours
    for action in (0, 1, 0, 1, 1, 0):
        actions = np.full((1, LANES), action, np.float32)
        rules.step(ours, actions, courses, setting)
        texts["step"](theirs, actions, courses, setting)
        rules.observe(ours, seen, setting)
        texts["observe"](theirs, wanted, setting)
        np.testing.assert_array_equal(ours, theirs)
        np.testing.assert_array_equal(seen, wanted)
    ordinary = np.isfinite(ours)  # the sign of what is no number is nobody's
    assert (ours.view(np.uint32) == theirs.view(np.uint32))[ordinary].all()
    assert len(np.unique(ours[2])) > LANES // 2


def test_what_is_compiled_in_the_place_of_a_text_hands_over_its_arguments():
    names = short_code("step", "state, action, courses, setting").co_varnames
    assert names == ("state", "action", "courses", "setting")
    given = []
    run = {"BODY": lambda *all_given: given.append(all_given), "LANES": 8}
    FunctionType(short_code("reset", "state, courses, setting"), run)(1, 2, 3)
    assert given == [(1, 2, 3, None, 8)]
