"""flappy-bird-gymnasium: one bird in an environment, as reinforcement learning has it, beside ours of that kind."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import flappy_bird_gymnasium  # registers its environment
import gymnasium

import neuro.envs  # registers ours

from .contest import PLAYING, Contest, Work

PACKAGE = "flappy-bird-gymnasium"
_STEPS = 2000
_REGISTERED = flappy_bird_gymnasium, neuro.envs


def stepping(name: str, **how: object) -> Work:
    """Steps of one environment, a flap every twentieth; whoever dies begins again."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        env = gymnasium.make(name, disable_env_checker=True, **how)
    env.reset(seed=1)

    def work() -> float:
        for step in range(_STEPS):
            if any(env.step(int(step % 20 == 0))[2:4]):
                env.reset()
        return float(_STEPS)

    return work


def contests() -> Iterator[Contest]:
    """One environment beside one environment."""
    theirs = stepping("FlappyBird-v0", use_lidar=False)
    yield Contest(PLAYING, "one environment, no network, no picture", theirs, stepping("neuro/Flappy-v0"))
