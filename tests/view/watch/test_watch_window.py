import time

import numpy as np
import pygame
import pytest
from pygame import Rect

from games.flappy import game
from neuro.errors import NeuroError, UnknownNameError
from neuro.evolution.evolution import Evolution
from neuro.evolution.settings import EvolutionSettings
from neuro.view.paint import Paint
from neuro.view.scene import Marks
from neuro.view.screen.window import Window, show
from neuro.view.theme import DARK
from neuro.view.watch import watch_window as watch_module
from neuro.view.watch.run_options import RunOptions
from neuro.view.watch.snapshot_of import snapshot_of
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_window import WatchOptions, WatchScreen, watch_window


def pixels(path):
    return pygame.surfarray.array3d(pygame.image.load(str(path)))


def commonest(colours):
    """The share of the pixels that have the most frequent colour."""
    return np.unique(colours, axis=0, return_counts=True)[1].max() / len(colours)


@pytest.fixture
def screen(run):
    options = WatchOptions(frames=1000)
    with Window("test", options) as window:
        watching = WatchModel(run, DARK, options)
        yield window, watching, WatchScreen(watching, DARK)
        watching.close()


def evolved(generations):
    """The run of the fixture, evolved without a window."""
    alone = Evolution(game, EvolutionSettings(seed=3, population=40, episodes=2, max_steps=300))
    for _ in range(generations):
        alone.step()
    return alone


def press(screen, key):
    screen.handle(pygame.event.Event(pygame.KEYDOWN, key=key), 1.0)


def click(screen, at):
    screen.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1), 1.0)
    screen.handle(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=at, button=1), 1.0)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_a_screenshot_shows_a_colourful_world_and_quiet_panels(run, tmp_path, theme):
    path = tmp_path / "shot.png"
    watch_window(run, WatchOptions(frames=20, screenshot=path, size=(1000, 700), theme=theme))
    image = pixels(path)
    assert image.shape == (1000, 700, 3)
    world, panels = image[12:400, 12:600].reshape(-1, 3), image[-300:-20, 200:600].reshape(-1, 3)
    assert len(np.unique(world, axis=0)) > 2000
    assert commonest(world) < 0.3, "no flat colour fills the world"
    assert commonest(panels) > 0.6, "most of a panel is its card"


@pytest.mark.parametrize("size", [(800, 600), (1440, 900), (2560, 1440), (640, 480)])
def test_every_size_is_drawn(run, tmp_path, size):
    path = tmp_path / "shot.png"
    watch_window(run, WatchOptions(frames=3, screenshot=path, size=size))
    assert pixels(path).shape[:2] == size


@pytest.mark.parametrize("size", [(10, 800), (64, 64), (900, 1)])
def test_a_tiny_window_is_drawn_on_a_larger_surface(run, tmp_path, size):
    path = tmp_path / "shot.png"
    watch_window(run, WatchOptions(frames=3, screenshot=path, size=size))
    assert pixels(path).shape[:2] == (max(size[0], 200), max(size[1], 150))


def test_the_same_frames_give_the_same_picture(tmp_path):
    shots = []
    for k in range(2):
        path = tmp_path / f"{k}.png"
        fresh = Evolution(game, EvolutionSettings(seed=3, population=30, episodes=1, max_steps=200))
        watch_window(fresh, WatchOptions(frames=40, screenshot=path, size=(800, 600)))
        shots.append(pixels(path))
    different = (np.abs(shots[0].astype(int) - shots[1]) > 2).any(axis=2)
    assert different.mean() < 0.01  # only feathers fly as chance will have it


@pytest.mark.parametrize("speed", ["64", "max"])
def test_watching_gives_the_fingerprint_of_evolving(run, speed):
    watch_window(run, WatchOptions(generations=3, keep_going=True, speed=speed, stay_open=False, size=(800, 600)))
    assert (run.generation, run.fingerprint) == (3, evolved(3).fingerprint)


def test_a_run_of_no_generations_ends_at_once(run):
    watch_window(run, WatchOptions(generations=0, stay_open=False, size=(800, 600)))
    assert run.generation == 0


