import numpy as np
import pygame
import pytest
from pygame import Rect

from games.flappy import game
from neuro.view.keys import Key
from neuro.view.replay.replay_model import ReplayModel
from neuro.view.replay.replay_window import ReplayOptions, ReplayScreen
from neuro.view.screen.window import Window
from neuro.view.theme import DARK, LIGHT
from neuro.view.versus.versus_window import VersusScreen
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_window import KEYS, WatchOptions, WatchScreen
from neuro.view.widgets.panel import Panel
from neuro.view.widgets.screen_controls import ScreenControls
from neuro.view.widgets.tooltip import _lines, place_tooltip


@pytest.fixture(params=[(1440, 900), (800, 600)], ids=str)
def screen(run, request):
    options = WatchOptions(frames=1000, size=request.param)
    with Window("test", options) as window:
        watching = WatchModel(run, DARK, options)
        shown = WatchScreen(watching, DARK)
        watching.pace.paused = True  # so that nothing else changes
        for _ in range(12):  # until all sprites are made
            shown.draw(window.paint)
        yield window, shown
        watching.close()


def pixels(window, screen):
    screen.draw(window.paint)
    return pygame.surfarray.array3d(window.paint.surface).astype(int)


def changed(before, after):
    """The rectangle in which two pictures differ; None if they do not."""
    xs, ys = (np.abs(before - after).sum(axis=2) > 12).nonzero()
    return Rect(xs.min(), ys.min(), np.ptp(xs) + 1, np.ptp(ys) + 1) if len(xs) else None


def point(screen, at):
    screen.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=at, buttons=(0, 0, 0)), 1.0)


def press(screen, key, mod=0):
    screen.handle(pygame.event.Event(pygame.KEYDOWN, key=key, mod=mod), 1.0)


def figure(screen):
    """A control that does not change by itself when it is pointed at."""
    return screen._header.reachable()[4].rect


def test_a_pointer_that_rests_for_half_a_second_is_told_what_is_under_it(screen):
    window, shown = screen
    before = pixels(window, shown)
    point(shown, figure(shown).center)
    shown.tick(0.4, hurried=True)
    assert changed(before, pixels(window, shown)) is None
    shown.tick(0.2, hurried=True)
    bubble = changed(before, pixels(window, shown))
    assert bubble.w > 100
    assert bubble.h > 20
    assert not bubble.colliderect(figure(shown)), "what it tells of can still be read"


@pytest.mark.parametrize("how", ["the pointer leaves", "a key", "a click", "the window is left"])
def test_the_bubble_goes_at_once(screen, how):
    window, shown = screen
    before = pixels(window, shown)
    point(shown, figure(shown).center)
    shown.tick(0.6, hurried=True)
    assert changed(before, pixels(window, shown)) is not None
    match how:
        case "the pointer leaves":
            point(shown, (200, 5))
        case "a key":
            press(shown, pygame.K_z)
        case "a click":
            pos = figure(shown).center
            shown.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=pos, button=1), 1.0)
        case _:
            shown.handle(pygame.event.Event(pygame.WINDOWLEAVE), 1.0)
    assert changed(before, pixels(window, shown)) is None
    shown.tick(5.0, hurried=True)
    assert changed(before, pixels(window, shown)) is None


def test_the_focus_is_told_of_at_once_and_stays_when_the_bubble_goes(screen):
    window, shown = screen
    before = pixels(window, shown)
    press(shown, pygame.K_TAB)
    told = changed(before, pixels(window, shown))
    press(shown, pygame.K_z)
    focused = changed(before, pixels(window, shown))
    assert focused.h < told.h
    press(shown, pygame.K_ESCAPE)
    assert changed(before, pixels(window, shown)) is None
    assert not shown.done


def test_tab_goes_through_all_controls_and_shift_back(screen):
    _, shown = screen
    panels = shown._shown_panels()
    seen = []
    for _ in shown._shell._stops(panels):
        press(shown, pygame.K_TAB)
        seen.append(tuple(shown._shell._focused(panels).rect))
    assert len(set(seen)) == len(seen) > 15
    press(shown, pygame.K_TAB, pygame.KMOD_SHIFT)
    assert tuple(shown._shell._focused(panels).rect) == seen[-2]


