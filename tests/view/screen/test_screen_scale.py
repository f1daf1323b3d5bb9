"""How large a window and its texts are, by the screen."""

import json

import pygame
import pytest

from neuro.paths import settings_file
from neuro.view.screen import screen_scale
from neuro.view.screen.preferences import remember
from neuro.view.screen.screen_scale import first_size, remember_size, scale_for
from neuro.view.screen.window import Window, WindowOptions
from neuro.view.theme import AXIS

SCREENS = {
    (800, 600): 1.0,
    (1366, 768): 1.0,
    (1440, 900): 1.0,
    (1920, 1080): 1.0,
    (2560, 1440): 1.5,
    (3440, 1440): 1.5,
    (2880, 1800): 1.75,
    (3840, 2160): 2.25,
    (7680, 4320): 4.0,
    (1080, 1920): 1.0,
}


@pytest.fixture
def screens(monkeypatch):
    """Puts the window before screens of these sizes."""

    def put(*found):
        monkeypatch.setattr(pygame.display, "get_desktop_sizes", lambda: list(found))

    return put


@pytest.mark.parametrize(("screen", "scale"), SCREENS.items(), ids=lambda one: str(one))
def test_scale_follows_the_screen_so_that_texts_can_be_read(screen, scale):
    assert scale_for(screen) == scale


@pytest.mark.parametrize("screen", SCREENS, ids=lambda one: str(one))
def test_the_smallest_text_is_never_smaller_than_a_hundred_and_thirtieth_of_the_screens_height(screen):
    least = screen[1] / 130 if screen[0] > screen[1] else 11
    assert AXIS * scale_for(screen) >= min(least, AXIS * 4)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda one: str(one))
def test_a_new_window_fits_its_screen_and_has_units_enough(screens, screen):
    screens(screen)
    with Window("test", WindowOptions()) as window:
        wide, high = pygame.display.get_surface().get_size()
        units = window.paint.size
    assert wide <= screen[0]
    assert high <= screen[1]
    assert units[0] >= 800
    assert units[1] >= 600 or screen[1] <= 600


def test_a_size_is_remembered_for_the_screen_that_it_was_chosen_on():
    remember_size((3840, 2160), (3000, 1700))
    assert first_size((3840, 2160), 2.25) == (3000, 1700)
    assert first_size((1440, 900), 1.0) == (1368, 792), "the usual one, as far as it fits"
    assert first_size((1920, 1080), 1.0) == (1440, 900)
    remember_size((1920, 1080), (900, 700))
    assert first_size((1920, 1080), 1.0) == (900, 700)
    assert first_size((3840, 2160), 2.25) == (3000, 1700)


def test_a_window_that_was_resized_is_as_large_the_next_time(screens):
    screens((1920, 1080))
    with Window("test", WindowOptions()) as window:
        window._surface = pygame.display.set_mode((1000, 800), pygame.RESIZABLE)
    with Window("test", WindowOptions()):
        assert pygame.display.get_surface().get_size() == (1000, 800)


@pytest.mark.parametrize("broken", [3, "large", {"1920x1080": 3}, {"1920x1080": ["a", 1]}, {"1920x1080": [900]}])
def test_what_is_broken_in_the_memory_is_as_good_as_none(broken):
    remember(sizes=broken)
    assert first_size((1920, 1080), 1.0) == (1440, 900)


def test_a_size_of_an_older_version_which_knew_no_screen_is_left_alone():
    remember(size=[3000, 1700])
    assert first_size((1920, 1080), 1.0) == (1440, 900)
    assert json.loads(settings_file().read_text())["size"] == [3000, 1700]


def test_the_scale_follows_a_window_that_is_moved_to_another_screen(screens):
    screens((1920, 1080), (3840, 2160))
    with Window("test", WindowOptions()) as window:
        window._surface = pygame.display.set_mode((1900, 1400), pygame.RESIZABLE)
        assert window.paint.scale == 1
        pygame.event.post(pygame.event.Event(pygame.WINDOWDISPLAYCHANGED, display_index=1))
        list(window.events())
        assert window.paint.scale == screen_scale.scale_for((3840, 2160))
