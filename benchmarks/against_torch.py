"""Training beside PyTorch, scikit-learn and careful plain NumPy, in turn: python benchmarks/against_torch.py [DIR].

DIR holds the files of MNIST; without it the images are noise, which takes the same time. What is not installed is left
out: ``pip install torch scikit-learn``. All use the same two threads, batch 128, float32 and Adam; each round is one
epoch of each, one after the other, so that whatever else the machine does hits all alike. Data are in memory before.
"""

from __future__ import annotations

import os

THREADS = 2
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, str(THREADS))

import argparse  # noqa: E402 - after the number of threads
import importlib.util  # noqa: E402 - after the number of threads
import time  # noqa: E402 - after the number of threads
import warnings  # noqa: E402 - after the number of threads
from collections.abc import Callable  # noqa: E402 - after the number of threads
from pathlib import Path  # noqa: E402 - after the number of threads

import numpy as np  # noqa: E402 - after the number of threads

from neuro import SGD, Adam, Conv2D, Dense, Flatten, Input, MaxPool2D, Network  # noqa: E402 - after the number of threads
from neuro.datasets import mnist, xor  # noqa: E402 - after the number of threads

BATCH, RATE = 128, 0.001
Epoch = Callable[[], object]


def installed(package: str) -> bool:
    """Whether a package is there."""
    return importlib.util.find_spec(package) is not None


def examples(folder: Path | None, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Images ``(n, 28, 28, 1)`` and labels ``(n,)``."""
    if folder is not None:
        data = mnist(folder)
        return data.x[:count], data.y[:count]
    rng = np.random.default_rng(1)
    return rng.random((count, 28, 28, 1), np.float32), rng.integers(0, 10, count)


def neuro_epoch(layers: list, x: np.ndarray, y: np.ndarray) -> Epoch:
    """One epoch of ours."""
    network = Network(layers, seed=1)
    network.train(x[:BATCH], y[:BATCH], optimizer=Adam(RATE), batch_size=BATCH, epochs=1, seed=1)  # compiles
    return lambda: network.train(x, y, epochs=1)


def torch_epoch(build: Callable, x: np.ndarray, y: np.ndarray) -> Epoch:
    """One epoch of PyTorch's, by the usual loop over shuffled rows of tensors."""
    import torch

    torch.set_num_threads(THREADS)
    torch.manual_seed(1)
    model, loss = build(torch.nn), torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), RATE)
    inputs, labels = torch.tensor(x), torch.tensor(y.astype(np.int64))

    def epoch() -> None:
        order = torch.randperm(len(inputs))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            optimizer.zero_grad()
            loss(model(inputs[rows]), labels[rows]).backward()
            optimizer.step()

    return epoch


def sklearn_epoch(x: np.ndarray, y: np.ndarray) -> Epoch:
    """One epoch of scikit-learn's MLPClassifier."""
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(
        (128,), batch_size=BATCH, learning_rate_init=RATE, max_iter=1, warm_start=True, random_state=1
    )

    def epoch() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(x, y)

    return epoch


def numpy_epoch(x: np.ndarray, y: np.ndarray) -> Epoch:
    """One epoch of plain NumPy, with one array for all parameters."""
    rng = np.random.default_rng(1)
    sizes = [(128, 784), (128,), (10, 128), (10,)]
    ends = np.cumsum([0, *(int(np.prod(size)) for size in sizes)])
    theta = (0.05 * rng.normal(size=ends[-1])).astype(np.float32)
    gradient, mean, square = (np.zeros_like(theta) for _ in range(3))

    def cut(vector: np.ndarray) -> list[np.ndarray]:
        return [vector[a:b].reshape(size) for a, b, size in zip(ends, ends[1:], sizes, strict=False)]

    (w1, b1, w2, b2), (g1, h1, g2, h2) = cut(theta), cut(gradient)
    step = 0

    def epoch() -> None:
        nonlocal step
        order = rng.permutation(len(x))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            inputs = x[rows]
            hidden = np.maximum(inputs @ w1.T + b1, 0)
            logits = hidden @ w2.T + b2
            shares = np.exp(logits - logits.max(axis=1, keepdims=True))
            shares /= shares.sum(axis=1, keepdims=True)
            shares[np.arange(len(rows)), y[rows]] -= 1
            shares /= len(rows)
            np.matmul(shares.T, hidden, out=g2)
            shares.sum(axis=0, out=h2)
            back = shares @ w2
            back *= hidden > 0
            np.matmul(back.T, inputs, out=g1)
            back.sum(axis=0, out=h1)
            step += 1
            mean[:] = 0.9 * mean + 0.1 * gradient
            square[:] = 0.999 * square + 0.001 * gradient**2
            scale = RATE / (1 - 0.9**step)
            theta[:] -= np.float32(scale) * mean / (np.sqrt(square / np.float32(1 - 0.999**step)) + np.float32(1e-8))

    return epoch


