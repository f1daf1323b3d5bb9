"""Looking into networks that remember: what they remember is shown and used, and never changed."""

import numpy as np
from games_for_tests import walk

from neuro.network import GRU, Dense, Input, Network, Recurrent
from neuro.policies import Layered
from neuro.rollout.stepwise import Rollout
from neuro.view.inspect.inspection import CELLS, Inspector
from neuro.view.inspect.recorded_rollout import RecordedRollout
from neuro.view.scene import make_scene
from neuro.view.theme import DARK

LAYERS = (Input(2), Recurrent(3, "tanh"), GRU(2), Dense(2, "tanh"))
COURSES = np.zeros(1, np.uint32)


def played(genome, steps):
    rollout = Rollout(walk, LAYERS, genome[np.newaxis], COURSES, max_steps=steps)
    person = Rollout(walk, None, None, COURSES, max_steps=steps)
    scene = make_scene(walk, walk.setting, DARK)
    return RecordedRollout(scene, [rollout, person], np.zeros((2, 16), np.float32), 0)


def test_a_recorded_rollout_keeps_what_is_remembered_at_every_step_and_looking_changes_nothing():
    genome = Layered(LAYERS).first(1, 3).matrix[0]
    reel, inspector = played(genome, 12), Inspector(walk, LAYERS, walk.setting)
    network, memory = Network.from_genome(LAYERS, genome), np.zeros(5, np.float32)
    for states in reel.states[:12]:
        state = states[:, 0]
        assert (state[len(walk.state) :] == memory).all()
        views = [inspector.mind(genome, state, "", 0) for _ in range(2)]
        outputs, memory = network.predict(views[0].input_values, memory)
        for view in views:
            assert view.output_values.tolist() == outputs.tolist()
            assert [len(column) for column in view.sketch.columns] == [2, 3, 2, 2]
            assert len(view.weights) == 3 * 2 + 3 * 3 + 2 * 3 + 2 * 2 + 2 * 2


def test_a_policy_map_is_what_the_network_would_do_with_what_it_remembers_now():
    genome = Layered(LAYERS).first(1, 3).matrix[0]
    reel, inspector = played(genome, 12), Inspector(walk, LAYERS, walk.setting)
    states, scene = reel.states[:9, :, 0], reel.scene
    shown = [inspector.policy(genome, states, scene, (0, 1), 0) for _ in range(2)]
    assert (shown[0].values == shown[1].values).all()
    forgotten = states.copy()
    forgotten[:, len(walk.state) :] = 0
    assert (inspector.policy(genome, forgotten, scene, (0, 1), 0).values != shown[0].values).any()
    assert shown[0].values.shape == CELLS


def test_a_network_without_memory_is_seen_beside_one_that_remembers():
    dense = Network(walk.layers, seed=1)
    rollouts = [
        Rollout(walk, layers, genome[np.newaxis], COURSES, max_steps=5)
        for layers, genome in ((walk.layers, dense.genome), (LAYERS, Layered(LAYERS).first(1, 3).matrix[0]))
    ]
    scene = make_scene(walk, walk.setting, DARK)
    states = RecordedRollout(scene, rollouts, np.zeros((2, 16), np.float32), 0).states[:, :, 0]
    inspector = Inspector(walk, walk.layers, walk.setting)
    view = inspector.mind(dense.genome, states[2], "", 0)
    assert view.output_values.tolist() == dense.predict(view.input_values).tolist()
    assert inspector.policy(dense.genome, states, scene, (0, 1), 0).values.shape == CELLS
