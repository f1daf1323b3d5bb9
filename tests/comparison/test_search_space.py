from dataclasses import replace

import pytest

from neuro.comparison import Contest, Trial
from neuro.comparison.search_space import searched, spelled_out
from neuro.comparison.tuning import Tuning, merit
from neuro.errors import SettingError, UnknownNameError
from neuro.evolution.algorithms import algorithm_names, choices_in, settings_of, values_of_texts

CONTEST = Contest(task="flappy", algorithms=("es",), budget=1000, seeds=2, first_seed=5)


def trial(*, solved, steps=500, score=0.0):
    return Trial("es", 1, solved, steps, 3, 12, score, 0.1, ((steps, score),), "")


@pytest.mark.parametrize("name", [name for name in algorithm_names() if name != "random"])
def test_whatever_is_searched_is_taken_as_a_setting(name):
    dimensions = searched(name)
    assert dimensions
    for end in ("low", "high"):
        values = {one.name: one.choices[0] if one.choices else one.rounded(getattr(one, end)) for one in dimensions}
        (choice,) = choices_in(spelled_out(name, values))
        assert values_of_texts(name, choice.texts) == values
    for one in dimensions:
        if not one.choices:
            assert one.low < one.high <= max(1000, 10 * one.default), f"{one.name} is searched far from its default"
            settings_of(name, {one.name: one.rounded(one.high)})


def test_a_setting_by_its_name_alone_is_searched():
    assert [one.name for one in searched("es", ["learning-rate", "sigma"])] == ["learning_rate", "sigma"]
    with pytest.raises(UnknownNameError, match="did you mean 'sigma'"):
        searched("es", ["sigmo"])
    with pytest.raises(SettingError, match="pressure of ga has no bounds"):
        searched("ga", ["pressure"])
    with pytest.raises(SettingError, match="random has no settings"):
        searched("random")


def test_what_solves_sooner_is_worth_more_and_what_does_not_less_than_anything_that_does():
    worth = [
        merit(CONTEST, [one])
        for one in (
            trial(solved=True, steps=100),
            trial(solved=True, steps=1000),
            trial(solved=False, score=2000),
            trial(solved=False, score=10),
            trial(solved=False, score=0),
        )
    ]
    assert worth == sorted(worth, reverse=True)
    assert worth[1] == 1 > worth[2]
    endless = replace(CONTEST, level="gauntlet")  # whose exam no score passes
    assert 0 < merit(endless, [trial(solved=False, score=3)]) < merit(endless, [trial(solved=False, score=4)]) < 1


def test_others_judge_than_those_on_whom_settings_were_tried():
    tuning = Tuning(CONTEST, 5, 3, ("sigma",))
    judged = tuning.judgement_of({"sigma": 0.7})
    assert judged.algorithms == ("es", "es:sigma=0.7")
    tried = {seed for _, seed in tuning.contest_of({"sigma": 0.7}).runs}
    assert tried == {5, 6}
    assert {seed for _, seed in judged.runs} == {7, 8, 9}
    assert tuning.named({"sigma": 0.2}) == "es", "the defaults are as ever"
