import pygame
import pytest

from games.flappy import game
from neuro.view.keys import MOTION, NOTICE
from neuro.view.play.play_model import PlayModel
from neuro.view.play.play_window import PlayScreen
from neuro.view.replay.replay_model import ReplayModel
from neuro.view.replay.replay_window import KEYS as REPLAY_KEYS
from neuro.view.replay.replay_window import ReplayOptions, ReplayScreen
from neuro.view.screen.preferences import recall, remember
from neuro.view.screen.window import Window, WindowOptions
from neuro.view.theme import DARK
from neuro.view.versus.versus_window import KEYS as VERSUS_KEYS
from neuro.view.versus.versus_window import VersusScreen
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_window import KEYS as WATCH_KEYS
from neuro.view.watch.watch_window import WatchOptions, WatchScreen


def press(shown, key):
    shown.handle(pygame.event.Event(pygame.KEYDOWN, key=key), 1.0)


@pytest.fixture(params=["watch", "replay", "versus", "play"])
def screen(request, run, champion):
    """A window, a screen that has been drawn in it, and the scene in that."""
    options = WatchOptions(frames=1000, size=(1200, 800))
    with Window("test", options) as window:
        watching = WatchModel(run, DARK, options)
        match request.param:
            case "watch":
                shown, scene = WatchScreen(watching, DARK), watching.stage.scene
            case "replay":
                replaying = ReplayModel(game, [champion], [1], DARK, ReplayOptions())
                shown, scene = ReplayScreen(replaying, DARK), replaying.stage.scene
            case "versus":
                shown, scene = VersusScreen([watching], DARK), watching.stage.scene
            case _:
                playing = PlayModel(game, 1, [], DARK)
                shown, scene = PlayScreen(playing, DARK), playing._scene
        shown.draw(window.paint)
        yield window, shown, scene
        watching.close()


@pytest.mark.parametrize("key", [pygame.K_q, pygame.K_ESCAPE])
def test_every_window_is_left_by_the_same_keys(screen, key):
    _, shown, _ = screen
    assert not shown.done
    press(shown, key)
    assert shown.done


def test_every_window_shows_and_hides_the_card_of_keys(screen):
    window, shown, _ = screen
    middle = window.paint.surface.get_rect().center
    shown.draw(window.paint)
    press(shown, pygame.K_h)
    shown.draw(window.paint)
    card = window.paint.surface.subsurface(pygame.Rect(0, 0, 300, 300).move(middle[0] - 150, middle[1] - 170))
    pixels = pygame.surfarray.array3d(card)
    assert (abs(pixels.astype(int) - DARK.panel).max(axis=2) < 8).mean() > 0.5
    press(shown, pygame.K_h)
    shown.draw(window.paint)
    after = pygame.surfarray.array3d(card)
    assert (abs(after.astype(int) - DARK.panel).max(axis=2) < 8).mean() < 0.5


def test_every_window_in_which_something_moves_can_be_made_still(screen):
    window, shown, scene = screen
    pygame.event.clear()
    for still, said in ((True, "Reduced motion is on"), (False, "Reduced motion is off")):
        press(shown, pygame.K_F8)
        shown.draw(window.paint)
        assert scene._still is still
        assert recall("reduced_motion", bool) is still
        assert [event.text for event in pygame.event.get(NOTICE)] == [said]


def test_windows_are_as_still_as_the_last_time_but_pictures_never_depend_on_it():
    assert not WindowOptions().still
    remember(reduced_motion=True)
    assert WindowOptions().still
    assert not WindowOptions(frames=3).still
    assert not WindowOptions(unattended=True).still


def test_the_key_for_it_is_among_those_that_are_shown():
    for keys in (WATCH_KEYS, REPLAY_KEYS, VERSUS_KEYS):
        assert MOTION in keys
