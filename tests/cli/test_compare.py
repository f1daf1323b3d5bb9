import csv
import json
import os
import signal
import sys
import time

import pytest

from neuro.cli.contest_options import ContestOptions, contest_asked, read_budget, run_options
from neuro.view.pages import figures

COMPARED = ("compare", "flappy", "--population", 40, "--max-steps", 200, "--budget", "30k", "--seeds", 3)
ASKED = (*COMPARED, "--algorithms", "ga,ga:mutation_rate=0.5", "--workers", 1, "--out", "it")


def lines(folder):
    """The lines of the results without what takes its time."""
    with (folder / "results.csv").open() as file:
        return [{**line, "seconds": ""} for line in csv.DictReader(file)]


def test_a_comparison_leaves_a_table_a_line_for_each_run_and_a_figure(neuro):
    told = neuro.json(*ASKED)
    assert [one["algorithm"] for one in told["standings"]] == ["ga", "ga:mutation_rate=0.5"]
    assert told["pairs"][0]["words"].startswith("3 seeds do not separate")
    assert (told["left"], len(lines(neuro.folder / "it"))) == (0, 6)
    assert "3 seeds do not separate" in (neuro.folder / "it" / "table.md").read_text()
    assert (neuro.folder / "it" / "figure.png").read_bytes().startswith(b"\x89PNG")
    again = neuro(*ASKED)
    assert "3 seeds do not separate" in again.stdout_text


def test_the_same_command_goes_on_and_gives_the_same(neuro):
    neuro(*ASKED)
    before = lines(neuro.folder / "it")
    (neuro.folder / "it" / "trials" / "1-2.json").unlink()
    (neuro.folder / "it" / "trials" / "2-3.json").write_text("{")
    again = neuro(*ASKED)
    assert "2-3.json is damaged" in again.stderr_text
    assert lines(neuro.folder / "it") == before


def test_runs_in_several_processes_are_the_same(neuro):
    neuro(*ASKED)
    process = neuro.start(*ASKED[:-4], "--workers", 2, "--out", "two", "--json")
    out, error = process.communicate(timeout=300)
    assert process.returncode == 0, error
    assert json.loads(out)["left"] == 0
    assert lines(neuro.folder / "two") == lines(neuro.folder / "it")


def test_another_comparison_in_the_same_folder_is_refused(neuro):
    neuro(*ASKED)
    other = neuro.run(*ASKED[:9], 4, *ASKED[10:])
    assert other.returncode == 1
    assert "holds another comparison (seeds 3, not 4): choose another folder" in other.stderr_text


def test_a_folder_without_a_name_is_the_same_for_the_same_comparison(neuro):
    first, again = (neuro.json(*ASKED[:-2])["folder"] for _ in range(2))
    assert first == again
    assert neuro.json(*ASKED[:-2], "--seed", 9)["folder"] != first


def test_all_have_the_networks_that_were_asked_for():
    asked = ContestOptions(layers="5-3-2", level="storm", set=["gap=100"])
    contest = contest_asked("flappy", ("ga", "es"), 2, 1, asked)
    evolution = contest.begin("es", 1)
    with evolution.evaluator:
        assert [layer.units for layer in evolution.layers[1:]] == [3, 2]
    assert run_options(asked) == " --level storm --layers 5-3-2 --set gap=100"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_stopped_it_keeps_what_has_ended(neuro):
    process = neuro.start(*ASKED[:9], 10_000, *ASKED[10:])
    trials, deadline = neuro.folder / "it" / "trials", time.monotonic() + 120
    while time.monotonic() < deadline and not (trials.exists() and len(os.listdir(trials)) > 3):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=120)
    assert process.returncode == 130, error
    assert "the same command goes on" in out
    assert len(lines(neuro.folder / "it")) > 3
    assert "Traceback" not in error


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--algorithms", "ga,ga"), "compared with itself"),
        (("--algorithms", ""), "name algorithms, such as"),
        (("--algorithms", "ga,anealing"), "unknown algorithm 'anealing'"),
        (("--algorithms", "./nowhere"), "there is no folder ./nowhere"),
        (("--algorithms", "ga", "--budget", "much"), "such as 20M or 500k, not 'much'"),
        (("--algorithms", "ga", "--budget", 0), "budget must be a whole number from 1"),
        (("--algorithms", "ga", "--level", "nowhere"), "unknown level"),
        (("--algorithms", "ga", "--layers", "5-3"), "Flappy needs a network of 5 inputs and 2 outputs"),
        (("--algorithms", "ga,neat", "--layers", "5-3-2"), "neat breeds networks of its own"),
        (("--algorithms", "ga", "--seeds", 0), "seeds must be a whole number from 1"),
        (("--algorithms", "ga", "--out", "."), "holds no comparison"),
        (("--algorithms", "ga", "--algorithms", "own"), "a folder of your own has a slash, ./own"),
    ],
)
def test_a_mistake_is_one_sentence_and_leaves_nothing(neuro, given, said):
    (neuro.folder / "mine.txt").write_text("")
    process = neuro.run("compare", "flappy", *given)
    assert process.returncode in (1, 2)
    assert said in process.stderr_text
    assert "Traceback" not in process.stderr_text
    assert os.listdir(neuro.folder) == ["mine.txt"]


def test_without_matplotlib_the_figure_is_missed_in_a_sentence(neuro, monkeypatch):
    monkeypatch.setattr(figures, "can_draw", lambda: False)
    told = neuro("compare", "xor", "--algorithms", "ga", "--seeds", 2, "--budget", "9k", "--workers", 1, "--out", "it")
    assert told.stderr_text.count("neuro-sandbox[plot]") == 1
    assert not (neuro.folder / "it" / "figure.png").exists()
    assert "2 of 2" in told.stdout_text


def test_a_budget_is_a_number_with_a_unit():
    assert [read_budget(text) for text in ("20M", "1.5k", "1e7", "1_000")] == [20_000_000, 1500, 10_000_000, 1000]
