"""Gymnasium's environments as games."""

import gymnasium
import numpy as np
import pygame
import pytest
from gymnasium import spaces

from neuro.envs.gym_engine import GymEngine, foreign_game
from neuro.envs.translation import Translation
from neuro.errors import NeuroError, UnknownNameError
from neuro.evolution.run import evolve
from neuro.exact_replay import replay
from neuro.game import find_game
from neuro.network import Network
from neuro.network.network import initial_genomes
from neuro.rollout.external import NetworkBatch
from neuro.storage.files import load_champion, save

FLAT = spaces.Box(-1, 1, (3,))


def genomes_of(game, count):
    return initial_genomes(game.layers, count, 1, game.initialiser)


def played_by_hand(identity, network, course, steps):
    """One episode in Gymnasium, with ``predict``."""
    env = gymnasium.make(identity)
    translation = Translation(env.observation_space, env.action_space)
    seen, score = env.reset(seed=course)[0], 0.0
    for step in range(1, steps + 1):
        output = network.predict(translation.inputs_of([seen])[0])
        seen, reward, terminated, truncated, _ = env.step(translation.actions_of(output[None])[0])
        score += float(reward)
        if terminated or truncated:
            return score, step
    return score, steps


def test_cartpole_is_learnt_and_replayed_on_unseen_courses(tmp_path):
    result = evolve("gym:CartPole-v1", seed=2, population=60, generations=12)
    assert result.solved
    save(result.champion, tmp_path / "pole.neuro")
    episodes = replay(tmp_path / "pole.neuro", seed=5000, episodes=5)
    assert np.median([episode.score for episode in episodes]) >= 475
    assert replay(tmp_path / "pole.neuro", seed=5000, episodes=5) == episodes
    assert load_champion(tmp_path / "pole.neuro").game == "gym:CartPole-v1"


def test_the_same_seed_gives_the_same_run():
    one, two = (evolve("gym:CartPole-v1", seed=4, population=20, generations=2).fingerprint for _ in range(2))
    assert one == two


@pytest.mark.parametrize("identity", ["CartPole-v1", "MountainCar-v0", "Pendulum-v1", "FrozenLake-v1"])
def test_a_replay_is_what_gymnasium_and_predict_make_of_it(identity):
    game = find_game(f"gym:{identity}")
    genome = genomes_of(game, 1)[0]
    told = game.engine(game.layers).replay(genome, 7, 60)
    assert (told.score, told.steps) == played_by_hand(identity, Network.from_genome(game.layers, genome), 7, 60)


def test_apart_every_genome_plays_the_courses_that_a_replay_plays():
    game = find_game("gym:Pendulum-v1")
    engine, genomes, courses = game.engine(game.layers, 1), genomes_of(game, 3), np.array([3, 4], np.uint32)
    outcome = engine.evaluate(genomes, courses, game.setting, 40)
    for i, genome in enumerate(genomes):
        for j, course in enumerate(courses.tolist()):
            told = engine.replay(genome, course, 40)
            assert (outcome.score[i, j], outcome.steps[i, j]) == (np.float32(told.score), told.steps)


@pytest.mark.slow
def test_processes_change_no_result():
    game = find_game("gym:MountainCar-v0")
    genomes, courses = genomes_of(game, 8), np.arange(2, dtype=np.uint32)
    engines = (game.engine(game.layers, threads) for threads in (1, 2))
    one, two = (engine.evaluate(genomes, courses, game.setting, 30) for engine in engines)
    assert one.score.tobytes() == two.score.tobytes()
    assert (one.steps == two.steps).all()


def test_side_by_side_minds_think_what_each_thinks_alone():
    game = find_game("gym:CartPole-v1")
    genomes, seen = genomes_of(game, 70), np.random.default_rng(1).normal(size=(70, 4)).astype(np.float32)
    answers = NetworkBatch(game.layers, genomes).think(seen)
    for genome, one, answer in zip(genomes, seen, answers, strict=True):
        assert Network.from_genome(game.layers, genome).predict(one).tobytes() == answer.tobytes()


@pytest.mark.parametrize(
    ("space", "seen", "inputs"),
    [
        (spaces.Box(np.float32([-2, -np.inf]), np.float32([1, np.inf])), [1, 5], [0.5, 5]),
        (spaces.Box(0, 255, (2, 2), np.uint8), [[0, 51], [102, 255]], [0, 0.2, 0.4, 1]),
        (spaces.Discrete(3, start=1), 2, [0, 1, 0]),
        (spaces.MultiBinary(3), [1, 0, 1], [1, 0, 1]),
    ],
    ids=["box", "picture", "discrete", "bits"],
)
def test_what_is_seen_becomes_inputs(space, seen, inputs):
    translation = Translation(space, FLAT)
    found = translation.inputs_of([seen])
    assert translation.inputs == len(inputs)
    assert (found.dtype, found.shape) == (np.float32, (1, len(inputs)))
    assert found[0] == pytest.approx(inputs)


@pytest.mark.parametrize(
    ("space", "outputs", "action"),
    [
        (spaces.Discrete(3, start=5), [0.1, 0.7, 0.2], 6),
        (spaces.MultiBinary(3), [0.1, -0.7, 0.0], [1, 0, 0]),
        (spaces.Box(np.float32([0, -2]), np.float32([1, 2])), [0.0, -1.0], [0.5, -2]),
    ],
    ids=["discrete", "bits", "box"],
)
def test_outputs_become_actions_of_the_environment(space, outputs, action):
    found = Translation(FLAT, space).actions_of(np.array([outputs], np.float32))[0]
    assert np.asarray(found) == pytest.approx(np.asarray(action))
    assert space.contains(found)


@pytest.mark.parametrize(
    ("identity", "error", "words"),
    [
        ("CartPol-v1", UnknownNameError, "did you mean 'CartPole-v1'"),
        ("Blackjack-v1", NeuroError, "Box, Discrete and MultiBinary spaces, and this one shows Tuple"),
        ("no_such_module:Env-v0", NeuroError, "no_such_module"),
    ],
)
def test_what_cannot_be_played_is_said_in_a_sentence(identity, error, words):
    with pytest.raises(error, match=words):
        foreign_game(identity)


def test_a_record_says_what_is_not_exact():
    assert "Gymnasium" in find_game("gym:CartPole-v1").note
    assert find_game("flappy").note == ""


def test_its_own_pictures_are_shown_in_the_window(tmp_path, monkeypatch):
    from neuro.view.replay.gym_window import GymReplayOptions, gym_window

    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    champion = evolve("gym:CartPole-v1", seed=1, population=8, generations=1).champion
    path = tmp_path / "pole.png"
    options = GymReplayOptions(frames=12, screenshot=path, size=(800, 600))
    gym_window(find_game("gym:CartPole-v1"), [champion], [1], options)
    image = pygame.surfarray.array3d(pygame.image.load(path)).reshape(-1, 3)
    assert len(np.unique(image, axis=0)) > 40
    assert isinstance(find_game("gym:CartPole-v1").engine(champion.network.layers), GymEngine)
