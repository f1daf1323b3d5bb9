from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygame import Rect

from neuro.view.layout import arrange

KNOWN = [(800, 600), (1024, 720), (1280, 800), (1360, 768), (1440, 900), (1920, 1080), (2560, 1440), (2560, 600)]


def check(width, height):
    found = arrange(width, height)
    places = [found.world, found.header, found.timeline, found.bar, *(card.rect for card in found.cards)]
    whole = Rect(0, 0, width, height)
    assert all(whole.contains(place) for place in places)
    assert all(place.w > 0 and place.h > 0 for place in places)
    assert not any(a.colliderect(b) for a, b in combinations(places, 2))


@pytest.mark.parametrize("size", KNOWN, ids=lambda size: "{}x{}".format(*size))
def test_nothing_overlaps_in_common_sizes(size):
    check(*size)


@given(st.integers(800, 2560), st.integers(600, 1440))
def test_nothing_overlaps_in_any_size_from_800_by_600(width, height):
    check(width, height)


@given(st.integers(800, 2560), st.integers(600, 1440))
def test_every_panel_is_large_enough_for_what_it_shows(width, height):
    places = arrange(width, height)
    assert places.header.w >= 280
    assert all(card.rect.h >= 240 and card.rect.w >= 280 for card in places.cards)


@given(st.integers(800, 2560), st.integers(600, 1440))
def test_every_panel_has_its_place_in_one_card(width, height):
    names = [name for card in arrange(width, height).cards for name in card.panels]
    assert sorted(names) == ["alive", "brain", "diversity", "families", "fitness", "policy", "settings"]


def test_the_world_keeps_eight_to_nine_where_there_is_room():
    world = arrange(1440, 900).world
    assert world.w / world.h == pytest.approx(8 / 9, rel=0.05)
