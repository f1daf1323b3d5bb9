"""Real windows on a real (virtual) screen, with a real mouse and keyboard; pictures are those of the screen."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pygame
import pytest
from screen import NEEDS_SCREEN, NEURO, PATIENCE, Desk, differ, until, virtual_screen, window_manager

pytestmark = NEEDS_SCREEN
#: Screens on which every window is tried: a desktop's, and, among the slow tests, a small laptop's.
SIZES = ((1440, 900), pytest.param((1024, 720), marks=pytest.mark.slow))


@pytest.fixture(scope="module", params=SIZES, ids=lambda size: "{}x{}".format(*size))
def screen(request):
    """A screen that stays, in turn of each size."""
    with virtual_screen(request.param) as (_, shown):
        yield shown


@pytest.fixture(scope="module")
def large_screen(tmp_path_factory):
    """A screen with a window manager and room for a window of 1440 by 900."""
    with (
        virtual_screen((1600, 1100)) as (_, shown),
        window_manager(shown, tmp_path_factory.mktemp("manager")),
    ):
        yield shown


@pytest.fixture
def sit(tmp_path):
    """Starts programs on a screen, and ends what still runs at the end."""
    started = []

    def start(on, *command):
        started.append(Desk(on, tmp_path, *command))
        return started[-1]

    yield start
    for desk in started:
        desk.end()


def colours(picture):
    """How many colours a picture has, counting some of its pixels."""
    red, green, blue = picture[::7, ::13].reshape(-1, 3).astype(int).T
    return len(np.unique(red << 16 | green << 8 | blue))


def wait_until_alive(desk, least):
    """Wait until more is seen than the sentence of a window that gets ready."""
    until(lambda: colours(desk.picture()) > least, f"at least {least} colours")


def wait_until_moved(desk):
    """Wait until the screen shows something else than now."""
    before = desk.picture()
    until(lambda: differ(before, desk.picture()) > 0.002, "something moves")


def is_still(desk):
    """Whether nothing has moved for a moment."""
    before = desk.picture()
    time.sleep(0.4)
    return (before == desk.picture()).all()


def wait_until_still(desk):
    """Wait until nothing moves, and return the picture of that."""
    until(lambda: is_still(desk), "all stands still")
    return desk.picture()


def wait_until_seen(desk, before, area, share, what):
    """Wait until at least a share of an area differs from a picture of before."""
    until(lambda: differ(before, desk.picture(), area) > share, what)


def show_and_hide_the_keys(desk):
    """H lays the card of keys over the middle of the window, and takes it away again."""
    before = wait_until_still(desk)
    desk.key("h")
    until(lambda: differ(before, desk.picture(), tolerance=0) > 0.01, "the card of keys")
    desk.key("h")
    until(lambda: (desk.picture() == before).all(), "all is as it was before the card of keys")


def pause_by_mouse_and_go_on_by_key(desk):
    """A click on the button at the lower left stops time, the space bar lets it go on."""
    wait_until_moved(desk)
    desk.click(38, desk.size[1] - 24)
    desk.point(4, 4)
    show_and_hide_the_keys(desk)
    desk.key("space")
    wait_until_moved(desk)


def pause_by_key_and_read_the_loss(desk):
    """The space bar stops learning; a pointer over the loss reads a value off it."""
    wait_until_moved(desk)
    desk.key("space")
    show_and_hide_the_keys(desk)
    before = wait_until_still(desk)
    wide, high = desk.size
    desk.point(wide // 4, high - 90)
    wait_until_seen(desk, before, (0, high // 2, wide // 2, high // 2), 0.001, "a value of the loss")


def begin_by_mouse(desk):
    """The world waits for people, and the first click lets it go."""
    show_and_hide_the_keys(desk)
    desk.click(200, 200)
    wait_until_moved(desk)


def draw_and_wipe(desk):
    """A stroke of the mouse stays on the pad and is guessed; C wipes it away."""
    show_and_hide_the_keys(desk)
    before = wait_until_still(desk)
    wide, high = desk.size
    desk.drag((wide // 6, high // 4), (wide // 4, high // 4), (wide // 5, high // 2))
    wait_until_seen(desk, before, (0, 0, wide * 2 // 5, high * 3 // 4), 0.005, "the stroke")
    wait_until_seen(desk, before, (wide * 2 // 5, 0, wide // 5, high), 0.005, "the guess")
    desk.key("c")
    desk.point(4, 4)
    until(lambda: differ(before, desk.picture()) == 0, "an empty pad")


def test_what_is_read_is_the_root_window(large_screen, sit):
    desk = sit(large_screen, NEURO, "guess")
    wait_until_alive(desk, 60)
    wait_until_still(desk)
    take = ["import", "-silent", "-window", "root", "-depth", "8", "rgb:-"]
    taken = subprocess.run(take, env=desk.environment, capture_output=True, check=True)
    wide, high = large_screen.size
    seen = np.frombuffer(taken.stdout, np.uint8).reshape(high, wide, 3).swapaxes(0, 1)
    np.testing.assert_array_equal(large_screen.picture(), seen)


@dataclass(frozen=True)
class Window:
    """A command that opens a window, and how people use it.

    Args:
        command: Words after ``neuro``.
        use: Uses mouse and keyboard, and looks whether the window obeys.
        least: More colours than these are seen when it has come alive.
    """

    command: str
    use: Callable[[Desk], None]
    least: int = 250


WINDOWS = {
    "watch": Window("watch flappy --seed 7", pause_by_mouse_and_go_on_by_key),
    "watch at full speed": Window("watch flappy --seed 7 --speed max --keep-going", pause_by_mouse_and_go_on_by_key),
    "arena": Window("watch xor_arena --seed 3", pause_by_mouse_and_go_on_by_key),
    "replay": Window("replay flappy --view window", pause_by_mouse_and_go_on_by_key),
    "race": Window("replay flappy --against flappy --view window", pause_by_mouse_and_go_on_by_key),
    "versus": Window("watch flappy --versus ga,random --seed 7", pause_by_mouse_and_go_on_by_key),
    "xor": Window("watch xor --seed 1", pause_by_key_and_read_the_loss),
    "play": Window("play flappy", begin_by_mouse),
    "guess": Window("guess", draw_and_wipe, least=60),
}


@pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS)
def test_every_window_comes_alive_on_the_screen_and_obeys_mouse_and_keyboard(screen, sit, window):
    desk = sit(screen, NEURO, *window.command.split())
    wait_until_alive(desk, window.least)
    window.use(desk)
    code, _, error = desk.leave()
    assert code == 0, error


IN_A_TERMINAL = "import pty, sys; pty.spawn(sys.argv[1:])"


def test_neuro_alone_opens_a_start_screen_and_everything_leads_back_to_it(large_screen, sit):
    desk = sit(large_screen, sys.executable, "-c", IN_A_TERMINAL, NEURO)
    wait_until_alive(desk, 250)
    wait_until_moved(desk)
    desk.key("4")  # draw a digit, which stands still
    wait_until_still(desk)
    desk.key("Escape")
    wait_until_alive(desk, 250)
    wait_until_moved(desk)
    until(lambda: desk.listens, "the keyboard is the window's")
    code, _, error = desk.leave("Escape")
    assert code == 0, error


STEPS = """
import gymnasium, neuro.envs
env = gymnasium.make("neuro/Flappy-v0", render_mode="human")
env.reset(seed=3)
for step in range(100_000):
    if any(env.step(step % 24 == 0)[2:4]):
        env.reset(seed=3)