@pytest.mark.parametrize("pause", [0, 0.003, 0.03])
def test_a_window_closed_in_mid_generation_keeps_a_whole_number_of_generations(screen, run, pause):
    window, watching, shown = screen
    press(shown, pygame.K_x)
    shown.tick(0.01, hurried=False)
    time.sleep(pause)
    pygame.event.post(pygame.event.Event(pygame.QUIT))
    show(window, shown)
    watching.close()
    assert window.closed
    assert run.fingerprint == evolved(run.generation).fingerprint


def test_the_arrow_shows_the_next_generation(screen, run):
    _, watching, shown = screen
    press(shown, pygame.K_RIGHT)
    shown.tick(0.01, hurried=True)
    assert snapshot_of(watching).generation == run.generation == 1


def test_a_generation_whose_birds_stay_up_makes_room_for_the_next(screen, run, monkeypatch):
    monkeypatch.setattr("neuro.view.watch.watch_model._SHOWN", 0.5)
    _, watching, shown = screen
    shown.tick(0.6, hurried=True)
    assert watching.stage.alive > 0
    for _ in range(9):
        shown.tick(0.1, hurried=True)
    assert run.generation == 1


def test_pause_stops_time_and_a_dot_plays_one_step(screen):
    _, watching, shown = screen
    press(shown, pygame.K_SPACE)
    shown.tick(1.0, hurried=True)
    assert snapshot_of(watching).step == 0
    press(shown, pygame.K_PERIOD)
    assert snapshot_of(watching).step == 1
    assert snapshot_of(watching).paused


def test_buttons_and_the_slider_do_what_keys_do(screen):
    window, watching, shown = screen
    shown.draw(window.paint)
    bar = 900 - 24
    click(shown, (38, bar))
    assert watching.pace.paused
    click(shown, (84, bar))
    assert snapshot_of(watching).step == 1
    click(shown, (1440 / 2 - 150 + 340 * 6 / 9, bar - 5))
    assert watching.pace.label == "×16"
    click(shown, (1440 - 34 - 4 * 42, bar))
    assert not watching.drawing


def test_without_drawing_the_world_is_empty_and_the_panels_stay(screen):
    window, _, shown = screen
    shown.tick(0.1, hurried=True)
    shown.draw(window.paint)
    drawn = pygame.surfarray.array3d(pygame.display.get_surface())
    press(shown, pygame.K_n)
    shown.draw(window.paint)
    empty = pygame.surfarray.array3d(pygame.display.get_surface())
    assert len(np.unique(empty[30:600, 30:300].reshape(-1, 3), axis=0)) < 10
    assert (drawn[760:1400, 60:120] == empty[760:1400, 60:120]).mean() > 0.99


@pytest.mark.parametrize("chart", ["score", "alive", "diversity"])
def test_hovering_reads_values_off_a_chart(screen, run, chart):
    window, _, shown = screen
    for _ in range(3):
        press(shown, pygame.K_RIGHT)
        shown.tick(0.01, hurried=True)
    shown.draw(window.paint)
    shown.show_panel(chart)
    shown.draw(window.paint)
    before = pixels_now()
    for pos, reads in (((900, 350), True), ((300, 350), False)):
        shown.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=pos), 1.0)
        shown.draw(window.paint)
        changed = (before != pixels_now()).any(axis=2)
        assert (changed[672:1040, 140:436].mean() > 0.01) == reads
        assert not changed[672:1424, 16:120].any()


def test_the_keys_are_shown_on_request(screen):
    window, _, shown = screen
    shown.draw(window.paint)
    before = pygame.surfarray.array3d(pygame.display.get_surface())
    press(shown, pygame.K_h)
    shown.draw(window.paint)
    assert (before != pygame.surfarray.array3d(pygame.display.get_surface())).mean() > 0.02


@pytest.mark.parametrize("key", [pygame.K_q, pygame.K_ESCAPE])
def test_q_and_escape_leave(screen, key):
    _, _, shown = screen
    press(shown, key)
    assert shown.done


def test_a_solved_game_says_so_and_its_champion_plays_on(run):
    run.step()
    run.solved = True
    watching = WatchModel(run, DARK, RunOptions())
    watching.tick(0.1)
    told = snapshot_of(watching)
    watching.close()
    assert told.population == 1
    assert "goes on" in told.note
    assert run.generation == 1


def test_a_screenshot_into_a_missing_folder_is_refused_before_anything_is_drawn(run, tmp_path):
    with pytest.raises(NeuroError, match=r"'.*nowhere'.* is not there"):
        watch_window(run, WatchOptions(frames=1, screenshot=tmp_path / "nowhere" / "a.png"))


