"""Ctrl-C while a command is still being imported: one line, and the exit code that shells expect."""

import signal
import sys

import pytest

from neuro.cli.early_interrupt import ending_at_once, raising

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals for processes")


@pytest.mark.parametrize("imported", ["neuro.cli.streams", "cyclopts.argument", "numpy", "llvmlite.binding"])
def test_ctrl_c_between_two_imports_is_one_line(neuro, imported):
    with neuro.start("evolve", "flappy", "--keep-going", "--quiet", PYTHONPROFILEIMPORTTIME="1") as process:
        while imported not in (line := process.stderr.readline()):
            assert line, f"{imported} is imported before anything is done"
        process.send_signal(signal.SIGINT)
        said = [line for line in process.stderr if not line.startswith("import time:")]
    assert process.returncode == 130
    assert len(said) == 1, said
    assert said[0].endswith(("neuro: stopped by Ctrl-C\n", "once more stops at once\n"))


def test_a_command_that_is_under_way_hears_an_exception_and_handlers_of_others_stay():
    own = signal.getsignal(signal.SIGINT)
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with ending_at_once():
            ends = signal.getsignal(signal.SIGINT)
            assert ends is not signal.default_int_handler
            with raising():
                assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
            assert signal.getsignal(signal.SIGINT) is ends
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with ending_at_once(), raising():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, own)
