import gc
import json
import sys

import pytest

from neuro.cli.app import main
from neuro.version import __version__

COMMANDS = ("watch", "evolve", "replay", "play", "games", "inspect", "verify", "bench", "doctor", "cache")


def test_no_command_says_in_ten_lines_what_can_be_done(neuro):
    said = neuro().stdout_text
    assert len(said.splitlines()) <= 10
    assert "neuro watch flappy" in said


def test_the_version_is_the_packages(neuro):
    assert neuro("--version").stdout_text.strip() == __version__


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(neuro, command):
    said = neuro(command, "--help").stdout_text
    assert f"Usage: neuro {command}" in said


def test_help_lists_every_command_with_what_it_does(neuro):
    lines = neuro("--help").stdout_text.splitlines()
    for command in COMMANDS:
        (line,) = [line for line in lines if line.startswith(f"│ {command} ")]
        assert len(line.strip("│ ").split()) > 3


@pytest.mark.parametrize("arguments", [("evolve",), ("evole", "flappy"), ("evolve", "flappy", "--sed", "1")])
def test_wrong_usage_exits_with_2(neuro, arguments):
    assert neuro(*arguments, code=2).stderr_text


def test_a_fault_of_neuro_is_not_called_one_of_peoples_own(monkeypatch):
    monkeypatch.setattr("neuro.cli.algorithms.shown", int)
    with pytest.raises(ValueError, match="invalid literal"):
        main(["algorithms", "ga"])


def test_games_lists_flappy(neuro):
    assert "flappy" in neuro("games").stdout_text
    flappy = {"name": "flappy", "title": "Flappy", "levels": ["classic", "breeze", "storm", "gauntlet", "easy"]}
    assert flappy in json.loads(neuro("games", "--json").stdout_text)["games"]


def test_the_doctor_finds_all_that_is_needed(neuro):
    said = neuro("doctor").stdout_text
    assert "numba" in said
    assert "All is well." in said


def test_the_doctor_says_that_a_driver_that_shows_nothing_was_asked_for(neuro):
    assert "opened; SDL's driver 'dummy' shows nothing" in neuro("doctor").stdout_text


def test_without_a_display_the_doctor_opens_no_window_and_is_content(neuro):
    nowhere = dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"))
    said = neuro("doctor", **nowhere).stdout_text
    assert "not tried: there is no display" in said
    assert "All is well." in said


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="displays have no names there")
def test_a_display_that_does_not_answer_is_one_sentence(neuro):
    away = {"DISPLAY": ":987", "WAYLAND_DISPLAY": None, "SDL_VIDEODRIVER": None}
    told = neuro("doctor", code=1, **away).stdout_text
    assert "! the display ':987' does not answer" in told
    for command in (("watch", "flappy"), ("play", "flappy"), ("guess",), ("replay", "--view", "window")):
        said = neuro(*command, code=1, **away).stderr_text
        assert "neuro: the display ':987' does not answer" in said.splitlines()[-1]


def test_bench_measures_flappy(neuro):
    measured = neuro.json("bench", "flappy", "--rounds", 1)
    assert measured["bird_steps_per_second_one_core"] > 1e6
    assert {"bird_steps_per_second_all_cores", "threads", "compile_seconds"} <= set(measured)


def test_the_cache_can_be_cleared(neuro):
    own = {"XDG_CACHE_HOME": str(neuro.folder / "cache")}
    neuro("evolve", "flappy", "--generations", 1, "--population", 4, "--max-steps", 10, NUMBA_DISABLE_JIT="1", **own)
    assert "compiled code" in neuro("cache", **own).stdout_text
    assert "removed" in neuro("cache", "--clear", **own).stdout_text


def test_garbage_is_collected_again_when_a_command_begins(neuro):
    gc.disable()  # as the process begins
    try:
        neuro("completion", "bash")
        assert gc.isenabled()
    finally:
        gc.enable()
