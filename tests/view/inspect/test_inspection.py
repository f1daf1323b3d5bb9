import numpy as np
import pytest
from games_for_tests import threshold_bird, walk_by

from games.flappy import game, rules
from games.flappy.view import Scene
from neuro.network import Dense, Input, Network
from neuro.policies import Layered, Vectors
from neuro.rollout.stepwise import Rollout
from neuro.view.inspect.agent_focus import AgentFocus
from neuro.view.inspect.inspection import CELLS
from neuro.view.inspect.output_lean import Scales
from neuro.view.inspect.stage import Stage
from neuro.view.looks import looks_of
from neuro.view.scene import Marks
from neuro.view.theme import DARK


def stage_of(genomes, steps, course=5):
    rollout = Rollout(game, game.layers, genomes, np.full(len(genomes), course, np.uint32), max_steps=2000)
    stage = Stage(Scene(game, game.setting, DARK))
    stage.begin(rollout, looks_of(genomes), course)
    stage.advance(steps)
    return stage


def focus_of(stage, genomes):
    focus = AgentFocus(game, Layered(game.layers), game.setting, stage)
    focus.begin(Layered(game.layers), Vectors(genomes), 0)
    return focus


@pytest.fixture(scope="module")
def flock():
    genomes = np.stack([threshold_bird(), *(Network(game.layers, seed=k).genome for k in range(60))])
    stage = stage_of(genomes, 30)
    return stage, focus_of(stage, genomes), genomes


def test_a_mind_holds_what_the_network_says_in_the_state_that_is_shown(flock):
    stage, focus, genomes = flock
    focus.selected = int(np.flatnonzero(stage.rollout.alive)[-1])
    mind = focus.mind()
    delay = stage.scene.delay(focus.selected)
    assert delay > 0
    state = stage.past[-1 - delay][:, focus.selected]
    assert mind.input_values[4] == pytest.approx(state[rules.SPEED] / 9)
    outputs = Network.from_genome(game.layers, genomes[focus.selected]).predict(mind.input_values)
    assert mind.output_values.tolist() == outputs.tolist()
    assert mind.chosen == outputs.argmax()
    assert (mind.inputs, mind.outputs) == (game.observation, game.actions)
    assert mind.weights.shape == (8 * 5 + 2 * 8,)


def test_a_policy_map_says_what_the_bird_would_do_at_every_place(flock):
    stage, focus, _ = flock
    focus.selected = 0
    policy = focus.policy(1)
    state = stage.shown(0)[-1].copy()
    across, down = policy.plane.across, policy.plane.down
    assert policy.values.shape == CELLS
    low = state[rules.TOP] + 120
    for column, row in ((0, 0), (47, 35), (10, 20), (30, 3)):
        height = down.low + (down.high - down.low) * (row + 0.5) / CELLS[1]
        assert (policy.values[column, row] > 0) == (low - height < 46), "the bird of the tests flaps 46 px above"
    assert across.low > across.high, "the bird moves to the right"
    assert policy.trail[-1] == (state[rules.PIPE_X], state[rules.HEIGHT])


def test_the_other_planes_are_all_pairs_of_inputs(flock):
    _, focus, _ = flock
    names = []
    for tick in range(12):
        plane = focus.policy(100 + tick).plane
        names.append((plane.across.name, plane.down.name))
        focus.next_plane()
    assert len(set(names)) == 11
    assert names[0] == names[-1]


@pytest.mark.parametrize(
    ("axis", "which", "expected"),
    [
        ("across", 5, ("distance", "speed")),
        ("down", 5, ("speed", "height")),
        ("across", 2, ("height", "distance")),
        ("down", 1, ("height", "distance")),
    ],
)
def test_a_quantity_that_the_other_axis_has_changes_places_with_it(flock, axis, which, expected):
    stage, _, genomes = flock
    focus = focus_of(stage, genomes)
    focus.choose_quantity(axis, which)
    policy = focus.policy(0)
    assert (policy.plane.down.name, policy.plane.across.name) == expected
    assert (policy.down.text, policy.across.text) == expected
    assert getattr(policy, axis).chosen == which
    other = "down" if axis == "across" else "across"
    taken = getattr(policy, other).chosen
    focus.choose_quantity(axis, taken)
    swapped = focus.policy(0)
    assert (swapped.plane.down.name, swapped.plane.across.name) == expected[::-1]


def test_the_games_own_plane_is_the_first_choice_on_both_axes(flock):
    stage, _, genomes = flock
    focus = focus_of(stage, genomes)
    own = focus.policy(0)
    assert own.down.names == own.across.names == ("height × distance", *game.observation)
    assert (own.down.chosen, own.across.chosen) == (0, 0)
    focus.choose_quantity("down", 4)
    focus.choose_quantity("across", 0)
    assert focus.policy(0).plane == own.plane


def test_after_the_last_pair_the_key_comes_back_to_the_first_from_any_choice(flock):
    stage, _, genomes = flock
    focus = focus_of(stage, genomes)
    focus.choose_quantity("across", 5)
    focus.choose_quantity("down", 4)
    focus.next_plane()
    assert focus.policy(0).plane.down.name == "height", "speed over to low edge was the last pair"


def test_people_choose_the_bird_that_is_shown_nearest_to_where_they_click(flock):
    stage, focus, _ = flock
    for dot in stage.scene.dots(Marks(leader=stage.leader))[::5]:
        focus.choose((dot.x, dot.y), 30, crowd=True)
        there = focus.place()
        assert there == pytest.approx((dot.x, dot.y))
    focus.choose((700, 20), 30, crowd=True)
    assert focus.selected is None
    assert focus.agent == stage.leader


def test_without_a_crowd_only_the_leader_can_be_chosen(flock):
    stage, focus, _ = flock
    last = stage.scene.dots(Marks(leader=stage.leader))[0]
    focus.choose((last.x, last.y), 3, crowd=False)
    assert focus.selected in (None, stage.leader)


def test_a_chosen_bird_stays_marked_until_its_death_is_shown():
    genomes = np.stack([threshold_bird(), *(np.zeros(66, np.float32) for _ in range(20))])
    stage = stage_of(genomes, 0)
    focus = focus_of(stage, genomes)
    focus.selected = 20
    delay = stage.scene.delay(20)
    while stage.rollout.state[rules.ALIVE, 20] > 0:
        stage.advance(1)
        assert focus.place() is not None
    stage.advance(delay - 1)
    assert (focus.agent, focus.name) == (20, "bird 20")
    stage.advance(1)
    assert focus.place() is None
    assert (focus.agent, focus.name) == (0, "the leader")


def test_the_next_living_agent_can_be_chosen_by_key(flock):
    stage, focus, _ = flock
    focus.selected = None
    living = np.flatnonzero(stage.rollout.alive).tolist()
    seen = []
    for _ in range(len(living) + 1):
        focus.choose_next()
        seen.append(focus.selected)
    assert seen == [*living, living[0]]


def test_a_network_of_one_output_leans_by_its_sign():
    scales = Scales(walk_by("threshold"), Layered((Input(5), Dense(1, "sigmoid"))))
    values, winners = scales.weigh(np.array([[0.0, 0.5, 1.0]], np.float32), Scene(game, game.setting, DARK), 0)
    assert values.tolist() == [-0.5, 0, 0.5]
    assert winners is None
