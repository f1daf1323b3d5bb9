"""A game says how many of its steps are a second of play, and all that shows it goes by that."""

import dataclasses

import pytest
from games_for_tests import goal, walk

from neuro.errors import SettingError
from neuro.evolution.evolution import Evolution
from neuro.evolution.settings import EvolutionSettings
from neuro.view.keys import Command
from neuro.view.play.play_model import PlayModel
from neuro.view.replay.replay_model import EpisodeOptions, ReplayModel
from neuro.view.theme import DARK
from neuro.view.watch.run_options import RunOptions
from neuro.view.watch.watch_model import WatchModel
from neuro.view.widgets.playback import Playback


@pytest.fixture(autouse=True)
def _nothing_is_remembered(monkeypatch, tmp_path):
    monkeypatch.setenv("NEURO_CONFIG", str(tmp_path))


@pytest.mark.parametrize(("rate", "steps"), [(5, 5), (30, 30), (60, 60), (500, 500), (0.5, 0)])
def test_a_second_at_normal_speed_has_so_many_steps(rate, steps):
    pace = Playback("1", rate)
    assert sum(pace.steps(1 / 60) for _ in range(60)) == steps


def test_a_slow_game_is_played_at_its_own_speed():
    playing = PlayModel(dataclasses.replace(walk, keys={"a": (0.0,)}, steps_per_second=5), 0, [], DARK)
    playing.press((0.0,))
    for _ in range(60):
        playing.tick(1 / 60)
    assert playing._steps == 5


def evolution_of(game):
    return Evolution(game, EvolutionSettings(seed=1, population=8, episodes=1, max_steps=40))


def test_a_slow_game_is_watched_and_replayed_at_its_own_speed():
    evolution = evolution_of(dataclasses.replace(walk, steps_per_second=5))
    watching = WatchModel(evolution, DARK, RunOptions(stay_open=False))
    for _ in range(60):
        watching.tick(1 / 60)
    assert watching.stage.rollout.steps == 5
    watching.close()
    evolution.step()
    replaying = ReplayModel(evolution.game, [evolution.champion], [0], DARK, EpisodeOptions(max_steps=20))
    for _ in range(60):
        replaying.tick(1 / 60)
    assert replaying.stage.at == 5
    replaying.obey(Command("later"))
    assert replaying.stage.at == 10


def test_environments_tell_it():
    gym = pytest.importorskip("neuro.envs")
    assert gym.GameEnv(goal).metadata["render_fps"] == 5
    assert gym.GameVectorEnv(goal, num_envs=2).metadata["render_fps"] == 5
    assert gym.GameEnv("flappy").metadata["render_fps"] == 60
    flock = pytest.importorskip("neuro.envs.parallel").GameParallelEnv(goal)
    assert (flock.metadata["render_fps"], flock.metadata["name"]) == (5, "neuro_flock_v0")


@pytest.mark.parametrize("rate", [0, -1, 1e9, float("nan"), "60"])
def test_a_rate_that_cannot_be_is_refused(rate):
    with pytest.raises(SettingError, match=r"walk's steps_per_second lies between 0\.1 and 1,000"):
        dataclasses.replace(walk, steps_per_second=rate)
