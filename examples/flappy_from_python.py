"""Evolve a bird, keep it, and fly it again: ``python examples/flappy_from_python.py``."""

from __future__ import annotations

import tempfile
from pathlib import Path

import neuro


def main() -> None:
    """The same seed gives the same bird, and the same bird on the same course the same flight, to the bit."""
    result = neuro.evolve("flappy", seed=1)
    print(f"solved: {result.solved}, after {len(result.history)} generations; fingerprint {result.fingerprint}")

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bird.neuro"
        neuro.save(result.champion, path)
        for episode in neuro.replay(path, seed=7, episodes=3, max_steps=5000):
            print(f"{episode.score:.0f} pipes in {episode.steps} steps, trace {episode.trace}")


if __name__ == "__main__":
    main()
