"""Algorithms on the command line: the list, their settings, folders of one's own, and layers."""

import sys
import tomllib

import pytest
from own_algorithm import MINE

from neuro.evolution.algorithms import ALGORITHMS

SMALL = ("flappy", "--seed", 5, "--population", 24, "--episodes", 2, "--max-steps", 200, "--keep-going")


def test_the_list_has_the_promised_keys(neuro):
    told = neuro.json("algorithms")
    assert list(told) == ["algorithms"]
    names = [one["name"] for one in told["algorithms"]]
    assert names == sorted(names)
    assert {"ga", "random"} <= set(names)
    for one in told["algorithms"]:
        assert list(one) == ["name", "title", "source", "settings"]
        for setting in one["settings"]:
            assert list(setting) == ["name", "default", "low", "high", "about"]
    assert [one["name"] for one in neuro.json("algorithms", "random")["algorithms"]] == ["random"]


def test_the_list_for_people_tells_ranges_and_meanings(neuro):
    said = " ".join(neuro("algorithms", "ga").stdout_text.split())
    assert "mutation_rate = 0.2 (0 to 1): The chance of each gene of a child to change at random" in said
    assert "two-point, uniform): How parents are crossed" in said


def test_a_setting_means_the_same_however_it_is_given(neuro):
    ways = (
        ("--mutation-rate", 0.4, "--elites", 0.1),
        ("--with", "mutation_rate=0.4", "--with", "elites=0.1"),
        ("--with", "mutation-rate=0.4", "--elites", 0.1),
        ("--algorithm", "ga:mutation_rate=0.4,elites=0.1"),
        ("--algorithm", "ga:elites=0.1", "--with", "mutation_rate=0.4"),
    )
    found = {neuro.json("evolve", *SMALL, "--generations", 2, *way)["fingerprint"] for way in ways}
    assert len(found) == 1
    assert neuro.json("evolve", *SMALL, "--generations", 2)["fingerprint"] not in found


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--algorithm", "random", "--mutation-rate", 0.5), "--mutation-rate is a setting of ga, and random has no"),
        (("--algorithm", "random", "--with", "x=1"), "unknown setting of random 'x': there is none"),
        (("--with", "muation_rate=0.5"), "unknown setting of ga 'muation_rate'; did you mean 'mutation_rate'?"),
        (("--with", "elites"), "--with takes a setting and its value"),
        (("--with", "elites=0.1", "--elites", 0.2), "elites is given twice"),
        (("--with", "elites=0.1", "--with", "elites=0.2"), "elites is given twice"),
        (("--with", "elites=many"), "elites is a number from 0 to 1, not 'many'"),
        (("--algorithm", "ga,random"), "--algorithm takes one algorithm"),
        (("--layers", "4-8-2"), "Flappy needs a network of 5 inputs and 2 outputs, for example --layers 5-8-2"),
        (("--layers", "5-100000-2"), "makes a network of more than 100,000 nodes, and no file holds so many"),
        (("--layers", "5"), "--layers takes the size of each layer"),
        (("--layers", "5-1_0-2"), "--layers takes the size of each layer"),
        (("--layers", "5-2", "--activation", "relu"), "--layers 5-2 has none: leave it out"),
        (("--layers", "5-8-2", "--activation", "rlu"), "unknown activation 'rlu'; did you mean 'relu'?"),
    ],
)
def test_what_cannot_be_is_one_sentence(neuro, arguments, sentence):
    said = neuro("evolve", *SMALL, *arguments, code=2).stderr_text
    assert sentence in said
    assert len(said.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--versus", "ga,random", "--algorithm", "ga"), "--versus names the algorithms that are watched"),
        (("--versus", "ga,random", "--with", "elites=0.1"), "write NAME:key=value"),
        (("--versus", "random,random", "--elites", 0.1), "--elites is a setting of ga, and random has no settings"),
        (("--versus", "ga:elites=0.1,ga", "--elites", 0.2), "elites is given twice"),
        (("--versus", "ga,elites", "--view", "none"), "unknown algorithm 'elites'"),
    ],
)
def test_versus_overrules_nothing_in_silence(neuro, arguments, sentence):
    assert sentence in neuro("watch", *SMALL, *arguments, code=2).stderr_text