def test_an_unknown_theme_is_refused(run):
    with pytest.raises(UnknownNameError, match="theme 'darc'; did you mean 'dark'"):
        watch_window(run, WatchOptions(frames=1, theme="darc"))


def test_a_window_that_cannot_be_opened_is_one_sentence(run, monkeypatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "nonsense")
    with pytest.raises(NeuroError, match="no window can be opened"):
        watch_window(run, WatchOptions(frames=1))


def test_no_audio_is_started(run):
    watch_window(run, WatchOptions(frames=2, size=(800, 600)))
    assert pygame.mixer.get_init() is None


def test_every_key_means_one_thing():
    codes = [code for key in watch_module.KEYS for code in key.codes]
    letters = "".join(key.letters for key in watch_module.KEYS)
    assert len(codes) == len(set(codes))
    assert len(letters) == len(set(letters))


def pixels_now():
    return pygame.surfarray.array3d(pygame.display.get_surface()).astype(int)


def test_a_click_chooses_a_bird_and_its_brain_is_shown(screen):
    window, watching, shown = screen
    for _ in range(30):
        shown.tick(1 / 60, hurried=True)
    shown.draw(window.paint)
    before = pixels_now()
    stage, world = watching.stage, shown._places.world
    dot = max(stage.scene.dots(Marks(leader=stage.leader)), key=lambda dot: dot.y)
    left, scale = stage.scene.view(world)
    at = round(world.x + (dot.x - left) * scale), round(world.y + dot.y * scale)
    click(shown, at)
    shown.draw(window.paint)
    changed = (np.abs(before - pixels_now()) > 12).any(axis=2)
    told = snapshot_of(watching)
    assert told.selected == dot.agent
    assert told.mind.name == f"bird {dot.agent}"
    assert changed[at[0] - 24 : at[0] + 24, at[1] - 24 : at[1] + 24].mean() > 0.05
    brain = next(card.rect for card in shown._places.cards if "brain" in card.panels)
    assert changed[brain.left : brain.right, brain.top : brain.bottom].mean() > 0.02
    click(shown, (world.right - 30, world.y + 40))
    assert snapshot_of(watching).selected is None


def test_tabs_show_one_panel_at_a_time(run):
    options = WatchOptions(frames=1000, size=(1024, 720))
    with Window("test", options) as window:
        watching = WatchModel(run, DARK, options)
        shown = WatchScreen(watching, DARK)
        shown.draw(window.paint)
        (card,) = shown._shown_cards()
        looks = []
        for cell in list(card._strip._cells):
            strip = card._strip.rect
            click(shown, (strip.x + cell.centerx, strip.y + cell.centery))
            shown.draw(window.paint)
            rect = card.rect
            looks.append(pixels_now()[rect.left : rect.right, rect.top + 50 : rect.bottom].tobytes())
        watching.close()
    assert len(set(looks)) == len(card.panels) == 11


def policy_field(window, screen, which):
    """Where one of the two drop-downs of the policy map is shown."""
    screen.draw(window.paint)
    panel = screen._panels["policy"]
    return panel.drop_downs[which].field.move(panel.rect.topleft).center


def names_of(watching):
    plane = snapshot_of(watching).policy.plane
    return plane.down.name, plane.across.name


def test_a_key_shows_the_policy_over_the_next_pair_of_quantities(screen):
    _, watching, shown = screen
    first = names_of(watching)
    press(shown, pygame.K_v)
    assert first == ("height", "distance")
    assert names_of(watching) == ("distance", "height")


def test_drop_downs_choose_the_two_quantities_of_the_policy(screen):
    window, watching, shown = screen
    click(shown, policy_field(window, shown, 0))
    press(shown, pygame.K_END)
    press(shown, pygame.K_RETURN)
    assert names_of(watching)[0] == "speed"
    click(shown, policy_field(window, shown, 1))
    press(shown, pygame.K_END)
    press(shown, pygame.K_UP)
    press(shown, pygame.K_RETURN)
    assert names_of(watching) == ("speed", "to low edge")
    click(shown, policy_field(window, shown, 1))
    press(shown, pygame.K_HOME)
    press(shown, pygame.K_RETURN)
    assert names_of(watching) == ("height", "distance"), "the game's own plane is the first choice"


