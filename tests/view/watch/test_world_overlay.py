"""What is told over a world: captions, breaks and the banner, as people see them and reach them."""

import dataclasses
import json

import pygame
import pytest

from games.flappy import game as flappy
from games.xor_arena import game as xor_arena
from neuro.evolution import Evolution, EvolutionSettings
from neuro.game import Exam
from neuro.paths import settings_file
from neuro.view.keys import Command
from neuro.view.watch.snapshot_of import snapshot_of
from neuro.view.watch.watch_window import KEYS

STEP = 0.2  # seconds
EASY = dataclasses.replace(flappy, exam=Exam(score=1, courses=1, max_steps=400))


@pytest.fixture
def opened(show, monkeypatch, tmp_path):
    """Opens a window on a run of a game, in a theme, at its beginning or when it is solved."""
    monkeypatch.setenv("NEURO_SAVES", str(tmp_path / "saves"))

    def open_window(game=EASY, theme="dark", *, solved=False):
        run = Evolution(game, EvolutionSettings(seed=1, population=60, max_steps=400))
        while solved and not run.solved:
            run.step()
        return show(run, theme=theme, story=True)

    return open_window


def play(opened, until, seconds=120):
    """Let time pass until something is true."""
    window, watching, screen = opened
    while not until():
        screen.tick(STEP, hurried=True)
        screen.draw(window.paint)
        assert watching.seconds < seconds


def notices():
    return [event.text for event in pygame.event.get() if hasattr(event, "text")]


def test_a_first_minute_is_told_from_random_brains_to_the_exam(opened):
    _, _, screen = shown = opened()
    said = []

    def told():
        caption = screen._overlay._facts.caption
        if caption is not None and caption.name not in said:
            said.append(caption.name)
        return screen._overlay.has_banner and "solved" in said

    play(shown, told)
    assert said[0] == "brains"
    assert said[-1] == "solved"
    assert {"elite", "mutation"} <= set(said)


@pytest.mark.parametrize(("game", "theme"), [(EASY, "light"), (xor_arena, "dark")])
def test_a_break_is_drawn_over_the_world(opened, game, theme):
    window, watching, screen = shown = opened(game, theme)
    play(shown, lambda: watching.interlude is not None and watching.interlude.share > 0.1)
    world = screen._places.world
    pictures = []
    for share in (0.1, 0.6):
        play(shown, lambda share=share: watching.interlude.share > share)
        pictures.append(pygame.surfarray.array3d(window.paint.surface.subsurface(world)))
    assert ((pictures[0] != pictures[1]).any(axis=2)).mean() > 0.02
    assert snapshot_of(watching).state == "between two generations"


def test_captions_are_switched_off_by_a_key_and_that_is_remembered(opened):
    window, watching, screen = shown = opened()
    play(shown, lambda: watching.captioned)
    for caption in (False, True):
        screen.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_w), 1.0)
        screen.draw(window.paint)
        assert not watching.captioned
        assert json.loads(settings_file().read_text())["captions"] is caption
        assert ("captions" in screen._overlay.switches) is caption


def test_a_solved_run_shows_a_banner_whose_buttons_mouse_and_keys_reach(opened):
    window, _, screen = opened(solved=True)
    screen.draw(window.paint)
    banner = screen._overlay.panels[0]
    controls = banner.reachable()
    assert [control.press().name for control in controls] == ["put away", "learnt", "race", "share"]
    assert all(screen._places.world.contains(control.rect) for control in controls)
    screen.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=controls[2].rect.center, button=1), 1.0)
    assert screen._guest is not None  # people race it


def test_how_it_learnt_is_shown_in_the_same_window_and_leads_back(opened):
    window, watching, screen = opened(solved=True)
    screen.draw(window.paint)
    screen._obey(Command("learnt"))
    generations = [one.generation for one in screen._guest._ancestry.champions]
    assert generations == sorted(generations)
    assert generations[-1] == watching.evolution.champion.generation
    for _ in range(5):
        screen.tick(STEP, hurried=True)
        screen.draw(window.paint)
    screen.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_ESCAPE), 1.0)
    assert screen._guest is None
    assert not screen.done


def test_the_banner_says_who_found_it_and_can_be_put_away(opened):
    window, watching, screen = opened(solved=True)
    screen.draw(window.paint)
    found, told = watching.evolution.generation - 1, screen._overlay._solved()
    assert told.title == f"Generation {found} found it."
    assert told.lines[0] == f"{60 * (found + 1):,} birds were tried."
    screen._obey(Command("put away"))
    screen.draw(window.paint)
    assert not screen._overlay.has_banner
    assert not screen._overlay.panels[0].reachable()


def test_the_page_that_is_shared_is_written_beside_the_pictures(opened, tmp_path):
    window, _, screen = opened(solved=True)
    screen.draw(window.paint)
    screen._obey(Command("share"))
    screen._overlay._exporting.join()
    pages = list((tmp_path / "saves" / "pictures").glob("*.html"))
    assert len(pages) == 1
    assert "<html" in pages[0].read_text()
    assert any(str(pages[0]) in text for text in notices())


def test_a_page_that_cannot_be_written_is_told(opened, tmp_path):
    window, _, screen = opened(solved=True)
    screen.draw(window.paint)
    (tmp_path / "saves").write_text("a file")
    screen._obey(Command("share"))
    screen._overlay._exporting.join()
    assert any("cannot be made" in text for text in notices())


def test_the_card_of_keys_tells_of_captions_and_breaks():
    assert {"captions", "breaks", "story"} <= {key.command for key in KEYS}
