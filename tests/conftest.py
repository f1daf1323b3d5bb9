"""Puts this folder on the import path, so that every test can import the oracles and the small games.

Hypothesis has no deadline here: the first example of a test may compile a kernel.
"""

from hypothesis import settings

#: A file of few tests that takes long, and mostly waits: begun last, it would be waited for alone.
LONG = "test_real_window"

settings.register_profile("kernels", deadline=None)
settings.load_profile("kernels")


def pytest_collection_modifyitems(items):
    """Begin with the file that takes long."""
    items.sort(key=lambda item: item.path.stem != LONG)
