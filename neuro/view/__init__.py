"""Everything that draws: the window, its panels, the terminal's picture, and what games draw with.

Importing this package is cheap; its modules import pygame, except ``display``.
"""

import os

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # its greeting would get into the output of --json
