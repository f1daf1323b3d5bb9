"""Rules in plain Python against the kernels that are made of them: ``python tests/rules/agree.py FILE...``.

Each file is a module, in the order in which they are given; those that are rules are played. Under
``NUMBA_DISABLE_JIT=1`` the generated text runs as Python, which takes a tenth of the time that compiling it does.
"""

import importlib.util
import sys
from pathlib import Path

from neuro.errors import NeuroError
from neuro.game import Exam, Game
from neuro.game_checks.check_plain import plain_and_compiled_agree
from neuro.network import Dense, Input
from neuro.rules.form import is_plain
from neuro.rules.lane_rules import lane_rules


def loaded(path):
    """A file as a module, named by its folder and its own name."""
    name = path.parent.name if path.stem == "rules" else path.stem
    spec = importlib.util.spec_from_file_location(name, path)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def game_of(module, **changes):
    """A game of rules."""
    rules = lane_rules(module)
    layers = Input(len(rules.OBSERVATION)), Dense(len(rules.ACTIONS), "tanh")
    return Game("tried", "Tried", module, layers, Exam(100, 4, 200), 200, **changes)


def main(paths):
    """Play all; returns how many part."""
    wrong = 0
    for path in map(Path, paths):
        module = loaded(path)
        if is_plain(module):
            try:
                plain_and_compiled_agree(game_of(module))
                print(f"{path}: the same")
            except NeuroError as error:
                wrong += 1
                print(f"{path}: {error}")
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
