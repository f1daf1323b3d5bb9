"""What watching at full speed costs: python benchmarks/watched.py [--generations 150] [--rounds 4].

Each round is one run headless and the same run in a window at full speed, each in a process of its own. Seconds are
those of the generations alone, from the runs' own histories. It needs a display, such as that of ``xvfb-run -a``.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile

HEADLESS = ["evolve", "flappy"]
WATCHED = ["watch", "flappy", "--speed", "max", "--view", "window"]


def seconds(command: list[str], generations: int) -> tuple[float, str]:
    """Seconds and the fingerprint of a run of seed 5 that goes on when the game is solved."""
    with tempfile.TemporaryDirectory() as folder:
        run = ["--seed", "5", "--generations", str(generations), "--keep-going", "--json", "--out", f"{folder}/run"]
        whole = [sys.executable, "-m", "neuro", *command, *run]
        done = subprocess.run(whole, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout)
    return told["seconds"], told["fingerprint"]


def main() -> None:
    """Read the arguments, run both in turn and print how they compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--generations", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=4)
    given = parser.parse_args()
    ratios = []
    for _ in range(given.rounds):
        (alone, expected), (watched, found) = (seconds(command, given.generations) for command in (HEADLESS, WATCHED))
        ratios.append(watched / alone)
        same = "the same" if expected == found else "ANOTHER"
        print(f"headless {alone:.2f} s, watched {watched:.2f} s, ratio {ratios[-1]:.2f}, {same} fingerprint")
    print(f"median of {given.rounds} rounds: {statistics.median(ratios):.2f} times the seconds of headless")


if __name__ == "__main__":
    main()