"""


def test_a_window_of_gymnasium_moves(screen, sit):
    desk = sit(screen, sys.executable, "-c", STEPS)
    wait_until_alive(desk, 250)
    wait_until_moved(desk)


BLIND = """
import sys
from neuro.cli.app import entry
from neuro.view.screen import window
window.present = lambda part=None, drawn=None: None
sys.argv = ["neuro", "doctor"]
entry()
"""


def doctor_on(screen, *command):
    """What the doctor says on a screen, and its exit code."""
    environment = {**os.environ, "DISPLAY": screen.name}
    environment.pop("SDL_VIDEODRIVER")
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.stdout, done.returncode


def test_the_doctor_sees_its_window_on_the_screen(large_screen):
    said, code = doctor_on(large_screen, NEURO, "doctor")
    assert "opened, and its picture stands on the screen (x11)" in said
    assert code == 0


def test_the_doctor_sees_that_a_window_stays_empty(large_screen):
    said, code = doctor_on(large_screen, sys.executable, "-c", BLIND)
    assert "opened, but its picture is not on the screen (x11)" in said
    assert "! a window opened, but what was drawn did not arrive on the screen" in said
    assert code == 1


WATCH = ("watch", "flappy", "--seed", 5, "--population", 80, "--max-steps", 600, "--keep-going")


def test_a_bird_is_clicked_a_slider_dragged_and_an_earlier_generation_watched_again(large_screen, sit):
    desk = sit(large_screen, NEURO, *WATCH)
    wait_until_alive(desk, 250)
    desk.key("space")
    before = wait_until_still(desk)
    assert before.shape == (1440, 900, 3)
    world = before[20:640, 20:700]
    saturated = world.max(axis=2) - world.min(axis=2)  # of each pixel
    xs, ys = np.nonzero(saturated[:200] > 110)
    desk.click(20 + int(np.median(xs)), 20 + int(np.median(ys)))
    wait_until_seen(desk, before, (1060, 140, 360, 30), 0.005, "the brain has another title")

    chosen = wait_until_still(desk)
    desk.drag((562, 870), (670, 870))
    wait_until_seen(desk, chosen, (540, 858, 440, 36), 0.03, "the slider has moved")
    faster = wait_until_still(desk)
    assert differ(chosen, faster, (1060, 140, 360, 300)) < 0.02, "the brain stays: time stands still"

    desk.key("space")
    for _ in range(3):
        desk.key("Right")
        time.sleep(0.6)
    desk.key("space")
    present = wait_until_still(desk)
    desk.click(98, 800)
    wait_until_seen(desk, present, (30, 760, 1380, 70), 0.01, "the playhead stands at the beginning")
    desk.key("l")
    code, said, _ = desk.leave()
    assert code == 0
    assert "Kept in" in said
    run = next((desk.folder / "saves").glob("flappy-*"))
    verified = subprocess.run([NEURO, "verify", run], env=desk.environment, capture_output=True, text=True, check=False)
    assert verified.returncode == 0, verified.stderr


def test_a_drop_down_and_a_tooltip_answer_a_real_mouse_and_keyboard(large_screen, sit):
    desk = sit(large_screen, NEURO, *WATCH)
    wait_until_alive(desk, 250)
    desk.key("space")
    desk.point(300, 300)
    before, bubble = wait_until_still(desk), (1180, 800, 240, 46)
    desk.point(1280, 876)  # the crown among the switches
    wait_until_seen(desk, before, bubble, 0.05, "the tooltip")
    desk.key("z")
    until(lambda: differ(before, desk.picture(), bubble) < 0.01, "any key sends the tooltip away")

    gone = wait_until_still(desk)
    desk.click(1240, 470)
    wait_until_seen(desk, gone, (1200, 490, 140, 160), 0.3, "the list lies over the map")
    desk.key("End", "Return")
    until(lambda: differ(gone, desk.picture(), (1200, 600, 140, 50)) > 0.02, "another map")
    chosen = wait_until_still(desk)
    assert differ(gone, chosen, (1100, 500, 300, 180)) > 0.1, "another map"
    desk.key("Tab")
    wait_until_seen(desk, chosen, (680, 140, 360, 60), 0.02, "the first tab has the focus")
    focused = wait_until_still(desk)
    desk.key("Escape")
    wait_until_seen(desk, focused, (680, 140, 360, 60), 0.02, "the focus is left")
    assert desk.process.poll() is None, "only the focus"
    assert desk.leave("Escape")[0] == 0


def test_a_picture_that_is_saved_by_key_is_what_the_screen_shows(large_screen, sit):
    desk = sit(large_screen, NEURO, *WATCH)
    wait_until_alive(desk, 250)
    desk.key("space")
    seen = wait_until_still(desk)
    desk.key("F12")
    folder = desk.folder / "saves" / "pictures"
    (path,) = until(lambda: [file for file in folder.glob("*.png") if not file.name.startswith(".")], "the picture")
    saved = pygame.surfarray.array3d(pygame.image.load(path))
    np.testing.assert_array_equal(saved, seen)
    wait_until_seen(desk, seen, (400, 800, 640, 50), 0.05, "where it was saved is told")


def test_a_window_that_fills_the_screen_is_drawn_to_its_edges_also_at_full_speed(large_screen, sit):
    desk = sit(large_screen, NEURO, *WATCH, "--speed", "max")
    wait_until_alive(desk, 250)

    def filled():
        picture = desk.picture()
        edges = (picture[0], picture[-1], picture[:, 0], picture[:, -1])
        return all(edge.any(axis=1).all() for edge in edges) and colours(picture[:, -48:]) > 20

    for size in (large_screen.size, (1440, 900)):
        desk.key("F11")
        until(lambda size=size: desk.size == size and desk.listens, f"as large as {size}")
        until(filled, "a window without empty edges, with the bar at its foot")
        wait_until_moved(desk)
        assert all(filled() for _ in range(5)), "it stays so"
        time.sleep(1)  # a window that has just been opened by SDL misses keys


def test_closed_in_mid_generation_everything_learnt_is_kept(large_screen, sit):
    desk = sit(large_screen, NEURO, *WATCH, "--speed", "max")
    wait_until_alive(desk, 250)
    time.sleep(1)
    desk.do("windowclose", desk.window)
    said, error = desk.process.communicate(timeout=PATIENCE)
    assert "Traceback" not in error
    run = next((desk.folder / "saves").glob("flappy-*"))
    history = (run / "history.csv").read_text().splitlines()
    assert len(history) > 2
    if desk.process.returncode == 0:
        found = re.search(r"after (\d+) generations|in (\d+) generations|generation", said)
        assert found


def test_when_the_display_is_lost_what_was_learnt_is_kept(tmp_path):
    with virtual_screen() as (server, shown):
        desk = Desk(shown, tmp_path, NEURO, *WATCH, "--speed", "max")
        wait_until_alive(desk, 250)
        time.sleep(1)
        server.terminate()
        server.wait()
        _, error = desk.process.communicate(timeout=PATIENCE)
    assert desk.process.returncode == 1
    assert error.splitlines()[-1].startswith("neuro: the display is gone")
    assert "Traceback" not in error
    run = next((tmp_path / "saves").glob("flappy-*"))
    again = subprocess.run(
        [NEURO, "evolve", "--resume", run, "--generations", "60", "--json"],
        env=desk.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert again.returncode == 0, again.stderr


def test_the_window_is_as_large_as_it_was_the_last_time(large_screen, sit):
    desk = sit(large_screen, NEURO, *WATCH)
    desk.do("windowsize", "--sync", desk.window, 1100, 720)
    wait_until_alive(desk, 250)
    assert desk.leave("Escape")[0] == 0
    assert sit(large_screen, NEURO, *WATCH).size == (1100, 720)
