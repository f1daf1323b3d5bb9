"""Populations that learn in a browser: the kernels that run here, compiled to WebAssembly, in one page that holds all.

numba's code for a kernel is LLVM's, and LLVM can be asked for WebAssembly as for any processor: the same operations on
the same numbers, so the same bits. What is in the page besides is small: an engine in JavaScript that hands arrays
over, and does what around the kernels is Python here.
"""

from neuro.live.champion_page import champion_page
from neuro.live.composed_page import live_page, waits_for_compiler

__all__ = ["champion_page", "live_page", "waits_for_compiler"]
