import dataclasses
from unittest import mock

import pytest
from ancestors_for_tests import champions
from games_for_tests import walk

from neuro.storage.files import save


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


@pytest.fixture
def run(neuro):
    """The folder of a run, as far as rivals need it."""
    folder = neuro.folder / "run"
    (folder / "champions").mkdir(parents=True)
    for one in champions():
        save(one, folder / "champions" / f"{one.generation:08}.neuro")
    save(champions()[-1], folder / "champion.neuro")
    return folder


def played(neuro, *arguments):
    """What a window of play is opened with."""
    with mock.patch("neuro.view.play.play_window.play_window") as window:
        neuro("play", *arguments)
    (game, *_), options = window.call_args
    setting = options["setting"] or game.setting_with(options["against"][0].setting if options["against"] else {})
    return game, setting, options


@pytest.mark.parametrize(
    ("arguments", "gap"),
    [((), 190), (("--level", "classic"), 120), (("--level", "storm"), 140), (("--set", "gap=100"), 100)],
    ids=str,
)
def test_play_begins_with_a_wider_gap_unless_something_else_is_asked_for(neuro, arguments, gap):
    assert played(neuro, "flappy", *arguments)[1].gap == gap


def test_a_game_without_an_easy_level_is_played_as_it_is(neuro):
    game, setting, _ = played(neuro, "xor_arena")
    assert setting == game.setting


def test_a_race_is_on_the_easy_level_unless_the_champion_learnt_elsewhere(neuro, run):
    assert played(neuro, "flappy", "--against", run)[1].gap == 190
    odd = dataclasses.replace(champions()[-1], setting={**champions()[-1].setting, "gap": 150.0})
    save(odd, neuro.folder / "odd.neuro")
    assert played(neuro, "flappy", "--against", "odd.neuro")[1].gap == 150


def test_the_generation_to_race_can_be_chosen(neuro, run):
    known = [one.generation for one in champions()]
    for asked, raced in ((known[2], known[2]), (10**6, known[-1]), (0, known[0])):
        against = played(neuro, "flappy", "--against", run, "--generation", asked)[2]["against"]
        assert [one.generation for one in against] == [raced]
    options = played(neuro, "flappy", "--against", run)[2]
    assert [one.generation for one in options["rivals"]] == known
    assert [one.generation for one in options["against"]] == [known[-1]]


def test_a_generation_without_a_run_is_refused_in_a_sentence(neuro, champion):
    for arguments in ((), ("--against", champion)):
        said = neuro("play", "flappy", *arguments, "--generation", 3, code=2).stderr_text
        assert "--generation chooses among the champions of a run: give its folder by --against" in said


@pytest.mark.parametrize("seed", [-1, 1 << 32, 1 << 64])
def test_a_course_that_there_is_not_is_refused(neuro, seed):
    told = neuro("play", "flappy", "--frames", 3, "--seed", seed, code=2).stderr_text
    assert f"courses are numbered from 0 to 4294967295; there is no room for 1 from {seed} on" in told


def test_a_race_against_a_run_is_drawn(neuro, run):
    neuro("play", "flappy", "--seed", 1, "--against", run, "--generation", 4, "--frames", 3, "--screenshot", "a.png")
    assert (neuro.folder / "a.png").is_file()


def test_there_is_no_generation_before_the_first(neuro):
    said = neuro("play", "flappy", "--against", "flappy", "--generation", -1, code=2).stderr_text
    assert "--generation must be at least 0, not -1" in said
