import dataclasses
import itertools
import types

import numpy as np
import pytest
from ancestors_for_tests import ancestry, champions
from games_for_tests import NO_EXAM, goal

from neuro.ancestors import find_ancestors, kept_champions
from neuro.champion import Champion
from neuro.errors import FileError, NeuroError, SettingError
from neuro.exact_replay import replay
from neuro.network import Network
from neuro.storage.files import save


def test_each_comes_further_than_the_one_before_and_the_last_goes_on():
    found = ancestry()
    rollouts = found.episodes()
    generations = [one.generation for one in found.champions]
    assert len(found.champions) == 5
    assert generations == sorted(set(generations))
    assert (generations[0], generations[-1]) == (champions()[0].generation, champions()[-1].generation)
    scores, steps = [one.score for one in rollouts], [one.steps for one in rollouts]
    assert all(b >= a + 1 for a, b in itertools.pairwise(scores))
    assert all(b > a for a, b in itertools.pairwise(steps))
    assert steps[-1] == found.max_steps


def test_the_last_one_is_seen_for_a_while_after_all_others_are_out():
    found = ancestry()
    steps = [one.steps for one in found.episodes()]
    assert found.max_steps >= max(900, steps[-2] + 300)


def test_the_same_run_gives_the_same_story():
    stories = find_ancestors(champions()), ancestry()
    first, again = (([c.generation for c in one.champions], one.course, one.max_steps) for one in stories)
    assert first == again


def test_a_trace_is_that_of_any_other_replay():
    found = ancestry()
    for champion, rollout in zip(found.champions, found.episodes(), strict=True):
        own = next(one for one in champions() if one.generation == champion.generation)
        assert replay(own, seed=found.course, max_steps=found.max_steps) == [rollout]


def test_courses_are_tried_from_the_seed_on():
    assert find_ancestors(champions(), seed=4_000).course >= 4_000
    assert find_ancestors(champions(), seed=2**32 - 1).course == 2**32 - 1
    with pytest.raises(SettingError, match="courses are numbered from 0"):
        find_ancestors(champions(), seed=2**32)


def test_no_rollout_is_longer_than_it_may_be():
    found = find_ancestors(champions(), max_steps=500)
    assert found.max_steps == 500
    assert all(one.steps <= 500 for one in found.episodes())


def test_a_single_champion_plays_alone():
    found = find_ancestors(champions()[:1])
    assert [one.generation for one in found.champions] == [champions()[0].generation]
    assert len(found.episodes()) == 1


def test_where_nobody_comes_further_the_first_course_is_played_by_champions_spread_over_the_run():
    same = [dataclasses.replace(champions()[0], generation=k) for k in range(9)]
    found = find_ancestors(same, seed=12)
    assert found.course == 12
    generations = [one.generation for one in found.champions]
    assert len(generations) == 5
    assert (generations[0], generations[-1]) == (0, 8)


def test_all_play_under_the_parameters_of_the_last_one():
    early, late = champions()[0], champions()[-1]
    narrow = dataclasses.replace(early, setting={**early.setting, "gap": 200.0})
    found = find_ancestors([narrow, late])
    assert {one.setting["gap"] for one in found.champions} == {late.setting["gap"]}


@pytest.fixture
def run(tmp_path):
    """The folder of a run, as far as ancestors need it."""
    (tmp_path / "champions").mkdir()
    for one in champions():
        save(one, tmp_path / "champions" / f"{one.generation:08}.neuro")
    save(champions()[-1], tmp_path / "champion.neuro")
    return tmp_path


@pytest.mark.parametrize("named", [".", "champion.neuro"], ids=["folder", "file"])
def test_a_run_gives_its_champions_in_order(run, named):
    found, notes = kept_champions(run / named)
    assert [one.generation for one in found] == [one.generation for one in champions()]
    assert notes == ()


def test_a_damaged_champion_is_left_out_and_told(run):
    bad = sorted((run / "champions").glob("*.neuro"))[1]
    bad.write_bytes(bad.read_bytes()[:-9])
    found, notes = kept_champions(run)
    assert len(found) == len(champions()) - 1
    (note,) = notes
    assert str(bad) in note
    assert note.endswith("the others play without it")


def test_a_run_whose_champion_alone_was_saved_plays_that_one(run):
    for path in (run / "champions").iterdir():
        path.unlink()
    assert len(kept_champions(run)[0]) == 1


def test_a_folder_without_champions_is_told_in_a_sentence(tmp_path, run):
    save(champions()[0], tmp_path / "lonely.neuro")
    empty = tmp_path / "empty"
    empty.mkdir()
    for place in (empty, empty / "no.neuro"):
        with pytest.raises(FileError, match="is no run that has kept champions"):
            kept_champions(place)


def test_champions_of_other_networks_than_the_last_are_left_out():
    from neuro.network import Dense, Input

    odd = Network([Input(5), Dense(3, "tanh"), Dense(2, "sigmoid")], seed=1)
    early = dataclasses.replace(champions()[0], network=odd)
    found = find_ancestors([early, *champions()[1:]])
    assert found.champions[0].generation == champions()[1].generation


def test_a_game_that_draws_itself_is_refused_in_a_sentence(monkeypatch):
    foreign = types.SimpleNamespace(has_rules=False, title="CartPole")
    monkeypatch.setattr("neuro.ancestors.game_of", lambda _: (foreign, None))
    with pytest.raises(NeuroError, match=r"CartPole draws itself, .*--from-generation 0"):
        find_ancestors(champions())


def test_a_game_that_can_be_won_has_ancestors_too(monkeypatch):
    monkeypatch.setattr("neuro.exact_replay.recorded_game", {"goal": goal}.__getitem__)

    def made(generation, biases):
        network = Network.from_genome(goal.layers, np.array([0, 0, *biases], np.float32))
        return Champion(network, "goal", 1, {}, 1, generation, 0.0, 0.0, "ga", {}, {}, "2026-01-01T00:00:00Z", "0.1")

    assert goal.exam is NO_EXAM
    found = find_ancestors([made(0, (0, 1)), made(4, (1, 0))], max_steps=40)
    assert [one.won for one in found.episodes()] == [False, True]
