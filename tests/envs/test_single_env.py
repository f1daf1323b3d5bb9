import dataclasses
import types
import warnings

import gymnasium
import numpy as np
import pytest
from envs_for_tests import NAMES
from games_for_tests import walk
from gymnasium.utils.env_checker import check_env

import neuro.envs
from neuro.envs import registration
from neuro.envs.checked_actions import Actions
from neuro.errors import NeuroError, SettingError, ShapeError, UnknownNameError
from neuro.game import find_game, game_names
from neuro.rollout.stepwise import Rollout

ENVS = [neuro.envs.env_id(find_game(name)) for name in NAMES]


@pytest.fixture(autouse=True)
def _no_real_window(monkeypatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")


def test_every_installed_game_is_registered():
    every = {neuro.envs.env_id(find_game(name)) for name in game_names() if find_game(name).players == 1}
    assert {"neuro/Flappy-v0", "neuro/XorArena-v0"} <= every <= set(gymnasium.registry)


def test_a_game_without_a_version_is_left_out_and_one_with_a_fault_says_so_when_it_is_made(monkeypatch):
    found = {}
    for name, facts in {"unnumbered": {"VERSION": "first"}, "undecided": {"DECISION": "verses"}}.items():
        rules = types.ModuleType(name)
        rules.__dict__.update({**vars(walk.rules), **facts})
        found[name] = dataclasses.replace(walk, name=name, rules=rules)
    monkeypatch.setattr(registration, "game_names", lambda: list(found))
    monkeypatch.setattr(registration, "imported_game", found.__getitem__)
    registration.register_games()
    assert "neuro/Undecided-v0" in gymnasium.registry
    assert "Unnumbered" not in " ".join(gymnasium.registry)
    with pytest.raises(NeuroError, match="'undecided' cannot be played: DECISION is one of"):
        gymnasium.make(gymnasium.registry.pop("neuro/Undecided-v0"), game=found["undecided"])


@pytest.mark.parametrize("identity", ENVS)
def test_gymnasiums_checker_has_nothing_to_say(identity):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        env = gymnasium.make(identity, render_mode="rgb_array")
        check_env(env.unwrapped)
        env.close()


@pytest.mark.parametrize("identity", ENVS)
def test_stable_baselines_checker_has_nothing_to_say(identity):
    checker = pytest.importorskip("stable_baselines3.common.env_checker")
    checker.check_env(gymnasium.make(identity).unwrapped)


@pytest.mark.parametrize("name", NAMES)
def test_an_environment_plays_the_rules_that_rollouts_play(name):
    env = neuro.envs.GameEnv(name)
    game = env.game
    env.action_space.seed(3)
    _, info = env.reset(seed=5)
    rollout = Rollout(game, None, None, np.array([info["course"]], np.uint32), max_steps=10_000)
    terminated, truncated, total = False, False, 0.0
    while not (terminated or truncated):
        action = env.action_space.sample()
        _, reward, terminated, truncated, info = env.step(action)
        rollout.advance(1, Actions(game).of_many(1, [action]).T.copy())
        total += reward
        alive = rollout.alive[0]
        assert (terminated, truncated) == (not alive, alive and rollout.lived[0] == game.max_steps)
        assert info["score"] == rollout.state[1, 0]
    assert env._stepper.state.tobytes() == rollout.state.tobytes()
    assert total == pytest.approx(info["score"] - terminated, rel=1e-5)


def test_what_is_seen_is_what_networks_see():
    game = find_game("flappy")
    env = neuro.envs.GameEnv("flappy")
    seen, info = env.reset(seed=1, options={"course": 11})
    assert info["course"] == 11
    genomes = np.zeros((1, 66), np.float32)
    rollout = Rollout(game, game.layers, genomes, np.array([11], np.uint32), max_steps=100)
    for _ in range(40):
        assert seen.tobytes() == rollout.nodes(0)[:5].tobytes()
        seen = env.step(0)[0]
        rollout.advance(1)


def test_the_same_seed_gives_the_same_courses_and_each_episode_another():
    def courses(seed):
        env = neuro.envs.GameEnv("flappy")
        return [env.reset(seed=seed)[1]["course"], *(env.reset()[1]["course"] for _ in range(5))]

    assert courses(3) == courses(3)
    assert len({*courses(3), *courses(4)}) == 12


def test_an_episode_ends_with_its_time_and_then_stays_as_it_is():
    env = neuro.envs.GameEnv("flappy", max_steps=30)
    env.reset(seed=1)
    ends = [env.step(k % 20 == 0)[2:4] for k in range(30)]
    assert ends == [(False, False)] * 29 + [(False, True)]
    before = env._stepper.state
    assert env.step(1)[1:4] == (0.0, False, True)
    assert env._stepper.state.tobytes() == before.tobytes()


def test_levels_and_parameters_reach_the_rules():
    env = gymnasium.make("neuro/Flappy-v0", level="storm", parameters={"gap": 200})
    assert (env.unwrapped._stepper._settings[0].gap, env.unwrapped.game.level) == (200, "storm")


@pytest.mark.parametrize("mode", ["rgb_array", "human", "ansi", None])
def test_every_render_mode_renders(mode):
    env = gymnasium.make("neuro/XorArena-v0", render_mode=mode)
    env.reset(seed=1)
    env.step(env.action_space.sample())
    if mode == "rgb_array":
        picture = env.render()
        assert (picture.shape, picture.dtype) == ((720, 640, 3), np.uint8)
        assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 500
    elif mode == "ansi":
        assert "◆" in env.render()
    env.close()
    env.close()


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"level": "strom"}, UnknownNameError, "did you mean 'storm'"),
        ({"parameters": {"gapp": 1}}, UnknownNameError, "did you mean 'gap'"),
        ({"parameters": {"gap": -1}}, SettingError, "lies between 30 and 400"),
        ({"render_mode": "rgb"}, UnknownNameError, "unknown render mode 'rgb'"),
    ],
)
def test_a_mistake_is_one_sentence(options, error, words):
    with pytest.raises(error, match=words):
        neuro.envs.GameEnv("flappy", **options)


def test_an_unknown_game_gets_the_nearest():
    with pytest.raises(UnknownNameError, match="did you mean 'flappy'"):
        neuro.envs.GameEnv("flapy")


def test_actions_of_another_shape_are_refused():
    with pytest.raises(ShapeError, match=r"3 agents of Flappy need actions of shape \(3,\), not \(4,\)"):
        Actions(find_game("flappy")).of_many(3, [0, 1, 0, 1])
