"""Training by backpropagation: losses, optimizers, schedules, callbacks, and the loop.

``Network.train`` is the door. Small dense networks are trained by one compiled loop (``fused``); all others batch by
batch, with a library's matrix products and compiled kernels for the rest. An epoch allocates nothing that grows with
the data.
"""

from neuro.network.training.callbacks import MONITORED, Callback, EarlyStopping, KeepBest, ProgressBar
from neuro.network.training.loss_history import Epoch, History, Score
from neuro.network.training.losses import (
    LOSSES,
    BinaryCrossEntropy,
    CrossEntropy,
    Huber,
    Loss,
    MeanAbsoluteError,
    MeanSquaredError,
    Perceptron,
    loss_named,
)
from neuro.network.training.optimizers import (
    OPTIMIZERS,
    SGD,
    Adam,
    AdamW,
    Momentum,
    Nesterov,
    Optimizer,
    RMSprop,
    optimizer_named,
)
from neuro.network.training.schedules import SCHEDULES, Constant, Cosine, Schedule, Step, WarmUp
from neuro.network.training.trainer import Trainer, evaluate, train
from neuro.network.training.training_state import BestEpoch, TrainingState

__all__ = [
    "LOSSES",
    "MONITORED",
    "OPTIMIZERS",
    "SCHEDULES",
    "SGD",
    "Adam",
    "AdamW",
    "BestEpoch",
    "BinaryCrossEntropy",
    "Callback",
    "Constant",
    "Cosine",
    "CrossEntropy",
    "EarlyStopping",
    "Epoch",
    "History",
    "Huber",
    "KeepBest",
    "Loss",
    "MeanAbsoluteError",
    "MeanSquaredError",
    "Momentum",
    "Nesterov",
    "Optimizer",
    "Perceptron",
    "ProgressBar",
    "RMSprop",
    "Schedule",
    "Score",
    "Step",
    "Trainer",
    "TrainingState",
    "WarmUp",
    "evaluate",
    "loss_named",
    "optimizer_named",
    "train",
]
