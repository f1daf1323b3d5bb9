"""Whatever is counted is counted from one: no option takes a number that would never end, or mean nothing."""

import pytest
from command_lines import commands

from neuro.errors import SettingError
from neuro.view.screen.window import WindowOptions

#: Numbers that are no counts: a seed may be 0, and so may a generation.
NUMBERED = ("--seed", "--from-generation", "--generation")

#: What makes each command whole.
WHOLE = {
    "watch": ("flappy",),
    "evolve": ("flappy",),
    "replay": (),
    "play": ("flappy",),
    "train": ("digits",),
    "guess": (),
    "export": ("flappy", "page.html", "--live"),
    "serve": ("flappy",),
    "lineage": ("{run}",),
    "compare": ("flappy", "--algorithms", "ga,random"),
    "tune": ("flappy", "--algorithm", "ga"),
    "verify": ("{run}",),
    "bench": ("flappy",),
}

COUNTS = [
    (command, option.name)
    for command, options in commands().items()
    for option in options
    if option.takes(int) and option.name not in NUMBERED
]
WATCHING_XOR = [("watch xor", name) for name in ("--frames", "--population", "--generations")]


@pytest.mark.parametrize(("command", "name"), [*COUNTS, *WATCHING_XOR])
@pytest.mark.parametrize("count", [0, -1])
def test_a_count_below_one_is_refused_in_a_sentence(neuro, champion, command, name, count):
    words = command.split() if " " in command else [command, *WHOLE[command]]
    before = {path for path in neuro.folder.rglob("*") if path.is_file()}
    process = neuro(*(word.format(run=champion.parent) for word in words), name, count, code=2)
    (sentence,) = process.stderr_text.splitlines()
    assert name.strip("-").replace("-", "") in sentence.replace("-", "").replace("_", "")
    assert str(count) in sentence
    assert process.stdout_text == ""
    assert {path for path in neuro.folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("command", [("watch", "flappy", "--versus", "ga,random"), ("watch", "xor"), ("replay",)])
@pytest.mark.parametrize("view", ["window", "terminal", "none", "auto"])
def test_no_frames_are_refused_wherever_they_would_be_shown(neuro, command, view):
    said = neuro(*command, "--view", view, "--frames", 0, code=2).stderr_text
    assert said.splitlines()[-1] == "neuro: --frames must be at least 1, not 0"


def test_a_window_without_frames_is_refused_in_python_too():
    with pytest.raises(SettingError, match="frames must be at least 1, not 0"):
        WindowOptions(frames=0)


@pytest.mark.parametrize("option", [("--out", "run"), ("--record", "a.gif"), ("--episodes", "4"), ("--keep-going",)])
def test_what_means_nothing_to_a_command_is_refused_rather_than_passed_over(neuro, option):
    said = neuro("watch", "xor", "--view", "none", *option, code=2).stderr_text
    assert said == f"neuro: {option[0]} means nothing to `neuro watch xor`, which keeps no run: leave it out\n"


@pytest.mark.parametrize(
    "words", [("evolve", *WHOLE["evolve"], "--seed", "1.7"), ("tune", *WHOLE["tune"], "--judges", "2.5")]
)
def test_no_number_is_rounded_in_silence(neuro, words):
    assert f'unable to convert "{words[-1]}" into int' in neuro(*words, code=2).stderr_text
