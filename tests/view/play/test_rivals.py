import pytest
from ancestors_for_tests import champions

from games.flappy import game
from neuro.exact_replay import replay
from neuro.view.play.rivals import Rivals

EASY = game.at("easy")


@pytest.fixture(scope="module")
def rivals():
    return Rivals(game, game.setting, champions())


def test_scores_are_those_of_a_replay_of_this_very_course(rivals):
    some = champions()[:4]
    assert rivals.scores(11)[:4] == [replay(one, seed=11, max_steps=36_000)[0].score for one in some]


def test_the_first_generation_that_did_better_is_named_with_its_score(rivals):
    for score in (0, 1, 2, 3):
        better = [(one, reached) for one, reached in zip(champions(), rivals.scores(7), strict=True) if reached > score]
        first, reached = better[0]
        told, came = rivals.verdict(7, score)
        assert told == f"Generation {first.generation} beat you."
        assert came.startswith(f"It came to {reached:,.0f} pipe")


def test_who_is_as_good_has_not_beaten_anybody(rivals):
    best = max(rivals.scores(7))
    assert rivals.verdict(7, best)[0] == "No generation beat you."


def test_where_no_run_is_raced_nothing_is_said():
    assert Rivals(game, game.setting, ()).verdict(7, 3) == ("", "")


def test_generations_are_raced_in_turn_and_the_first_follows_the_last():
    rivals = Rivals(game, game.setting, champions(), champions()[1])
    turn = [rivals.next().generation for _ in champions()]
    generations = [one.generation for one in champions()]
    assert turn == [*generations[2:], *generations[:2]]


def test_parameters_are_those_that_the_person_plays_with():
    wide = Rivals(EASY, EASY.setting, champions()[:5])
    narrow = Rivals(game, game.setting, champions()[:5])
    assert wide.scores(3) != narrow.scores(3)
