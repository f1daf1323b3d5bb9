import os
import subprocess
import sys

import pytest
from algorithms_for_tests import Drift
from games_for_tests import quick_flappy

import neuro
from neuro.algorithms_folder import add_algorithms_folder, algorithms_option
from neuro.errors import NeuroError, SettingError, UnknownNameError
from neuro.evolution import Evolution, EvolutionSettings, GeneticSettings
from neuro.evolution.algorithms import ALGORITHMS, Genetic, algorithm_names, choices_in, settings_of


@pytest.mark.parametrize("name", sorted(ALGORITHMS))
def test_every_algorithm_says_what_it_is_and_goes_on_from_its_state(name):
    algorithm = ALGORITHMS[name]
    assert algorithm.name == name
    assert algorithm.title
    assert algorithm.source
    settings = EvolutionSettings(3, 12, 1, 60, algorithm=name)
    run = Evolution(quick_flappy, settings)
    for _ in range(2):
        run.step()
    again = Evolution(quick_flappy, settings, state=run.state().detached(), history=run.history)
    assert again.step().fingerprint == run.step().fingerprint


def test_a_name_that_is_taken_is_refused():
    with pytest.raises(NeuroError, match=r"the name 'ga' is taken by .*Genetic; give .*Mine another one"):
        type("Mine", (Drift,), {"name": "ga"})
    assert ALGORITHMS["ga"] is Genetic


@pytest.mark.parametrize("name", ["", "a b", "a:b", "a=b", "a,b"])
def test_a_name_that_could_not_be_typed_is_refused(name):
    with pytest.raises(NeuroError, match="name is a word"):
        type("Mine", (Drift,), {"name": name})


def test_a_class_without_a_name_of_its_own_is_only_a_base():
    type("Base", (Drift,), {})
    assert ALGORITHMS["drift-for-tests"] is Drift


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ga", [("ga", {})]),
        ("ga,random", [("ga", {}), ("random", {})]),
        ("ga,ga:mutation_rate=0.4,random", [("ga", {}), ("ga", {"mutation_rate": "0.4"}), ("random", {})]),
        ("ga:mutation-rate=0.4,elites=0.1", [("ga", {"mutation_rate": "0.4", "elites": "0.1"})]),
        (
            "ga:mutation_rate=0.4:elites=0.1, random",
            [("ga", {"mutation_rate": "0.4", "elites": "0.1"}), ("random", {})],
        ),
    ],
)
def test_algorithms_are_written_with_their_settings(text, found):
    assert [(one.name, dict(one.texts)) for one in choices_in(text)] == found
    assert choices_in(",".join(map(str, choices_in(text)))) == choices_in(text)


@pytest.mark.parametrize("text", ["elites=0.1", "ga:elites", "ga:elites=", "ga:=1", "ga:elites=1,elites=2"])
def test_settings_that_belong_to_nothing_are_refused(text):
    with pytest.raises(SettingError, match="NAME:key=value"):
        choices_in(text)


def test_a_game_suggests_settings_to_the_algorithm_that_it_names():
    suggested = {"mutation_rate": 0.5, "drift-for-tests": {"step": 0.7}}
    assert settings_of("ga", {}, suggested) == GeneticSettings(mutation_rate=0.5)
    assert settings_of("ga", {"mutation_rate": 0.1}, suggested).mutation_rate == 0.1
    assert settings_of("drift-for-tests", {}, suggested).step == 0.7
    assert settings_of("random", {}, suggested) == ALGORITHMS["random"].Settings()


def test_an_algorithm_is_given_no_policy_that_it_does_not_breed():
    other = type("Graphs", (Drift,), {"name": "graphs-for-tests", "policies": ("graph",)})
    try:
        with pytest.raises(SettingError, match="'graphs-for-tests' breeds policies of kind graph, not 'layers'"):
            Evolution(quick_flappy, EvolutionSettings(1, 12, algorithm=other.name))
    finally:
        del ALGORITHMS[other.name]


def _with_no_more(self):
    return self


