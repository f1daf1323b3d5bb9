"""Our volley champion in another's environment: slimevolleygym (D. Ha, 2020), against the baseline that it comes with.

    pip install --no-deps slimevolleygym
    python benchmarks/volley_gym.py [CHAMPION.neuro] [EPISODES]

Published there, the mean of points won less points lost over 1,000 episodes: PPO 1.377 ± 1.133, CMA-ES 1.148 ± 1.071,
a genetic algorithm in self-play 0.353 ± 0.728, random actions -4.866 ± 0.372. The package asks for the old ``gym`` and
for OpenCV, of which a match needs nothing: empty modules stand in for both.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from neuro.paths import shipped_champion
from neuro.storage.files import load_champion

Act = Callable[[Any], Any]


def stand_in() -> None:
    """Put modules in the place of gym and cv2, with the names that the package asks for."""
    space = SimpleNamespace
    classes = {name: type(name, (), {}) for name in ("Env", "Wrapper", "RewardWrapper")}
    parts = {
        "gym": classes,
        "gym.spaces": {name: lambda *_, **__: space() for name in ("Box", "MultiBinary", "Discrete")},
        "gym.utils": {},
        "gym.utils.seeding": {"np_random": lambda seed: (np.random.RandomState(seed), seed)},
        "gym.envs": {},
        "gym.envs.registration": {"register": lambda **_: None},
        "cv2": {},
    }
    for name, members in parts.items():
        module = ModuleType(name)
        vars(module).update(members)
        sys.modules[name] = module
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, module)


def played(environment: Any, act: Act, episodes: int) -> np.ndarray[Any, Any]:
    """Points won less points lost, of each episode."""
    found = []
    for episode in range(episodes):
        environment.seed(episode)
        seen, done, total = environment.reset(), False, 0
        while not done:
            seen, reward, done, _ = environment.step(act(seen))
            total += reward
        found.append(total)
    return np.array(found)


def compared(path: str, episodes: int) -> dict[str, np.ndarray[Any, Any]]:
    """The points of random actions and of a champion in each episode; nothing where the package is not there.

    Args:
        path: The champion's file.
        episodes: Number of episodes.
    """
    stand_in()
    try:
        from slimevolleygym.slimevolley import SlimeVolleyEnv
    except ImportError:
        return {}
    network, draws = load_champion(path).network, np.random.default_rng(1)

    def ours(seen: Any) -> Any:
        return network.predict(np.asarray(seen, np.float32)[np.newaxis])[0] > 0

    def random(seen: Any) -> Any:
        return draws.integers(0, 2, 3)

    return {name: played(SlimeVolleyEnv(), act, episodes) for name, act in (("random actions", random), (path, ours))}


def main(path: str, episodes: int) -> None:
    """Play, and say what came of it."""
    told = compared(path, episodes)
    if not told:
        sys.exit("this needs the package: pip install --no-deps slimevolleygym")
    for name, found in told.items():
        won, lost = np.count_nonzero(found > 0), np.count_nonzero(found < 0)
        print(f"{name}: {found.mean():.3f} ± {found.std():.3f} over {episodes} episodes, {won} won and {lost} lost")


if __name__ == "__main__":
    given = sys.argv[1:]
    main(given[0] if given else str(shipped_champion("volley")), int(given[1]) if len(given) > 1 else 200)
