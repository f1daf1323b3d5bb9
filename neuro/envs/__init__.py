"""Games as environments: Gymnasium, single and vector, PettingZoo, and Stable-Baselines3's vector.

Importing this package registers every installed game, for example ``flappy`` as ``neuro/Flappy-v0``:

    import gymnasium, neuro.envs

    env = gymnasium.make("neuro/Flappy-v0", render_mode="rgb_array", level="storm")
    envs = gymnasium.make_vec("neuro/Flappy-v0", num_envs=1024)

Versions follow the rules: version 1 of a game's rules is ``-v0``. A step's reward is the points that it brought, less
one for dying; winning, where a game can be won, costs nothing. All environments call the rules' one compiled form;
there is no second copy of them.
"""

from __future__ import annotations

from neuro.errors import NeuroError

try:
    import gymnasium  # noqa: F401 - only to say in a sentence that it is missing
except ModuleNotFoundError as error:
    if error.name != "gymnasium":
        raise
    raise NeuroError("environments need Gymnasium: pip install 'neuro-sandbox[gym]'") from error

from neuro.envs.registration import env_id, register_games
from neuro.envs.single import GameEnv
from neuro.envs.vector import GameVectorEnv

__all__ = ["GameEnv", "GameVectorEnv", "env_id", "register_games"]

register_games()
