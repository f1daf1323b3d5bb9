"""A run whose terminal closes, or whose reader goes away."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from neuro.cli.signals import StopSignals
from neuro.storage.runs import RunFolder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals and pipes")

RUN = ("flappy", "--seed", "5", "--population", "60", "--max-steps", "400", "--keep-going", "--out", "run")


def is_kept(folder):
    """Whether all that has evolved is in the last checkpoint, and the run says that it ended."""
    events = [json.loads(line) for line in (folder / "events.jsonl").read_text().splitlines()]
    standing = RunFolder(folder).find_resume_point()
    lines = len((folder / "history.csv").read_text().splitlines()) - 1
    return events[-1]["event"] == "ended" and standing.state.generation == lines and not standing.notes


@pytest.mark.parametrize("command", ["evolve", "watch"])
def test_a_terminal_that_closes_stops_the_run_with_all_saved(neuro, command):
    ours, theirs = os.openpty()
    shown = ("--view", "terminal", "--speed", "max") if command == "watch" else ()
    process = subprocess.Popen(
        [sys.executable, "-m", "neuro", command, *RUN, *shown],
        cwd=neuro.folder,
        env={**neuro.environment, "TERM": "xterm"},
        preexec_fn=lambda: os.login_tty(theirs),
    )
    os.close(theirs)
    history = neuro.folder / "run/history.csv"
    os.set_blocking(ours, False)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (history.exists() and len(history.read_text().splitlines()) > 10):
        with_nothing_to_read(ours)
        time.sleep(0.01)
    os.close(ours)
    assert process.wait(timeout=30) == 129
    assert is_kept(neuro.folder / "run")


def test_the_signal_of_a_terminal_that_a_write_has_found_closed_interrupts_nothing():
    with StopSignals(at_once=True) as stop:
        stop.note_closed_terminal()
        signal.raise_signal(signal.SIGHUP)
        assert stop.exit_code == 129
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


LEFT_AT_ONCE = """
import atexit, threading
from neuro.cli import app
def main():
    print("left", flush=True)
    threading.Thread(target=threading.Event().wait, daemon=True).start()
    return 130
app.main = main
atexit.register(print, "Python came to its end")
app.entry()
"""


def test_a_command_left_while_a_thread_is_at_work_does_not_wait_for_the_end_of_python(neuro):
    told = subprocess.run([sys.executable, "-c", LEFT_AT_ONCE], capture_output=True, text=True, env=neuro.environment)
    assert (told.returncode, told.stdout, told.stderr) == (130, "left\n", "")


def with_nothing_to_read(handle):
    """Read what there is, so that the writer is never held up."""
    try:
        while os.read(handle, 1 << 16):
            pass
    except BlockingIOError:
        return


def test_a_reader_that_goes_away_stops_the_run_with_all_saved_and_a_sentence(neuro):
    process = neuro.start("watch", *RUN, "--view", "none")
    assert process.stdout.readline().startswith("generation 0")
    process.stdout.close()
    with process.stderr as stderr:
        complained = stderr.read()
    assert process.wait(timeout=60) == 1
    assert complained.count("\n") == 1
    assert "nobody reads the output any more" in complained
    assert "go on with: neuro evolve --resume run" in complained
    assert is_kept(neuro.folder / "run")


def test_a_result_that_nobody_reads_raises_nothing(neuro):
    process = neuro.start("evolve", *RUN, "--generations", 2, "--json")
    process.stdout.close()
    with process.stderr as stderr:
        assert stderr.read() in ("", "compiling kernels (first run only) …\n")
    assert process.wait(timeout=60) == 1
    assert is_kept(neuro.folder / "run")
