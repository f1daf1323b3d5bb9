import numpy as np
import pygame
import pytest
from pygame import Rect

from neuro.datasets import xor
from neuro.evolution.algorithms import GeneticSettings
from neuro.evolution.supervised import Supervised, SupervisedEvolution
from neuro.network import Dense, Input, Network
from neuro.network.training import SGD
from neuro.view.examples.surface_learners import BackpropLearner, EvolutionLearner, surface_of
from neuro.view.examples.surface_window import SurfaceOptions, SurfaceScreen, _places, train_in_window
from neuro.view.paint import Paint
from neuro.view.theme import DARK

LAYERS = [Input(2), Dense(4, "tanh"), Dense(1, "sigmoid")]
DATA = xor()


def learners():
    backprop = BackpropLearner(
        Network(LAYERS, seed=1), DATA.x, DATA.y, 30, 10, loss="mse", optimizer=SGD(0.1), batch_size=1, seed=1
    )
    task = Supervised(LAYERS, DATA.x, DATA.y, goal=0)
    evolution = SupervisedEvolution(task, seed=1, population=10, breeding=GeneticSettings())
    return [backprop, EvolutionLearner(evolution, 3)]


def test_a_surface_is_what_the_network_says_with_the_second_input_upwards():
    network = Network(LAYERS, seed=1)
    found = surface_of(network, 7)
    assert found.shape == (7, 7)
    assert found[0, 0] == network.predict([-0.25, 1.25])[0]
    assert found[6, 6] == network.predict([1.25, -0.25])[0]


def test_both_ways_learn_until_their_time_is_up():
    screen = SurfaceScreen(learners(), DARK, SurfaceOptions(stay_open=False))
    for _ in range(3):
        assert not screen.done
        screen.tick(0, hurried=True)
    assert [len(learner.history) for learner in screen._learners] == [30, 3]
    assert screen.done


def test_space_stops_the_learning_and_q_leaves():
    screen = SurfaceScreen(learners(), DARK, SurfaceOptions())
    for key, learnt in ((pygame.K_SPACE, 0), (pygame.K_SPACE, 10)):
        screen.handle(pygame.event.Event(pygame.KEYDOWN, key=key), 1)
        screen.tick(0, hurried=True)
        assert len(screen._learners[0].history) == learnt
    screen.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_q), 1)
    assert screen.done


def test_surfaces_are_warm_where_the_answer_is_yes_and_cool_where_it_is_no():
    pygame.display.init()
    network = Network([Input(2), Dense(1, "sigmoid")], seed=1)
    network.genome = [50, 0, -25]  # yes where the first input is above a half
    learner = BackpropLearner(network, DATA.x, DATA.y, 1, 1)
    surface = pygame.Surface((800, 700))
    SurfaceScreen([learner], DARK, SurfaceOptions()).draw(Paint(surface))
    pixels = pygame.surfarray.array3d(surface).astype(int)
    redder = pixels[..., 0] - pixels[..., 2]
    assert redder[520, 300] > 60
    assert redder[280, 300] < -60


def test_a_window_trains_in_the_bits_of_none():
    shown, plain = Network(LAYERS, seed=1), Network(LAYERS, seed=1)
    given = {"loss": "mse", "optimizer": SGD(0.1), "batch_size": 1, "seed": 1}
    history = train_in_window(shown, DATA.x, DATA.y, epochs=5, options=SurfaceOptions(frames=9), **given)
    expected = plain.train(DATA.x, DATA.y, epochs=5, **given)
    assert history.loss == expected.loss
    assert np.array_equal(shown.genome, plain.genome)


@pytest.mark.parametrize("size", [(800, 600), (1024, 720), (1440, 900), (2000, 700)])
@pytest.mark.parametrize("count", [1, 2])
def test_surface_and_chart_stand_inside_their_card_and_apart(size, count):
    wide = (size[0] - 32 - 16 * (count - 1)) // count
    card = Rect(16, 16, wide, size[1] - 56)
    field, chart = _places(card)
    assert card.contains(Rect(field.x, field.y, field.w, field.h + 44)), "its axis and legend, too"
    assert field.w == field.h >= 150
    assert field.left - card.left >= 60, "room for the second input's name"
    assert chart.h < 40 or card.contains(chart)
    assert not field.colliderect(chart)


def test_a_pointer_on_the_chart_reads_the_loss():

    screen = SurfaceScreen(learners()[:1], DARK, SurfaceOptions())
    screen.tick(0, hurried=True)
    chart = _places(Rect(16, 16, 1168, 744))[1]
    pictures = []
    for at in ((5, 5), chart.center):
        screen.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=at, buttons=(0, 0, 0)), 1.0)
        surface = pygame.Surface((1200, 800))
        screen.draw(Paint(surface))
        pictures.append(pygame.surfarray.array3d(surface).astype(int))
    xs, ys = np.nonzero((pictures[0] != pictures[1]).any(axis=2))
    assert len(xs) > 1000
    assert chart.inflate(8, 8).contains(Rect(xs.min(), ys.min(), np.ptp(xs), np.ptp(ys)))


def test_the_border_stands_where_the_answer_is_a_half():

    network = Network([Input(2), Dense(1, "sigmoid")], seed=1)
    network.genome = [50, 0, -25]
    surface = pygame.Surface((1200, 800))
    SurfaceScreen([BackpropLearner(network, DATA.x, DATA.y, 1, 1)], DARK, SurfaceOptions()).draw(Paint(surface))
    field = _places(Rect(16, 16, 1168, 744))[0]
    pixels = pygame.surfarray.array3d(surface).astype(int)
    for y in (field.top + 40, field.centery, field.bottom - 40):
        row = pixels[field.left + 20 : field.right - 20, y].sum(axis=1)
        assert abs(int(row.argmax()) + field.left + 20 - field.centerx) <= 3
