"""Write a network as the Go library gone does, and read it again: ``python examples/gone_files.py``."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

import neuro


def main() -> None:
    """What either program writes, the other one reads."""
    network = neuro.Network([neuro.Input(2), neuro.Dense(4, "sigmoid"), neuro.Dense(1, "sigmoid")], seed=1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "xor.gone"
        neuro.save(network, path)
        again = neuro.load(path)
    x = np.array([[0, 1], [1, 1]], np.float32)
    print("before:", network.predict(x).ravel(), "after:", again.predict(x).ravel())


if __name__ == "__main__":
    main()
