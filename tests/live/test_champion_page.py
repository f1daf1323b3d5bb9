"""A page on which a champion plays has the trace of its replay, at every step; what was altered in it is told."""

import dataclasses
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from neuro.cli.app import main
from neuro.errors import FileError
from neuro.exact_replay import replay
from neuro.live.champion_page import champion_facts, champion_page, player_code
from neuro.live.page_check import verify_page
from neuro.network import Network
from neuro.paths import shipped_champion
from neuro.storage.files import load_champion
from neuro.view.face.face_page import packed, parts_of

FILE = shipped_champion("flappy")
STOPS = 1, 256, 700  # within one part that is recorded at a time, at its end, and behind several


@pytest.fixture(scope="module")
def champion():
    return load_champion(FILE)


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_a_champion_in_a_page_has_the_trace_of_its_replay_at_every_step(champion, tmp_path):
    beginner = dataclasses.replace(champion, network=Network(champion.network.layers, seed=330902))
    played, asked = [(champion, 7), (champion, 2**32 - 1), (beginner, 7)], []
    for one, course in played:
        facts, wasm = champion_facts(one, b"", "champion.neuro")
        asked.append({"facts": facts, "course": course, "stops": STOPS})
    (tmp_path / "asked.json").write_text(json.dumps(asked))
    (tmp_path / "kernels.wasm").write_bytes(wasm)
    (tmp_path / "engine.js").write_text(player_code(champion.policy), encoding="utf-8")
    done = subprocess.run(["node", Path(__file__).with_name("play.js"), tmp_path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for (one, course), seen in zip(played, json.loads(done.stdout), strict=True):
        for stop, found in zip(STOPS, seen, strict=True):
            (wanted,) = replay(one, seed=course, max_steps=stop)
            assert found == {"trace": wanted.trace, "steps": wanted.steps, "score": wanted.score}
    assert wanted.steps < STOPS[-1], "the beginner has died on the way"


@pytest.fixture(scope="module")
def page(champion):
    return champion_page(champion, FILE.read_bytes(), "my champion.neuro", course=3)


@pytest.fixture
def altered(page, tmp_path):
    """Writes the page with what it knows of the champion altered; returns the file."""

    def write(alter=dict.copy):
        parts, _ = parts_of(page)
        alter(parts["told"]["engine"]["champion"])
        data = packed(json.dumps(parts, separators=(",", ":")).encode())
        file = tmp_path / "page.html"
        file.write_text(re.sub(r'(id="packed">)[^<]*', lambda found: found[1] + data, page), encoding="utf-8")
        return file

    return write


def test_a_page_of_a_champion_is_true_as_it_was_written(altered, capsys):
    assert main(["verify", str(altered())]) == 0
    assert "the beginning of its replay came out again" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("alter", "why"),
    [
        (lambda told: told["proof"].update(trace="00"), "its trace is 00"),
        (lambda told: told.update(course=4), "its trace"),
        (lambda told: told["genome"].update(parts=["00" * 8]), "what it knows"),
        (lambda told: told.update(score=1e9), "what it knows"),
    ],
)
def test_what_was_altered_in_a_page_of_a_champion_is_told(altered, alter, why):
    verdict = verify_page(altered(alter))
    assert not verdict.agrees
    assert why in verdict.why


@pytest.mark.parametrize("lost", ["file", "course", "proof"])
def test_a_page_that_tells_of_no_champion_is_refused_in_a_sentence(altered, lost):
    with pytest.raises(FileError, match="this page"):
        verify_page(altered(lambda told: told.pop(lost)))


def test_the_command_of_a_page_can_be_typed_whatever_the_file_is_called(page):
    parts, _ = parts_of(page)
    assert parts["told"]["engine"]["champion"]["command"] == "neuro replay 'my champion.neuro'"
