import numpy as np
import pytest
from games_for_tests import duel

from neuro.evolution import Evolution, EvolutionSettings
from neuro.rollout.stepwise import Rollout
from neuro.view.play.play_model import PlayModel
from neuro.view.theme import DARK

COURSES = np.array([3], np.uint32)


@pytest.fixture(scope="module")
def champion():
    run = Evolution(duel, EvolutionSettings(seed=2, population=8, episodes=1))
    run.step()
    return run.champion


def test_a_person_has_the_first_seat_and_the_first_champion_the_other(champion):
    model = PlayModel(duel, 3, [champion], DARK)
    model.press((1.0,))
    model.tick(1 / 60)
    genome = champion.network.genome[np.newaxis]
    rollout = Rollout(duel, champion.network.layers, genome, COURSES, max_steps=40, persons=1)
    rollout.advance(1, np.ones((1, 1), np.float32))
    assert model.person[:, 0].tolist() == rollout.state[:, 0].tolist()
    scores = [(one.name, one.score) for one in model.racers()]
    assert scores == [("you", rollout.state[1, 0]), (f"generation {champion.generation}", rollout.state[2, 0])]


def test_without_a_champion_nobody_acts_in_the_other_seat():
    model = PlayModel(duel, 3, [], DARK)
    model.press((1.0,))
    model.tick(1 / 60)
    assert model.person[3:5, 0].tolist() == [2.0, 0.0]  # what presses nothing steps back


def test_in_the_end_the_better_one_has_won_and_nobody_has_fallen(champion):
    model = PlayModel(duel, 3, [champion], DARK)
    model.press((1.0,))
    while model.alive:
        model.tick(1 / 60)
        if model.person[2, 0]:  # the champion may only walk on the spot
            break
        model.press((1.0,))
    scores = [racer.score for racer in model.racers()]
    assert scores == model.person[1:3, 0].tolist()
    assert [racer.won for racer in model.racers()] == [score > 0 for score in scores]
    assert all(racer.alive for racer in model.racers())
