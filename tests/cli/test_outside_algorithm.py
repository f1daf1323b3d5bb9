"""An algorithm that somebody else has written and installed: found by its entry point, and at home everywhere."""

import csv
import json
import shutil
import sys
import tomllib
from pathlib import Path

import pytest

from neuro.evolution.algorithms import ALGORITHMS
from neuro.evolution.algorithms.algorithm_names import _entry_points

pytest.importorskip("cmaes")

SOURCE = Path(__file__).parent.parent / "fixtures" / "outside" / "outside_cmaes.py"
NAME = "outside-cmaes"
SMALL = ("flappy", "--seed", 5, "--population", 24, "--episodes", 2, "--max-steps", 300, "--keep-going")
CHOSEN = ("--algorithm", NAME, "--with", "sigma=0.8")


@pytest.fixture(scope="session")
def installed(tmp_path_factory):
    """A folder in which it is installed as pip would leave it."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(SOURCE, folder)
    about = folder / "outside_cmaes-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: outside-cmaes\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[neuro.algorithms]\n{NAME} = outside_cmaes:CMAES\n")
    return str(folder)


@pytest.fixture
def apart(neuro, installed):
    """The command, in a process of its own each time, where the algorithm is installed."""

    def call(*arguments):
        return json.loads(neuro(*arguments, "--json", PYTHONPATH=installed).stdout_text)

    return call


@pytest.fixture
def outside(neuro, installed, monkeypatch):
    """The command in this process, where the algorithm is installed for a while."""
    monkeypatch.syspath_prepend(installed)
    _entry_points.cache_clear()
    yield neuro
    _entry_points.cache_clear()
    ALGORITHMS.pop(NAME, None)
    sys.modules.pop(SOURCE.stem, None)


def test_it_is_listed_with_its_settings(outside):
    (told,) = outside.json("algorithms", NAME)["algorithms"]
    assert (told["name"], told["source"]) == (NAME, "N. Hansen and A. Ostermeier, 2001")
    assert [(one["name"], one["default"], one["low"], one["high"]) for one in told["settings"]] == [
        ("sigma", 0.5, 0.001, 5),
        ("least", 0.0, 0, 1),
    ]


def test_its_run_is_kept_resumed_in_another_process_verified_and_plotted(outside, apart):
    whole = outside.json("evolve", *SMALL, *CHOSEN, "--generations", 4, "--out", "whole")
    part = outside.json("evolve", *SMALL, *CHOSEN, "--generations", 2, "--out", "part")
    assert part["fingerprint"] != whole["fingerprint"]
    on = apart("evolve", "--resume", "part", "--generations", 4)
    assert (on["fingerprint"], on["evaluations"]) == (whole["fingerprint"], 4 * 24 * 2)
    assert "4 generations came out again" in outside("verify", "part").stdout_text
    outside("plot", "part", "--out", "chart.svg")
    manifest = tomllib.loads((outside.folder / "part" / "run.toml").read_text())
    assert manifest["breeding"] == {"sigma": 0.8, "least": 0.0}
    assert "LAPACK" in manifest["made"]["note"]
    with open(outside.folder / "part" / "history.csv") as file:
        rows = list(csv.DictReader(file))
    assert len({row["sigma"] for row in rows}) == 4
    assert all(float(row["spread"]) > 0 for row in rows)


def test_it_is_watched_beside_others_each_with_its_settings(outside):
    versus = f"ga,{NAME}:sigma=0.8,least=0.1"
    told = outside.json("watch", *SMALL, "--generations", 2, "--versus", versus, "--view", "none")["versus"]
    assert [one["algorithm"] for one in told] == ["ga", NAME]
    alone = outside.json("evolve", *SMALL, *CHOSEN, "--with", "least=0.1", "--generations", 2)
    assert told[1]["fingerprint"] == alone["fingerprint"]


def test_it_is_watched_in_a_window(outside):
    outside("watch", *SMALL, *CHOSEN, "--generations", 2, "--view", "window", "--frames", 3, "--screenshot", "a.png")
    assert (outside.folder / "a.png").is_file()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("--with", "sgima=1"), f"unknown setting of {NAME} 'sgima'; did you mean 'sigma'?"),
        (("--with", "sigma=9"), "sigma is a number from 0.001 to 5, not 9.0"),
        (("--with", "sigma=wide"), "sigma is a number from 0.001 to 5, not 'wide'"),
        (("--mutation-rate", 0.5), f"--mutation-rate is a setting of ga, and {NAME} has sigma, least"),
    ],
)
def test_what_it_does_not_take_is_one_sentence(outside, given, sentence):
    said = outside("evolve", *SMALL, "--algorithm", NAME, *given, code=2).stderr_text
    assert sentence in said
    assert len(said.strip().splitlines()) == 1


def test_without_it_its_run_says_what_is_missing(apart, neuro):
    apart("evolve", *SMALL, *CHOSEN, "--generations", 1, "--out", "run")
    said = neuro("verify", "run", code=1).stderr_text
    assert f"unknown algorithm '{NAME}'" in said
