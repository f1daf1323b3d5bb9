import pygame
import pytest
from pygame import Rect

from neuro.view.keys import Command
from neuro.view.paint import Paint
from neuro.view.theme import DARK, LIGHT
from neuro.view.widgets.dropdown import Choice, DropDown

NAMES = tuple(f"quantity {k}" for k in range(30))
WHITE = (250, 250, 250)


def opened(size=(800, 600), scale=1.0, field=(600, 20, 120, 26), names=NAMES, chosen=0, theme=DARK):
    """An open drop-down, and the window that its list is drawn into."""
    surface = pygame.Surface((round(size[0] * scale), round(size[1] * scale)))
    paint = Paint(surface, scale)
    drop_down = DropDown(theme, "measure", "what is shown")
    drop_down.draw_field(paint, Rect(field), Choice(names, chosen, names[chosen]))
    drop_down.open()
    shown(drop_down, paint)
    return drop_down, paint


def shown(drop_down, paint, corner=(0, 0)):
    """What the list covers, in pixels."""
    paint.surface.fill(WHITE)
    drop_down.draw_list(paint, corner)
    pixels = pygame.surfarray.array3d(paint.surface).astype(int)
    return (abs(pixels - WHITE).sum(axis=2) > 12).nonzero()


def press(drop_down, key):
    return drop_down.handle(pygame.event.Event(pygame.KEYDOWN, key=key), 1.0)


def mouse(drop_down, kind, at, scale=1.0, button=1):
    return drop_down.handle(pygame.event.Event(kind, pos=at, button=button), scale)


def middle_of_row(drop_down, k, scale=1.0):
    row = drop_down._row(k)
    return round(row.centerx * scale), round(row.centery * scale)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("scale", [0.75, 1.0, 1.5, 2.0])
@pytest.mark.parametrize("field", [(600, 20, 120, 26), (10, 560, 90, 26), (760, 300, 40, 26), (0, 290, 120, 26)])
def test_the_list_stays_inside_the_window_beside_its_field(theme, scale, field):
    drop_down, paint = opened(scale=scale, field=field, theme=theme)
    xs, ys = shown(drop_down, paint)
    edge = 7 * scale
    assert edge <= xs.min()
    assert xs.max() <= 800 * scale - edge
    assert edge <= ys.min()
    assert ys.max() <= 600 * scale - edge
    top, bottom = field[1] * scale, (field[1] + field[3]) * scale
    assert ys.min() >= bottom or ys.max() <= top, "the field can still be read"
    assert len(xs) > 3000


def test_a_short_list_is_as_high_as_its_rows():
    drop_down, paint = opened(names=NAMES[:3])
    _, ys = shown(drop_down, paint)
    assert ys.max() - ys.min() + 1 == 3 * 28 + 12


def test_arrows_home_and_end_choose_and_enter_takes():
    for keys, expected in (
        ((pygame.K_DOWN, pygame.K_DOWN), 2),
        ((pygame.K_END,), 29),
        ((pygame.K_END, pygame.K_UP), 28),
        ((pygame.K_END, pygame.K_HOME), 0),
        ((pygame.K_UP,), 0),
    ):
        drop_down, _ = opened()
        assert [press(drop_down, key) for key in keys] == [None] * len(keys)
        assert press(drop_down, pygame.K_RETURN) == Command("measure", expected)
        assert not drop_down.opened


def test_the_row_that_enter_takes_is_always_in_sight():
    drop_down, paint = opened(chosen=17)
    window = Rect(0, 0, 800, 600)
    for key in (None, pygame.K_END, pygame.K_UP, pygame.K_HOME, *[pygame.K_DOWN] * 25):
        if key is not None:
            press(drop_down, key)
        shown(drop_down, paint)
        assert window.contains(drop_down._row(drop_down._at))
        assert drop_down._list.contains(drop_down._row(drop_down._at))


@pytest.mark.parametrize("key", [pygame.K_ESCAPE, pygame.K_TAB])
def test_escape_and_tab_close_and_leave_the_choice(key):
    drop_down, _ = opened(chosen=4)
    press(drop_down, pygame.K_DOWN)
    assert press(drop_down, key) is None
    assert not drop_down.opened
    drop_down.open()
    assert press(drop_down, pygame.K_SPACE) == Command("measure", 4)


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_a_click_takes_the_row_under_it(scale):
    drop_down, _ = opened(scale=scale)
    at = middle_of_row(drop_down, 5, scale)
    assert mouse(drop_down, pygame.MOUSEBUTTONDOWN, at, scale) == Command("measure", 5)


def test_a_click_elsewhere_closes():
    drop_down, _ = opened()
    assert mouse(drop_down, pygame.MOUSEBUTTONDOWN, (20, 500)) is None
    assert not drop_down.opened


def test_the_row_under_the_pointer_stands_out():
    drop_down, paint = opened()
    row = drop_down._row(3)
    before = paint.surface.get_at((row.x + 8, row.centery))
    mouse(drop_down, pygame.MOUSEMOTION, row.center)
    shown(drop_down, paint)
    assert paint.surface.get_at((row.x + 8, row.centery)) != before
    assert press(drop_down, pygame.K_RETURN) == Command("measure", 3)


def test_the_wheel_scrolls_as_far_as_there_are_rows():
    drop_down, paint = opened()
    rows = drop_down._rows
    assert rows < len(NAMES)
    for turns, first in ((-1, 1), (-100, len(NAMES) - rows), (2, len(NAMES) - rows - 2), (100, 0)):
        drop_down.handle(pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=turns), 1.0)
        shown(drop_down, paint)
        assert drop_down._first == first
        uppermost = middle_of_row(drop_down, first)
        mouse(drop_down, pygame.MOUSEMOTION, uppermost)
        assert drop_down._at == first


def test_a_name_that_is_too_long_for_the_field_is_cut():
    paint = Paint(pygame.Surface((800, 600)))
    paint.surface.fill(WHITE)
    drop_down = DropDown(DARK, "measure", "what is shown")
    long = "a very long name of a quantity"
    drop_down.draw_field(paint, Rect(100, 100, 90, 26), Choice((long,), 0, long))
    pixels = pygame.surfarray.array3d(paint.surface).astype(int)
    xs = (abs(pixels - WHITE).sum(axis=2) > 12).nonzero()[0]
    assert (xs.min(), xs.max()) == (100, 189)
