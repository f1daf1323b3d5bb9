import itertools
from itertools import combinations

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygame import Rect

from neuro.view.paint import Paint
from neuro.view.panels.header_panel import _lefts
from neuro.view.panels.layout import arrange, header_columns, told_panels
from neuro.view.theme import AXIS, FIGURE, HINT

KNOWN = [(800, 600), (1024, 720), (1280, 800), (1360, 768), (1440, 900), (1920, 1080), (2560, 1440), (2560, 600)]


WIDE = 11 / 9
shapes = pytest.mark.parametrize("shape", [8 / 9, WIDE], ids=["high", "wide"])


def check(width, height, shape, *, special=False):
    found = arrange(width, height, shape, special=special)
    places = [found.world, found.header, found.timeline, found.bar, *(card.rect for card in found.cards)]
    whole = Rect(0, 0, width, height)
    assert all(whole.contains(place) for place in places)
    assert all(place.w > 0 and place.h > 0 for place in places)
    assert not any(a.colliderect(b) for a, b in combinations(places, 2))


@pytest.mark.parametrize("size", KNOWN, ids=lambda size: "{}x{}".format(*size))
@shapes
def test_nothing_overlaps_in_common_sizes(size, shape):
    check(*size, shape)


@shapes
@given(st.integers(800, 2560), st.integers(600, 1440))
def test_nothing_overlaps_in_any_size_from_800_by_600(shape, width, height):
    check(width, height, shape)


@shapes
@given(st.integers(800, 2560), st.integers(600, 1440))
def test_every_panel_is_large_enough_for_what_it_shows(shape, width, height):
    places = arrange(width, height, shape)
    assert places.header.w >= 280
    assert all(card.rect.h >= 240 and card.rect.w >= 280 for card in places.cards)


@shapes
@given(st.integers(800, 2560), st.integers(600, 1440))
def test_every_panel_has_its_place_in_one_card(shape, width, height):
    names = [name for card in arrange(width, height, shape).cards for name in card.panels]
    everything = ["alive", "brain", "diversity", "families", "learn", "policy", "score", "settings", "world"]
    assert sorted(names) == everything


@pytest.mark.parametrize("size", KNOWN, ids=lambda size: "{}x{}".format(*size))
@shapes
def test_what_only_some_runs_show_has_the_height_of_a_column_where_there_are_two(size, shape):
    check(*size, shape, special=True)
    usual, special = (arrange(*size, shape, special=one) for one in (False, True))
    assert (usual.world, usual.header) == (special.world, special.header)
    if size[0] >= 1360 and shape < 1:
        charts = next(card.rect for card in special.cards if "score" in card.panels)
        assert charts.bottom == special.world.bottom
        assert charts.top == special.header.bottom + 12


def test_special_panels_stand_before_all_others_and_the_search_behind_all():
    names = ("brain", "learn", "score", "diversity")
    told = told_panels(names, breeds=False, metrics=True, special=("archive", "ends"))
    assert told == ["archive", "ends", "brain", "score", "diversity", "search"]
    assert told_panels(("brain",), breeds=True, metrics=True, special=("archive",)) == ["brain"]


def test_the_world_keeps_eight_to_nine_where_there_is_room():
    world = arrange(1440, 900).world
    assert world.w / world.h == pytest.approx(8 / 9, rel=0.05)


@pytest.mark.parametrize("size", [(1440, 900), (1920, 1080)], ids=["1440x900", "1920x1080"])
def test_a_wide_world_gets_its_shape_and_its_policy_the_width_of_the_panels(size):
    places = arrange(*size, WIDE)
    assert places.world.w / places.world.h == pytest.approx(WIDE, rel=0.01)
    policy = next(card.rect for card in places.cards if card.panels == ("policy",))
    assert policy.w == places.header.w


def test_figures_of_the_header_stand_in_as_many_columns_as_its_height_leaves():
    assert [header_columns(arrange(1440, 900, shape).header) for shape in (8 / 9, WIDE)] == [6, 6]
    assert header_columns(arrange(1024, 720).header) == 3
    assert header_columns(arrange(800, 600).header) == 2


def test_figures_of_a_narrow_header_do_not_meet():
    header = arrange(1440, 900, WIDE).header
    lefts = [*_lefts(header.w - 32, 6), header.w - 32.0]
    paint = Paint(pygame.Surface(header.size))
    alive = paint.width_of("1,000", FIGURE, "SemiBold") + 3 + paint.width_of("/ 1,000", HINT)
    labels = [paint.width_of(name, AXIS, "Medium") for name in ("Generation", "", "Best now", "Mean now", "Best ever")]
    rate = paint.width_of("Agent-steps / s", AXIS, "Medium")
    room = [right - left for left, right in itertools.pairwise(lefts)]
    assert all(wide + 6 <= space for wide, space in zip(labels, room[:5], strict=True))
    assert alive + 6 <= room[1]
    assert rate <= room[5] + 1
