"""What is told over a world: captions, breaks and the banner, as people see them and reach them."""

import json

import pygame
import pytest
from games_for_tests import quick_flappy

from neuro.evolution import Evolution, EvolutionSettings
from neuro.paths import settings_file
from neuro.view.keys import Command
from neuro.view.paint import Paint
from neuro.view.telling import tell
from neuro.view.theme import DARK, THEMES
from neuro.view.watch import KEYS, WatchOptions, WatchScreen
from neuro.view.watching import Watching
from neuro.view.window import Window, show

FRAME = 1 / 60


@pytest.fixture
def screen(monkeypatch, tmp_path, request):
    monkeypatch.setenv("NEURO_SAVES", str(tmp_path / "saves"))
    game, theme = getattr(request, "param", ("flappy", "dark"))
    chosen = quick_flappy if game == "flappy" else __import__(f"games.{game}").__dict__[game].game
    evolution = Evolution(chosen, EvolutionSettings(seed=1, population=60, max_steps=400))
    with Window("test", WatchOptions(frames=1000, size=(1440, 900))) as window:
        watching = Watching(evolution, THEMES[theme], WatchOptions(story=True))
        yield window, watching, WatchScreen(watching, THEMES[theme])
        watching.close()


def play(screen, until, seconds=120):
    """Let time pass until something is true."""
    window, watching, shown = screen
    while not until():
        shown.tick(FRAME, hurried=True)
        shown.draw(window.paint)
        assert watching.seconds < seconds


def picture(window):
    return pygame.surfarray.array3d(window.paint.surface)


def press(screen, key):
    screen[2].handle(pygame.event.Event(pygame.KEYDOWN, key=key), 1.0)


def test_a_first_minute_is_told_from_random_brains_to_the_exam(screen):
    _, watching, shown = screen
    said = []

    def told():
        spoken = shown._teller._narration.spoken
        if spoken is not None and spoken.name not in said:
            said.append(spoken.name)
        return shown._teller.has_banner and "solved" in said

    play(screen, told)
    assert said[0] == "brains"
    assert said[-1] == "solved"
    assert {"elite", "mutation"} <= set(said)


@pytest.mark.parametrize("screen", [("flappy", "light"), ("xor_arena", "dark")], indirect=True)
def test_a_break_is_drawn_over_the_world(screen):
    window, watching, shown = screen
    play(screen, lambda: watching.interlude is not None and watching.interlude.share > 0.1)
    world = shown._places.world
    before = picture(window)[world.left : world.right, world.top : world.bottom]
    play(screen, lambda: watching.interlude.share > 0.6)
    after = picture(window)[world.left : world.right, world.top : world.bottom]
    assert ((before != after).any(axis=2)).mean() > 0.02
    assert tell(watching).state == "between two generations"


def test_captions_are_switched_off_by_a_key_and_that_is_remembered(screen):
    _, watching, shown = screen
    play(screen, lambda: watching.spoken)
    press(screen, pygame.K_k)
    shown.draw(screen[0].paint)
    assert not watching.spoken
    assert json.loads(settings_file().read_text())["captions"] is False
    press(screen, pygame.K_k)
    assert json.loads(settings_file().read_text())["captions"] is True


def test_a_solved_run_shows_a_banner_whose_buttons_keys_and_mouse_reach(screen):
    window, watching, shown = screen
    play(screen, lambda: shown._teller.has_banner)
    banner = shown._teller.panels[0]
    commands = [control.press().name for control in banner.reachable()]
    assert commands == ["put away", "learnt", "race", "share"]
    world = shown._places.world
    assert all(world.contains(control.rect) for control in banner.reachable())
    at = banner.reachable()[2].rect.center
    shown.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1), 1.0)
    assert shown._guest is not None  # people race it


def test_the_banner_can_be_put_away(screen):
    window, _, shown = screen
    play(screen, lambda: shown._teller.has_banner)
    shown._obey(Command("put away"))
    shown.draw(window.paint)
    assert not shown._teller.has_banner
    assert not shown._teller.panels[0].reachable()


def test_the_page_that_is_shared_is_written_beside_the_pictures(screen, tmp_path):
    window, _, shown = screen
    play(screen, lambda: shown._teller.has_banner)
    shown._obey(Command("share"))
    shown._teller._exporting.join()
    pages = list((tmp_path / "saves" / "pictures").glob("*.html"))
    assert len(pages) == 1
    assert "<html" in pages[0].read_text()
    notices = [event.text for event in pygame.event.get() if hasattr(event, "text")]
    assert any(str(pages[0]) in text for text in notices)


def test_a_page_that_cannot_be_written_is_told(screen, tmp_path):
    _, _, shown = screen
    play(screen, lambda: shown._teller.has_banner)
    (tmp_path / "saves").write_text("a file")
    shown._obey(Command("share"))
    shown._teller._exporting.join()
    notices = [event.text for event in pygame.event.get() if hasattr(event, "text")]
    assert any("cannot be made" in text for text in notices)


def test_the_card_of_keys_tells_of_captions_and_breaks():
    assert {"captions", "breaks", "story"} <= {key.command for key in KEYS}
