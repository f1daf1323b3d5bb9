"""Kill runs and trainings at random moments, go on, and see that they end as if nothing had happened.

``python tests/chaos/kill.py`` begins something by the installed command and kills it with SIGKILL at a random moment,
again and again: while it starts, makes its folder, plays, learns, saves, resumes. Each time ``--resume`` must go on.
When it has been killed often enough it is let end, and must have the fingerprint of what was never stopped; the record
of a run must be confirmed by ``neuro verify``.
"""

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from neuro import load

NEURO = [sys.executable, "-m", "neuro"]
FLAPPY = ["flappy", "--seed", "31", "--keep-going", "--max-steps", "2000"]
OFTEN = [*FLAPPY, "--generations", "40", "--population", "150", "--checkpoint-every", "1"]
BY_TIME = [*FLAPPY, "--generations", "80", "--population", "800"]
DIGITS = ["digits", "--seed", "31", "--view", "none"]
_AGAIN = 5  # kills of one run or training
_WITHOUT_A_SCREEN = {**os.environ, "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}


class FaultError(Exception):
    """Something that did not go on, or ended otherwise."""


class Run:
    """A run of evolution, by ``evolve`` or ``watch``.

    Args:
        command: Which.
        *begin: How it begins.
        shown: Where a watched run is shown.
    """

    def __init__(self, command, *begin, shown=()):
        self._command, self._begin, self._shown = command, begin, shown

    def words(self, folder):
        """How to begin it, or to go on with it once its folder is there."""
        rest = ["--resume", folder] if folder.exists() else [*self._begin, "--out", folder]
        return [self._command, *rest, *self._shown]

    def fingerprint(self, folder):
        """What it ended with, once its record is confirmed."""
        found = json.loads(ended(["evolve", "--resume", folder, "--json"]))["fingerprint"]
        ended(["verify", folder, "--sample", "5"])
        return found


class Training:
    """A training by backpropagation, which keeps one file in the folder.

    Args:
        *begin: How it begins.
    """

    def __init__(self, *begin):
        self._begin = begin

    def words(self, folder):
        """How to begin it, or to go on with it once there is a file."""
        folder.mkdir(exist_ok=True)
        file = folder / "kept.neuro"
        if not file.exists():
            return ["train", *self._begin, "--save", file]
        if not load(file).state.is_under_way:  # killed when it had ended already; to go on would be another training
            return ["inspect", file]
        return ["train", *self._begin[:1], "--resume", file, "--view", "none", "--save", file]

    def fingerprint(self, folder):
        """What it ended with: the parameters, and what the optimizer remembers."""
        network = load(folder / "kept.neuro")
        if network.state.is_under_way:
            raise FaultError(f"{folder}: {network.state.epochs_left} epochs are left")
        return hashlib.blake2b(network.genome.tobytes() + network.state.slots.tobytes()).hexdigest()


#: What is killed, by what it is called.
CASES = {
    "evolve, kept every generation": Run("evolve", *OFTEN),
    "evolve, kept by time": Run("evolve", *BY_TIME),
    "watch, kept every generation": Run("watch", *OFTEN, shown=("--view", "window", "--speed", "max")),
    "train, kept every epoch": Training(*DIGITS, "--epochs", "150", "--checkpoint-every", "1"),
    "train until nothing improves": Training(*DIGITS, "--epochs", "400", "--patience", "40", "--checkpoint-every", "3"),
}


def last_line(text):
    """The last line of what a command complained of."""
    return text.strip().rpartition("\n")[2]


def ended(arguments):
    """What a command printed; FaultError if it failed."""
    found = subprocess.run([*NEURO, *arguments], capture_output=True, text=True, env=_WITHOUT_A_SCREEN)
    if found.returncode:
        raise FaultError(f"{' '.join(map(str, arguments))}: exit {found.returncode}: {last_line(found.stderr)}")
    return found.stdout


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


def killed(folder, case, moments):
    """Begin or go on, and kill at a random moment; whether that came before the end."""
    begins, start = not folder.exists(), time.perf_counter()
    process = subprocess.Popen(
        [*NEURO, *case.words(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=_WITHOUT_A_SCREEN,
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


def trial(folder, case, kills, moments, wanted):
    """Kill so many times, or until it has ended, and let it end; how many kills there were."""
    count = 0
    while count < kills and killed(folder, case, moments):
        count += 1
    if count == kills:
        ended(case.words(folder))
    if case.fingerprint(folder) != wanted:
        raise FaultError(f"{folder}: another fingerprint after {count} kills")
    if left := list(folder.rglob("*.tmp")):
        raise FaultError(f"{folder}: {len(left)} temporary files are left")
    return count


def chaos(kills, name, seed):
    """Kill so many times; the faults found."""
    case, faults, done, number = CASES[name], [], 0, 0
    with tempfile.TemporaryDirectory() as place:
        whole, start = Path(place, "whole"), time.perf_counter()
        ended(case.words(whole))
        moments = Moments(time.perf_counter() - start, random.Random(seed))
        wanted = case.fingerprint(whole)
        while done < kills:
            number += 1
            folder = Path(place, f"try-{number}")
            try:
                done += trial(folder, case, min(_AGAIN, kills - done), moments, wanted)
            except FaultError as fault:
                faults.append(f"{name}: {fault}")
                done += 1
    print(f"{name}: {done} kills, {number} tries, {len(faults)} faults", flush=True)
    return faults


def main(arguments=None):
    """Try, tell, and return an exit code."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--kills", type=int, default=200, help="in all")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args(arguments)
    each = -(-given.kills // len(CASES))
    faults = [fault for name in CASES for fault in chaos(each, name, given.seed)]
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
