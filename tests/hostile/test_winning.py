"""To win is to end, and not to die: in environments, replays, windows and in what is said."""

import contextlib
import io

import numpy as np
import pytest
from games_for_tests import goal, walk

from neuro.champion import Champion
from neuro.cli import replay as replay_command
from neuro.exact_replay import replay
from neuro.network import Network
from neuro.rollout.stepwise import Rollout
from neuro.view.inspect.recorded_rollout import RecordedRollout
from neuro.view.inspect.stage import Stage
from neuro.view.looks import looks_of
from neuro.view.play.play_model import PlayModel
from neuro.view.scene import Marks, make_scene
from neuro.view.theme import DARK

ON, BACK = 1, 0
#: Weights and biases of networks that always go one way.
FORWARD, BACKWARD = (np.array([0, 0, *biases], np.float32) for biases in ((1, 0), (0, 1)))


@pytest.fixture(autouse=True)
def _goal_is_known(monkeypatch, tmp_path):
    monkeypatch.setenv("NEURO_CONFIG", str(tmp_path))
    monkeypatch.setattr("neuro.exact_replay.recorded_game", {"goal": goal}.__getitem__)


def crowned(genome):
    network = Network.from_genome(goal.layers, genome)
    return Champion(network, "goal", 1, {}, 1, 0, 0.0, 0.0, "ga", {}, {}, "2026-01-01T00:00:00Z", "0.1")


def rewards(environment, action):
    """Of the steps of an episode, and how it ended."""
    environment.reset(seed=1)
    found = []
    while True:
        _, reward, terminated, truncated, _ = environment.step(action)
        found.append(float(np.ravel(reward)[0]))
        if np.any(terminated) or np.any(truncated):
            return found, bool(np.all(terminated))


@pytest.mark.parametrize(("action", "expected"), [(ON, [0, 0, 1]), (BACK, [0, -1])], ids=["won", "died"])
def test_only_dying_costs_a_point_in_an_environment(action, expected):
    gym = pytest.importorskip("neuro.envs")
    assert rewards(gym.GameEnv(goal), action) == (expected, True)
    vector = gym.GameVectorEnv(goal, num_envs=3)
    assert rewards(vector, np.full(3, action)) == (expected, True)


@pytest.mark.parametrize(("action", "expected"), [(ON, [0, 0, 1]), (BACK, [0, -1])], ids=["won", "died"])
def test_only_dying_costs_a_point_in_a_flock(action, expected):
    flock = pytest.importorskip("neuro.envs.parallel").GameParallelEnv(goal, agents=2)
    flock.reset(seed=1)
    found = []
    while flock.agents:
        _, reward, *_ = flock.step(dict.fromkeys(flock.agents, action))
        found.append(reward["agent_0"])
    assert found == expected


def test_a_game_that_cannot_be_won_has_no_winners():
    state = np.zeros((len(walk.state), 3), np.float32)
    assert not walk.won(state).any()
    assert walk.won_row == 0


def test_who_still_lives_has_not_won_yet():
    state = np.array([[1, 0, 0], [0, 0, 0], [0, 0, 0], [1, 1, 0]], np.float32)
    assert goal.won(state).tolist() == [False, True, False]


def test_a_replay_tells_a_victory_from_a_death():
    assert [replay(crowned(genome))[0].won for genome in (FORWARD, BACKWARD)] == [True, False]


def test_a_replay_says_so_in_its_line():
    champion = crowned(FORWARD)
    cast = replay_command._Cast([replay_command.Path("a.neuro")], [champion], [], 0, 1, None)
    with contextlib.redirect_stdout(io.StringIO()) as said:
        replay_command._print_result(cast, json=False)
    assert said.getvalue().startswith("course 0: 1 point in 3 steps, won, trace ")


def rollout_of(*genomes):
    return Rollout(goal, goal.layers, np.stack(genomes), np.zeros(len(genomes), np.uint32), max_steps=20)


def test_winners_stay_in_the_picture_and_the_dead_go():
    stage = Stage(make_scene(goal, goal.setting, DARK))
    genomes = np.stack([BACKWARD, FORWARD])
    stage.begin(rollout_of(*genomes), looks_of(genomes), 0)
    stage.advance(20)
    assert (stage.alive, stage.won, stage.leader) == (0, 1, 1)
    assert [dot.agent for dot in stage.scene.dots(Marks(leader=stage.leader))] == [1]


@pytest.mark.parametrize(("genome", "ending", "leader"), [(FORWARD, "wins", 0), (BACKWARD, "falls", None)])
def test_a_recorded_rollout_ends_with_a_victory_or_a_fall(genome, ending, leader):
    looks = looks_of(genome[np.newaxis])
    reel = RecordedRollout(make_scene(goal, goal.setting, DARK), [rollout_of(genome)], looks, 0)
    reel.go(reel.last)
    assert (reel.ending, reel.leader) == (ending, leader)
    assert reel.last == reel.steps + 4, "three quarters of a second, at five steps a second"


def test_a_person_wins_and_the_next_key_does_not_wipe_it_away():
    playing = PlayModel(goal, 0, [], DARK)
    for _ in range(3):
        playing.press((1.0,))
        playing.tick(0.2)
    assert (playing.won, playing.alive, playing.heard[-1]) == (True, False, "best")
    assert playing.racers()[0][2:] == (1.0, False, True)
    playing.press((1.0,))
    assert not playing.alive, "its end has not been seen yet"
    playing.tick(0.5)
    playing.press((1.0,))
    assert playing.alive


def test_a_try_that_was_slowed_down_is_no_record():
    playing = PlayModel(goal, 0, [], DARK, speed="1/2")
    for _ in range(3):
        playing.press((1.0,))
        playing.tick(0.4)
    assert playing.won
    assert playing.slowed
    assert playing.best is None
