"""A file of each kind in every format that was ever released: it loads, and holds what it always held."""

import json
from pathlib import Path

import pytest

from neuro.evolution.settings import Change
from neuro.storage.checkpoint import load_checkpoint
from neuro.storage.description import describe_file
from neuro.storage.events import changes_in, read_events
from neuro.storage.frame import Kind
from neuro.storage.history_file import read_history
from neuro.storage.manifest import read_manifest

GOLDEN = Path(__file__).parent / "golden"
FILES = sorted(GOLDEN.glob("*/*.neuro"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_file_of_any_released_format_still_holds_what_it_held(path):
    expected = json.loads((path.parent / "expected.json").read_text())
    found = describe_file(path)
    held = expected[path.name]
    assert {name: found[name] for name in held} == held
    assert not any(found[name] for name in set(found) - set(held)), "what is newer than the file is not in it"


def test_there_is_a_file_of_each_kind():
    assert {describe_file(path)["kind"] for path in FILES} == {"champion", "network", "checkpoint"}
    assert len(Kind) == 3


@pytest.mark.parametrize("folder", sorted(GOLDEN.glob("[0-9]*")), ids=lambda path: path.name)
def test_the_files_in_words_of_any_released_format_are_still_read(folder):
    manifest = read_manifest(folder / "run.toml")
    assert (manifest.game, manifest.settings.seed, manifest.settings.population) == ("flappy", 5, 4)
    history, fault = read_history(folder / "history.csv")
    assert (len(history), fault) == (2, "")
    state = load_checkpoint(folder / "run.neuro").state
    assert history[-1].fingerprint == state.fingerprint
    events = read_events(folder / "events.jsonl")
    assert changes_in(events, folder) == [Change(1, "mutation_rate", 0.5)]
