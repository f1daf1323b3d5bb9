"""The compiled rollout beside the same work by hand in C, in turn on one core: ``python benchmarks/against_c.py``.

Builds a C program that plays Flappy with its 5-8-2 networks (``limit.c``: hand-written, strict IEEE float32) with every
compiler that is here and for several block sizes, and prints the best of them beside ``neuro bench``, with the ratio.
Machines are noisy: only a ratio taken in one run means anything.

    python benchmarks/against_c.py path/to/limit.c --rounds 5
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

_FLAGS = ("-O3", "-march=native", "-ffp-contract=off", "-mprefer-vector-width=512")
_DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "bench" / "limit.c"


def build(source: Path, folder: Path) -> list[Path]:
    """Compile the C program in all ways that work here."""
    programs = []
    for compiler in filter(shutil.which, ("gcc", "clang")):
        for lanes in (32, 64, 128):
            program = folder / f"limit-{compiler}-{lanes}"
            command = [compiler, *_FLAGS, f"-DLANES={lanes}", str(source), "-o", str(program)]
            if subprocess.run(command, capture_output=True).returncode == 0:
                programs.append(program)
    return programs


def best_of(programs: list[Path]) -> float:
    """Bird-steps a second of the fastest C program."""
    printed = [subprocess.run([program], capture_output=True, text=True, check=True).stdout for program in programs]
    return max(float(re.search(r"([\d.]+) M bird", text)[1]) * 1e6 for text in printed)  # type: ignore[index]


def ours() -> dict[str, float]:
    """What ``neuro bench`` measures."""
    command = [sys.executable, "-m", "neuro", "bench", "flappy", "--json"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)  # type: ignore[no-any-return]


def main() -> None:
    """Measure in turn, and print each round and the median ratio."""
    parser = argparse.ArgumentParser(description="neuro's rollout beside hand-written C, in turn")
    parser.add_argument("source", nargs="?", type=Path, default=_DEFAULT, help="the C program")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if not options.source.is_file():
        sys.exit(f"there is no C program {options.source}: give its path")
    with tempfile.TemporaryDirectory() as folder:
        programs = build(options.source, Path(folder))
        if not programs:
            sys.exit("no C compiler here could build it: install gcc or clang")
        ours()  # compile first
        rounds = [_round(programs) for _ in range(options.rounds)]
    one = statistics.median(ratio for ratio, _ in rounds)
    two = statistics.median(scaling for _, scaling in rounds)
    print(
        f"median of {options.rounds} rounds: {one:.2f} times hand-written C on one core; all cores {two:.2f} times one"
    )


def _round(programs: list[Path]) -> tuple[float, float]:
    before, measured, after = best_of(programs), ours(), best_of(programs)
    limit, one = max(before, after), measured["bird_steps_per_second_one_core"]
    scaling = measured["bird_steps_per_second_all_cores"] / one
    ratio = one / limit
    print(f"C {limit / 1e6:.0f} M/s, neuro {one / 1e6:.0f} M/s, ratio {ratio:.2f}; all cores {scaling:.2f} times that")
    return ratio, scaling


if __name__ == "__main__":
    main()
