"""Learn to read digits with a convolution, and look at the mistakes: ``python examples/digits.py``."""

from __future__ import annotations

import neuro
from neuro import Adam, Conv2D, Dense, Flatten, Input
from neuro.datasets import digits


def main() -> None:
    """Train for some epochs on the digits that ship with neuro."""
    data = digits()
    network = neuro.Network([Input((8, 8, 1)), Conv2D(8, 3, "relu"), Flatten(), Dense(10, "softmax")], seed=1)
    network.train(data.x, data.y, loss="cross-entropy", optimizer=Adam(0.005), epochs=10, batch_size=32, seed=1)
    print(f"{network.evaluate(data.test_x, data.test_y).accuracy:.1%} of {len(data.test_y)} unseen digits are right")

    said = network.predict(data.test_x).argmax(axis=1)
    wrong = (said != data.test_y).nonzero()[0][:3]
    for k in wrong:
        print(f"this is a {data.test_y[k]}, and the network said {said[k]}:")
        print("\n".join("".join(" .:*#"[round(float(ink) * 4)] * 2 for ink in row) for row in data.test_x[k, ..., 0]))


if __name__ == "__main__":
    main()