def dense_contest(x: np.ndarray, y: np.ndarray) -> dict[str, Epoch]:
    """784-128-10."""
    flat = x.reshape(len(x), -1)
    layers = [Input(784), Dense(128, "relu"), Dense(10, "softmax")]
    found = {"neuro": neuro_epoch(layers, flat, y), "plain NumPy": numpy_epoch(flat, y)}
    if installed("torch"):
        found["PyTorch"] = torch_epoch(
            lambda nn: nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10)), flat, y
        )
    if installed("sklearn"):
        found["scikit-learn"] = sklearn_epoch(flat, y)
    return found


def convolution_contest(x: np.ndarray, y: np.ndarray) -> dict[str, Epoch]:
    """The network of ``neuro train mnist --model conv``."""
    layers = [Input((28, 28, 1)), Conv2D(16, 5, "relu"), MaxPool2D(2), Conv2D(32, 5, "relu"), MaxPool2D(2)]
    found = {"neuro": neuro_epoch([*layers, Flatten(), Dense(10, "softmax")], x, y)}
    if installed("torch"):

        def build(nn: object) -> object:
            first, second = nn.Conv2d(1, 16, 5), nn.Conv2d(16, 32, 5)
            pool, ends = nn.MaxPool2d(2), [nn.Flatten(), nn.Linear(512, 10)]
            return nn.Sequential(first, nn.ReLU(), pool, second, nn.ReLU(), pool, *ends)

        found["PyTorch"] = torch_epoch(build, np.ascontiguousarray(np.moveaxis(x, -1, 1)), y)
    return found


def xor_contest() -> dict[str, Epoch]:
    """XOR 2-4-1, 5,000 epochs of four samples one at a time."""
    data = xor()
    layers = [Input(2), Dense(4, "sigmoid"), Dense(1)]

    def ours() -> None:
        Network(layers, seed=1).train(data.x, data.y, loss="mse", optimizer=SGD(0.1), epochs=5000, batch_size=1, seed=1)

    ours()
    found: dict[str, Epoch] = {"neuro": ours}
    if installed("torch"):
        found["PyTorch (500 of the 5,000)"] = _torch_xor(data.x, data.y)
    return found


def _torch_xor(x: np.ndarray, y: np.ndarray) -> Epoch:
    import torch

    nn = torch.nn
    model = nn.Sequential(nn.Linear(2, 4), nn.Sigmoid(), nn.Linear(4, 1))
    optimizer, loss = torch.optim.SGD(model.parameters(), 0.1), nn.MSELoss()
    inputs, targets = torch.tensor(x), torch.tensor(y)

    def run() -> None:
        for _ in range(500):
            for k in torch.randperm(4):
                optimizer.zero_grad()
                loss(model(inputs[k]), targets[k]).backward()
                optimizer.step()

    return run


def compare(title: str, contest: dict[str, Epoch], rounds: int) -> None:
    """Run all in turn; print the best and the median of each, and how many times ours that is."""
    seconds: dict[str, list[float]] = {name: [] for name in contest}
    for _ in range(rounds):
        for name, epoch in contest.items():
            begun = time.perf_counter()
            epoch()
            seconds[name].append(time.perf_counter() - begun)
    print(title)
    ours = float(np.median(seconds["neuro"]))
    for name, found in seconds.items():
        median = float(np.median(found))
        print(f"  {name:28} best {min(found):8.4f} s   median {median:8.4f} s   {median / ours:6.2f} × ours")


def main() -> None:
    """Read the arguments and run all three."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--images", type=int, default=60_000)
    given = parser.parse_args()
    x, y = examples(given.folder, given.images)
    compare("XOR 2-4-1, 5,000 epochs one sample at a time", xor_contest(), given.rounds)
    compare(f"784-128-10, one epoch of {len(x):,} images", dense_contest(x, y), given.rounds)
    some = max(BATCH, len(x) // 10)
    compare(f"16-32 convolution, {some:,} images", convolution_contest(x[:some], y[:some]), given.rounds)


if __name__ == "__main__":
    main()
