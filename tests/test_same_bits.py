"""One seed, one run: the same fingerprint however it is evolved, kept, watched or taken up again."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from cli.conftest import Command
from games_for_tests import quick_flappy

from neuro.evolution import Evolution, EvolutionSettings
from neuro.rollout.evaluator import Local
from neuro.rollout.program import program

GENERATIONS = 6
SETTINGS = {"seed": 11, "population": 40, "episodes": 2, "max_steps": 300}
RUN = ("flappy", "--seed", "11", "--population", "40", "--episodes", "2", "--max-steps", "300", "--keep-going",
       "--generations", str(GENERATIONS))  # fmt: skip
_WATCH = ("--view", "window", "--speed", "max")


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


def evolved(threads=None, lanes=None):
    """The fingerprint of the run, evolved here."""
    evaluator = Local(program(quick_flappy, quick_flappy.layers, lanes), threads)
    found = Evolution(quick_flappy, EvolutionSettings(**SETTINGS), evaluator=evaluator)
    for _ in range(GENERATIONS):
        found.step()
    return found.fingerprint


@pytest.fixture(scope="module")
def wanted():
    return evolved(threads=1)


@pytest.mark.parametrize("threads", [1, 2, 7])
def test_on_any_number_of_threads(wanted, threads):
    assert evolved(threads=threads) == wanted


@pytest.mark.parametrize("lanes", [8, pytest.param(256, marks=pytest.mark.slow)])
def test_in_blocks_of_any_size(wanted, lanes):
    assert evolved(lanes=lanes) == wanted


def neuro(*arguments, options=(), **variables):
    """What the command prints as JSON; run by a Python of its own where that has options or variables."""
    command = Command(Path.cwd())
    if not options and not variables:
        return command.json(*arguments)
    environment = {**command.environment, **variables}
    told = [sys.executable, *options, "-m", "neuro", *map(str, arguments), "--json"]
    found = subprocess.run(told, capture_output=True, text=True, env=environment)
    assert found.returncode == 0, found.stderr
    return json.loads(found.stdout)


def resumed_five_times(out):
    """Here and in other processes by turns, watched and not."""
    for stop in range(1, GENERATIONS):
        run = ("--resume", out) if stop > 1 else (*RUN[:-2], "--out", out)
        other = {"PYTHONHASHSEED": "random"} if stop % 2 else {}
        neuro("evolve" if stop % 2 else "watch", *run, "--generations", stop, *(() if stop % 2 else _WATCH), **other)
    return neuro("evolve", "--resume", out, "--generations", GENERATIONS, "--threads", 2)


WAYS = {
    "headless": lambda out: neuro("evolve", *RUN, "--out", out),
    "watched": lambda out: neuro("watch", *RUN, "--out", out, *_WATCH),
    "in lines": lambda out: neuro("watch", *RUN, "--out", out, "--view", "none"),
    "kept after every generation": lambda out: neuro("evolve", *RUN, "--out", out, "--checkpoint-every", 1),
    "python -O, PYTHONHASHSEED=1": lambda out: neuro("evolve", *RUN, "--out", out, options=["-O"], PYTHONHASHSEED="1"),
    "watched, PYTHONHASHSEED=77": lambda out: neuro("watch", *RUN, "--out", out, *_WATCH, PYTHONHASHSEED="77"),
    "resumed five times": resumed_five_times,
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_by_the_command_in_every_way(wanted, way, tmp_path):
    assert way(tmp_path / "run")["fingerprint"] == wanted


def test_without_the_jit(tmp_path):
    small = (
        "evolve",
        "flappy",
        "--seed",
        11,
        "--population",
        6,
        "--episodes",
        1,
        "--max-steps",
        60,
        "--generations",
        2,
    )
    compiled = neuro(*small, "--keep-going", "--out", tmp_path / "compiled")
    plain = neuro(*small, "--keep-going", "--out", tmp_path / "plain", NUMBA_DISABLE_JIT="1")
    assert plain["fingerprint"] == compiled["fingerprint"]
    assert neuro("verify", tmp_path / "plain")["agrees"]
