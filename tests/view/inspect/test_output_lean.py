"""What several outputs come to: a colour for each action, or one output at a time; and how far axes reach."""

import dataclasses
import types

import numpy as np
import pygame
import pytest
import walk_rules
from games_for_tests import walk, walk_by

from neuro.network import Dense, Input, Network
from neuro.policies import Layered
from neuro.view.drawing.heat import heat
from neuro.view.drawing.text_picture import sparkline
from neuro.view.inspect.inspection import CELLS, Inspector
from neuro.view.inspect.output_lean import Scales
from neuro.view.inspect.policy_plane import PolicyPlane
from neuro.view.inspect.snapshot import Snapshot
from neuro.view.paint import Paint
from neuro.view.panels.policy_panel import PolicyPanel
from neuro.view.scene import make_scene
from neuro.view.theme import DARK
from neuro.view.widgets.chart import Plot, room_for_axis, ticks

EMPTY = Snapshot("A", "ga", (), 0, 1, 1, 0, 0, 0, None, "points", 0, 0, (), (1,), (), 2, False, True, False, "", "")
MANY = ("up", "down", "stay")


def game_of(decision, actions=MANY, **more):
    """The walk with other outputs, and other facts of its rules."""
    rules = types.ModuleType(f"walk_{decision}_{len(actions)}")
    rules.__dict__.update({**vars(walk_rules), "DECISION": decision, "ACTIONS": actions, **more})
    layers = Input(2), Dense(len(actions), "identity")
    return dataclasses.replace(walk, name=rules.__name__, rules=rules, layers=layers)


def policy_of(game, biases, output=0, state=None):
    """What a network without weights would do, by its biases alone."""
    genome = np.array([*np.zeros(2 * len(biases)), *biases], np.float32)
    insight = Inspector(game, game.layers, game.setting)
    states = np.array([state or [1, 0, 3, 0, 0.5]], np.float32)
    scene = make_scene(game, game.setting, DARK)
    return insight.policy(genome, states, scene, None, 0, output)


def test_of_three_actions_each_has_a_colour_and_a_name():
    policy = policy_of(game_of("argmax"), (0, 1, 4))
    assert policy.names == MANY
    assert (policy.winners == 2).all()
    assert (policy.values > 0).all()
    picture = pygame.surfarray.array3d(heat(policy.values, DARK, policy.winners))[5, 5].astype(int)
    assert np.abs(picture - np.array(DARK.curves[2])).sum() < 90


def test_two_actions_are_weighed_against_each_other_as_before():
    policy = policy_of(game_of("argmax", ("up", "down")), (0, 1))
    assert (policy.winners, policy.names, policy.less, policy.more) == (None, (), "down", "up")
    assert (policy.values < 0).all()


@pytest.mark.parametrize(("decision", "less", "more"), [("threshold", "not", ""), ("continuous", "−", "+")])
@pytest.mark.parametrize(("output", "sign"), [(0, 1), (1, -1)])
def test_outputs_that_act_for_themselves_are_looked_at_one_at_a_time(decision, less, more, output, sign):
    policy = policy_of(game_of(decision), (2, -3, 9), output)
    assert (np.sign(policy.values) == sign).all(), "the third, though larger, has no say in it"
    assert (policy.output.names, policy.output.text, policy.less, policy.more) == (MANY, MANY[output], less, more)


def test_a_scene_may_say_that_two_outputs_work_against_each_other():
    scales = Scales(walk_by("continuous"), Layered(walk.layers))
    outputs = np.array([[0.5], [0.8]], np.float32)
    together = types.SimpleNamespace(opposed=True)
    assert scales.weigh(outputs, together, 0).values[0] == pytest.approx(-0.3)
    assert scales.weigh(outputs, types.SimpleNamespace(opposed=False), 0).values[0] == pytest.approx(0.5)


def test_another_output_is_worked_out_when_it_is_chosen():
    game, elsewhere = game_of("threshold"), PolicyPlane()
    insight, scene = Inspector(game, game.layers, game.setting), make_scene(game, game.setting, DARK)
    stage = types.SimpleNamespace(scene=scene, shown=lambda _agent, _steps: np.array([[1, 0, 3, 0, 0.5]], np.float32))
    genome = Network(game.layers, seed=1).genome
    first = elsewhere.policy(insight, genome, stage, 0, 0, 0)
    elsewhere.output = 2
    second = elsewhere.policy(insight, genome, stage, 0, 0, 0)
    assert (first.output.chosen, second.output.chosen) == (0, 2)
    assert (first.values != second.values).any()


def panel_of(policy):
    panel, surface = PolicyPanel(DARK), pygame.Surface((511, 302))
    panel.layout(surface.get_rect())
    panel.render(Paint(surface), surface.get_rect(), dataclasses.replace(EMPTY, policy=policy))
    return panel


def test_a_click_on_the_third_field_opens_the_outputs():
    panel = panel_of(policy_of(game_of("threshold"), (1, 1, 1)))
    at = panel._output.field.center
    panel.command(at, pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=at))
    assert panel._output.opened
    assert len(panel.controls()) == 3


def test_there_is_no_third_field_where_there_is_nothing_to_choose():
    assert len(panel_of(policy_of(game_of("argmax"), (1, 2, 3))).controls()) == 2


def test_axes_reach_as_far_as_the_bounds():
    bounded = game_of("argmax", bounds=lambda _setting: [(0, 0.02), (-50, 300)])
    plane = policy_of(bounded, (1, 2, 3)).plane
    ends = [(axis.low, axis.high) for axis in (plane.across, plane.down)]
    assert np.array(ends) == pytest.approx(np.array([(0, 0.02), (-50, 300)]))


@pytest.mark.parametrize(("place", "end"), [(3, 1), (80, 10), (700, 100), (8_000, 1000)])
def test_without_bounds_axes_reach_as_far_as_was_seen(place, end):
    plane = policy_of(game_of("argmax"), (1, 2, 3), state=[1, 0, place, 0, 0.5]).plane
    assert (plane.across.low, plane.across.high) == (-end, end), "an eighth of the place is seen"


def test_a_map_has_the_same_cells_whatever_the_bounds():
    bounded = game_of("argmax", bounds=lambda _setting: [(0, 0.02), (-50, 300)])
    assert policy_of(bounded, (1, 2, 3)).values.shape == CELLS


@pytest.mark.parametrize(
    ("low", "top", "expected"),
    [(0, 0.0033, [0, 0.001, 0.002, 0.003]), (-1500, 0, [-1500, -1000, -500, 0]), (-2, 2, [-2, -1, 0, 1, 2])],
)
def test_ticks_are_round_between_any_two_ends(low, top, expected):
    assert ticks(top, 4, low) == pytest.approx(expected)


def test_a_chart_leaves_room_for_the_labels_of_small_numbers():
    paint = Paint(pygame.Surface((200, 200)))
    assert room_for_axis(paint, 0.0033, 180) > room_for_axis(paint, 3, 180) + 10


def test_a_chart_shows_what_lies_below_nothing():
    plot = Plot(Paint(pygame.Surface((200, 200))), pygame.Rect(0, 0, 100, 100), 4, 0, DARK, low=-1500)
    assert [plot.y(value) for value in (0, -750, -1500)] == [0, 50, 100]


@pytest.mark.parametrize(
    ("values", "bars"), [([0, 0.002, 0.004], "▁▅█"), ([-4, -2, 0], "▁▅█"), ([0, 0], "▁▁"), ([], ""), ([3, 6], "▅█")]
)
def test_a_line_of_bars_tells_small_numbers_and_those_below_nothing(values, bars):
    assert sparkline(values, 10) == bars
