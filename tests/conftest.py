"""Puts this folder on the import path, so that every test can import the oracles and the small games.

Hypothesis has no deadline here: the first example of a test may compile a kernel.
"""

from hypothesis import settings

settings.register_profile("kernels", deadline=None)
settings.load_profile("kernels")
