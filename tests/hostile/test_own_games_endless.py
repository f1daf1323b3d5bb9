"""Compiled code that never returns is ended by the third Ctrl-C, in the main thread and beside it."""

import os
import signal
import subprocess
import sys
import time

import pytest

from neuro.cli.third_interrupt import third_ends
from neuro.kernels import JIT

ENDLESS = """
import concurrent.futures, sys
import numpy as np
from neuro.cli.third_interrupt import third_ends
from neuro.cli.signals import StopSignals
from neuro.kernels import kernel

@kernel
def forever(x):
    while x[0] > 0:
        x[0] = x[0] + 1 if x[0] < 9 else 1

def work():
    print("begun", flush=True)
    forever(np.ones(1, np.int64))

forever(np.zeros(1, np.int64))
with third_ends(), StopSignals() as stop:
    WORK
"""
CHILDREN = """
import os, signal, time
from neuro.cli.third_interrupt import third_ends

with third_ends():
    for _ in range(4):
        child = os.fork()
        if child == 0:
            try:
                signal.raise_signal(signal.SIGINT)
                time.sleep(9)
            except KeyboardInterrupt:
                os._exit(0)
        os.waitpid(child, 0)
    time.sleep(0.3)
print("alive")
"""
HERE, BESIDE = "work()", "concurrent.futures.ThreadPoolExecutor(1).submit(work).result()"


@pytest.mark.skipif(os.name == "nt", reason="signals to other processes are another matter there")
@pytest.mark.skipif(not JIT, reason="nothing is compiled")
@pytest.mark.parametrize("work", [HERE, BESIDE], ids=["in the main thread", "in another"])
def test_the_third_ctrl_c_ends_what_never_returns(tmp_path, work):
    script = tmp_path / "endless.py"
    script.write_text(ENDLESS.replace("WORK", work))
    process = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == "begun\n"
        time.sleep(0.3)  # into compiled code
        process.send_signal(signal.SIGINT)
        told = ""
        while "the third Ctrl-C ends it at once" not in told:
            told += process.stderr.readline()
        for _ in range(4):  # the system makes one of two that come at the same moment
            process.send_signal(signal.SIGINT)
            time.sleep(0.3)
        _, rest = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode in (130, -signal.SIGINT)
    assert ("ended at the third Ctrl-C" in rest) == (process.returncode == 130)


def _interrupted():
    signal.raise_signal(signal.SIGINT)
    time.sleep(1)


def test_fewer_end_nothing_and_nothing_stays_behind():
    before = signal.getsignal(signal.SIGINT)
    for _ in range(3):
        with third_ends():
            for _ in range(2):
                with pytest.raises(KeyboardInterrupt):
                    _interrupted()
    assert signal.set_wakeup_fd(-1) == -1
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes are forked there")
def test_signals_of_children_are_not_counted(tmp_path):
    script = tmp_path / "children.py"
    script.write_text(CHILDREN)
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "alive\n", "")
