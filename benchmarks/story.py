"""How long people wait until a watched run is solved: ``python benchmarks/story.py [--seeds 20]``.

Each seed is watched at the story's pace, in a window that nobody sees; the seconds are those of the window's own clock,
so that they do not depend on how busy the machine is. They should be at most 90.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile


def shown(game, seed):
    """What the command tells of one run."""
    with tempfile.TemporaryDirectory() as place:
        unseen = {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}
        done = subprocess.run(
            [sys.executable, "-m", "neuro", "watch", game, "--seed", str(seed), "--view", "window", "--pace", "story",
             "--until", "solved", "--json", "--out", f"{place}/run"],
            capture_output=True, text=True, check=True, env={**os.environ, **unseen, "NEURO_CONFIG": f"{place}/config"},
        )  # fmt: skip
        return json.loads(done.stdout)


def main():
    """Print a table of seeds, generations and seconds."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--game", default="flappy")
    options.add_argument("--seeds", type=int, default=20)
    given = options.parse_args()
    waits = []
    print("seed  generations  seconds")
    for seed in range(1, given.seeds + 1):
        told = shown(given.game, seed)
        waits.append(told["seconds_shown"] if told["solved"] else float("inf"))
        print(f"{seed:4}  {told['generations']:11}  {waits[-1]:7.1f}", flush=True)
    print(f"at most {max(waits):.1f} s, on average {sum(waits) / len(waits):.1f} s")


if __name__ == "__main__":
    main()
