"""Hindsight: what would have saved an agent, by playing on from its own states."""

import dataclasses

import numpy as np
import pytest
from games_for_tests import goal, quick_flappy, threshold_bird, walk_by

from neuro.errors import ShapeError
from neuro.network import parameter_count
from neuro.rollout.hindsight import Hindsight, find_hindsight, other_actions
from neuro.rollout.stepwise import Rollout

COURSE = 5


def lived_of(game, genomes, steps=600):
    rollout = Rollout(game, game.layers, genomes, np.full(len(genomes), COURSE, np.uint32), max_steps=steps)
    rollout.advance(steps)
    return rollout


def a_stone():
    """A genome that always glides: it falls to the ground in 46 steps."""
    return np.zeros(66, np.float32)


def looked_back(game, genomes, agent=0, steps=600):
    genomes = np.array(genomes, np.float32)
    rollout = lived_of(game, genomes, steps)
    assert not rollout.alive[agent]
    return rollout, find_hindsight(game, game.layers, genomes, agent, COURSE, rollout.lived)


@pytest.fixture(scope="module")
def fallen():
    """A bird that only glides, beside one that lives for ever."""
    return looked_back(quick_flappy, [a_stone(), threshold_bird()])


def test_a_rollout_begins_in_any_states_and_goes_on_as_if_it_had_played_there():
    genomes = np.array([threshold_bird(), a_stone()])
    courses = np.full(2, COURSE, np.uint32)
    whole = Rollout(quick_flappy, quick_flappy.layers, genomes, courses, max_steps=90)
    whole.advance(40)
    again = Rollout(quick_flappy, quick_flappy.layers, genomes, courses, max_steps=50, states=whole.state.copy())
    assert (whole.record(50) == again.record(50)).all()
    assert again.alive.tolist() == [True, False]
    rows = len(quick_flappy.state)
    states = np.zeros((rows, 3), np.float32)
    with pytest.raises(ShapeError, match=rf"2 courses need states of shape \({rows}, 2\), not \({rows}, 3\)"):
        Rollout(quick_flappy, quick_flappy.layers, genomes, courses, max_steps=9, states=states)


def test_a_rollout_tells_what_was_done_in_its_last_step():
    genomes = np.array([a_stone(), threshold_bird()])
    rollout = Rollout(quick_flappy, quick_flappy.layers, genomes, np.full(2, COURSE, np.uint32), max_steps=99)
    done = []
    while not rollout.done:
        rollout.advance(1)
        done.append(rollout.actions[0].tolist())
    assert not any(own for own, _ in done[:46])
    assert any(other for _, other in done)


def test_its_last_states_are_those_that_it_was_in(fallen):
    rollout, found = fallen
    assert found.first + len(found.actions) == rollout.lived[0]
    assert (found.states[-1] == rollout.state[:, 0]).all()
    assert found.states[-1, 0] == 0
    assert (found.states[:-1, 0] == 1).all()


def test_the_moment_is_the_last_from_which_another_lives_on_and_it_acts_otherwise_there(fallen):
    _, found = fallen
    game, relative = quick_flappy, found.relative
    assert (relative.agent, found.lived) == (1, 1)
    assert relative.actions[0] != found.actions[found.moment]
    assert found.instead == relative.actions[0]

    def lives_from(k):
        states = np.ascontiguousarray(found.states[k : k + 1].T)
        rollout = Rollout(game, game.layers, threshold_bird()[np.newaxis], np.array([COURSE], np.uint32), max_steps=300,
                        states=states)  # fmt: skip
        rollout.advance(len(found.actions) - k + 60)
        return bool(rollout.alive[0])

    assert lives_from(found.moment)
    assert not any(lives_from(k) for k in range(found.moment + 1, len(found.actions)))


def test_the_relatives_way_begins_in_the_moment_and_outlives_the_death_by_a_second(fallen):
    _, found = fallen
    way = found.relative.way
    assert (way[0] == found.states[found.moment]).all()
    assert len(way) - 1 == len(found.actions) - found.moment + 60
    assert (way[:, 0] == 1).all()


def test_of_several_the_nearest_is_the_relative_and_all_are_counted():
    nearer = threshold_bird() * np.float32(0.9)
    _, found = looked_back(quick_flappy, [a_stone(), threshold_bird(), nearer, a_stone()])
    assert found.lived == 2
    assert found.relative.agent == 2


def test_it_is_the_same_each_time(fallen):
    _, found = fallen
    _, again = looked_back(quick_flappy, [a_stone(), threshold_bird()])
    assert found.relative.way.tobytes() == again.relative.way.tobytes()
    assert (found.moment, found.chances) == (again.moment, again.chances)


def test_where_nobody_else_would_have_lived_its_own_other_choice_is_tried():
    _, found = looked_back(quick_flappy, [a_stone(), a_stone()])
    assert found.relative is None
    assert found.moment is not None
    assert found.instead.tolist() == [1.0]
    assert found.late is None
    assert found.chances >= 1


def test_whom_nothing_could_save_is_told_so():
    everywhere = goal.setting_with({"edge": 5, "home": 9})  # a step in any way is a fall
    genomes = np.zeros((3, parameter_count(goal.layers)), np.float32)
    genomes[1, -2] = 1
    found = find_hindsight(goal, goal.layers, genomes, 0, COURSE, np.ones(3, np.int64), setting=everywhere)
    assert (found.moment, found.instead, found.relative, found.late) == (None, None, None, None)
    assert len(found.actions) == 1


def test_how_late_it_was_counts_from_the_moment():
    actions = np.array([[0], [0], [0], [1], [0]], np.float32)
    found = Hindsight(0, 0, np.zeros((6, 2), np.float32), actions, moment=1, instead=np.ones(1, np.float32))
    assert found.late == 2
    assert dataclasses.replace(found, moment=3).late is None


def test_winning_is_no_death_and_saves():
    genomes = np.zeros((2, parameter_count(goal.layers)), np.float32)
    genomes[1, -2] = 1  # goes on, and wins
    _, found = looked_back(goal, genomes, steps=40)
    assert found.relative.agent == 1
    assert found.relative.way[-1, goal.won_row] == 1


@pytest.mark.parametrize(
    ("decision", "action", "others"),
    [
        ("versus", [0.0], [[1.0]]),
        ("argmax", [1.0], [[0.0]]),
        ("threshold", [0.0, 1.0], [[1.0, 1.0], [0.0, 0.0]]),
        ("continuous", [0.5, 1.0], [[-1.0, 1.0], [1.0, 1.0], [0.5, -1.0]]),
    ],
)
def test_other_actions_change_one_thing(decision, action, others):
    found = other_actions(walk_by(decision), np.array(action, np.float32))
    assert [other.tolist() for other in found] == others
