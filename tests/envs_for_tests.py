"""The games that tests of environments play: two are compiled, the others are played as plain Python in one process.

Code of one lane is code of its own: to compile it takes 20 s for rules that look far. That compiled rules have the bits
of plain Python is what the checks of ``neuro check`` ask of each game; that one lane has those of many, what the two
show.
"""

import os
import subprocess
import sys

from neuro.game import find_game, game_names
from neuro.kernels import JIT

_COMPILED = frozenset({"flappy", "xor_arena"})

#: Installed games of one player, which are environments: the two that are compiled; the others without the JIT.
NAMES = [name for name in game_names() if (name in _COMPILED) == JIT and find_game(name).players == 1]

#: Agents and steps of a longer comparison.
AGENTS, STEPS = (70, 160) if JIT else (5, 60)


def run_without_the_jit(*tests):
    """Run tests again in a process without the JIT, for the other games.

    Args:
        *tests: Functions of tests.
    """
    places = [f"{sys.modules[test.__module__].__file__}::{test.__name__}" for test in tests]
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *places]
    done = subprocess.run(command, env={**os.environ, "NUMBA_DISABLE_JIT": "1"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
