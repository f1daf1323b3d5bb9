"""XOR, learnt from its gradient and by evolution, by the same network: ``python examples/xor_both_ways.py``."""

from __future__ import annotations

import numpy as np

import neuro
from neuro import Adam, Dense, Input

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
Y = np.array([[0], [1], [1], [0]], np.float32)
LAYERS = [Input(2), Dense(4, "tanh"), Dense(1, "sigmoid")]


def main() -> None:
    """Print what both say to the four cases."""
    trained = neuro.Network(LAYERS, seed=1)
    trained.train(X, Y, loss="binary-cross-entropy", optimizer=Adam(0.05), epochs=500)
    print("gradients:", trained.predict(X).ravel().round(2))

    evolved = neuro.evolve(neuro.Supervised(LAYERS, X, Y), seed=1, population=100)
    print("evolution:", evolved.network.predict(X).ravel().round(2), f"after {len(evolved.history)} generations")


if __name__ == "__main__":
    main()
