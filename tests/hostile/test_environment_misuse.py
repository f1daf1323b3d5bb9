"""Environments refuse what is not in their spaces before anybody has moved, and can be copied as they stand."""

import copy
import dataclasses
import pickle

import gymnasium
import numpy as np
import pytest

from games.flappy import game as flappy
from neuro.envs import GameEnv, GameVectorEnv
from neuro.errors import NeuroError, SettingError, ShapeError, UnknownNameError

parallel = pytest.importorskip("neuro.envs.parallel", reason="PettingZoo is not installed")

LARGE = 1 << 64
NO_CHOICES = [2, -1, 0.5, np.nan, np.inf, "a", None, [1, 0], [[1]], np.array(2), 1e30, 10**30, 1j, b"1", {}]
NO_BOXES = [
    [2.0, 0],
    [-1.5, 0],
    [np.nan, 0],
    [np.inf, 0],
    [0.5],
    0.5,
    [0, 0, 0],
    "ab",
    None,
    [[0, 0]],
    [0, None],
    [0, 1j],
]


def flat(told):
    """What a reset or a step tells, as values that can be compared."""
    match told:
        case dict():
            return {name: flat(value) for name, value in told.items()}
        case tuple() | list():
            return [flat(value) for value in told]
        case np.ndarray():
            return told.shape, told.dtype, told.tobytes()
    return told


@pytest.fixture
def env():
    found = GameEnv("flappy")
    found.reset(seed=1)
    return found


@pytest.fixture
def arena():
    found = GameEnv("xor_arena")
    found.reset(seed=1)
    return found


@pytest.fixture
def flock():
    found = parallel.GameParallelEnv("flappy", 3)
    found.reset(seed=1)
    return found


def vector(game="flappy", **options):
    found = GameVectorEnv(game, 3, **options)
    found.reset(seed=1)
    return found


@pytest.mark.parametrize("action", NO_CHOICES, ids=repr)
def test_what_is_no_choice_is_refused(action, env, flock):
    before = env._stepper.state
    with pytest.raises((ShapeError, SettingError), match=r"an action in Flappy is one of Discrete\(2\), not"):
        env.step(action)
    assert (env._stepper.state == before).all()
    with pytest.raises((ShapeError, SettingError), match=r"an action in Flappy is one of Discrete\(2\), not"):
        flock.step({"bird_0": action})


@pytest.mark.parametrize("action", [1, True, 1.0, np.int8(1), np.float32(1), np.array(1), np.array([1]), [1]], ids=repr)
def test_a_choice_may_be_spelled_in_many_ways(action, env):
    other = GameEnv("flappy")
    other.reset(seed=1)
    assert flat(env.step(action)) == flat(other.step(1))


@pytest.mark.parametrize("action", NO_BOXES, ids=repr)
def test_what_is_in_no_box_is_refused(action, arena):
    before = arena._stepper.state
    with pytest.raises((ShapeError, SettingError), match=r"an action in XOR arena is one of Box\(-1.0, 1.0, \(2,\)"):
        arena.step(action)
    assert (arena._stepper.state == before).all()


@pytest.mark.parametrize("action", [[0, 1], (0.5, -1), np.array([1, 0]), np.array([0.25, 0.5])], ids=repr)
def test_a_box_may_be_spelled_in_many_ways(action, arena):
    other = GameEnv("xor_arena")
    other.reset(seed=1)
    assert flat(arena.step(action)) == flat(other.step(np.array(action, np.float32)))


@pytest.mark.parametrize(
    ("game", "actions", "words"),
    [
        ("flappy", [0, 2, 0], r"not np.int64\(2\) of agent 1"),
        ("flappy", [0, 0, -1], r"of agent 2"),
        ("flappy", [0, np.nan, 0], r"of agent 1"),
        ("flappy", [0, 0.5, 0], r"of agent 1"),
        ("flappy", ["0", "1", "0"], r"of agent 0"),
        ("flappy", [0, None, 0], r"not None of agent 1"),
        ("flappy", [0, 1], r"need actions of shape \(3,\), not \(2,\)"),
        ("flappy", [[0], [0, 1], [0]], "need actions of shape"),
        ("flappy", None, "need actions of shape"),
        ("flappy", "abc", "need actions of shape"),
        ("xor_arena", np.full((3, 2), 1.1), r"of agent 0"),
        ("xor_arena", np.array([[0, 0], [0, np.nan], [0, 0]]), r"of agent 1"),
        ("xor_arena", np.zeros(3), r"need actions of shape \(3, 2\)"),
    ],
)
def test_a_vector_refuses_all_before_anybody_moves(game, actions, words):
    envs = vector(game)
    before = envs._stepper.state
    with pytest.raises((ShapeError, SettingError), match=words):
        envs.step(actions)
    assert (envs._stepper.state == before).all()


