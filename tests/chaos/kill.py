"""Kill runs at random moments, go on, and see that they end as if nothing had happened: ``python tests/chaos/kill.py``.

A run is begun by the installed command and killed with SIGKILL at a random moment, again and again: while it starts,
makes its folder, flies, saves, resumes. Each time ``--resume`` must go on. When a run has been killed often enough it is
let end, and must have the fingerprint of the run that was never stopped, and a record that ``neuro verify`` confirms.
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
RUN = ["evolve", "flappy", "--seed", "31", "--generations", "60", "--population", "200", "--keep-going",
       "--max-steps", "3000"]  # fmt: skip
_AGAIN = 5  # kills of one run


class Fault(Exception):
    """A run that did not go on, or ended otherwise."""


def ended(arguments):
    """What a command printed; Fault if it failed."""
    found = subprocess.run([*NEURO, *arguments], capture_output=True, text=True)
    if found.returncode:
        raise Fault(f"{' '.join(map(str, arguments))}: exit {found.returncode}: {found.stderr.strip()}")
    return found.stdout


def command(folder, every):
    """How to begin a run, or to go on with it once its folder is there."""
    if folder.exists():
        return ["evolve", "--resume", folder]
    return [*RUN, "--out", folder, *(["--checkpoint-every", str(every)] if every else [])]


def killed(folder, every, after):
    """Begin or go on, and kill after some seconds; whether the kill came before the end."""
    process = subprocess.Popen(
        [*NEURO, *command(folder, every)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        _, complained = process.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return True
    if process.returncode:
        raise Fault(f"exit {process.returncode} without a kill: {complained.strip()}")
    return False


def trial(folder, every, kills, longest, wanted, rng):
    """Kill a run so many times, or until it has ended, and let it end; how many kills there were."""
    count = 0
    for _ in range(kills):
        if not killed(folder, every, rng.uniform(0, longest)):
            break
        count += 1
    result = json.loads(ended([*command(folder, every), "--json"]))
    if result["fingerprint"] != wanted:
        raise Fault(f"{folder}: another fingerprint after {count} kills")
    ended(["verify", folder, "--sample", "5"])
    if left := list(folder.rglob("*.tmp")):
        raise Fault(f"{folder}: {len(left)} temporary files are left")
    return count


def chaos(kills, every, seed):
    """Kill so many times; the faults found."""
    rng, faults, done = random.Random(seed), [], 0
    with tempfile.TemporaryDirectory() as place:
        start = time.perf_counter()
        wanted = json.loads(ended([*RUN, "--out", Path(place, "whole"), "--json"]))["fingerprint"]
        longest = time.perf_counter() - start
        number = 0
        while done < kills:
            number += 1
            try:
                done += trial(Path(place, f"run-{number}"), every, min(_AGAIN, kills - done), longest, wanted, rng)
            except Fault as fault:
                faults.append(str(fault))
                done += 1
    print(f"{'every generation' if every else 'by time'}: {done} kills, {number} runs, {len(faults)} faults")
    return faults


def main(arguments=None):
    """Try, tell, and return an exit code."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--kills", type=int, default=200, help="in each of the two ways to keep a run")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args(arguments)
    faults = [fault for every in (1, None) for fault in chaos(given.kills, every, given.seed)]
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
