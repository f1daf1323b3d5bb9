"""The view in the terminal, in a real one, with its keyboard."""

import shutil
import subprocess
import time

import pytest
from screen import NEURO, until

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs a terminal: apt-get install tmux")


class Terminal:
    """A terminal of 100 columns and 32 rows.

    Args:
        folder: Where its command keeps everything.
        command: What it runs.
    """

    def __init__(self, folder, command):
        self.socket = folder / "tmux"
        settings = f"NEURO_SAVES={folder}/saves NEURO_CONFIG={folder}/config"
        self.do("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "32", f"env {settings} {command}; sleep 60")

    def do(self, *words):
        """Speak to tmux, and return what it says."""
        done = subprocess.run(["tmux", "-S", self.socket, *words], capture_output=True, text=True, check=True)
        return done.stdout

    def text(self):
        """What stands in it."""
        return self.do("capture-pane", "-p")

    def picture(self):
        """The same with its colours."""
        return self.do("capture-pane", "-p", "-e")

    def key(self, name):
        """Press a key."""
        self.do("send-keys", name)


@pytest.fixture
def terminal(tmp_path):
    opened = Terminal(tmp_path, f"{NEURO} watch flappy --seed 7 --view terminal")
    yield opened
    opened.do("kill-server")


def is_still(terminal):
    before = terminal.picture()
    time.sleep(0.4)
    return terminal.picture() == before


def test_birds_play_in_a_terminal_until_its_keys_say_otherwise(terminal):
    until(lambda: "generation" in terminal.text().lower(), "a picture with its figures")
    assert terminal.picture().count("\x1b[") > 100, "it is in colour"
    until(lambda: not is_still(terminal), "something moves")
    terminal.key("Space")
    until(lambda: is_still(terminal), "all stands still")
    assert all(len(line) <= 100 for line in terminal.text().splitlines())
    terminal.key("Space")
    until(lambda: not is_still(terminal), "it goes on")
    terminal.key("q")
    until(lambda: "Go on with it: neuro evolve --resume" in terminal.text(), "it is told how to go on")
    assert "Traceback" not in terminal.text()
