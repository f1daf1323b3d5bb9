"""What ``--help`` shows: examples as examples, and what every command takes."""

import pytest

COMMANDS = ("watch", "evolve", "replay", "play", "train", "predict", "guess", "export", "plot", "games", "new-game")
COMMANDS += ("serve", "check", "inspect", "verify", "bench", "doctor", "cache")
OF_GAMES = set(COMMANDS) - {"train", "predict", "guess", "new-game", "doctor", "cache"}


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_text_for_people_without_signs_of_markup(neuro, command):
    said = neuro(command, "--help").stdout_text
    assert "::" not in said
    assert "`" not in said
    assert ("--games DIR" in said) == (command in OF_GAMES)


def test_inspect_and_verify_take_the_names_that_replay_takes(neuro):
    assert neuro.json("inspect", "flappy")["game"] == "flappy"
    assert "is true" in neuro("verify", "flappy").stdout_text


def test_inspect_takes_a_runs_folder(neuro):
    run = ("--seed", 3, "--population", 30, "--generations", 1, "--max-steps", 200, "--out", "run", "--quiet")
    neuro("evolve", "flappy", *run)
    assert neuro.json("inspect", "run")["kind"] == "champion"


def test_inspect_says_what_it_did_not_find(neuro):
    assert "there is no file nobody" in neuro("inspect", "nobody", code=1).stderr_text