@pytest.mark.parametrize("value", [0, -1, 1.5, "x", np.inf, np.nan, 10**30, True, [5]], ids=repr)
@pytest.mark.parametrize("made", [GameEnv, vector, parallel.GameParallelEnv])
def test_an_episode_has_a_step_at_least(made, value):
    with pytest.raises(SettingError, match="max_steps must be a whole number from 1 to"):
        made("flappy", max_steps=value)


@pytest.mark.parametrize("value", [0, -1, 1.5, "3", None, 10**12, True, LARGE], ids=repr)
@pytest.mark.parametrize("made", [GameVectorEnv, parallel.GameParallelEnv])
def test_agents_are_counted(made, value):
    with pytest.raises(SettingError, match="must be a whole number from 1 to"):
        made("flappy", value)


@pytest.mark.parametrize("seed", [LARGE, LARGE << 6])
def test_a_seed_has_64_bits(seed, env):
    for reset in (env.reset, vector().reset, gymnasium.make("neuro/Flappy-v0").reset):
        with pytest.raises(SettingError, match=f"a seed must be a whole number from 0 to {LARGE - 1}, not {seed}"):
            reset(seed=seed)
    assert flat(env.reset(seed=LARGE - 1)) == flat(env.reset(seed=LARGE - 1))


@pytest.mark.parametrize("seeds", [[1, 2], [1, 2, LARGE], [-1, 1, 1], ["a", 1, 2], [1.5, 1, 1], 1.5, "abc"], ids=repr)
def test_a_vector_takes_a_seed_for_each(seeds):
    with pytest.raises((ShapeError, SettingError), match="seed"):
        vector().reset(seed=seeds)


@pytest.mark.parametrize("course", [-1, 1 << 32, LARGE, 1.5, "x", [1], True, np.nan], ids=repr)
def test_courses_are_numbered(course, env, flock):
    for reset in (env.reset, flock.reset):
        with pytest.raises(SettingError, match="a course must be a whole number from 0 to 4294967295"):
            reset(options={"course": course})
    with pytest.raises((ShapeError, SettingError), match="course"):
        vector().reset(options={"courses": [0, course, 0]})
    with pytest.raises(ShapeError, match="as many courses"):
        vector().reset(options={"courses": [0, 1]})


def test_no_option_is_nearly_ours(env, flock):
    for reset, known in ((env.reset, "course"), (flock.reset, "course"), (vector().reset, "courses")):
        with pytest.raises(UnknownNameError, match=f"unknown option of a reset 'cour'; did you mean '{known}'"):
            reset(options={"cour": 7})
        with pytest.raises(SettingError, match="options of a reset are a dictionary"):
            reset(options=[7])
        reset(options={"somebody's": 1})


def test_nobody_moves_and_nothing_is_drawn_before_the_first_reset():
    for made, action in (
        (GameEnv, 0),
        (lambda *a, **k: GameVectorEnv(*a, 2, **k), [0, 0]),
        (parallel.GameParallelEnv, {}),
    ):
        env = made("flappy", render_mode="ansi")
        for use in (lambda env=env, action=action: env.step(action), env.render):
            with pytest.raises(NeuroError, match="call reset"):
                use()
            with pytest.raises(gymnasium.error.ResetNeeded):
                use()
    with pytest.raises(NeuroError, match="call reset"):
        GameEnv("xor_arena").step(np.zeros(2, np.float32))
    with pytest.raises(ShapeError, match="the first reset begins all"):
        GameVectorEnv("flappy", 2).reset(options={"reset_mask": np.array([True, False])})


