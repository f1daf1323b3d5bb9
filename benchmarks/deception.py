"""How often the genetic algorithm, by fitness alone, gets through the maze: ``python benchmarks/deception.py``.

The medium and the deceptive maze of Lehman and Stanley 2011, 40 seeds each, defaults, at most 250 generations of 1,000
robots: 250,000 tries, as many as in the paper. Prints a line for each seed, and a table at the end.
"""

from __future__ import annotations

import argparse
from statistics import median

import neuro

_PAPER = 40  # seeds


def main() -> None:
    """Evolve, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=_PAPER, help="how many runs of each maze")
    parser.add_argument("--generations", type=int, default=250, help="at most in each")
    parser.add_argument("--levels", default="medium,deceptive", help="which mazes")
    parser.add_argument("--algorithm", default="ga", help="also with settings, as in ga:mutation_rate=0.4")
    options = parser.parse_args()
    table = []
    for level in options.levels.split(","):
        found, nearest = [], []
        for seed in range(1, options.seeds + 1):
            result = neuro.evolve(
                "maze", level=level, seed=seed, generations=options.generations, algorithm=options.algorithm
            )
            nearest.append(max(one.best_score for one in result.history))
            found += [len(result.history)] if result.solved else []
            print(f"{level} {seed}: {'solved' if result.solved else 'not solved'}, {nearest[-1]:.0f} %", flush=True)
        half = f"{median(found):.0f}" if found else "–"
        table.append(f"| `{level}` | {len(found)} of {options.seeds} | {half} | {median(nearest):.0f} % |")
    print("| maze | through | generations, median | nearest, median |\n|---|---|---|---|")
    print("\n".join(table))


if __name__ == "__main__":
    main()
