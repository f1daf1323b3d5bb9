"""A real window on a real (virtual) screen, with a real mouse and keyboard."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pygame
import pytest

MISSING = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"{' and '.join(MISSING)} not installed"),
    pytest.mark.slow,
]
NEURO = Path(sys.executable).parent / "neuro"
SIZE = (1440, 900)


@contextlib.contextmanager
def virtual_screen():
    """A screen of its own; its server, and its name as DISPLAY has it."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1100x24", "-nolisten", "tcp", "-noreset"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server, open(read) as told:
        os.close(write)
        yield server, ":" + told.readline().strip()
        server.terminate()


@pytest.fixture(scope="module")
def screen():
    """The name of a screen that stays."""
    with virtual_screen() as (_, name):
        yield name


class Desk:
    """Someone who sits before the window of a ``neuro`` command."""

    def __init__(self, display, folder, *arguments):
        self.folder = folder
        self.environment = {
            **os.environ,
            "DISPLAY": display,
            "NEURO_SAVES": str(folder / "saves"),
            "NEURO_CONFIG": str(folder / "config"),
            "SDL_AUDIODRIVER": "dummy",
        }
        del self.environment["SDL_VIDEODRIVER"]
        self.command = subprocess.Popen(
            [NEURO, *map(str, arguments)],
            env=self.environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            self.window = self._found()
        except BaseException:
            self.end()
            raise
        self.do("windowmove", self.window, 0, 0)
        self.do("windowfocus", self.window)

    def end(self):
        """Stop the command, whatever it does."""
        if self.command.poll() is None:
            self.command.kill()
        self.command.communicate()

    def _found(self):
        for _ in range(300):
            found = subprocess.run(
                ["xdotool", "search", "--onlyvisible", "--class", "neuro"],
                env=self.environment,
                capture_output=True,
                text=True,
                check=False,
            )
            if found.stdout.strip():
                return found.stdout.split()[0]
            if self.command.poll() is not None:
                pytest.fail(self.command.stderr.read())
            time.sleep(0.1)
        pytest.fail("the window did not come")

    def do(self, *words):
        subprocess.run(["xdotool", *map(str, words)], env=self.environment, check=True, capture_output=True)

    def key(self, name):
        self.do("key", "--window", self.window, name)

    def click(self, x, y):
        self.do("mousemove", x, y)
        time.sleep(0.1)
        self.do("click", 1)

    def drag(self, start, end):
        self.do("mousemove", *start)
        self.do("mousedown", 1)
        for share in (0.3, 0.7, 1.0):
            self.do("mousemove", *(round(a + (b - a) * share) for a, b in zip(start, end, strict=True)))
            time.sleep(0.05)
        self.do("mouseup", 1)

    def picture(self):
        """What the window shows, by its own key for that: ``(width, height, 3)``."""
        folder = self.folder / "saves" / "pictures"
        before = set(folder.glob("*.png"))
        self.key("F12")
        for _ in range(100):
            new = {path for path in folder.glob("*.png") if not path.name.startswith(".")} - before
            if new:
                return pygame.surfarray.array3d(pygame.image.load(str(new.pop()))).astype(int)
            time.sleep(0.05)
        pytest.fail("no picture was saved")

    def leave(self, key="q"):
        self.key(key)
        said = self.command.communicate(timeout=60)
        return self.command.returncode, *said


@pytest.fixture
def sit(screen, tmp_path):
    """Opens commands, and closes what is still open at the end."""
    opened = []

    def open_(*arguments):
        opened.append(Desk(screen, tmp_path, *arguments))
        return opened[-1]

    yield open_
    for desk in opened:
        desk.end()


WATCH = ("watch", "flappy", "--seed", 5, "--population", 80, "--max-steps", 600, "--keep-going")


def differ(a, b, area):
    """The share of pixels of an area that are not the same in two pictures."""
    x, y, width, height = area
    part = slice(x, x + width), slice(y, y + height)
    return (np.abs(a[part] - b[part]).max(axis=2) > 24).mean()


def test_a_bird_is_clicked_a_slider_dragged_and_an_earlier_generation_watched_again(sit, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    desk = sit(*WATCH)
    time.sleep(1.0)
    desk.key("space")
    before = desk.picture()
    assert before.shape == (*SIZE, 3)
    world = before[20:640, 20:700]
    saturated = world.max(axis=2) - world.min(axis=2)
    xs, ys = np.nonzero(saturated[:200] > 110)
    desk.click(20 + int(np.median(xs)), 20 + int(np.median(ys)))
    time.sleep(0.3)
    chosen = desk.picture()
    assert differ(before, chosen, (1060, 140, 360, 30)) > 0.005, "the brain has another title"

    desk.drag((562, 870), (670, 870))
    time.sleep(0.3)
    faster = desk.picture()
    assert differ(chosen, faster, (540, 858, 440, 36)) > 0.03, "the slider has moved"
    assert differ(chosen, faster, (1060, 140, 360, 300)) < 0.02, "the brain stays: time stands still"

    desk.key("space")
    for _ in range(3):
        desk.key("Right")
        time.sleep(0.6)
    desk.key("space")
    present = desk.picture()
    desk.click(98, 800)
    time.sleep(1.0)
    past = desk.picture()
    assert differ(present, past, (30, 760, 1380, 70)) > 0.01, "the playhead stands at the beginning"
    desk.key("l")
    code, said, _ = desk.leave()
    assert code == 0
    assert "Kept in" in said
    run = next((desk.folder / "saves").glob("flappy-*"))
    verified = subprocess.run([NEURO, "verify", run], env=desk.environment, capture_output=True, text=True, check=False)
    assert verified.returncode == 0, verified.stderr


def test_a_drop_down_and_a_tooltip_answer_a_real_mouse_and_keyboard(sit, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    desk = sit(*WATCH)
    time.sleep(1.0)
    desk.key("space")
    desk.do("mousemove", 300, 300)
    time.sleep(0.5)
    before, bubble = desk.picture(), (1180, 800, 240, 46)
    desk.do("mousemove", 1280, 876)  # the crown among the switches
    time.sleep(0.9)
    assert differ(before, desk.picture(), bubble) > 0.05
    desk.key("z")
    time.sleep(0.3)
    gone = desk.picture()
    assert differ(before, gone, bubble) < 0.01

    desk.click(1240, 470)
    time.sleep(0.3)
    opened = desk.picture()
    assert differ(gone, opened, (1200, 490, 140, 160)) > 0.3, "the list lies over the map"
    for name in ("End", "Return"):
        desk.key(name)
    time.sleep(0.3)
    chosen = desk.picture()
    assert differ(gone, chosen, (1100, 500, 300, 180)) > 0.1, "another map"
    desk.key("Tab")
    time.sleep(0.3)
    focused = desk.picture()
    assert differ(chosen, focused, (680, 140, 360, 60)) > 0.02, "the first tab has the focus"
    desk.key("Escape")
    time.sleep(0.3)
    assert desk.command.poll() is None, "only the focus is left"
    assert desk.leave("Escape")[0] == 0


def test_closed_in_mid_generation_everything_learnt_is_kept(sit):
    desk = sit(*WATCH, "--speed", "max")
    time.sleep(1.5)
    desk.do("windowclose", desk.window)
    said, error = desk.command.communicate(timeout=60)
    assert "Traceback" not in error
    run = next((desk.folder / "saves").glob("flappy-*"))
    history = (run / "history.csv").read_text().splitlines()
    assert len(history) > 2
    if desk.command.returncode == 0:
        found = re.search(r"after (\d+) generations|in (\d+) generations|generation", said)
        assert found


def test_when_the_display_is_lost_what_was_learnt_is_kept(tmp_path):
    with virtual_screen() as (server, name):
        desk = Desk(name, tmp_path, *WATCH, "--speed", "max")
        time.sleep(1.5)
        server.terminate()
        server.wait()
        _, error = desk.command.communicate(timeout=60)
    assert desk.command.returncode == 1
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


def test_the_window_is_as_large_as_it_was_the_last_time(sit):
    desk = sit(*WATCH)
    desk.do("windowsize", desk.window, 1100, 720)
    time.sleep(0.6)
    assert desk.leave("Escape")[0] == 0
    again = sit(*WATCH)
    assert again.picture().shape == (1100, 720, 3)
