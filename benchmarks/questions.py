"""Experiments for the questions of the Go library's author: ``python benchmarks/questions.py [NAME ...] [--seeds 5]``.

``docs/questions.md`` asks them, and has the tables that this prints.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import neuro
from neuro import Conv2D, Conv3D, Dense, Flatten, Input, MaxPool2D, Network
from neuro.datasets import digits
from neuro.network import Layer

_EPOCHS, _FRAMES, _SIDE = 30, 4, 8


def _learnt(layers: Sequence[Layer], seed: int, x: Any, y: Any) -> Network:
    network = Network(layers, seed=seed)
    network.train(x, y, loss="cross-entropy", optimizer=neuro.Adam(0.003), epochs=_EPOCHS, batch_size=32, seed=seed)
    return network


def _moved(images: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each picture a point to the right and a point down."""
    moved = np.zeros_like(images)
    moved[:, 1:, 1:] = images[:, :-1, :-1]
    return moved


def _row(name: str, network: Network, accuracies: Sequence[Sequence[float]]) -> None:
    means = "  ".join(f"{statistics.mean(column):7.1%}" for column in zip(*accuracies, strict=True))
    print(f"{name:32} {network.genome.size:7,} numbers  {means}", flush=True)


def convolution(seeds: Sequence[int]) -> None:
    """A convolution beside a plain weight matrix, and one filter beside several: digits as they are, and moved."""
    data = digits()
    print("digits of 8 × 8: accuracy on unseen ones, and on the same moved by a point")
    choices: dict[str, tuple[Layer, ...]] = {
        "a weight for each point, 16 nodes": (Flatten(), Dense(16, "relu")),
        **{f"convolution, {k} filters of 3 × 3": (Conv2D(k, 3, "relu"), Flatten()) for k in (1, 2, 4, 8)},
        "two of 16, the largest of each": (Conv2D(16, 3, "relu"), Conv2D(16, 3, "relu"), MaxPool2D(4), Flatten()),
    }
    for name, middle in choices.items():
        layers, found = [Input((8, 8, 1)), *middle, Dense(10, "softmax")], []
        for seed in seeds:
            network = _learnt(layers, seed, data.x, data.y)
            found.append([network.evaluate(x, data.test_y).accuracy for x in (data.test_x, _moved(data.test_x))])
        _row(name, network, found)


def depth(seeds: Sequence[int]) -> None:
    """Networks of none to four hidden layers."""
    data = digits()
    print("digits of 8 × 8: accuracy on unseen ones")
    for count in range(5):
        hidden = [Dense(24, "relu") for _ in range(count)]
        layers = [Input((8, 8, 1)), Flatten(), *hidden, Dense(10, "softmax")]
        found = []
        for seed in seeds:
            network = _learnt(layers, seed, data.x, data.y)
            found.append([network.evaluate(data.test_x, data.test_y).accuracy])
        _row(f"{count} hidden layers of 24", network, found)


def films(count: int, seed: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Films of a spot that moves left or right, ``(count, frames, side, side, 1)``, and which of the two it did."""
    rng = np.random.default_rng(seed)
    right, row = rng.integers(0, 2, count), rng.integers(0, _SIDE, count)
    column = rng.integers(0, _SIDE, count)
    x = np.zeros((count, _FRAMES, _SIDE, _SIDE, 1), np.float32)
    for frame in range(_FRAMES):
        at = (column + np.where(right == 1, frame, -frame)) % _SIDE
        x[np.arange(count), frame, row, at, 0] = 1
    x += rng.normal(0, 0.1, x.shape).astype(np.float32)
    return x, right


def video(seeds: Sequence[int]) -> None:
    """Which way does the spot go? One picture, pictures as channels, and a convolution over time as well."""
    x, y = films(400, 1)
    test_x, test_y = films(1000, 2)
    print(f"films of {_FRAMES} pictures of {_SIDE} × {_SIDE}, 400 to learn from: accuracy on 1,000 unseen ones")

    def last(films: NDArray[np.float32]) -> NDArray[np.float32]:
        return films[:, -1]

    def channels(films: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.ascontiguousarray(np.moveaxis(films[..., 0], 1, -1))

    def whole(films: NDArray[np.float32]) -> NDArray[np.float32]:
        return films

    ways: dict[str, tuple[Callable[[NDArray[np.float32]], NDArray[np.float32]], Layer]] = {
        "Conv2D, the last picture": (last, Conv2D(4, 3, "relu")),
        "Conv2D, pictures as channels": (channels, Conv2D(4, 3, "relu")),
        "Conv3D, over time as well": (whole, Conv3D(4, 3, "relu")),
    }
    for name, (seen, layer) in ways.items():
        layers, found = [Input(seen(x[:1]).shape[1:]), layer, Flatten(), Dense(2, "softmax")], []
        for seed in seeds:
            network = _learnt(layers, seed, seen(x), y)
            found.append([network.evaluate(seen(test_x), test_y).accuracy])
        _row(name, network, found)


_LARGE, _WIDE, _BATCH = 200_000, 784, 128


def _train_from_file(path: str, whole: bool, told: Any) -> None:
    """Train on a file of examples, held as a whole or read batch by batch; tells the peak of the memory in bytes."""
    stored = np.load(path, mmap_mode=None if whole else "r")
    labels = (np.arange(_LARGE) % 10).astype(np.int64)

    def batches() -> Iterator[tuple[NDArray[np.float32], NDArray[np.int64]]]:
        with open(path, "rb") as file:
            file.seek(stored.offset)  # read, not mapped: pages of a map would count as memory
            for first in range(0, _LARGE, _BATCH):
                part = np.fromfile(file, np.float32, _BATCH * _WIDE).reshape(-1, _WIDE)
                yield part, labels[first : first + len(part)]

    network = Network([Input(_WIDE), Dense(32, "relu"), Dense(10, "softmax")], seed=1)
    settings: dict[str, Any] = {"epochs": 1, "loss": "cross-entropy", "optimizer": "sgd"}
    if whole:
        network.train(stored, labels, batch_size=_BATCH, shuffle=False, **settings)
    else:
        network.train(batches, **settings)
    told.put((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, network.genome.tobytes()))


def _write_examples(path: Path) -> None:
    rng, header = np.random.default_rng(1), {"descr": "<f4", "fortran_order": False, "shape": (_LARGE, _WIDE)}
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, header)
        for _ in range(0, _LARGE, 1000):
            file.write(rng.random((1000, _WIDE), np.float32).data)


def stream(seeds: Sequence[int]) -> None:
    """Examples that do not fit: the memory that training takes from a file, as a whole and batch by batch."""
    context, found = multiprocessing.get_context("spawn"), {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "examples.npy"
        _write_examples(path)
        print(f"{_LARGE:,} examples of {_WIDE} numbers, {path.stat().st_size / 1e6:,.0f} MB: the most memory in use")
        for name, whole in (("as a whole", True), ("batch by batch", False)):
            told = context.Queue()
            worker = context.Process(target=_train_from_file, args=(str(path), whole, told))
            worker.start()
            memory, found[name] = told.get()
            worker.join()
            print(f"{name:32} {memory / 1e6:7,.0f} MB", flush=True)
    print("the same bits:", len(set(found.values())) == 1)


QUESTIONS = {one.__name__: one for one in (convolution, depth, video, stream)}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(QUESTIONS)}; all when not given")
    parser.add_argument("--seeds", type=int, default=5)
    asked = parser.parse_args()
    for chosen in asked.names or QUESTIONS:
        QUESTIONS[chosen](range(1, asked.seeds + 1))
