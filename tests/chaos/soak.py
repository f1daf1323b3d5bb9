"""An hour's worth of generations at small size: memory, open files and threads must not grow.

``python tests/chaos/soak.py --generations 60000``: an hour of the default run of Flappy, 1,000 birds, is about as
many. The run is kept in a folder, with a checkpoint now and then, and a timeline listens. Its record grows by the lines
of the history, which are held for the charts: that much is allowed, and told.
"""

import argparse
import gc
import os
import sys
import tempfile
import threading
from pathlib import Path

from neuro.evolution import Evolution, EvolutionSettings
from neuro.evolution.run import run
from neuro.evolution.timeline import Timeline
from neuro.game import find_game
from neuro.storage.manifest import Manifest
from neuro.storage.recorder import Recorder
from neuro.storage.runs import RunFolder

_RECORD = 600  # bytes of memory that the record of a generation may take
_SLACK = 4 << 20  # bytes that an allocator may keep to itself


class Meter:
    """A reporter that measures this process now and then."""

    def __init__(self, every):
        self._every = every
        self.measured = []

    def start(self, evolution):
        """See ``Reporter.start``."""

    def generation(self, evolution, record):
        """See ``Reporter.generation``."""
        if evolution.generation % self._every == 0:
            gc.collect()
            self.measured.append((evolution.generation, *measured()))

    def finish(self, evolution):
        """See ``Reporter.finish``."""


def measured():
    """Bytes of memory, open files, and threads of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE"), len(os.listdir("/proc/self/fd")), threading.active_count()


def soak(generations, place):
    """Evolve so many generations; the first and the last measurement after warming up."""
    game = find_game("flappy").at("")
    evolution = Evolution(game, EvolutionSettings(seed=1, population=10, episodes=1, max_steps=30))
    folder = RunFolder.create(Path(place) / "run", Manifest.of(evolution, checkpoint_every=max(1, generations // 50)))
    meter = Meter(max(1, generations // 20))
    reporters = [Recorder(folder), Timeline(most=1 << 20), meter]
    run(evolution, generations=generations, keep_going=True, reporters=reporters)
    return meter.measured[len(meter.measured) // 4], meter.measured[-1]


def faults(first, last):
    """What has grown that should not, in words."""
    evolved = last[0] - first[0]
    found = []
    if last[1] - first[1] > evolved * _RECORD + _SLACK:
        found.append(f"memory grew by {last[1] - first[1]:,} bytes over {evolved:,} generations")
    for place, name in ((2, "open files"), (3, "threads")):
        if last[place] > first[place]:
            found.append(f"{name} grew from {first[place]} to {last[place]}")
    return found


def main():
    """Try, tell, and return an exit code."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--generations", type=int, default=60_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        first, last = soak(given.generations, place)
    evolved = last[0] - first[0]
    print(f"over {evolved:,} generations: {(last[1] - first[1]) / evolved:.0f} bytes of memory each, "
          f"{last[2] - first[2]:+} open files, {last[3] - first[3]:+} threads")  # fmt: skip
    print("\n".join(faults(first, last)))
    return 1 if faults(first, last) else 0


if __name__ == "__main__":
    sys.exit(main())