def test_enter_presses_and_arrows_turn_what_has_the_focus(screen):
    window, shown = screen
    panels = shown._shown_panels()

    def focus(command):
        for _ in range(60):
            press(shown, pygame.K_TAB)
            if command in shown._shell._focused(panels).commands:
                return

    focus("draw")
    press(shown, pygame.K_RETURN)
    assert not shown._watching.drawing
    focus("faster")
    press(shown, pygame.K_RIGHT)
    assert shown._watching.pace.label == "×2"
    shown.show_panel("settings")
    shown.draw(window.paint)
    press(shown, pygame.K_ESCAPE)
    for _ in range(60):
        press(shown, pygame.K_TAB)
        if "chance of each gene" in shown._shell._focused(panels).about:
            break
    press(shown, pygame.K_LEFT)
    assert shown._watching.pending == {"mutation_rate": pytest.approx(0.19)}


def test_arrows_choose_the_tab_that_has_the_focus(screen):
    _, shown = screen
    card = next(card for card in shown._shown_cards() if len(card.panels) > 1)
    press(shown, pygame.K_TAB)
    for key, chosen in ((pygame.K_RIGHT, 1), (pygame.K_LEFT, 0), (pygame.K_LEFT, len(card.panels) - 1)):
        press(shown, key)
        assert card.chosen == chosen
    assert shown._watching.evolution.generation == 0


def described(shell, panels):
    return [shell._tooltip_of(control)[0] for panel in panels for control in panel.reachable()]


def test_every_control_of_the_watch_window_says_what_it_is_for(screen):
    window, shown = screen
    for name in shown._panels:
        shown.show_panel(name)
        shown.draw(window.paint)
        assert all(described(shown._shell, shown._shown_panels()))


def test_replay_and_versus_say_it_too(champion, run):
    options = ReplayOptions(frames=1000)
    with Window("test", options) as window:
        replay = ReplayScreen(ReplayModel(game, [champion], [1], DARK, options), DARK)
        replay.draw(window.paint)
        texts = described(replay._shell, (replay._scrub, replay._bar))
        assert len(texts) == 1 + 5 + 1 + 4
        assert all(texts)
        watching = WatchModel(run, DARK, WatchOptions(frames=1000))
        versus = VersusScreen([watching], DARK)
        versus.draw(window.paint)
        assert all(described(versus._shell, (versus._bar,)))
        watching.close()


def test_a_button_is_told_of_in_the_words_of_the_key_hints(screen):
    _, shown = screen
    told = dict(shown._shell._tooltip_of(control) for control in shown._bar.reachable())
    for command in ("draw", "best", "record", "screenshot", "keys"):
        key = next(key for key in KEYS if key.command == command)
        assert told[key.meaning[0].upper() + key.meaning[1:]] == [key.label]


@pytest.mark.parametrize("window", [(800, 600), (1440, 900)])
@pytest.mark.parametrize("size", [(60, 40), (280, 110)])
def test_a_bubble_is_always_inside_the_window_and_never_on_its_control(window, size):
    for x in range(0, window[0] - 30, 50):
        for y in range(0, window[1] - 30, 50):
            control = Rect(x, y, 34, 34)
            place = place_tooltip(size, control, window)
            assert Rect(0, 0, *window).contains(place)
            assert not place.colliderect(control)


@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_no_word_is_left_alone_in_the_last_line(scale):
    text = "How far a gene moves when it changes (standard deviation): large steps explore, small refine"
    lines = _lines(text, scale)
    assert " ".join(lines) == text
    assert len(lines) == 3
    assert min(map(len, lines)) > 0.7 * max(map(len, lines))


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_a_shell_without_controls_obeys_what_every_window_does(theme):
    shell = ScreenControls(theme, (Key("H", "keys", "keys", (pygame.K_h,)), Key("Q", "leave", "close", (pygame.K_q,))))
    panel = Panel[None](theme)
    press_h, press_q = (pygame.event.Event(pygame.KEYDOWN, key=key) for key in (pygame.K_h, pygame.K_q))
    assert shell.commands(press_h, 1.0, (panel,)) == []
    assert shell.switches == {"keys"}
    assert shell.covers(())
    assert shell.commands(press_q, 1.0, (panel,)) == []
    assert shell.left
