"""Random command lines end well; ``command_lines.py`` tries many more, each in a process of its own."""

import random

import pytest
from command_lines import ENDLESS, Places, commands, judged, line

from neuro.cli.app import app


def test_every_command_and_every_option_of_the_command_line_is_known():
    known = commands()
    assert {*known, *ENDLESS} == {name for name in app if not name.startswith("-")}
    assert {"--population", "--out", "--frames", "--mutation-rate"} <= {option.name for option in known["watch"]}
    assert next(one.choices for one in known["train"] if one.name == "--view") == ("auto", "window", "none")
    assert [option.name for option in known["export"]][:2] == ["", ""]


def test_the_same_seed_gives_the_same_line_and_every_option_comes_up(tmp_path):
    places = Places(tmp_path)
    assert line(places, random.Random(3)) == line(places, random.Random(3))
    drawn = [line(places, random.Random(seed)) for seed in range(4000)]
    for name, options in commands().items():
        seen = {word for words in drawn if words[0] == name for word in words}
        assert {option.name for option in options if option.name} <= seen, name


@pytest.mark.parametrize(
    ("code", "said", "after", "verdict"),
    [
        (None, "", {}, "has not ended"),
        (1, "Traceback (most recent call last):\nValueError: no", {}, "traceback: ValueError: no"),
        (120, "neuro: x", {}, "exit code 120"),
        (1, " ", {}, "without a word"),
        (0, "", {"left": b""}, "left or changed ['left']"),
        (2, "neuro: x", {}, ""),
    ],
)
def test_what_ends_badly_is_told(code, said, after, verdict):
    found = judged(["games"], code, said, {}, after)
    assert (verdict in found) if verdict else found == ""


@pytest.mark.parametrize("seed", range(12))
def test_a_random_line_ends_well(neuro, seed):
    (neuro.folder / "made").mkdir()
    places = Places(neuro.folder)
    words, before = line(places, random.Random(seed)), places.snapshot()
    done = neuro.run(*words)
    said = done.stdout_text + done.stderr_text
    assert judged(words, done.returncode, said, before, places.snapshot()) == "", words
