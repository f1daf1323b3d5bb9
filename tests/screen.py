"""A virtual screen, and someone who sits before it: pixels of the X root window, a real mouse and keyboard.

What is read is what a person would see: the memory of the X server's screen, not the surface that the tested program
draws on. ``python tests/screen.py COMMAND ...`` runs a command on such a screen.
"""

import contextlib
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest

__all__ = ["NEEDS_SCREEN", "NEURO", "Desk", "Screen", "differ", "until", "virtual_screen", "window_manager"]

NEURO = Path(sys.executable).parent / "neuro"
_NEEDED = {"Xvfb": "xvfb", "xdotool": "xdotool", "import": "imagemagick", "openbox": "openbox"}
_MISSING = [package for command, package in _NEEDED.items() if shutil.which(command) is None]
NEEDS_SCREEN = pytest.mark.skipif(
    bool(_MISSING), reason=f"needs a virtual screen: apt-get install {' '.join(_MISSING)}"
)

#: Seconds that a machine busy with other things is given; nothing waits so long that goes well.
PATIENCE = 60


def until(happens, what, seconds=PATIENCE):
    """Wait until something is true, and return it.

    Args:
        happens: Asked again and again; what it returns counts as true or false.
        what: Said when it does not happen.
        seconds: To wait at most.
    """
    end = time.monotonic() + seconds
    while not (found := happens()):
        if time.monotonic() > end:
            pytest.fail(f"not within {seconds} s: {what}")
        time.sleep(0.2)
    return found


class Screen:
    """A virtual screen.

    Args:
        name: As the variable DISPLAY has it.
        size: Width and height in pixels.
        memory: The file that is the screen's memory, in the form of the program xwd.
    """

    def __init__(self, name, size, memory):
        self.name, self.size, self._memory = name, size, memory

    def picture(self):
        """All that stands on the screen but the pointer: bytes ``(width, height, 3)``."""
        data = self._memory.read_bytes()
        header = np.frombuffer(data, ">u4", 25)
        begins, wide, high, bits, colours = (int(header[k]) for k in (0, 4, 5, 11, 19))
        assert (wide, high, bits) == (*self.size, 32)
        pixels = np.frombuffer(data, np.uint8, offset=begins + 12 * colours)  # blue, green, red, nothing
        return pixels.reshape(high, wide, 4)[..., 2::-1].swapaxes(0, 1)


@contextlib.contextmanager
def window_manager(screen, folder):
    """Let a window manager see to a screen's windows, as on a desktop: for the whole screen, and who has the keyboard.

    Args:
        screen: The screen.
        folder: For its settings: each window begins at the upper left, without a frame.
    """
    settings = folder / "openbox.xml"
    settings.write_text(
        """<openbox_config xmlns="http://openbox.org/3.4/rc">
        <focus><focusNew>yes</focusNew></focus><theme><keepBorder>no</keepBorder></theme>
        <applications><application class="*">
        <decor>no</decor><focus>yes</focus><position force="yes"><x>0</x><y>0</y></position>
        </application></applications></openbox_config>"""
    )
    environment = {**os.environ, "DISPLAY": screen.name, "HOME": str(folder)}
    command = ["openbox", "--config-file", settings]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as manager:
        try:
            yield
        finally:
            manager.terminate()


@contextlib.contextmanager
def virtual_screen(size=(1440, 900)):
    """Start an X server without a monitor; gives its process and its screen."""
    read, write = os.pipe()
    geometry = "x".join(map(str, (*size, 24)))
    with tempfile.TemporaryDirectory() as folder:
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", geometry, "-nolisten", "tcp", "-noreset"]
        command += ["-nocursor", "-fbdir", folder]
        with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server, open(read) as told:
            os.close(write)
            try:
                name = ":" + told.readline().strip()
                yield server, Screen(name, size, Path(folder) / "Xvfb_screen0")
            finally:
                server.terminate()


