import dataclasses

import pytest
from games_for_tests import walk


@pytest.mark.parametrize("speed", ["1/4", "×2", "16", "max"])
def test_a_person_may_play_slower_or_faster(neuro, speed):
    neuro("play", "flappy", "--seed", 1, "--frames", 3, "--speed", speed)


def test_a_speed_that_there_is_not_is_refused(neuro):
    told = neuro("play", "flappy", "--frames", 3, "--speed", "3", code=2).stderr_text
    assert "a speed is one of ¼, ½, 1, 2, 4, 8, 16, 32, 64, max, not '3'" in told


@pytest.mark.parametrize(
    ("keys", "code", "words"),
    [
        ({}, 1, "Walk has no keys to play with: give it some"),
        ({"rigth": (1.0,)}, 2, "unknown key of walk 'rigth'; did you mean 'right'"),
        ({"up+lft": (1.0,)}, 2, "unknown key of walk 'lft'; did you mean 'left'"),
    ],
    ids=["none", "misspelt", "in a combination"],
)
def test_a_game_whose_keys_are_none_is_told_in_a_sentence(neuro, monkeypatch, keys, code, words):
    monkeypatch.setattr("neuro.cli.play.find_game", {"walk": dataclasses.replace(walk, keys=keys)}.__getitem__)
    assert words in neuro("play", "walk", "--frames", 3, code=code).stderr_text
