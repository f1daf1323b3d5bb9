"""Recipes of `neuro train`: each data set with the network, the loss and the optimizer that suit it."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from neuro.cli.training_options import TrainingOptions
from neuro.datasets import DataSet, digits, mnist, table, xor
from neuro.errors import SettingError
from neuro.network import Conv2D, Dense, Flatten, Input, Layer, MaxPool2D, Network
from neuro.network.training import Constant, Cosine, Optimizer, optimizer_named
from neuro.random import random_seed
from neuro.storage.network_messages import check_layers

__all__ = ["Recipe", "TrainingPlan", "recipe_named"]

_NUMBERS = ("mse", "mae", "huber")  # losses of regression
_FEW = 256  # pixels, below which drawings lose much
_FLOOR = 0.05  # of the learning rate, when all epochs are over


@dataclass(frozen=True)
class TrainingPlan:
    """What is trained, and how.

    Attributes:
        network: The network, with its first weights.
        loss: Name of the loss.
        optimizer: The optimizer.
        epochs: Number of epochs.
        batch_size: Examples of a step.
        seed: Seed of the order of examples.
        asked: What of these was asked for, rather than the data set's own.
    """

    network: Network
    loss: str
    optimizer: Optimizer
    epochs: int
    batch_size: int
    seed: int
    asked: frozenset[str]


@dataclass(frozen=True)
class Recipe:
    """A data set and how it is usually learnt.

    Attributes:
        data: The examples.
        hidden: Sizes of the layers between.
        activation: Activation of the hidden layers between input and output.
        optimizer: The usual one.
        rate: The learning rate.
        epochs: Usual number of epochs.
        batch_size: Examples of a step.
        surface: Whether there is a decision surface to be shown.
        has_test: Whether there are examples to be tested on.
        falls: Whether the learning rate falls to a twentieth of itself in the course of all epochs.
        convolutional: The layers of ``--model conv`` between.
    """

    data: DataSet
    hidden: tuple[int, ...]
    activation: str = "relu"
    optimizer: str = "adam"
    rate: float = 0.002
    epochs: int = 10
    batch_size: int = 32
    surface: bool = False
    has_test: bool = True
    falls: bool = True
    convolutional: tuple[Layer, ...] = field(default=())

    def plan(self, model: str, learning: TrainingOptions) -> TrainingPlan:
        """What is trained, and how, with what was asked for in the place of what is usual.

        Raises:
            NeuroError: If something is unknown, or does not fit the data.
        """
        seed = random_seed() if learning.seed is None else learning.seed
        loss = learning.loss or self._usual_loss()
        layers = self._layers(model, learning, loss)
        check_layers(layers)
        network = Network(layers, seed=seed, scaling=self.data.scaling)
        network.columns = self.data.columns
        name, epochs = learning.optimizer or self.optimizer, learning.epochs or self.epochs
        schedule = Cosine(epochs, _FLOOR) if self.falls else Constant()
        usual = {} if learning.optimizer else {"learning_rate": self.rate}
        rate = usual if learning.lr is None else {"learning_rate": learning.lr}
        asked = {name for name in ("loss", "batch_size", "seed") if getattr(learning, name) is not None}
        return TrainingPlan(
            network=network,
            loss=loss,
            optimizer=replace(optimizer_named(name), schedule=schedule, **rate),
            epochs=epochs,
            batch_size=learning.batch_size or (min(64, self.batch_size) if model == "conv" else self.batch_size),
            seed=seed,
            asked=frozenset(asked | ({"optimizer"} if learning.optimizer or learning.lr is not None else set())),
        )

    def _usual_loss(self) -> str:
        if self.data.classes:
            return "cross-entropy"
        return "binary-cross-entropy" if self.surface else "mse"

    def _layers(self, model: str, learning: TrainingOptions, loss: str) -> list[Layer]:
        usual = "softmax" if self.data.classes else "identity"
        last = {"binary-cross-entropy": "sigmoid", "perceptron": "identity"}.get(loss, usual)
        activation = learning.activation or self.activation
        if model == "conv":
            return self._convolutional(learning, last)
        sizes = self._sizes(learning.layers)
        dense = [Dense(size, activation) for size in sizes[1:-1]]
        return [Input(sizes[0]), *dense, Dense(sizes[-1], last)]

    def _convolutional(self, learning: TrainingOptions, last: str) -> list[Layer]:
        if not self.convolutional:
            raise SettingError(f"--model conv is for images, which {self.data.name} are not; use --model mlp")
        if learning.layers or learning.activation:
            raise SettingError("--layers and --activation are for --model mlp; conv has layers of its own")
        return [Input(self.data.shape), *self.convolutional, Dense(self.data.outputs, last)]

    def _sizes(self, asked: str | None) -> list[int]:
        first, last = self.flat_inputs, self.data.outputs
        if asked is None:
            return [first, *self.hidden, last]
        if not re.fullmatch(r"\d{1,18}(-\d{1,18})*", asked, re.ASCII):
            raise SettingError(f"--layers takes sizes such as {first}-16-{last}, not {asked!r:.60}")
        sizes = [int(size) for size in asked.split("-")]
        if len(sizes) < 2 or (sizes[0], sizes[-1]) != (first, last) or min(sizes) < 1:
            raise SettingError(
                f"--layers {asked} does not fit {self.data.name}, which has {first} inputs and {last} outputs: write "
                f"for example {first}-16-{last}"
            )
        return sizes

    @property
    def flat_inputs(self) -> int:
        """Numbers of one sample."""
        return int(self.data.x[0].size)

    def shaped(self, network: Network, loss: str) -> DataSet:
        """The data in the form that a network and a loss take: most losses need a number for each class."""
        shape, data = network.shapes[0], self.data
        x, test_x = (values.reshape(-1, *shape) for values in (data.x, data.test_x))
        y, test_y = data.y, data.test_y
        if data.classes and loss != "cross-entropy":
            one_hot = np.eye(len(data.classes), dtype=np.float32)
            y, test_y = one_hot[y], one_hot[test_y]
        return replace(data, x=x, test_x=test_x, y=y, test_y=test_y)

    def hints(self, path: Path) -> list[str]:
        """What can be done with the file."""
        file = shlex.quote(str(path))
        if self.surface:
            return [f"Go's format: neuro export {file} xor.gone"]
        if self.data.columns is None:
            few = ["  (of 64 pixels it reads most drawings; `neuro guess` alone begins with one that hardly errs)"]
            return [f"Draw a digit: neuro guess {file}", *(few if self.data.x[0].size < _FEW else [])]
        target = self.data.columns.target
        told = [f"Other lines of such a table: neuro predict {file} --csv FILE"]
        if target.words and all(word.lstrip("-").replace(".", "").isdigit() for word in target.words):
            told.append(f"{target.name} was learnt as {len(target.words)} classes; as a number: --task regression")
        return told


def recipe_named(
    name: str,
    file: Path | None,
    folder: Path | None,
    target: str | None,
    loss: str | None,
    *,
    task: str | None = None,
    fill: bool = False,
) -> Recipe:
    """The lesson of that name.

    Args:
        name: "xor", "digits", "mnist" or "csv".
        file: The table, for csv.
        folder: The files of MNIST.
        target: The table's column to be predicted.
        loss: The loss that was asked for; one of numbers makes a table's task regression.
        task: A table's task: "regression", "classification", or the one that the loss and the target suggest when None.
        fill: Whether a table's missing inputs are filled in.

    Raises:
        SettingError: If something is missing or too much.
        FileError: If a file is not what it should be.
    """
    if name == "csv":
        if file is None or target is None:
            raise SettingError("csv needs a table and its column to predict: neuro train csv FILE --target COLUMN")
        if task == "regression" and loss not in (None, *_NUMBERS):
            raise SettingError(f"--loss {loss} is for classes; --task regression takes {', '.join(_NUMBERS)}")
        regression = task == "regression" if task else (loss in _NUMBERS if loss else None)
        return Recipe(table(file, target, regression=regression, fill=fill), (16,), epochs=100, rate=0.005)
    extra: dict[str, Any] = {"file": file, "--target": target, "--task": task, "--fill-missing": fill or None}
    extra |= {} if name == "mnist" else {"--data": folder}
    for what, given in extra.items():
        if given is not None:
            raise SettingError(
                f"{name} takes no {what}; that is for `neuro train {'mnist' if 'data' in what else 'csv'}`"
            )
    if name == "mnist":
        if folder is None:
            raise SettingError("mnist needs its files: neuro train mnist --data FOLDER; nothing is downloaded")
        return Recipe(mnist(folder), (128,), epochs=5, batch_size=128, convolutional=_for_28_pixels())
    if name == "digits":
        return Recipe(digits(), (64,), epochs=40, rate=0.003, convolutional=_for_8_pixels())
    return Recipe(
        xor(), (4,), "sigmoid", rate=0.05, epochs=2000, batch_size=1, surface=True, has_test=False, falls=False
    )


def _for_28_pixels() -> tuple[Layer, ...]:
    return (Conv2D(16, 5, "relu"), MaxPool2D(2), Conv2D(32, 5, "relu"), MaxPool2D(2), Flatten())


def _for_8_pixels() -> tuple[Layer, ...]:
    return (Conv2D(16, 3, "relu", padding="same"), MaxPool2D(2), Flatten())
