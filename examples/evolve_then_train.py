"""Evolve a network that reads two digits, then fine-tune it by backprop.

Run it as ``python examples/evolve_then_train.py``.

The same network, the same file format, two ways to learn. Evolution needs no gradient and finds its way from anywhere;
backprop, from where evolution has come to, is quick and exact.
"""

from __future__ import annotations

import numpy as np

import neuro
from neuro import Adam, Dense, Input
from neuro.datasets import digits


def main() -> None:
    """Evolve on 200 images of 3 and 8, then train on all of them."""
    data = digits()
    keep, keep_test = np.isin(data.y, (3, 8)), np.isin(data.test_y, (3, 8))
    x, y = data.x[keep].reshape(-1, 64), (data.y[keep] == 8).astype(int)
    test_x, test_y = data.test_x[keep_test].reshape(-1, 64), (data.test_y[keep_test] == 8).astype(int)

    layers = [Input(64), Dense(8, "tanh"), Dense(2, "softmax")]
    task = neuro.Supervised(layers, x[:200], y[:200], loss="cross-entropy", goal=0.25)
    evolved = neuro.evolve(task, seed=1, population=100, generations=300)
    network = evolved.network
    print(f"after {len(evolved.history)} generations: {network.evaluate(test_x, test_y).accuracy:.2%} on unseen images")

    history = network.train(x, y, optimizer=Adam(0.005), epochs=30, seed=1)
    print(f"after {len(history)} epochs of backprop: {network.evaluate(test_x, test_y).accuracy:.2%}")


if __name__ == "__main__":
    main()
