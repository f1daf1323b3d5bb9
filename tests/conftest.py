"""Puts this folder on the import path, so that every test can import the oracles and the small games.

Hypothesis has no deadline here: the first example of a test may compile a kernel.
"""

import functools
import gc
import signal
import sys

import pytest
from hypothesis import settings
from numba.core.dispatcher import Dispatcher

#: Files that take long, the longest first: begun last, one would be waited for alone.
LONG = ("test_real_window", "test_game_checks")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # So are the background jobs of a script begun, and all that they start: no test of Ctrl-C would ever end.
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("kernels", deadline=None)
settings.load_profile("kernels")


def pytest_configure(config):
    """Where lines are counted (``--cov``), leave the compiler's out: to trace them takes as long as to compile."""
    if config.getoption("cov_source", None):
        Dispatcher.compile = _untraced(Dispatcher.compile)


def _untraced(function):
    @functools.wraps(function)
    def call(*given, **named):
        tracer = sys.gettrace()
        sys.settrace(None)
        try:
            return function(*given, **named)
        finally:
            sys.settrace(tracer)

    return call


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Let the garbage collector look neither while tests are collected, nor ever after at what that has made.

    Each process that runs tests collects all of them: thousands of objects that stay to the end, and that the collector
    would go through again and again. What tests make it sees as ever.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()


def pytest_collection_modifyitems(items):
    """Begin with the files that take long."""
    items.sort(key=lambda item: LONG.index(item.path.stem) if item.path.stem in LONG else len(LONG))
