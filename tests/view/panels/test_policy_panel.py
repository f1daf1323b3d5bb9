import dataclasses

import numpy as np
import pygame
import pytest
from pygame import Rect

from neuro.view.inspect.inspection import PolicyMap
from neuro.view.inspect.snapshot import Bend, Snapshot
from neuro.view.paint import Paint
from neuro.view.panels.policy_panel import PolicyPanel
from neuro.view.panels.policy_sidebar import split
from neuro.view.scene import Axis, Plane, Share, Shares
from neuro.view.theme import DARK, LIGHT
from neuro.view.widgets.dropdown import Choice

NAMED = (("dark", 0.1), ("lit", 0.9))
PLANE = Plane(Axis("a", 0, 0, 1, marks=NAMED), Axis("b", 1, 1, 0, marks=NAMED), title="Decision")
QUANTITIES = Choice(("a", "b"), 0, "a")
SIGNS = (("same", 0.0, 0.0), ("other", 1.0, 1.0))
EMPTY = Snapshot("A", "ga", (), 0, 1, 1, 0, 0, 0, None, "points", 0, 0, (), (1,), (), 2, False, True, False, "", "")
MARGIN = Rect(359, 36, 136, 250)  # beside the map of a card of 511 x 302


def shown(plane=PLANE, value=None, bends=()):
    policy = PolicyMap(
        0, plane, np.full((48, 36), 0.5, np.float32), ((0.5, 0.5),), "left", "right", QUANTITIES, QUANTITIES
    )
    bar = Share("lit", value, True, (True, False))
    return dataclasses.replace(EMPTY, policy=policy, shares=Shares("Right on", (bar,) * 4), bends=bends)


def drawn(snapshot, theme=DARK, size=(511, 302)):
    surface = pygame.Surface(size)
    PolicyPanel(theme).render(Paint(surface), surface.get_rect(), snapshot)
    return pygame.surfarray.array3d(surface).astype(int)


def differ(one, other, area):
    """Where two pictures differ within an area."""
    part = slice(area.left, area.right), slice(area.top, area.bottom)
    return (np.abs(one[part] - other[part]).sum(axis=2) > 100).sum()


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_signs_stand_in_the_corners_that_they_name(theme):
    signed, bare = drawn(shown(PLANE._replace(signs=SIGNS)), theme), drawn(shown(), theme)
    low_left, high_right = Rect(70, 230, 60, 26), Rect(280, 38, 60, 26)
    assert differ(signed, bare, low_left) > 50
    assert differ(signed, bare, high_right) > 50
    assert (signed != bare).any(axis=2).sum() == pytest.approx(
        sum((signed != bare)[r.left : r.right, r.top : r.bottom].any(axis=2).sum() for r in (low_left, high_right))
    )


def test_marks_are_written_at_the_axes_instead_of_numbers():
    unnamed = PLANE._replace(across=PLANE.across._replace(marks=()))
    at_lit = Rect(68 + round(0.9 * 271) - 12, 260, 24, 18)
    assert differ(drawn(shown()), drawn(shown(unnamed)), at_lit) > 10


@pytest.mark.parametrize("value", [0.25, 0.5, 1.0])
def test_a_bar_is_as_long_as_its_share(value):
    image = drawn(shown(value=value))
    filled = (np.abs(image[MARGIN.left : MARGIN.right, 79] - np.array(DARK.hot)).sum(axis=1) < 10).sum()
    assert filled == pytest.approx(value * 54, abs=4)


def test_a_bar_that_nobody_has_met_is_empty():
    image = drawn(shown())
    assert (np.abs(image[MARGIN.left :, MARGIN.top :] - np.array(DARK.hot)).sum(axis=2) < 10).sum() == 0


def test_small_maps_have_their_own_colours():
    bends = tuple(Bend(k, np.full((48, 36), value, np.float32)) for k, value in enumerate((-1, 0, 1)))
    image = drawn(shown(bends=bends))[MARGIN.left :, 200:262]
    for colour in (DARK.cold, DARK.hot):
        seen = np.abs(image - np.array(colour)).sum(axis=2) < 90
        assert seen.sum() > 800


@pytest.mark.parametrize(
    ("size", "beside"), [((479, 252), True), ((368, 300), False), ((248, 150), None)], ids=["wide", "high", "small"]
)
def test_the_margin_stands_beside_the_map_or_below_it_where_there_is_room(size, beside):
    space = Rect(16, 36, *size)
    field, margin = split(space, shown())
    if beside is None:
        assert (field, margin.size) == (space, (0, 0))
    else:
        assert space.contains(field)
        assert space.contains(margin)
        assert margin.left >= field.right + 10 if beside else margin.top >= field.bottom + 10


def test_a_game_without_bars_leaves_the_whole_card_to_its_map():
    space = Rect(16, 36, 479, 252)
    assert split(space, dataclasses.replace(shown(), shares=None))[0] == space


def test_bends_worked_out_anew_for_the_same_map_are_drawn_again():
    old, new = (tuple(Bend(0, np.zeros((48, 36), np.float32)) for _ in range(2)) for _ in range(2))
    assert (None, old) != (None, new)
    assert (None, old) == (None, old)