def test_versus_takes_one_algorithm_twice_with_other_settings(neuro):
    versus = "ga,ga:mutation_rate=0.4,elites=0.1"
    said = neuro.json("watch", *SMALL, "--generations", 2, "--versus", versus, "--view", "none", "--out", "both")
    first, second = (one["fingerprint"] for one in said["versus"])
    assert first != second
    alone = neuro.json("evolve", *SMALL, "--generations", 2, "--elites", 0.1, "--mutation-rate", 0.4)
    assert second == alone["fingerprint"]
    assert (neuro.folder / "both" / "2-ga" / "run.toml").is_file()


def test_layers_are_recorded_resumed_verified_and_the_champions(neuro):
    chosen = ("--layers", "5-12-6-2", "--activation", "relu")
    whole = neuro.json("evolve", *SMALL, *chosen, "--generations", 4)
    part = neuro.json("evolve", *SMALL, *chosen, "--generations", 2, "--out", "run")
    layers = tomllib.loads((neuro.folder / "run" / "run.toml").read_text())["layers"]
    assert [(one["kind"], one.get("units"), one.get("activation")) for one in layers[1:-1]] == [
        ("dense", 12, "relu"),
        ("dense", 6, "relu"),
    ]
    on = neuro.json("evolve", "--resume", "run", "--generations", 4)
    assert on["fingerprint"] == whole["fingerprint"] != part["fingerprint"]
    assert neuro("verify", "run").returncode == 0
    assert neuro("verify", on["champion"]).returncode == 0
    assert "12" in neuro("inspect", on["champion"]).stdout_text
    assert "--layers was settled" in neuro("evolve", "--resume", "run", *chosen[:2], code=2).stderr_text


def test_an_activation_alone_is_that_of_the_games_own_network(neuro):
    short = ("--population", 4, "--max-steps", 9, "--keep-going", "--generations", 1)
    neuro("evolve", "flappy", *short, "--activation", "relu", "--out", "run", NUMBA_DISABLE_JIT="1")
    layers = tomllib.loads((neuro.folder / "run" / "run.toml").read_text())["layers"]
    assert (layers[1]["units"], layers[1]["activation"]) == (8, "relu")


@pytest.fixture
def own_folder(neuro):
    """A folder with an algorithm of one's own, which this process forgets in the end."""
    (neuro.folder / "own").mkdir()
    (neuro.folder / "own" / "mine.py").write_text(MINE)
    yield "own"
    ALGORITHMS.pop("mine", None)
    for name in [name for name in sys.modules if name.partition(".")[0] == "own_algorithms"]:
        del sys.modules[name]


def test_an_algorithm_of_a_folder_is_at_home_in_every_command(neuro, own_folder):
    chosen, own = ("--algorithm", "mine", "--with", "step=0.5"), ("--algorithms", own_folder)
    apart = {"NEURO_ALGORITHMS": None}  # in a process of its own
    (told,) = neuro.json("algorithms", "mine", *own)["algorithms"]
    assert told["source"] == "me, today"
    neuro("evolve", *SMALL, *chosen, *own, "--generations", 2, "--out", "run")
    whole = neuro.json("evolve", *SMALL, *chosen, *own, "--generations", 3)
    on = neuro.json("evolve", "--resume", "run", *own, "--generations", 3, **apart)
    assert on["fingerprint"] == whole["fingerprint"]
    neuro("verify", "run", *own)
    neuro("plot", "run", *own, "--out", "chart.svg")
    assert "unknown algorithm 'mine'" in neuro("verify", "run", code=1, **apart).stderr_text


def test_a_folder_that_is_not_there_is_refused(neuro):
    said = neuro("evolve", *SMALL, "--algorithms", "nowhere", code=1, NEURO_ALGORITHMS=None).stderr_text
    assert "there is no folder nowhere to find algorithms in" in said
    assert "--algorithms needs a folder" in neuro("algorithms", "--algorithms", code=1).stderr_text
