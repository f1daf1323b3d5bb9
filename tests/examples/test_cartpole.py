"""The documentation's worked example, held against Gymnasium's own CartPole."""

import itertools
from pathlib import Path

import gymnasium
import numpy as np
import pytest

from neuro.evolution.run import evolve
from neuro.game import find_game
from neuro.game_checks import CHECKS
from neuro.games_folder import add_games_folder
from neuro.rollout.stepwise import Rollout

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def game(monkeypatch):
    monkeypatch.setenv("NEURO_GAMES", "")
    add_games_folder(EXAMPLES)
    return find_game("cartpole")


def test_it_is_short():
    written = [line for path in (EXAMPLES / "cartpole").glob("*.py") for line in path.read_text().splitlines()]
    assert sum(bool(line.strip()) for line in written) < 100


@pytest.mark.slow
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_it_keeps_the_contract(game, check):
    check(game)


def test_every_step_is_gymnasiums(game):
    env = gymnasium.make("CartPole-v1").unwrapped
    draw, ends = np.random.default_rng(1), 0
    for course in range(40):
        rollout = Rollout(game, None, None, np.array([course], np.uint32), max_steps=500)
        env.reset(seed=0)
        for action in itertools.cycle(draw.integers(0, 2, 50).tolist()):
            env.state = tuple(rollout.state[2:, 0].astype(np.float64))
            seen, _, terminated, _, _ = env.step(action)
            env.steps_beyond_terminated = None
            rollout.advance(1, np.array([[action]], np.float32))
            assert rollout.state[2:, 0] == pytest.approx(seen, rel=1e-5, abs=1e-6)
            assert rollout.alive[0] == (not terminated)
            if terminated:
                ends += 1
                break
    assert ends == 40


def test_it_is_learnt(game):
    assert evolve(game, seed=1, generations=20).solved
