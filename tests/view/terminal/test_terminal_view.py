import fcntl
import io
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios

import pytest

from games.flappy import game
from neuro.view.drawing import text_picture
from neuro.view.inspect.stage import Stage
from neuro.view.scene import Marks
from neuro.view.terminal.terminal_views import (
    ReplayTerminalOptions,
    WatchTerminalOptions,
    _ReplayBoard,
    _WatchBoard,
    replay_terminal,
    watch_terminal,
)
from neuro.view.theme import DARK
from neuro.view.watch.run_options import RunOptions
from neuro.view.watch.watch_model import WatchModel


@pytest.fixture
def stage(run):
    watching = WatchModel(run, DARK, RunOptions())
    watching.tick(0.1)
    yield watching.stage
    watching.close()


def test_output_that_is_no_terminal_gets_the_last_frame_as_plain_text(run, capsys):
    watch_terminal(run, WatchTerminalOptions(frames=60))
    printed = capsys.readouterr().out
    assert len(printed) > 100
    assert "\x1b" not in printed
    assert "generation" in printed
    assert "█" in printed
    lines = printed.splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80


def test_a_run_that_is_no_terminal_ends_by_itself(run, capsys):
    watch_terminal(run, WatchTerminalOptions(generations=1, speed="64"))
    assert run.generation == 1
    assert capsys.readouterr().out


def test_a_replay_prints_what_the_champion_sees(champion, capsys):
    replay_terminal(game, [champion], [5], ReplayTerminalOptions(frames=5))
    printed = capsys.readouterr().out
    assert all(name in printed for name in (*game.observation, *game.actions, "episode 1 of 1"))


def test_a_terminal_without_unicode_gets_ascii(run, monkeypatch):
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="ascii"))
    watch_terminal(run, WatchTerminalOptions(frames=3))
    sys.stdout.flush()
    assert b"####" in written.getvalue()


def test_titles_and_bars_stand_out_and_numbers_stay_plain():
    assert text_picture.emphasised("Flappy", title=True) == "\x1b[1mFlappy\x1b[0m"
    assert text_picture.emphasised("▁▂█", title=False) == "\x1b[94m▁▂█\x1b[0m"
    assert text_picture.emphasised("best 3", title=False) == "best 3"
    assert text_picture.emphasised("", title=False) == ""


def test_what_the_leader_sees_is_told_where_there_is_room_for_all_of_it(run):
    watching = WatchModel(run, DARK, RunOptions())
    board = _WatchBoard(watching)
    whole = board.numbers(23, 60)
    cut = board.numbers(23, len(whole) - 1)
    watching.close()
    assert [name for name in game.observation if any(name in line for line in whole)] == list(game.observation)
    assert "it sees" not in cut
    assert len(cut) < len(whole)
    assert max(map(len, whole)) <= 23


def test_coloured_lines_have_one_half_block_for_each_cell(stage):
    for true_colour in (True, False):
        lines = text_picture.coloured(stage.scene, Marks(leader=0), 50, 20, true_colour=true_colour)
        assert len(lines) == 20
        assert all(re.sub(r"\x1b\[[\d;]*m", "", line) == "▀" * 50 for line in lines)
        assert ("38;2;" in lines[0]) is true_colour


def test_plain_lines_show_solids_and_agents_where_they_are(stage: Stage):
    lines = text_picture.plain(stage.scene, Marks(leader=0), 60, 24)
    left, scale = stage.scene.view(text_picture.Rect(0, 0, 60, 48))
    leader = next(dot for dot in stage.scene.dots(Marks(leader=0)) if dot.marked)
    assert lines[int(leader.y * scale / 2)][int((leader.x - left) * scale)] == "◆"
    assert lines[-1] == "█" * 60


def test_a_sparkline_ends_with_the_newest_value():
    assert text_picture.sparkline([0.0, 1.0, 2.0, 4.0, 8.0], 3) == "▃▅█"
    assert text_picture.sparkline([], 5) == ""


PROGRAM = """
import os, sys
os.open(os.ttyname(0), os.O_RDWR)  # the terminal that Ctrl-C comes from
from games.flappy import game
from neuro.evolution.evolution import Evolution
from neuro.evolution.settings import EvolutionSettings
from neuro.view.terminal.terminal_views import WatchTerminalOptions, watch_terminal
try:
    run = Evolution(game, EvolutionSettings(seed=3, population=30, episodes=1, max_steps=300))
    watch_terminal(run, WatchTerminalOptions())
except KeyboardInterrupt:
    sys.exit(130)
"""


def in_terminal(act, **environment):
    """Watch in a terminal; what was written, the exit code, and the terminal's modes before and after ``act``."""
    screen, inside = pty.openpty()
    fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    child = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdin=inside,
        stdout=inside,
        stderr=inside,
        start_new_session=True,
        env={**os.environ, "TERM": "xterm-256color", **environment},
    )
    written = b""
    while b"\x1b[?1049h" not in written or len(written) < 3000:
        written += os.read(screen, 4096)
    raw = termios.tcgetattr(inside)[3]
    act(child.pid, screen)
    while b"\x1b[?1049l" not in written:
        written += os.read(screen, 65536)
    code = child.wait(20)
    cooked = termios.tcgetattr(inside)[3]
    os.close(screen)
    os.close(inside)
    return written.decode(errors="ignore"), code, raw, cooked


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda _, screen: os.write(screen, b"q"), 0),
        (lambda _, screen: os.write(screen, b"\x03"), 130),
        (lambda child, _: os.kill(child, signal.SIGTERM), 143),
    ],
    ids=["q", "ctrl-c", "terminated"],
)
def test_the_terminal_is_restored_on_any_exit(act, code):
    written, found, raw, cooked = in_terminal(act)
    assert found == code
    assert not raw & termios.ICANON
    assert cooked & termios.ICANON
    assert cooked & termios.ECHO
    assert written.count("\x1b[?1049h") == written.count("\x1b[?1049l") == 1
    assert written.rindex("\x1b[?25h") > written.rindex("\x1b[?25l")


def test_no_color_is_respected():
    written, *_ = in_terminal(lambda _, screen: os.write(screen, b"q"), NO_COLOR="1")
    assert not re.search(r"\x1b\[(38|48);", written)
    assert "█" in written


@pytest.mark.parametrize("board", [_WatchBoard, _ReplayBoard])
def test_the_keys_fit_below_a_picture_of_80_columns(board):
    assert board.hint.endswith("q close")
    assert len(board.hint) < 80
