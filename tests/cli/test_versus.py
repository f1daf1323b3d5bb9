import json
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


@pytest.mark.parametrize(("given", "said"), [("ga", "two to four"), ("ga,annealing", "unknown algorithm 'annealing'")])
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
