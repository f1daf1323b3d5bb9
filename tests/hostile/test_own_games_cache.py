"""Compiled code of games of one's own is never that of other rules, other numbers or another place."""

import importlib
import itertools
import os
import sys

import numpy as np
import pytest

from neuro import kernels
from neuro.kernels import JIT, bind, kernel

pytestmark = pytest.mark.skipif(not JIT, reason="nothing is compiled")

NUMBER = itertools.count()

PULL = "import numpy as np\nfrom neuro.kernels import kernel\n{above}\n\n@kernel\ndef pull(x):\n    return {value}\n"
SETTING = (
    "from typing import NamedTuple\nimport numpy as np\nfrom neuro.kernels import kernel\n\n\n"
    "class Setting(NamedTuple):\n    by: np.float32 = np.float32(2)\n\n\n"
    "@kernel\ndef pull(setting):\n    return setting.by\n"
)
FETCH = "from neuro.kernels import kernel\n{above}\n\n@kernel\ndef fetch(x):\n    return {value}\n"


CALLEE = None  # bound below


@kernel
def _through_constant(x):
    return CALLEE(x)


@pytest.fixture
def world(tmp_path, monkeypatch):
    """A folder of packages whose names no other test has used; asked, it imports one anew and calls a kernel of it."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # Python's own cache goes by length and time

    class World:
        folder, name = tmp_path, f"world_{os.getpid()}_{next(NUMBER)}"

        def write(self, path, text):
            target = tmp_path / f"{self.name}{path}"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text.replace("WORLD", self.name))
            os.utime(target, (1, 1))  # no time gives an edit away

        def imported(self, module):
            for name in [name for name in sys.modules if name.startswith(self.name)]:
                del sys.modules[name]
            importlib.invalidate_caches()
            return importlib.import_module(self.name + module)

        def call(self, module, function="pull", bound=True):
            found = getattr(self.imported(module), function)
            return float((bind(found) if bound else found)(np.float32(1)))

        def played(self, module):
            """What a loop makes of the rules; its compiled code refers to the class of their setting."""
            rules = self.imported(module)
            monkeypatch.setattr(kernels, "_BOUND", {})  # as in a process of its own
            return float(bind(_through_constant, CALLEE=bind(rules.pull))(rules.Setting()))

    yield World()
    for name in [name for name in sys.modules if name.startswith("world_")]:
        del sys.modules[name]


def test_a_game_that_moves_into_a_package_is_not_asked_for_its_old_name(world):
    for package in ("_own/lime", "_lime"):
        world.write(f"{package}/rules.py", SETTING)
    assert world.played("_own.lime.rules") == 2
    (world.folder / f"{world.name}_own").rename(world.folder / "gone")
    assert world.played("_lime.rules") == 2


def test_a_folder_that_is_renamed_compiles_anew(world):
    world.write("/lime/rules.py", SETTING)
    assert world.played(".lime.rules") == 2
    (world.folder / world.name / "lime").rename(world.folder / world.name / "lemon")
    assert world.played(".lemon.rules") == 2


def test_the_same_game_in_two_folders_has_each_its_own_numbers(world):
    for folder, number in (("_a", 1), ("_b", 2)):
        read = "from pathlib import Path\nG = np.float32((Path(__file__).parent / 'g.txt').read_text())\n"
        world.write(
            f"{folder}/rules.py", SETTING.replace("@kernel", f"{read}@kernel").replace("setting.by", "setting.by + G")
        )
        world.write(f"{folder}/g.txt", str(number))
    assert [world.played(f"{folder}.rules") for folder in ("_a", "_b", "_a")] == [3, 4, 3]


@pytest.mark.parametrize("bound", [True, False], ids=["bound", "as it is"])
@pytest.mark.parametrize(
    ("read", "value"),
    [
        ("np.float32(TEXT)", "x * G"),
        ("np.array([TEXT, 5], np.float32)", "x * G[0]"),
        ("(np.float32(TEXT), np.float32(5))", "x * G[0]"),
        ("int(TEXT)", "x * G"),
        ("'wet' if TEXT == '3' else 'dry'", "x * (3 if G == 'wet' else 2)"),
    ],
    ids=["number", "array", "tuple", "whole number", "word"],
)
def test_numbers_that_rules_read_from_a_data_file_are_those_of_the_file(world, read, value, bound):
    above = f"from pathlib import Path\nTEXT = (Path(__file__).parent / 'g.txt').read_text()\nG = {read}"
    world.write("/rules.py", PULL.format(above=above, value=value))
    for number in (2, 3, 2):
        world.write("/g.txt", str(number))
        assert world.call(".rules", bound=bound) == number


@pytest.mark.parametrize("bound", [True, False], ids=["bound", "as it is"])
def test_numbers_from_the_environment_are_those_of_the_environment(world, monkeypatch, bound):
    world.write("/rules.py", PULL.format(above="import os\nG = np.float32(os.environ['PULL_BY'])", value="x * G"))
    for number in (2, 3, 2):
        monkeypatch.setenv("PULL_BY", str(number))
        assert world.call(".rules", bound=bound) == number


@pytest.mark.parametrize(
    ("above", "value"),
    [("from WORLD_shared.constants import G", "x * G"), ("from WORLD_shared import constants", "x * constants.G")],
    ids=["by name", "of its module"],
)
def test_numbers_of_another_module_are_those_of_the_module(world, above, value):
    world.write("/rules.py", PULL.format(above=above, value=value))
    for number in (2, 3, 2):
        world.write("_shared/constants.py", f"import numpy as np\nG = np.float32({number})\n")
        assert world.call(".rules") == number


@pytest.mark.parametrize(
    ("above", "value"),
    [("from WORLD_shared.physics import pull", "pull(x)"), ("from WORLD_shared import physics", "physics.pull(x)")],
    ids=["by name", "of its module"],
)
@pytest.mark.parametrize("reach", ["code", "number"])
def test_a_kernel_of_another_folder_is_the_one_that_stands_there(world, above, value, reach):
    world.write("/rules.py", FETCH.format(above=above, value=value))
    for number in (2, 3, 2):
        told = f"x * np.float32({number})" if reach == "code" else "x * G"
        world.write("_shared/physics.py", PULL.format(above=f"G = np.float32({number})", value=told))
        assert world.call(".rules", "fetch") == number


def test_members_of_enumerations_are_those_of_the_enumeration(world):
    above = "from enum import IntEnum\nfrom WORLD_shared import B\n\n\nclass K(IntEnum):\n    ONE = B\n"
    world.write("/rules.py", PULL.format(above=above, value="x * K.ONE.value"))
    for number in (2, 3, 2):
        world.write("_shared.py", f"B = {number}\n")
        assert world.call(".rules") == number


def test_a_kernel_made_by_a_function_keeps_what_it_was_made_with():
    def made(by):
        @kernel
        def scaled(x):
            return x * by

        return scaled

    assert [bind(made(by))(1) for by in (2, 3)] == [2, 3]


def test_what_does_not_change_is_found_again(world):
    above = "import math\nG = np.arange(9), 'word', math.pi, np.float32(2)"
    world.write("/rules.py", PULL.format(above=above, value="x * G[3] if x in {3, 1} else math.pi"))
    world.call(".rules")
    rules = sys.modules[f"{world.name}.rules"]
    first = bind(rules.pull)
    world.call(".rules")
    second = bind(sys.modules[f"{world.name}.rules"].pull)
    assert first is not second
    assert sum(second.stats.cache_hits.values()) == 1
