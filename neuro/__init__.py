"""neuro: a neuroevolution game-AI sandbox.

Evolve an agent, keep it, and watch it again:

    result = neuro.evolve("flappy", seed=1, generations=20)
    neuro.save(result.champion, "bird.neuro")
    episodes = neuro.replay("bird.neuro", seed=7, episodes=3)

Names are loaded on first use, so that ``import neuro`` is quick: numba alone takes longer than a short command.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from neuro.version import __version__

if TYPE_CHECKING:
    from neuro.champion import Champion
    from neuro.episodes import Episode, replay
    from neuro.errors import FileError, NeuroError, SettingError, ShapeError, UnknownNameError
    from neuro.evolution.generation import Generation
    from neuro.evolution.run import Result, evolve
    from neuro.game import Exam, Game, find_game, game_names
    from neuro.genome import Gaussian
    from neuro.network import Dense, He, Input, Network, Normal, Uniform, Xavier
    from neuro.storage.files import load, save
    from neuro.verification import Verdict, verify

_HOMES = {
    "Champion": "neuro.champion",
    "Dense": "neuro.network",
    "Episode": "neuro.episodes",
    "Exam": "neuro.game",
    "FileError": "neuro.errors",
    "Game": "neuro.game",
    "Gaussian": "neuro.genome",
    "Generation": "neuro.evolution.generation",
    "He": "neuro.network",
    "Input": "neuro.network",
    "Network": "neuro.network",
    "NeuroError": "neuro.errors",
    "Normal": "neuro.network",
    "Result": "neuro.evolution.run",
    "SettingError": "neuro.errors",
    "ShapeError": "neuro.errors",
    "Uniform": "neuro.network",
    "UnknownNameError": "neuro.errors",
    "Verdict": "neuro.verification",
    "Xavier": "neuro.network",
    "evolve": "neuro.evolution.run",
    "find_game": "neuro.game",
    "game_names": "neuro.game",
    "load": "neuro.storage.files",
    "replay": "neuro.episodes",
    "save": "neuro.storage.files",
    "verify": "neuro.verification",
}

__all__ = [
    "Champion",
    "Dense",
    "Episode",
    "Exam",
    "FileError",
    "Game",
    "Gaussian",
    "Generation",
    "He",
    "Input",
    "Network",
    "NeuroError",
    "Normal",
    "Result",
    "SettingError",
    "ShapeError",
    "Uniform",
    "UnknownNameError",
    "Verdict",
    "Xavier",
    "__version__",
    "evolve",
    "find_game",
    "game_names",
    "load",
    "replay",
    "save",
    "verify",
]


def __getattr__(name: str) -> Any:
    """A public name, loaded on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'neuro' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """All public names, loaded or not."""
    return sorted({*globals(), *__all__})
