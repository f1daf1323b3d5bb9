import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuro.errors import FileError
from neuro.evolution.settings import Change
from neuro.storage.events import append_event, changes_in, read_events


def test_events_come_back_in_their_order(tmp_path):
    path = tmp_path / "events.jsonl"
    append_event(path, "begun", generation=0)
    append_event(path, "changed", generation=4, setting="episodes", value=3)
    found = read_events(path)
    assert [event["event"] for event in found] == ["begun", "changed"]
    assert changes_in(found, path) == [Change(4, "episodes", 3)]


def test_a_line_that_a_kill_has_cut_short_is_passed_over_and_the_next_is_whole(tmp_path):
    path = tmp_path / "events.jsonl"
    append_event(path, "begun", generation=0)
    path.write_bytes(path.read_bytes()[:-9])
    append_event(path, "resumed", generation=0)
    assert [event["event"] for event in read_events(path)] == ["resumed"]


def test_there_may_be_no_events(tmp_path):
    assert read_events(tmp_path / "events.jsonl") == []


@pytest.mark.parametrize(
    "facts",
    [
        {"generation": -1, "setting": "episodes", "value": 3},
        {"generation": True, "setting": "episodes", "value": 3},
        {"generation": 1, "setting": 5, "value": 3},
        {"generation": 1, "setting": "episodes", "value": None},
        {"generation": 1, "setting": "episodes", "value": [3]},
        {},
    ],
)
def test_a_change_that_makes_no_sense_is_refused(facts, tmp_path):
    path = tmp_path / "events.jsonl"
    append_event(path, "changed", **facts)
    with pytest.raises(FileError, match="a change that makes no sense"):
        changes_in(read_events(path), path)


@given(st.lists(st.binary(max_size=40) | st.just(json.dumps([1]).encode()) | st.just(b"[" * 10_000), max_size=6))
def test_any_lines_are_read_or_passed_over(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("events") / "events.jsonl"
    path.write_bytes(b"\n".join(lines))
    assert all(isinstance(event, dict) for event in read_events(path))
