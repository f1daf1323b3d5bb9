import dataclasses

import numpy as np
import pygame
import pytest
from pygame import Rect

from neuro.network import Dense, Input
from neuro.policies import Layered
from neuro.view.drawing.heat import heat, zero_line
from neuro.view.inspect.inspection import NetworkView, PolicyMap
from neuro.view.paint import Paint
from neuro.view.panels.brain_panel import draw_network_view
from neuro.view.scene import Axis, Plane
from neuro.view.theme import DARK, LIGHT
from neuro.view.widgets.dropdown import Choice

BOX = Rect(10, 10, 340, 260)


def mind_of(*sizes, weight=0.5):
    policy = Layered((Input(sizes[0]), *map(Dense, sizes[1:])))
    values = np.concatenate([np.full(size, 0.1 * k, np.float32) for k, size in enumerate(sizes)])
    genome = np.full(policy.parameters, weight, np.float32)
    inputs, outputs = tuple(f"in {k}" for k in range(sizes[0])), tuple(f"out {k}" for k in range(sizes[-1]))
    return NetworkView("bird 3", 0, inputs, outputs, policy.sketch(policy.blank(1)), values, genome, 0)


def drawn(mind, theme=DARK, **parts):
    surface = pygame.Surface((360, 280))
    surface.fill(theme.panel)
    draw_network_view(Paint(surface), BOX, mind, theme, **{"weights": True, "nodes": True, **parts})
    return pygame.surfarray.array3d(surface).astype(int)


def redness(image):
    """How much warmer than the panel the picture is, on the whole."""
    return (image[..., 0] - image[..., 2]).mean() - (DARK.panel[0] - DARK.panel[2])


def test_weights_are_warm_or_cool_by_their_sign():
    warm, cool = (drawn(mind_of(5, 8, 2, weight=w), nodes=False) for w in (0.5, -0.5))
    assert redness(warm) > 1
    assert redness(cool) < -1


def test_an_active_node_shows_in_its_colour():
    calm, lively = mind_of(5, 8, 2), mind_of(5, 8, 2)
    calm.values[:5], lively.values[:5] = 0, 1
    changed = np.abs(drawn(calm, weights=False) - drawn(lively, weights=False)).sum(axis=2) > 60
    columns = np.flatnonzero(changed.any(axis=1))
    assert changed.any()
    assert columns.max() < 180, "the inputs stand in the left half"


@pytest.mark.parametrize("sizes", [(2, 1), (5, 8, 2), (64, 128, 64, 10), (700, 4), (3, 300, 300, 300, 1)])
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_every_architecture_is_drawn_inside_its_box(sizes, theme):
    image = drawn(mind_of(*sizes), theme)
    outside = np.ones(image.shape[:2], bool)
    outside[BOX.left - 4 : BOX.right + 4, BOX.top - 8 : BOX.bottom + 8] = False
    assert (np.abs(image[outside] - np.array(theme.panel)) < 12).all()
    assert len(np.unique(image.reshape(-1, 3), axis=0)) > 50


def test_values_of_nodes_with_short_names_have_room():
    mind = mind_of(2, 3, 2)
    mind = dataclasses.replace(mind, inputs=("x", "v"), outputs=("a", "b"), chosen=None)
    mind.values[:] = -12.34
    image = drawn(mind)
    outside = np.ones(image.shape[:2], bool)
    outside[BOX.left : BOX.right] = False
    assert (np.abs(image[outside] - np.array(DARK.panel)) < 12).all()


def test_a_wide_layer_is_folded_not_smeared():
    _, narrow = mind_of(3, 8, 2), drawn(mind_of(3, 8, 2), weights=False)
    wide = drawn(mind_of(3, 800, 2), weights=False)
    assert abs((wide != narrow).mean()) < 0.2


def test_a_heat_map_has_the_colours_of_the_theme():
    surface = heat(np.array([[-1.0], [0.0], [1.0]], np.float32), DARK)
    left, middle, right = (surface.get_at((x, 0))[:3] for x in range(3))
    assert middle == DARK.middle
    assert right[0] > right[2]
    assert left[2] > left[0]


def test_the_border_runs_where_the_field_is_zero():
    x = np.linspace(-1, 1, 21)
    pieces = zero_line(np.repeat((x - 0.3)[:, None], 9, axis=1).astype(np.float32))
    assert len(pieces) == 8
    assert all(abs(place[0] - 13) < 0.5 for piece in pieces for place in piece)
    assert zero_line(np.ones((5, 5), np.float32)) == []


def test_a_policy_is_plain_data():
    plane, choice = Plane(Axis("a", 0, 0, 1), Axis("b", 1, 0, 1)), Choice(("a", "b"), 0, "a")
    policy = PolicyMap(0, plane, np.zeros((48, 36), np.float32), ((0.5, 0.5),), "no", "yes", choice, choice)
    assert policy.plane.across.name == "a"
