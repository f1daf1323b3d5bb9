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
    from neuro.errors import FileError, NeuroError, SettingError, ShapeError, UnknownNameError
    from neuro.evolution.generation import Generation
    from neuro.evolution.reporters import Reporter
    from neuro.evolution.run import Result, evolve
    from neuro.evolution.supervised import Supervised
    from neuro.exact_replay import Episode, replay
    from neuro.game import Exam, Game, find_game, game_names
    from neuro.game_trial import try_game
    from neuro.network import Dense, He, Input, Network, Normal, Scaling, Uniform, Xavier
    from neuro.network.layers import (
        AveragePool1D,
        AveragePool2D,
        AveragePool3D,
        Conv1D,
        Conv2D,
        Conv3D,
        Dropout,
        Flatten,
        LayerNorm,
        MaxPool1D,
        MaxPool2D,
        MaxPool3D,
    )
    from neuro.network.presets import linear_regression, logistic_regression, perceptron
    from neuro.network.training import (
        SGD,
        Adam,
        AdamW,
        BinaryCrossEntropy,
        Callback,
        Constant,
        Cosine,
        CrossEntropy,
        EarlyStopping,
        History,
        Huber,
        KeepBest,
        MeanAbsoluteError,
        MeanSquaredError,
        Momentum,
        Nesterov,
        ProgressBar,
        RMSprop,
        Step,
        WarmUp,
    )
    from neuro.operators import Gaussian
    from neuro.storage.checkpoint_callback import Checkpoint
    from neuro.storage.files import load, save
    from neuro.storage.recorder import Recorder
    from neuro.storage.resuming import resume
    from neuro.verification import Verdict, verify

_HOMES = {
    "SGD": "neuro.network.training",
    "Adam": "neuro.network.training",
    "AdamW": "neuro.network.training",
    "AveragePool1D": "neuro.network.layers",
    "AveragePool2D": "neuro.network.layers",
    "AveragePool3D": "neuro.network.layers",
    "BinaryCrossEntropy": "neuro.network.training",
    "Callback": "neuro.network.training",
    "Champion": "neuro.champion",
    "Checkpoint": "neuro.storage.checkpoint_callback",
    "Constant": "neuro.network.training",
    "Conv1D": "neuro.network.layers",
    "Conv2D": "neuro.network.layers",
    "Conv3D": "neuro.network.layers",
    "Cosine": "neuro.network.training",
    "CrossEntropy": "neuro.network.training",
    "Dense": "neuro.network",
    "Dropout": "neuro.network.layers",
    "EarlyStopping": "neuro.network.training",
    "Episode": "neuro.exact_replay",
    "Exam": "neuro.game",
    "FileError": "neuro.errors",
    "Flatten": "neuro.network.layers",
    "Game": "neuro.game",
    "Gaussian": "neuro.operators",
    "Generation": "neuro.evolution.generation",
    "He": "neuro.network",
    "History": "neuro.network.training",
    "Huber": "neuro.network.training",
    "Input": "neuro.network",
    "KeepBest": "neuro.network.training",
    "LayerNorm": "neuro.network.layers",
    "MaxPool1D": "neuro.network.layers",
    "MaxPool2D": "neuro.network.layers",
    "MaxPool3D": "neuro.network.layers",
    "MeanAbsoluteError": "neuro.network.training",
    "MeanSquaredError": "neuro.network.training",
    "Momentum": "neuro.network.training",
    "Nesterov": "neuro.network.training",
    "Network": "neuro.network",
    "NeuroError": "neuro.errors",
    "Normal": "neuro.network",
    "ProgressBar": "neuro.network.training",
    "RMSprop": "neuro.network.training",
    "Recorder": "neuro.storage.recorder",
    "Reporter": "neuro.evolution.reporters",
    "Result": "neuro.evolution.run",
    "Scaling": "neuro.network",
    "SettingError": "neuro.errors",
    "ShapeError": "neuro.errors",
    "Step": "neuro.network.training",
    "Supervised": "neuro.evolution.supervised",
    "Uniform": "neuro.network",
    "UnknownNameError": "neuro.errors",
    "Verdict": "neuro.verification",
    "WarmUp": "neuro.network.training",
    "Xavier": "neuro.network",
    "evolve": "neuro.evolution.run",
    "find_game": "neuro.game",
    "game_names": "neuro.game",
    "linear_regression": "neuro.network.presets",
    "load": "neuro.storage.files",
    "logistic_regression": "neuro.network.presets",
    "perceptron": "neuro.network.presets",
    "replay": "neuro.exact_replay",
    "resume": "neuro.storage.resuming",
    "save": "neuro.storage.files",
    "try_game": "neuro.game_trial",
    "verify": "neuro.verification",
}

__all__ = [
    "SGD",
    "Adam",
    "AdamW",
    "AveragePool1D",
    "AveragePool2D",
    "AveragePool3D",
    "BinaryCrossEntropy",
    "Callback",
    "Champion",
    "Checkpoint",
    "Constant",
    "Conv1D",
    "Conv2D",
    "Conv3D",
    "Cosine",
    "CrossEntropy",
    "Dense",
    "Dropout",
    "EarlyStopping",
    "Episode",
    "Exam",
    "FileError",
    "Flatten",
    "Game",
    "Gaussian",
    "Generation",
    "He",
    "History",
    "Huber",
    "Input",
    "KeepBest",
    "LayerNorm",
    "MaxPool1D",
    "MaxPool2D",
    "MaxPool3D",
    "MeanAbsoluteError",
    "MeanSquaredError",
    "Momentum",
    "Nesterov",
    "Network",
    "NeuroError",
    "Normal",
    "ProgressBar",
    "RMSprop",
    "Recorder",
    "Reporter",
    "Result",
    "Scaling",
    "SettingError",
    "ShapeError",
    "Step",
    "Supervised",
    "Uniform",
    "UnknownNameError",
    "Verdict",
    "WarmUp",
    "Xavier",
    "__version__",
    "evolve",
    "find_game",
    "game_names",
    "linear_regression",
    "load",
    "logistic_regression",
    "perceptron",
    "replay",
    "resume",
    "save",
    "try_game",
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
