"""neuro beside other libraries, each contest in turn in one process on one core: ``python benchmarks/peers``.

Every library is a file of this folder: a process of its own, held on one core, does the same work with theirs and ours
in turn. What is not installed is left out, and said. ``--write`` puts the table into docs/peers.md; names of libraries
play some of them. All that can be had by pip:

    pip install neat-python deap pygad evosax evotorch ribs flappy-bird-gymnasium
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
sys.path[0] = str(_HERE.parent)  # files here are named by the libraries that they import

from peers.contest import BREEDING, PLAYING, measured  # noqa: E402

_PAGE, _BEGIN, _END = _HERE.parents[1] / "docs" / "peers.md", "<!-- benchmarks/peers -->\n", "<!-- end -->\n"
_PEERS = ("neat_python", "deap", "pygad", "evosax", "evotorch", "ribs", "flappy_bird_gymnasium")
#: One core and one thread for everybody, JAX and PyTorch included.
_ALONE = {
    **dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"),
    "JAX_PLATFORMS": "cpu",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
}


def play(peer: str, seconds: float) -> None:
    """Measure one library in this process; a line of JSON for each contest."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    module = importlib.import_module(f"peers.{peer}")
    library = f"{module.PACKAGE} {metadata.version(module.PACKAGE)}"
    for contest in module.contests():
        print(json.dumps({"library": library, **measured(contest, seconds)}), flush=True)


def played(peer: str, seconds: float) -> list[dict[str, Any]]:
    """The rows of one library; none where it is not installed."""
    command = [sys.executable, str(_HERE), peer, "--seconds", str(seconds), "--alone"]
    done = subprocess.run(command, env={**os.environ, **_ALONE}, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        print(f"{peer}: left out, see above; is it installed?", file=sys.stderr)
        return []
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    for row in rows:
        print(line(row), flush=True)
    return rows


def _number(value: float) -> str:
    """Three digits of it."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def line(row: dict[str, Any]) -> str:
    """A row of a table."""
    figures = " | ".join(_number(row[name]) for name in ("theirs", "ours", "times"))
    return f"| {row['library']} | {row['what']} | {figures} |"


def table(rows: list[dict[str, Any]]) -> str:
    """Both tables, with the machine."""
    parts = [
        f"{platform.machine()}, one core, Python {platform.python_version()}, numba {metadata.version('numba')}.\n"
    ]
    for kind in (PLAYING, BREEDING):
        parts.append(f"| library | how | theirs, {kind} | neuro | times |\n|---|---|--:|--:|--:|")
        parts.append("\n".join(line(row) for row in rows if row["kind"] == kind) + "\n")
    return "\n".join(parts)


def main() -> None:
    """Measure what is installed, print it, and write it if asked."""
    parser = argparse.ArgumentParser(description="neuro beside other libraries")
    parser.add_argument("peers", nargs="*", help=f"all of {', '.join(_PEERS)} when there is none")
    parser.add_argument("--seconds", type=float, default=5.0, help="for each contest")
    parser.add_argument("--write", action="store_true", help="into docs/peers.md")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if unknown := set(given.peers) - set(_PEERS):
        parser.error(f"there is no {', '.join(sorted(unknown))}; known: {', '.join(_PEERS)}")
    if given.alone:
        play(given.peers[0], given.seconds)
        return
    rows = [row for peer in given.peers or _PEERS for row in played(peer, given.seconds)]
    if given.write:
        before, _, rest = _PAGE.read_text(encoding="utf-8").partition(_BEGIN)
        after = rest.partition(_END)[2]
        _PAGE.write_text(f"{before}{_BEGIN}{table(rows)}{_END}{after}", encoding="utf-8")
        print(f"wrote {_PAGE}")


if __name__ == "__main__":
    main()
