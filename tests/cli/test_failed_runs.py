"""Runs that fail by code of one's own: one that could not begin leaves nothing, another says how it goes on."""

import sys

import pytest
from own_algorithm import MINE

from neuro.evolution.algorithms import ALGORITHMS

SMALL = ("flappy", "--seed", 5, "--population", 24, "--episodes", 2, "--max-steps", 300, "--keep-going")
FAILING = MINE.replace('"mine"', '"failing"').replace(
    "        best = ",
    '        if self.generation == self.settings.step:\n            raise RuntimeError("oops")\n        best = ',
)


@pytest.fixture
def failing(neuro):
    """What finds an algorithm that fails when it is told of the generation that is its ``step``."""
    (neuro.folder / "own").mkdir()
    (neuro.folder / "own" / "failing.py").write_text(FAILING)
    yield ("--algorithms", "own", "--generations", 4)
    ALGORITHMS.pop("failing", None)
    for name in [name for name in sys.modules if name.partition(".")[0] == "own_algorithms"]:
        del sys.modules[name]


def test_a_run_that_could_not_begin_leaves_no_folder(neuro, failing):
    for _ in range(2):
        said = neuro("evolve", *SMALL, "--algorithm", "failing:step=0", *failing, code=1).stderr_text
        assert "in tell (failing.py, line" in said
        assert "go on" not in said
    neuro("evolve", *SMALL, "--csv", "nowhere/history.csv", code=1)
    neuro("watch", *SMALL, "--csv", "nowhere/history.csv", "--view", "window", code=1)
    assert list((neuro.folder / "saves").iterdir()) == []


def test_what_people_had_in_the_folder_stays(neuro, failing):
    (neuro.folder / "run").mkdir()
    (neuro.folder / "run" / "notes.txt").write_text("mine")
    neuro("evolve", *SMALL, "--algorithm", "failing:step=0", *failing, "--out", "run", code=1)
    assert [path.name for path in (neuro.folder / "run").iterdir()] == ["notes.txt"]


def test_a_run_that_fails_later_keeps_its_champion_and_says_how_it_goes_on(neuro, failing):
    said = neuro("evolve", *SMALL, "--algorithm", "failing:step=2", *failing, "--out", "run", code=1).stderr_text
    again = "neuro evolve --resume run --algorithms own"
    assert said.strip().endswith(f"all before generation 2 is kept; once it is mended, go on with: {again}")
    assert (neuro.folder / "run" / "champion.neuro").is_file()
    neuro("evolve", "--resume", "run", *failing[:2], code=1)
    assert (neuro.folder / "run" / "run.toml").is_file()


def test_of_runs_side_by_side_only_those_that_began_are_kept(neuro, failing):
    neuro("watch", *SMALL, "--versus", "ga,failing:step=0,random", *failing, "--view", "none", "--out", "all", code=1)
    assert [path.name for path in (neuro.folder / "all").iterdir()] == ["1-ga"]
    neuro("watch", *SMALL, "--versus", "ga,neat", "--layers", "5-8-2", "--view", "none", code=2)
    assert list((neuro.folder / "saves").iterdir()) == []