def test_an_open_list_lies_over_the_window_and_takes_every_key_and_click(screen):
    window, watching, shown = screen
    field = policy_field(window, shown, 1)
    before = pixels_now()
    click(shown, field)
    shown.draw(window.paint)
    changed = (np.abs(before - pixels_now()) > 12).any(axis=2)
    assert changed[field[0] - 30 : field[0] + 30, field[1] + 30 : field[1] + 150].mean() > 0.5
    press(shown, pygame.K_q)
    press(shown, pygame.K_DOWN)
    assert not shown.done
    scene, world = watching.stage.scene, shown._places.world
    left, scale = scene.view(world)
    bird = scene.dots(Marks())[0]
    click(shown, (round(world.x + (bird.x - left) * scale), round(world.y + bird.y * scale)))
    assert snapshot_of(watching).selected is None, "the click that closes a list is meant for nothing else"
    press(shown, pygame.K_SPACE)
    assert watching.pace.paused, "it is closed"


def test_a_list_closes_when_its_panel_is_hidden(screen):
    window, watching, shown = screen
    click(shown, policy_field(window, shown, 0))
    pygame.display.set_mode((1024, 720))
    list(window.events())
    shown.draw(window.paint)
    shown.show_panel("policy")
    shown.draw(window.paint)
    press(shown, pygame.K_SPACE)
    assert watching.pace.paused, "no list takes the key"


def test_tab_reaches_a_drop_down_and_enter_opens_it(screen):
    window, watching, shown = screen
    field = policy_field(window, shown, 0)
    for _ in range(60):
        press(shown, pygame.K_TAB)
        stop = shown._shell._focused(shown._shown_panels())
        if stop.rect.collidepoint(field):
            break
    press(shown, pygame.K_RETURN)
    press(shown, pygame.K_DOWN)
    press(shown, pygame.K_RETURN)
    assert names_of(watching) == ("height", "distance")
    assert snapshot_of(watching).policy.down.chosen == 1, "the input of that name"


def test_p_lets_people_play_in_the_same_window_while_the_run_waits(screen, run):
    window, watching, shown = screen
    press(shown, pygame.K_RIGHT)
    shown.tick(0.01, hurried=True)
    step = snapshot_of(watching).step
    press(shown, pygame.K_p)
    assert next(racer.name for racer in shown._guest._playing.racers()) == "you"
    press(shown, pygame.K_SPACE)
    for _ in range(5):
        shown.tick(1 / 60, hurried=True)
        shown.draw(window.paint)
    assert shown._guest._playing._rollouts[0].steps == 5
    press(shown, pygame.K_ESCAPE)
    assert shown._guest is None
    assert not shown.done
    assert snapshot_of(watching).step == step


def test_ctrl_and_plus_make_everything_larger(screen):
    window, _, _ = screen
    before = window.paint.scale
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_PLUS, mod=pygame.KMOD_CTRL))
    list(window.events())
    assert window.paint.scale == pytest.approx(1.1 * before)
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_0, mod=pygame.KMOD_CTRL))
    list(window.events())
    assert window.paint.scale == pytest.approx(before)


def test_at_full_speed_most_frames_are_a_glance_of_the_world_alone(run):
    watching = WatchModel(run, DARK, RunOptions(speed="max"))
    screen, paint = WatchScreen(watching, DARK), Paint(pygame.Surface((1440, 900)))
    world = Rect(0, 0, 0, 0)
    try:
        parts = []
        for _ in range(13):
            screen.tick(1 / 30, hurried=False)
            before = pygame.surfarray.array3d(paint.surface)
            parts.append(screen.draw(paint))
            world = parts[-1] or world
            outside = (pygame.surfarray.array3d(paint.surface) != before).any(axis=2)
            outside[world.left : world.right, world.top : world.bottom] = False
            assert parts[-1] is None or not outside.any(), "what is not shown anew is not drawn anew"
        assert [part is None for part in parts] == [k % 6 == 0 for k in range(13)]
        assert world.w > 400
        screen.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_h, unicode="h", mod=0), 1.0)
        for _ in range(3):  # the keys lie over the world
            screen.tick(1 / 30, hurried=False)
            assert screen.draw(paint) is None
    finally:
        screen.close()
        watching.close()
