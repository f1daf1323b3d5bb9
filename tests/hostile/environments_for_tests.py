"""Environments that do what they must not, registered with Gymnasium under ``hostile/``."""

import gymnasium
import numpy as np
from gymnasium import spaces

BOX = spaces.Box(-1, 1, (2,), np.float32)


class Fine(gymnasium.Env):
    """What an environment should be."""

    metadata = {"render_modes": ["rgb_array"], "render_fps": 30}  # noqa: RUF012 - as Gymnasium has it
    observation_space = BOX
    action_space = spaces.Discrete(2)
    seen = np.zeros(2, np.float32)
    reward = 1.0

    def __init__(self, render_mode=None, picture=None, fault=None):
        self.render_mode, self.picture, self.fault, self.left = render_mode, picture, fault, 0
        self.fail("make")

    def fail(self, where):
        """Raise what is asked for."""
        if self.fault is not None and self.fault[0] == where:
            raise self.fault[1]("bad \x1b[2J luck")

    def reset(self, *, seed=None, options=None):
        """Begin."""
        super().reset(seed=seed)
        self.fail("reset")
        self.left = 5
        return self.seen, {}

    def step(self, action):
        """Go on."""
        self.fail("step")
        self.left -= 1
        return self.seen, self.reward, self.left == 0, False, {}

    def render(self):
        """A picture."""
        return np.zeros(self.picture, np.uint8) if self.picture else None


def like(**what):
    """An environment that differs in some attributes."""
    return type("Hostile", (Fine,), what)


def four(self, _):
    """What environments gave before truncation was told."""
    return self.seen, 1.0, True, {}


def leaves(*_):
    """The end of the process, if nobody minds."""
    raise SystemExit(3)


def seedless(self):
    """A reset without a seed."""
    return self.seen, {}


def old(self, **_):
    """A reset that tells nothing besides."""
    return self.seen


ENVIRONMENTS = {
    "Fine": Fine,
    "NanSeen": like(seen=np.array([np.nan, 0], np.float32)),
    "InfSeen": like(seen=np.array([np.inf, 0], np.float32)),
    "NanReward": like(reward=float("nan")),
    "InfReward": like(reward=float("inf")),
    "NoReward": like(reward=None),
    "WordReward": like(reward="much"),
    "WrongShape": like(seen=np.zeros(3, np.float32)),
    "NothingSeen": like(seen=None),
    "OutOfChoice": like(observation_space=spaces.Discrete(3), seen=7),
    "FourTuple": like(step=four),
    "NoSeed": like(reset=seedless),
    "OldReset": like(reset=old),
    "Exits": like(step=leaves),
    "Tuples": like(observation_space=spaces.Tuple((BOX, BOX))),
    "Words": like(observation_space=spaces.Text(5)),
    "Dicts": like(observation_space=spaces.Dict({"a": BOX})),
    "ManyChoices": like(action_space=spaces.MultiDiscrete([2, 3])),
    "Unbounded": like(action_space=spaces.Box(-np.inf, np.inf, (1,))),
    "Bits": like(observation_space=spaces.MultiBinary(2), seen=np.ones(2, np.int8), action_space=spaces.MultiBinary(3)),
    "Chosen": like(observation_space=spaces.Discrete(3, start=5), seen=7),
    "Picture": like(
        observation_space=spaces.Box(0, 255, (6, 7, 3), np.uint8),
        seen=np.full((6, 7, 3), 200, np.uint8),
        action_space=spaces.Box(-2, 2, (2, 2)),
    ),
}


def register():
    """Register them all, once."""
    for name, kind in ENVIRONMENTS.items():
        if f"hostile/{name}-v0" not in gymnasium.registry:
            gymnasium.register(f"hostile/{name}-v0", entry_point=kind)


register()
