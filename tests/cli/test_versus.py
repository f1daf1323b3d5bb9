import json
import signal
import sys
import time
from pathlib import Path

import pytest

RUN = ("flappy", "--seed", 3, "--generations", 2, "--population", 40, "--max-steps", 200)


@pytest.mark.parametrize("view", ["none", "window"])
def test_two_algorithms_learn_side_by_side(neuro, view):
    told = neuro.json("watch", *RUN, "--versus", "ga,random", "--view", view, "--speed", "max")["versus"]
    alone = [neuro.json("evolve", *RUN, "--algorithm", name) for name in ("ga", "random")]
    assert [one["algorithm"] for one in told] == ["ga", "random"]
    assert [one["fingerprint"] for one in told] == [one["fingerprint"] for one in alone]
    assert len({one["run"] for one in told}) == 2
    for one in told:
        events = (Path(one["run"]) / "events.jsonl").read_text().splitlines()
        assert [json.loads(event)["event"] for event in events] == ["begun", "ended"]


@pytest.mark.parametrize(("given", "said"), [("ga", "two to four"), ("ga,anealing", "unknown algorithm 'anealing'")])
def test_what_cannot_be_watched_is_said(neuro, given, said):
    process = neuro.start("watch", *RUN, "--versus", given, "--view", "none")
    _, error = process.communicate(timeout=60)
    assert process.returncode in (1, 2)
    assert said in error


def test_a_run_by_another_algorithm_goes_on(neuro):
    whole = neuro.json("evolve", *RUN[:3], "--generations", 4, *RUN[5:], "--algorithm", "random", "--keep-going")
    part = neuro.json("evolve", *RUN, "--algorithm", "random", "--keep-going")
    on = neuro.json("evolve", "--resume", part["run"], "--generations", 4)
    assert on["fingerprint"] == whole["fingerprint"]
    assert neuro("verify", part["run"]).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_stopped_in_the_first_run_the_second_is_left_in_order_too(neuro):
    endless = (
        "flappy",
        "--seed",
        3,
        "--population",
        40,
        "--max-steps",
        200,
        "--generations",
        1_000_000,
        "--keep-going",
    )
    process = neuro.start("watch", *endless, "--versus", "ga,random", "--view", "none", "--out", "runs")
    history = neuro.folder / "runs" / "1-ga" / "history.csv"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (history.exists() and len(history.read_text().splitlines()) > 5):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130
    for name in ("1-ga", "2-random"):
        neuro(
            "evolve", "--resume", neuro.folder / "runs" / name, "--generations", len(history.read_text().splitlines())
        )
        assert "left_behind_by" not in (neuro.folder / "runs" / name / "events.jsonl").read_text()


def test_lines_say_whose_they_are(neuro):
    lines = neuro("watch", *RUN, "--versus", "ga,random", "--view", "none").stdout_text.splitlines()
    assert [line.partition(" generation ")[0] for line in lines[:4]] == ["ga:", "ga:", "random:", "random:"]
