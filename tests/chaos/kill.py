"""Kill runs at random moments, go on, and see that they end as if nothing had happened: ``python tests/chaos/kill.py``.

A run is begun by the installed command and killed with SIGKILL at a random moment, again and again: while it starts,
makes its folder, flies, saves, resumes. Each time ``--resume`` must go on. When a run has been killed often enough it
is let end, and must have the fingerprint of the run that was never stopped, and a record that ``neuro verify``
confirms. Half of the kills are of runs that are kept after every generation, half of longer ones that are kept by time.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

NEURO = [sys.executable, "-m", "neuro"]
RUN = ["evolve", "flappy", "--seed", "31", "--keep-going", "--max-steps", "2000"]
#: The run that is kept after every generation, and the one that is kept by time, long enough for that.
RUNS = {
    1: [*RUN, "--generations", "40", "--population", "150", "--checkpoint-every", "1"],
    None: [*RUN, "--generations", "80", "--population", "800"],
}
_AGAIN = 5  # kills of one run


class FaultError(Exception):
    """A run that did not go on, or ended otherwise."""


def last_line(text):
    """The last line of what a command complained of."""
    return text.strip().rpartition("\n")[2]


def ended(arguments):
    """What a command printed; FaultError if it failed."""
    found = subprocess.run([*NEURO, *arguments], capture_output=True, text=True)
    if found.returncode:
        raise FaultError(f"{' '.join(map(str, arguments))}: exit {found.returncode}: {last_line(found.stderr)}")
    return found.stdout


def command(folder, every):
    """How to begin a run, or to go on with it once its folder is there."""
    if folder.exists():
        return ["evolve", "--resume", folder]
    return [*RUNS[every], "--out", folder]


class Moments:
    """Random moments of a process's life: from none to as long as one that ends by itself has lived.

    Args:
        longest: Seconds that one lived.
        rng: What is random.
    """

    def __init__(self, longest, rng):
        self._longest, self._rng = longest, rng

    def draw(self):
        """Seconds after which to kill."""
        return self._rng.uniform(0, self._longest)

    def ended_after(self, seconds):
        """A whole run ended by itself: a later moment would never come."""
        self._longest = min(self._longest, seconds)


def killed(folder, every, moments):
    """Begin or go on, and kill at a random moment; whether that came before the end."""
    begins, start = not folder.exists(), time.perf_counter()
    process = subprocess.Popen(
        [*NEURO, *command(folder, every)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        _, complained = process.communicate(timeout=moments.draw())
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return True
    if process.returncode:
        raise FaultError(f"exit {process.returncode} without a kill: {last_line(complained)}")
    if begins:
        moments.ended_after(time.perf_counter() - start)
    return False


def trial(folder, every, kills, moments, wanted):
    """Kill a run so many times, or until it has ended, and let it end; how many kills there were."""
    count = 0
    while count < kills and killed(folder, every, moments):
        count += 1
    result = json.loads(ended([*command(folder, every), "--json"]))
    if result["fingerprint"] != wanted:
        raise FaultError(f"{folder}: another fingerprint after {count} kills")
    ended(["verify", folder, "--sample", "5"])
    if left := list(folder.rglob("*.tmp")):
        raise FaultError(f"{folder}: {len(left)} temporary files are left")
    return count


def chaos(kills, every, seed):
    """Kill so many times; the faults found."""
    faults, done, number = [], 0, 0
    with tempfile.TemporaryDirectory() as place:
        start = time.perf_counter()
        wanted = json.loads(ended([*RUNS[every], "--out", Path(place, "whole"), "--json"]))["fingerprint"]
        moments = Moments(time.perf_counter() - start, random.Random(seed))
        while done < kills:
            number += 1
            folder = Path(place, f"run-{number}")
            try:
                done += trial(folder, every, min(_AGAIN, kills - done), moments, wanted)
            except FaultError as fault:
                faults.append(str(fault))
                done += 1
    kept = "every generation" if every else "by time"
    print(f"kept {kept}: {done} kills, {number} runs, {len(faults)} faults", flush=True)
    return faults


def main(arguments=None):
    """Try, tell, and return an exit code."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--kills", type=int, default=200, help="in all")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args(arguments)
    faults = [fault for every in (1, None) for fault in chaos((given.kills + 1) // 2, every, given.seed)]
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
