import numpy as np
import pygame
import pytest

from neuro.network import Conv2D, Dense, Flatten, Input, Network
from neuro.view.examples.guess_window import GuessOptions, GuessScreen, guess_window
from neuro.view.paint import Paint
from neuro.view.theme import DARK

DENSE = [Input(64), Dense(12, "relu"), Dense(10, "softmax")]
CONVOLUTION = [Input((28, 28, 1)), Conv2D(6, 5, "relu"), Flatten(), Dense(10, "softmax")]


def mouse(kind, at, **more):
    return pygame.event.Event(kind, pos=at, **more)


@pytest.fixture(params=[DENSE, CONVOLUTION], ids=["dense", "convolution"])
def screen(request):
    pygame.display.init()
    made = GuessScreen(Network(request.param, seed=1), DARK)
    made.draw(Paint(pygame.Surface((1440, 900))))
    return made


def draw_a_line(screen):
    field = screen._field
    screen.handle(mouse(pygame.MOUSEBUTTONDOWN, (field.x + 60, field.y + 60), button=1), 1)
    screen.handle(mouse(pygame.MOUSEMOTION, (field.x + 200, field.y + 260), buttons=(1, 0, 0)), 1)
    screen.handle(mouse(pygame.MOUSEBUTTONUP, (field.x + 200, field.y + 260), button=1), 1)


def test_a_stroke_of_the_mouse_changes_what_the_network_sees_and_says(screen):
    before = screen.outputs.copy()
    draw_a_line(screen)
    assert screen.ink.max() == 1
    assert screen.image.any()
    assert (screen.outputs != before).any()
    sample = screen.image.reshape(screen._network.shapes[0])
    assert np.allclose(screen.outputs, screen._network.predict(sample))


def test_the_mouse_draws_only_on_the_pad_and_only_while_pressed(screen):
    screen.handle(mouse(pygame.MOUSEBUTTONDOWN, (5, 5), button=1), 1)
    screen.handle(mouse(pygame.MOUSEMOTION, (400, 400), buttons=(1, 0, 0)), 1)
    screen.handle(mouse(pygame.MOUSEMOTION, (300, 300), buttons=(0, 0, 0)), 1)
    assert not screen.ink.any()


def test_c_clears_the_pad_and_q_leaves(screen):
    draw_a_line(screen)
    screen.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_c), 1)
    assert not screen.ink.any()
    screen.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_q), 1)
    assert screen.done


@pytest.mark.parametrize("size", [(800, 600), (1440, 900), (2000, 700)])
def test_all_of_it_fits_windows_of_any_size(screen, size):
    draw_a_line(screen)
    surface = pygame.Surface(size)
    screen.draw(Paint(surface))
    assert len(np.unique(pygame.surfarray.array3d(surface).reshape(-1, 3), axis=0)) > 20


def test_the_window_saves_its_picture(tmp_path):
    options = GuessOptions(frames=2, screenshot=tmp_path / "pad.png", ink=np.ones((50, 50)))
    guess_window(Network(DENSE, seed=1), options)
    assert (tmp_path / "pad.png").stat().st_size > 1000


@pytest.mark.parametrize("size", [(800, 600), (1000, 700), (1440, 900)])
def test_nothing_leaves_its_card(screen, size):
    surface = pygame.Surface(size)
    draw_a_line(screen)
    screen.draw(Paint(surface))
    pixels = pygame.surfarray.array3d(surface)[:, 24 : size[1] - 32]
    free = (pixels == DARK.window).all(axis=2).all(axis=1)
    gaps = np.flatnonzero(np.diff(free.astype(int)) == 1)
    assert len(gaps) == 3, "between the three cards, and after the last"
    assert free[-14:].all()
