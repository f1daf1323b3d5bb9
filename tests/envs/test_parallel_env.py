import warnings

import numpy as np
import pytest
from envs_for_tests import NAMES

import neuro.envs

pytest.importorskip("pettingzoo")
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # it imports games of its own that it has deprecated
    from pettingzoo.test import parallel_api_test, parallel_seed_test

from neuro.envs.parallel import GameParallelEnv


@pytest.mark.parametrize("name", NAMES)
def test_pettingzoos_own_tests_pass(name):
    parallel_api_test(GameParallelEnv(name, 8), num_cycles=300)
    parallel_seed_test(lambda: GameParallelEnv(name, 5), num_cycles=50)


def test_all_play_one_course_and_leave_when_they_die():
    env = GameParallelEnv("flappy", 6)
    env.reset(seed=3)
    assert len(set(env._stepper.courses.tolist())) == 1
    alone = neuro.envs.GameEnv("flappy")
    alone.reset(options={"course": int(env._stepper.courses[0])}, seed=0)
    left = []
    while env.agents:
        told = env.step({agent: int(agent[-1] in "024") for agent in env.agents})
        if not alone._stepper.over[0]:
            seen = alone.step(1)[0]
            assert (told[0]["bird_0"] == seen).all()
        left.append(len(env.agents))
    assert sorted(set(left), reverse=True) == [6, 3, 0]
    assert [told[2]["bird_0"], told[1]["bird_0"]] == [True, -1.0]


def test_a_picture_shows_the_flock(monkeypatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    env = GameParallelEnv("xor_arena", 30, render_mode="rgb_array")
    env.reset(seed=1)
    env.step({agent: env.action_space(agent).sample() for agent in env.agents})
    assert len(np.unique(env.render().reshape(-1, 3), axis=0)) > 500
    env.close()
