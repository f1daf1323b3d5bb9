import numpy as np
import pygame

from neuro.datasets import xor
from neuro.evolution.algorithms import GeneticSettings
from neuro.evolution.supervised import Supervised, SupervisedEvolution
from neuro.network import Dense, Input, Network
from neuro.network.training import SGD
from neuro.view.paint import Paint
from neuro.view.pupils import BackpropPupil, EvolutionPupil, surface_of
from neuro.view.surface import SurfaceOptions, SurfaceScreen, train_in_window
from neuro.view.theme import DARK

LAYERS = [Input(2), Dense(4, "tanh"), Dense(1, "sigmoid")]
DATA = xor()


def pupils():
    backprop = BackpropPupil(
        Network(LAYERS, seed=1), DATA.x, DATA.y, 30, 10, loss="mse", optimizer=SGD(0.1), batch_size=1, seed=1
    )
    task = Supervised(LAYERS, DATA.x, DATA.y, goal=0)
    evolution = SupervisedEvolution(task, seed=1, population=10, breeding=GeneticSettings())
    return [backprop, EvolutionPupil(evolution, 3)]


def test_a_surface_is_what_the_network_says_with_the_second_input_upwards():
    network = Network(LAYERS, seed=1)
    found = surface_of(network, 7)
    assert found.shape == (7, 7)
    assert found[0, 0] == network.predict([-0.25, 1.25])[0]
    assert found[6, 6] == network.predict([1.25, -0.25])[0]


def test_both_ways_learn_until_their_time_is_up():
    screen = SurfaceScreen(pupils(), DARK, SurfaceOptions(stay_open=False))
    for _ in range(3):
        assert not screen.done
        screen.tick(0, hurried=True)
    assert [len(pupil.history) for pupil in screen._pupils] == [30, 3]
    assert screen.done


def test_space_stops_the_learning_and_q_leaves():
    screen = SurfaceScreen(pupils(), DARK, SurfaceOptions())
    for key, learnt in ((pygame.K_SPACE, 0), (pygame.K_SPACE, 10)):
        screen.handle(pygame.event.Event(pygame.KEYDOWN, key=key), 1)
        screen.tick(0, hurried=True)
        assert len(screen._pupils[0].history) == learnt
    screen.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_q), 1)
    assert screen.done


def test_surfaces_are_warm_where_the_answer_is_yes_and_cool_where_it_is_no():
    pygame.display.init()
    network = Network([Input(2), Dense(1, "sigmoid")], seed=1)
    network.genome = [50, 0, -25]  # yes where the first input is above a half
    pupil = BackpropPupil(network, DATA.x, DATA.y, 1, 1)
    surface = pygame.Surface((800, 700))
    SurfaceScreen([pupil], DARK, SurfaceOptions()).draw(Paint(surface))
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