def test_a_flock_knows_its_agents(flock):
    with pytest.raises(UnknownNameError, match="unknown agent 'bird_9'"):
        flock.step({"bird_9": 1})
    with pytest.raises(SettingError, match="actions are a dictionary"):
        flock.step([1, 1, 1])


def test_after_its_end_an_episode_stands_still():
    env = GameEnv("flappy", max_steps=2)
    env.reset(seed=1)
    env.step(0)
    last, *_ = env.step(0)
    seen, reward, *over, _ = env.step(1)
    assert (seen == last).all()
    assert (reward, over) == (0.0, [False, True])
    env.close()
    env.close()


def pickled(env):
    return pickle.loads(pickle.dumps(env))


@pytest.mark.parametrize("copied", [copy.deepcopy, pickled])
@pytest.mark.parametrize("mode", [None, "rgb_array"])
@pytest.mark.parametrize("game", ["flappy", "xor_arena"])
def test_a_copy_goes_on_from_where_it_stands_and_leaves_the_first_alone(game, mode, copied):
    one = GameEnv(game, level="" if game == "xor_arena" else "storm", render_mode=mode)
    many, flock = GameVectorEnv(game, 3, render_mode=mode), parallel.GameParallelEnv(game, 3, render_mode=mode)
    for env, idle in ((one, one.action_space.sample), (many, many.action_space.sample), (flock, dict)):
        copied(env)  # before its first episode, too
        env.reset(seed=5)
        env.step(idle())
        other, action = copied(env), idle()
        for _ in range(3):
            other.step(action)
        twin = copied(env)
        assert flat(env.step(action)) == flat(twin.step(action))
        assert flat(env.reset()) == flat(twin.reset())
        assert mode is None or flat(env.render()) == flat(twin.render())


def test_only_what_is_installed_is_pickled():
    with pytest.raises(NeuroError, match="Flappy cannot be pickled"):
        pickle.dumps(GameEnv(dataclasses.replace(flappy, max_steps=7)))
    with pytest.raises(NeuroError, match="cannot be pickled"):
        pickle.dumps(dataclasses.replace(flappy, name="elsewhere"))
    assert pickle.loads(pickle.dumps(flappy)) is flappy
    assert copy.deepcopy(flappy) is flappy


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"game": 5}, SettingError, "made of a game or its name, not 5"),
        ({"game": None}, SettingError, "made of a game"),
        ({"game": "flap"}, UnknownNameError, "did you mean 'flappy'"),
        ({"game": "gym:CartPole-v1"}, NeuroError, "gymnasium.make makes it"),
        ({"parameters": 5}, SettingError, "parameters are a dictionary"),
        ({"parameters": {"gp": 1}}, UnknownNameError, "did you mean 'gap'"),
        ({"parameters": {"gap": np.nan}}, SettingError, "finite number"),
        ({"level": "x"}, UnknownNameError, "unknown level"),
        ({"level": 5}, UnknownNameError, "unknown level"),
        ({"render_mode": "rgb"}, UnknownNameError, "unknown render mode"),
        ({"render_mode": ""}, UnknownNameError, "unknown render mode"),
        ({"render_mode": 5}, UnknownNameError, "unknown render mode"),
    ],
    ids=repr,
)
def test_what_an_environment_cannot_be_made_of_is_told(options, error, words):
    for made in (GameEnv, vector, parallel.GameParallelEnv):
        with pytest.raises(error, match=words):
            made(**{"game": "flappy", **options})


def test_autoreset_modes_are_known_by_name():
    with pytest.raises(UnknownNameError, match="unknown autoreset mode 'x'"):
        vector(autoreset_mode="x")
    assert vector(autoreset_mode="SameStep").autoreset_mode.value == "SameStep"


def test_a_window_without_a_display_is_refused_in_a_sentence(monkeypatch):
    for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("neuro.view.screen.display.sys.platform", "linux")
    with pytest.raises(NeuroError, match='take "rgb_array" or "ansi"'):
        GameEnv("flappy", render_mode="human").reset(seed=1)
    with pytest.raises(NeuroError, match='take "rgb_array" or "ansi"'):
        gymnasium.make("neuro/Flappy-v0", render_mode="human").reset(seed=1)