@pytest.mark.parametrize(
    ("base", "methods", "words"),
    [
        (
            neuro.Algorithm,
            {"__init__": Drift.__init__, "ask": Drift.ask},
            r"has no tell: its class has to say tell\(self, results\)",
        ),
        (Drift, {"tell": _with_no_more}, r"is called by tell\(self, results\), and its tell takes others"),
        (
            Drift,
            {"__init__": _with_no_more},
            r"is called by __init__\(self, policy, first, seed, settings\), and its __init__ takes",
        ),
        (
            Drift,
            {"__init__": object.__init__},
            r"has no __init__: its class has to say __init__\(self, policy, first, s",
        ),
        (Drift, {"restore": _with_no_more}, r"is called by restore\(self, arrays, generation\)"),
    ],
)
def test_an_algorithm_that_could_not_search_is_refused_before_it_begins(base, methods, words):
    other = type("Odd", (base,), {"name": "odd-for-tests", **methods})
    try:
        with pytest.raises(NeuroError, match=rf"the algorithm 'odd-for-tests' {words}"):
            Evolution(quick_flappy, EvolutionSettings(1, 12, algorithm=other.name))
    finally:
        del ALGORITHMS[other.name]


def test_another_algorithms_settings_are_refused():
    with pytest.raises(SettingError, match="random takes its own settings, NoSettings, not GeneticSettings"):
        EvolutionSettings(1, algorithm="random", breeding=GeneticSettings())


MINE = """
from neuro.evolution.algorithms import RandomSearch
class Mine(RandomSearch):
    name = "{name}"
    title = source = "Mine"
"""


def told_by(folder, code):
    environment = {**os.environ, "NEURO_ALGORITHMS": str(folder)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    return done.stdout + done.stderr


def test_modules_and_packages_of_a_folder_are_looked_in(tmp_path):
    (tmp_path / "one.py").write_text(MINE.format(name="first"))
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "__init__.py").write_text(MINE.format(name="second"))
    (tmp_path / "_left.py").write_text("1 / 0")
    (tmp_path / "notes").mkdir()
    told = told_by(tmp_path, "import neuro; print(neuro.algorithm_names())")
    assert "'first'" in told
    assert "'second'" in told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1 / 0", "the algorithms in mine cannot be imported: in mine.py, line 1: ZeroDivisionError"),
        (MINE.format(name="ga"), "the name 'ga' is taken by the algorithm"),
        ("x = (1,", "SyntaxError"),
        ("raise SystemExit(3)", "SystemExit: 3"),
    ],
)
def test_a_broken_module_is_one_sentence(tmp_path, text, words):
    (tmp_path / "mine.py").write_text(text)
    code = "import neuro\ntry: neuro.algorithm_names()\nexcept neuro.NeuroError as error: print(error)"
    assert words in told_by(tmp_path, code)


def test_commands_that_are_advised_name_the_folder_that_was_named(tmp_path, monkeypatch):
    (tmp_path / "mine.py").touch()
    monkeypatch.setenv("NEURO_ALGORITHMS", "")
    monkeypatch.chdir(tmp_path)
    assert algorithms_option("own_algorithms.mine") == ""
    add_algorithms_folder(".")
    assert algorithms_option("own_algorithms.mine") == " --algorithms ."
    assert algorithms_option("neuro.evolution.algorithms.genetic") == ""


def test_a_folder_that_is_not_there_is_told(tmp_path):
    code = "import neuro\ntry: neuro.EvolutionSettings(1, algorithm='mine')\nexcept neuro.NeuroError as e: print(e)"
    assert "NEURO_ALGORITHMS names" in told_by(tmp_path / "gone", code)


def test_an_unknown_name_gets_the_nearest_of_all():
    assert {"ga", "random"} <= set(algorithm_names())
    with pytest.raises(UnknownNameError, match="did you mean 'random'"):
        EvolutionSettings(1, algorithm="randon")


def test_a_name_that_is_no_text_is_refused():
    with pytest.raises(NeuroError, match="an algorithm's name is a word without any of : = , and spaces, not 3"):
        type("Unnamed", (Drift,), {"name": 3})
