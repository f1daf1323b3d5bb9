"""A live page is verified: as it was written it is true, and whatever is altered in it is told."""

import json
import re

import pytest

from games.flappy import game as flappy
from neuro.cli.app import main
from neuro.errors import FileError, NeuroError
from neuro.evolution import EvolutionSettings
from neuro.live.composed_page import live_page
from neuro.live.page_check import verify_page
from neuro.policies import policy_of
from neuro.view.face.face_page import packed, parts_of


@pytest.fixture(scope="module")
def page():
    settings = EvolutionSettings(seed=330901, population=40, episodes=2, parameters={"gap": 130})
    return live_page(flappy, settings, policy_of(flappy.layers))


@pytest.fixture
def altered(page, tmp_path):
    """Writes the page with parts altered; returns the file."""

    def write(alter=None, module=lambda code: code, text=page):
        parts, code = parts_of(page)
        if alter:
            alter(parts)
        for name, data in (("packed", json.dumps(parts, separators=(",", ":")).encode()), ("wasm", module(code))):
            text = re.sub(rf'(id="{name}">)[^<]*', lambda found, data=data: found[1] + packed(data), text)
        file = tmp_path / "page.html"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def test_a_page_is_true_as_it_was_written(altered, capsys, monkeypatch):
    monkeypatch.delattr("neuro.live.composed_page.fingerprints")  # its run is run once, not when it is written again
    assert main(["verify", str(altered())]) == 0
    assert "3 generations of its run came out again, bit for bit" in capsys.readouterr().out


def seeded(parts):
    parts["told"]["engine"]["run"]["seed"] = 5


def eased(parts):
    parts["told"]["engine"]["game"]["exam"]["score"] = 1


def loosened(parts):
    parts["worker"] = parts["worker"].replace("fitness", "score", 1)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"alter": seeded}, "fingerprint"),
        ({"alter": eased}, "what it knows"),
        ({"alter": loosened}, "its engine"),
        ({"module": lambda code: code[:-1] + b"\1"}, "its compiled module"),
    ],
)
def test_what_was_altered_in_a_page_is_told(altered, changed, told):
    verdict = verify_page(altered(**changed))
    assert not verdict.agrees
    assert told in verdict.why


def test_what_was_put_around_the_parts_of_a_page_is_told(altered, page):
    assert "the page around" in verify_page(altered(text=f"{page}<p>more")).why


def test_pages_of_other_versions_are_not_said_to_be_true(altered):
    def older(parts):
        parts["told"]["engine"]["made"]["numba"] = "0.1"

    with pytest.raises(NeuroError, match=r"numba 0\.1"):
        verify_page(altered(older))


@pytest.mark.parametrize("lost", ["game", "run", "algorithm", "policy", "proof"])
def test_a_page_that_tells_of_no_run_is_refused_in_a_sentence(altered, lost):
    with pytest.raises(FileError, match="this page"):
        verify_page(altered(lambda parts: parts["told"]["engine"].pop(lost)))


def test_what_is_no_live_page_is_refused(tmp_path):
    file = tmp_path / "other.html"
    file.write_text("<!doctype html>")
    with pytest.raises(FileError, match="no live page"):
        verify_page(file)
