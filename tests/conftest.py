"""Puts this folder on the import path, so that every test can import the oracles and the small games.

Hypothesis has no deadline here: the first example of a test may compile a kernel.
"""

from hypothesis import settings

#: Files of few tests that take long: begun last, one of them would be waited for alone.
LONG = ("test_real_window", "test_streams", "test_foreign_environments", "test_versus", "test_new_game", "test_signals")

settings.register_profile("kernels", deadline=None)
settings.load_profile("kernels")


def pytest_collection_modifyitems(items):
    """Begin with the files that take long."""
    items.sort(key=lambda item: item.path.stem not in LONG)
