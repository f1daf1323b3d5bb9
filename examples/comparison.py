"""Are two settings really different, or was it luck? ``python examples/comparison.py``."""

from __future__ import annotations

import numpy as np

import neuro

SEEDS = range(1, 6)


def generations(algorithm: str) -> list[int]:
    """Generations until birds fly, for each of the seeds."""
    return [len(neuro.evolve("flappy", seed=seed, algorithm=algorithm, generations=100).history) for seed in SEEDS]


def main() -> None:
    """Compare by the median, and by how often one of the first beats one of the second."""
    few, many = generations("ga:mutation_rate=0.05"), generations("ga")
    print(f"mutation rate 0.05: {few}, median {np.median(few):g}")
    print(f"as it comes:        {many}, median {np.median(many):g}")
    wins = np.mean([(a > b) + (a == b) / 2 for a in few for b in many])
    print(f"a run as it comes is the faster one in {wins:.0%} of all pairs; 50 % would mean no difference")


if __name__ == "__main__":
    main()
