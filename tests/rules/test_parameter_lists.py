"""Lists of parameters, and kernels that read so many rows that they store by way of the stack."""

import pickle

import numpy as np
import pytest

from neuro.kernels import LANES, bind
from neuro.rules.lane_rules import lane_rules
from neuro.rules.one_agent import OneAgent
from neuro.rules.plain_agent import state_of
from neuro.rules.shapes_list import shapes_of
from neuro.rules.source import RulesError

PLACES = 30
RULES = f"""
VERSION = 1
ACTIONS, DECISION = ("go", "stay"), "versus"
LIMITS = {{"pull": (0, 9)}}


class Setting:
    fall: float = 0.5
    pull: list[float] = [0.25, 1.5, 3.0]


class Agent:
    height: float = 1
    row: list[float] = [0.1] * {PLACES}


def see(agent, p):
    total = 0
    for one in agent.row:
        total += one
    return {{"height": agent.height, "total": total, "most": max(p.pull), "third": p.pull[2]}}


def step(agent, action, p, rng):
    for weight, place in zip(p.pull, (0, 3, 7), strict=True):
        agent.row[place] += weight
    for k, weight in enumerate(p.pull):
        agent.height -= weight * p.fall * k
    for k in range({PLACES}):
        agent.row[k] *= 0.5
    agent.row[1] = agent.row[2] + agent.row[3] if action.go else agent.row[4]


def draw(agent, paint, p):
    paint.disc(sum(p.pull), p.fall, 10)
"""


@pytest.fixture
def rules(module_of):
    return module_of(RULES)


def test_each_place_of_a_list_is_a_parameter_with_a_name(rules):
    setting = lane_rules(rules).Setting()
    assert setting._fields == ("fall", "pull_0", "pull_1", "pull_2")
    assert [float(one) for one in setting] == [0.5, 0.25, 1.5, 3]
    assert dict.fromkeys(("pull_0", "pull_1", "pull_2"), (0, 9)) == lane_rules(rules).LIMITS
    assert pickle.loads(pickle.dumps(setting)) == setting


def test_rules_see_the_list_compiled_as_in_python(rules):
    kernels, one = lane_rules(rules), OneAgent(rules, 0, {"pull_1": 2.0})
    setting = kernels.Setting()._replace(pull_1=np.float32(2))
    state = np.zeros((len(kernels.STATE), LANES), np.float32)
    seen, action = np.zeros((len(kernels.OBSERVATION), LANES), np.float32), np.ones((1, LANES), np.float32)
    courses = np.zeros(LANES, np.uint32)
    reset, step, observe = (bind(getattr(kernels, name), LANES=LANES) for name in ("reset", "step", "observe"))
    reset(state, courses, setting)
    for _ in range(3):
        step(state, action, courses, setting)
        one.step("go")
    observe(state, seen, setting)
    assert (state == state_of(one.agent)[:, None]).all()
    assert [float(value) for value in one.see().values()] == seen[:, 0].tolist()


def test_what_reads_many_rows_is_stored_by_way_of_the_stack(rules):
    texts = lane_rules(rules).texts
    assert "scratch[0, lane]" in texts["observe"]
    assert "scratch" not in texts["fitness"]


def test_drawings_see_the_list(rules):
    kernels = lane_rules(rules)
    rows = np.zeros(len(kernels.STATE), np.float32)
    assert shapes_of(rules, "draw", kernels.form.fields, rows, kernels.Setting())[0][1] == 4.75


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("3.0]", "'x']", "the parameter 'pull_2' is a number"),
        ("fall: float = 0.5", "pull_1: float = 0.5", "two parameters 'pull_1'"),
        ("p.pull[2]", "p.pul[2]", "no parameter 'pul': did you mean 'pull'"),
        ("p.pull[2]", "p.pull[int(agent.height)]", "holds numbers alone"),
        ("p.pull[2]", "p.pull[3]", "3 places, from 0 to 2"),
    ],
)
def test_a_mistake_with_a_list_is_told(module_of, old, new, told):
    with pytest.raises(RulesError, match=told):
        lane_rules(module_of(RULES.replace(old, new))).observe  # noqa: B018 - it is made when it is asked for
