import importlib.util
import json
import os

import pytest

TUNED = ("tune", "xor", "--algorithm", "ga", "--only", "mutation_rate,crossover", "--population", 30, "--budget", "6k")
ASKED = (*TUNED, "--seeds", 2, "--judges", 3, "--workers", 1, "--out", "it")


@pytest.fixture(autouse=True)
def _optuna():
    pytest.importorskip("optuna")


def attempts(folder):
    return [json.loads(path.read_text()) for path in sorted((folder / "trials").iterdir())]


def test_a_search_begins_with_the_defaults_and_goes_on_with_the_same_command(neuro):
    whole = neuro.json(*ASKED, "--trials", 4)
    tried = attempts(neuro.folder / "it")
    assert tried[0]["settings"] == {"mutation_rate": 0.2, "crossover": "uniform"}
    assert whole["trials"] == len(tried) == 4
    assert len({json.dumps(one["settings"]) for one in tried}) == 4
    neuro.json(*ASKED[:-1], "in-parts", "--trials", 2)
    neuro.json(*ASKED[:-1], "in-parts", "--trials", 4)
    assert attempts(neuro.folder / "in-parts") == tried


def test_what_was_found_is_set_against_the_defaults_on_other_seeds(neuro):
    neuro(*ASKED, "--trials", 2)
    better = {"settings": {"mutation_rate": 0.5, "crossover": "blend"}, "worth": 1.99, "refusal": ""}
    (neuro.folder / "it" / "trials" / "0001.json").write_text(json.dumps(better))
    told = neuro(*ASKED, "--trials", 2).stdout_text
    assert "Use it: neuro evolve xor --algorithm ga:mutation_rate=0.5,crossover=blend --population 30\n" in told
    assert "seeds 3 to 5" in told
    found = json.loads((neuro.folder / "it" / "found.json").read_text())
    assert found["settings"] == better["settings"]
    assert [one["runs"] for one in found["judgement"]["standings"]] == [3, 3]
    neuro("evolve", "xor", *found["flags"].split(), "--generations", 2, "--seed", 1)


def test_another_search_in_the_same_folder_is_refused(neuro):
    neuro(*ASKED, "--trials", 1)
    other = neuro.run(*ASKED, "--trials", 1, "--seed", 7)
    assert other.returncode == 1
    assert "holds another tuning (first_seed 1, not 7)" in other.stderr_text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--algorithm", "random"), "random has no settings"),
        (("--algorithm", "ga,es"), "takes the name of one algorithm"),
        (("--algorithm", "ga:elites=0.1"), "takes the name of one algorithm"),
        (("--only", "sigma"), "unknown setting of ga 'sigma'"),
        (("--trials", 0), "--trials must be at least 1"),
        (("--judges", 1), "--judges must be at least 2"),
        (("--seed", -1), "a seed is a whole number from 0"),
    ],
)
def test_a_mistake_is_one_sentence_and_leaves_nothing(neuro, given, said):
    process = neuro.run("tune", "xor", *given)
    assert process.returncode == 2
    assert said in process.stderr_text
    assert os.listdir(neuro.folder) == []


def test_without_optuna_it_says_what_to_install(neuro, monkeypatch):
    there = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "optuna" else there(name))
    process = neuro.run("tune", "xor")
    assert "pip install 'neuro-sandbox[tune]'" in process.stderr_text