class Desk:
    """Someone who has started a program and sits before its window.

    Args:
        screen: Where it shows itself.
        folder: Its working folder, where it keeps everything.
        command: The program with its arguments.
    """

    def __init__(self, screen, folder, *command):
        self.screen, self.folder = screen, folder
        self.environment = {
            **os.environ,
            "DISPLAY": screen.name,
            "NEURO_SAVES": str(folder / "saves"),
            "NEURO_CONFIG": str(folder / "config"),
            "SDL_AUDIODRIVER": "dummy",
        }
        self.environment.pop("SDL_VIDEODRIVER", None)
        self.process = subprocess.Popen(
            list(map(str, command)),
            env=self.environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            until(self._found, "the window opens")
        except BaseException:
            self.end()
            raise
        self.do("windowmove", self.window, 0, 0)
        self.do("windowfocus", "--sync", self.window)

    def end(self):
        """Stop the program, whatever it does."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def _found(self):
        if self.process.poll() is not None:
            pytest.fail(f"the program has ended: {self.process.stderr.read()}")
        search = ["xdotool", "search", "--onlyvisible", "--class", "neuro"]
        found = subprocess.run(search, env=self.environment, capture_output=True, text=True, check=False)
        return found.stdout.split()[0] if found.stdout.strip() else None

    @property
    def window(self):
        """The window's number, as the screen knows it now: one that fills the screen is another."""
        return until(self._found, "the window is there")

    @property
    def listens(self):
        """Whether the keyboard speaks to the window."""
        return self.do("getwindowfocus").strip() == self.window

    def do(self, *words):
        """Use the mouse or the keyboard, in the words of xdotool."""
        return subprocess.run(
            ["xdotool", *map(str, words)], env=self.environment, check=True, capture_output=True, text=True
        ).stdout

    def key(self, *names):
        """Press keys on the keyboard, one after the other."""
        for name in names:
            self.do("key", name)

    def point(self, x, y):
        """Move the pointer to a place in the window."""
        self.do("mousemove", x, y)

    def click(self, x, y):
        """Click at a place in the window."""
        self.point(x, y)
        time.sleep(0.1)
        self.do("click", 1)

    def drag(self, *places):
        """Press the button at the first place, and release it at the last."""
        self.point(*places[0])
        self.do("mousedown", 1)
        for (x, y), (to_x, to_y) in itertools.pairwise(places):
            for share in (0.3, 0.7, 1.0):
                self.point(round(x + (to_x - x) * share), round(y + (to_y - y) * share))
                time.sleep(0.05)
        self.do("mouseup", 1)

    @property
    def size(self):
        """Width and height of the window in pixels."""
        told = dict(line.split("=") for line in until(self._geometry, "the window has a size").split())
        return int(told["WIDTH"]), int(told["HEIGHT"])

    def _geometry(self):
        """What the screen tells of the window's place; nothing where another window is just taking its place."""
        try:
            return self.do("getwindowgeometry", "--shell", self.window)
        except subprocess.CalledProcessError:
            return None

    def picture(self):
        """What the screen shows where the window stands: ``(width, height, 3)``."""
        wide, high = self.size
        return self.screen.picture()[:wide, :high]

    def leave(self, key="q"):
        """Press the key that closes the window; returns the exit code, stdout and stderr."""
        self.key(key)
        said = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, *said


def differ(a, b, area=None, tolerance=24):
    """The share of the pixels that are not the same in two pictures.

    Args:
        a: A picture.
        b: Another of the same size.
        area: Left, top, width and height in pixels; everything when None.
        tolerance: Of 255, by which the same pixel may differ.
    """
    x, y, width, height = area or (0, 0, *a.shape[:2])
    part = slice(x, x + width), slice(y, y + height)
    apart = np.maximum(a[part], b[part]) - np.minimum(a[part], b[part])  # of bytes, which know no minus
    return (apart > tolerance).any(axis=2).mean()


if __name__ == "__main__":
    with virtual_screen() as (_, shown):
        os.environ.pop("SDL_VIDEODRIVER", None)
        sys.exit(subprocess.run(sys.argv[1:], env={**os.environ, "DISPLAY": shown.name}, check=False).returncode)
