import numpy as np
import pygame
import pytest
from pygame import Rect

from neuro.network import Conv2D, Dense, Flatten, Input, Network
from neuro.policies import Layered
from neuro.view.inspect.convolution_view import convolution_of, has_convolution
from neuro.view.inspect.inspection import NetworkView
from neuro.view.paint import Paint
from neuro.view.panels.sight_panel import SightPanel
from neuro.view.theme import DARK, LIGHT

LAYERS = (Input((5, 6, 2)), Conv2D(4, 3, "tanh"), Flatten(), Dense(3, "identity"))


@pytest.fixture
def mind():
    """A network that looks at a picture of two planes, and the picture."""
    network, rng = Network(LAYERS, seed=4), np.random.default_rng(2)
    picture = (rng.random((5, 6, 2)) < 0.3).astype(np.float32)
    seen = Network.from_genome(LAYERS[:2], network.genome[: 4 * 19]).predict(picture)
    values = np.concatenate([picture.ravel(), seen.ravel(), seen.ravel(), network.predict(picture)])
    names = tuple(f"{plane} {row} {column}" for row in range(5) for column in range(6) for plane in ("body", "fruit"))
    sketch = Layered(LAYERS).sketch(Layered(LAYERS).blank(1))
    return NetworkView("leader", 0, names, ("a", "b", "c"), sketch, values.astype(np.float32), network.genome, 0), seen


def test_the_picture_its_kernels_and_their_maps_are_those_of_the_network(mind):
    shown, seen = mind
    view = convolution_of(LAYERS, shown)
    assert view.channels == ("body", "fruit")
    assert view.kernels.shape == (4, 3, 3, 2)
    assert view.maps == pytest.approx(seen)
    place, weights = view.picture[1:4, 2:5], view.kernels[1]
    bias = Network.from_genome(LAYERS[:2], shown.genes[: 4 * 19]).parameters()[0][1][1]
    assert np.tanh((place * weights).sum() + bias) == pytest.approx(view.maps[1, 2, 1], abs=1e-6)


def test_only_networks_that_begin_with_a_convolution_have_such_a_panel():
    assert has_convolution(LAYERS)
    assert not has_convolution((Input(5), Dense(2)))


@pytest.mark.parametrize("size", [(280, 240), (346, 460), (700, 260)])
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_it_is_drawn_in_any_size(mind, size, theme):
    class Shown:
        mind, layers, tick = None, LAYERS, 0

    Shown.mind = mind[0]
    surface, panel = pygame.Surface(size), SightPanel(theme)
    panel.layout(Rect(0, 0, *size))
    panel.draw(Paint(surface), Shown)
    picture = pygame.surfarray.array3d(surface)
    for plane in range(2):
        assert (np.abs(picture.astype(int) - theme.curves[plane]).sum(axis=2) < 9).any()
