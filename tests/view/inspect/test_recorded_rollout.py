import numpy as np
import pytest
from games_for_tests import threshold_bird
from hypothesis import given, settings
from hypothesis import strategies as st

from games.flappy import game
from games.flappy.view import Scene
from neuro.rollout.stepwise import Rollout
from neuro.view.inspect import recorded_rollout
from neuro.view.inspect.recorded_rollout import RecordedRollout
from neuro.view.looks import looks_of
from neuro.view.scene import Marks
from neuro.view.theme import DARK

FALLER = np.zeros(66, np.float32)


def reel_of(genome, max_steps=600, course=5):
    rollout = Rollout(game, game.layers, genome[None], np.array([course], np.uint32), max_steps=max_steps)
    return RecordedRollout(Scene(game, game.setting, DARK), [rollout], looks_of(genome[None]), course)


def alone(genome, steps, course=5):
    rollout = Rollout(game, game.layers, genome[None], np.array([course], np.uint32), max_steps=10_000)
    rollout.advance(steps)
    return rollout.state


@given(st.lists(st.integers(-50, 700), min_size=1, max_size=6))
@settings(max_examples=20, deadline=None)
def test_whatever_way_one_comes_to_a_step_its_state_is_the_same(steps):
    shown = reel_of(threshold_bird())
    for step in steps:
        shown.go(step)
        assert shown.at == min(max(step, 0), 600)
        assert (shown.state == alone(threshold_bird(), shown.at)).all()


def test_a_step_looks_the_same_from_before_and_from_behind():
    forward, back = reel_of(threshold_bird()), reel_of(threshold_bird())
    forward.advance(300)
    back.go(500)
    back.go(300)
    assert forward.scene.dots(Marks(leader=0)) == back.scene.dots(Marks(leader=0))
    assert forward.scene.solids() == back.scene.solids()


def test_a_death_is_shown_for_a_while_and_can_be_taken_back():
    shown = reel_of(FALLER)
    assert shown.fell
    shown.go(10_000)
    assert shown.over
    assert shown.leader is None
    shown.go(shown.steps - 1)
    assert shown.leader == 0


def test_points_are_known_beforehand():
    shown = reel_of(threshold_bird())
    assert len(shown.scored) == alone(threshold_bird(), 600)[1, 0]
    for step in shown.scored:
        assert alone(threshold_bird(), step)[1, 0] == alone(threshold_bird(), step - 1)[1, 0] + 1


def test_a_long_rollout_is_played_while_it_is_shown(monkeypatch):
    monkeypatch.setattr(recorded_rollout, "_AHEAD", 100)
    monkeypatch.setattr(recorded_rollout, "_CHUNK", 100)
    shown = reel_of(threshold_bird(), max_steps=1000)
    assert (shown.steps, shown.complete) == (100, False)
    shown.advance(250)
    assert shown.at == 250
    shown.go(1000)
    assert shown.complete
    assert shown.over
    assert (shown.state == alone(threshold_bird(), 1000)).all()


def test_the_last_states_end_with_the_one_that_is_shown():
    shown = reel_of(threshold_bird())
    shown.go(50)
    assert shown.shown(0, 10).shape == (10, len(game.state))
    assert (shown.shown(0)[-1] == shown.state[:, 0]).all()
    shown.go(3)
    assert shown.shown(0, 10).shape == (4, len(game.state))
    assert shown.best == pytest.approx(0)
