import numpy as np
import pytest

sb3 = pytest.importorskip("stable_baselines3")


def test_an_algorithm_learns_on_the_adapter():
    from neuro.envs.sb3 import GameVecEnv

    envs = GameVecEnv("flappy", 16)
    sb3.PPO("MlpPolicy", envs, n_steps=16, batch_size=64).learn(512)


def test_episodes_that_end_tell_their_last_observation():
    from neuro.envs.sb3 import GameVecEnv

    envs = GameVecEnv("flappy", 3)
    envs.seed(4)
    envs.reset()
    for _ in range(60):
        _, _, ended, infos = envs.step(np.zeros(3, int))
        for agent in np.flatnonzero(ended):
            assert infos[agent]["terminal_observation"].shape == (5,)
            return
    pytest.fail("nobody fell")
