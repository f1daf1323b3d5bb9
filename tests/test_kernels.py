import gc
import importlib
import os
import secrets
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numba.core.runtime import _nrt_python, rtsys

from games.flappy import game as flappy
from games.maze import game as maze
from neuro import kernels
from neuro.compiled_code import report_compiling
from neuro.frozen_globals import frozen_digest
from neuro.kernels import JIT, bind, cache_folder, claim, fetch_row, is_cached, kernel, qualified_name
from neuro.live import digest
from neuro.random import philox
from neuro.rollout.program import program

CHECKOUT = Path(__file__).parent.parent

SIZE, CALLEE = 1, None  # bound below


@kernel
def _doubled():
    return 2 * SIZE


@kernel
def _deep():
    return _doubled() + 1


@kernel
def _first_word(zero):
    return philox(zero, zero, zero, zero, zero)[0] + np.uint64(_doubled())


@kernel
def _through_constant(x):
    return CALLEE(x)


@kernel
def _plus(x):
    return x + SIZE


def _never_compiled():
    return SIZE


@kernel
def _makes_arrays(x):
    made = np.empty(3 * SIZE)
    made[:] = x
    return made.sum()


@kernel
def _divide(a, b):
    return a / b


@kernel
def _multiply_and_add(a, b, c):
    return a * b + c


def python(*told, **environment):
    """What a Python of its own prints."""
    found = subprocess.run(
        [sys.executable, "-W", "error", "-c", *told], env={**os.environ, **environment}, capture_output=True, text=True
    )
    assert found.returncode == 0, found.stderr
    return found.stdout.strip()


def test_constants_reach_every_callee_of_the_same_folder_however_deep():
    assert _deep() == 3
    assert [bind(_deep, SIZE=size)() for size in (5, 7)] == [11, 15]
    assert _deep() == 3  # the template stays as it was


def test_kernels_of_other_folders_are_called_as_they_are():
    bound = bind(_first_word, SIZE=5)
    assert int(bound(np.uint64(0))) == 0x6627E8D5 + 10
    names = getattr(bound, "py_func", bound).__globals__
    assert names["philox"] is philox
    assert names["_doubled"] is not _doubled


def test_a_kernel_can_be_a_constant():
    assert [bind(_through_constant, CALLEE=bind(_plus, SIZE=size))(1) for size in (10, 20)] == [11, 21]


def test_a_plain_function_can_be_a_template():
    assert bind(_never_compiled, SIZE=4)() == 4


def test_inlining_changes_no_result():
    assert bind(_deep, inline=True, SIZE=5)() == bind(_deep, SIZE=5)()


def test_rules_by_hand_may_make_arrays_and_leave_none_behind():
    loop = bind(_through_constant, memory=False, CALLEE=bind(_makes_arrays, inline=True, called=False, SIZE=2))
    assert [loop(2.0), loop(3.0)] == [12, 18]
    if JIT:
        _nrt_python.memsys_enable_stats()
        before = rtsys.get_allocation_stats()
        loop(4.0)
        after = rtsys.get_allocation_stats()
        assert after.mi_alloc - before.mi_alloc == after.mi_free - before.mi_free == 1


@pytest.mark.skipif(not JIT, reason="nothing is compiled")
@pytest.mark.parametrize("game", [flappy, maze], ids=lambda game: game.name)
def test_numba_counts_nowhere_in_the_loops_who_holds_an_array(game):
    loops = program(game, game.layers)
    called = loops.rollout, loops.record, loops.advance, loops.start, loops.think, loops.load
    parts = [loops.rollout.py_func.__globals__[name] for name in ("TICK", "RESET", "SEAT", "_take_agents")]
    assert not any(one.targetoptions["_nrt"] for one in (*called, *parts))


def test_kernels_of_one_name_in_two_modules_of_a_folder_are_kept_apart(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    package = tmp_path / "of_one_name"
    package.mkdir()
    (package / "__init__.py").write_text("")
    for k in (1, 2):
        text = f"from neuro.kernels import kernel\n\n\n@kernel\ndef value():\n    return {k}\n"
        (package / f"module_{k}.py").write_text(text)
    caller = "from neuro.kernels import kernel\n\nF = None\n\n\n@kernel\ndef call():\n    return F()\n"
    (package / "caller.py").write_text(caller)
    call = importlib.import_module("of_one_name.caller").call
    values = [importlib.import_module(f"of_one_name.module_{k}").value for k in (1, 2)]
    assert [bind(call, F=value)() for value in values] == [1, 2]
    assert [bind(call, F=bind(value))() for value in values] == [1, 2]


def test_the_same_constants_give_the_same_kernel_and_others_another_name():
    assert bind(_deep, SIZE=5) is bind(_deep, SIZE=5)
    ways = [{"SIZE": 5}, {"SIZE": 6}, {"SIZE": 5.0}, {"SIZE": np.float32(5)}, {"SIZE": 5, "inline": True}, {"OTHER": 5}]
    ways.append({"SIZE": 5, "memory": False})
    names = {qualified_name(bind(_deep, **way)) for way in ways}
    assert len(names) == len(ways)
    callees = {qualified_name(bind(_through_constant, CALLEE=bind(_plus, SIZE=size))) for size in (1, 2)}
    assert len(callees) == 2


def test_constants_that_nothing_reads_make_no_other_kernel():
    assert bind(_deep, SIZE=5, OTHER=6, CALLEE=_plus) is bind(_deep, SIZE=5)
    through = [bind(_through_constant, CALLEE=_plus, SIZE=5, OTHER=other) for other in (1, 2)]
    assert through[0] is through[1]


def test_what_two_templates_call_is_bound_once():
    deep, first = (getattr(one, "py_func", one) for one in (bind(_deep, SIZE=5), bind(_first_word, SIZE=5, OTHER=1)))
    assert deep.__globals__["_doubled"] is first.__globals__["_doubled"]
    assert bind(_doubled, SIZE=5)() == 10  # and can be called from Python besides


@pytest.mark.skipif(not JIT, reason="nothing is compiled")
def test_a_kernel_is_cached_once_it_has_been_called():
    fresh = bind(_deep, SIZE=secrets.randbits(40))
    assert not is_cached(fresh)
    fresh()
    assert is_cached(fresh)


def test_kernels_keep_to_ieee_arithmetic():
    a, product = np.float32(1 + 2**-12), np.float32(1 + 2**-11)  # rounded: the true one is larger by 2^-24
    assert _multiply_and_add(a, a, -product) == 0  # not so if the two were fused
    assert np.isnan(_multiply_and_add(np.float32(np.inf), np.float32(0), a))


@pytest.mark.skipif(not JIT, reason="Python raises")
def test_kernels_raise_nothing():
    assert _divide(1.0, 0.0) == np.inf


def test_compiled_code_lives_in_the_folder_named_by_its_sources():
    assert Path(_multiply_and_add._cache.cache_path) == cache_folder()
    assert not cache_folder().is_relative_to(CHECKOUT)


@pytest.mark.parametrize(
    "path",
    [
        "random.py",
        "network/activations.py",
        "network/layers/dense.py",
        "operators/mutation.py",
        "rollout/loop.py",
        "operators/selection.py",
    ],
)
def test_the_cache_folder_follows_every_source_that_holds_kernels(monkeypatch, tmp_path, path):
    def named():
        kernels._folder_digest.cache_clear()
        return cache_folder.__wrapped__()

    shutil.copytree(CHECKOUT / "neuro", tmp_path / "neuro", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(kernels, "_PACKAGE", tmp_path / "neuro")
    original, source = named(), (tmp_path / "neuro" / path).read_bytes()
    (tmp_path / "neuro" / path).write_bytes(source + b"\n")
    edited = named()
    (tmp_path / "neuro" / path).write_bytes(source)
    assert named() == original != edited
    kernels._folder_digest.cache_clear()


def test_every_source_that_holds_kernels_is_in_a_folder_that_the_cache_watches():
    watched = {
        "envs",
        "evolution",
        "network",
        "operators",
        "policies",
        "rollout",
        "rules",
    }  # with all that is below them
    for path in (CHECKOUT / "neuro").rglob("*.py"):
        if "@kernel" in path.read_text() and path.parent.name != "live":  # see the next test
            assert path.parent.name == "neuro" or path.relative_to(CHECKOUT / "neuro").parts[0] in watched


def test_a_kernel_of_live_pages_is_known_by_all_that_it_is_made_of(monkeypatch):
    assert not {one.name for one in (CHECKOUT / "neuro/live").rglob("*.py") if "@kernel" in one.read_text()} - {
        "digest.py"
    }
    plain = digest.blake2b.py_func if JIT else digest.blake2b
    original = frozen_digest(plain)
    for name, other in (("_ROUNDS", 11), ("_START", np.zeros(8, np.uint64)), ("_R24", np.uint64(25))):
        with monkeypatch.context() as changed:
            changed.setattr(digest, name, other)
            assert frozen_digest(plain) != original, name
    assert frozen_digest(plain) == original


_FALL = """
from typing import NamedTuple

import numpy as np
from neuro.kernels import LANES, kernel
from neuro.random import uniform
from tiny.physics import pull

VERSION, STATE, OBSERVATION, ACTIONS, DECISION = 1, ("alive", "score"), ("height",), ("a", "b"), "versus"


class Setting(NamedTuple):
    unused: np.float32 = np.float32(0)


@kernel
def reset(state, courses, setting):
    for lane in range(LANES):
        state[0, lane] = np.float32(1)
        state[1, lane] = np.float32(0)


@kernel
def observe(state, observation, setting):
    for lane in range(LANES):
        observation[0, lane] = state[1, lane]


@kernel
def step(state, action, courses, setting):
    for lane in range(LANES):
        state[1, lane] = pull(state[1, lane])


@kernel
def fitness(state, steps, out):
    for lane in range(LANES):
        out[lane] = state[1, lane]
"""
_PULL = """
import numpy as np
from neuro.kernels import kernel

GRAVITY = np.float32(1)


@kernel
def pull(height):
    return height + GRAVITY
"""
_FLY = """
import numpy as np, tiny.rules
from neuro.game import Exam, Game
from neuro.network import Dense, Input
from neuro.rollout.evaluate import evaluate
from neuro.rollout.stepwise import Rollout
from neuro.rollout.program import program

game = Game("tiny", "Tiny", tiny.rules, (Input(1), Dense(2)), Exam(1, 1, 1), 10)
genomes, courses = np.zeros((1, 4), np.float32), np.zeros(1, np.uint32)
rollout = Rollout(game, game.layers, genomes, courses, max_steps=4)
rollout.advance(4)
outcome = evaluate(program(game, game.layers), genomes, courses, game.setting, 4, 1)
print(float(outcome.fitness[0, 0]), float(rollout.state[1, 0]))
"""


@pytest.mark.slow
@pytest.mark.skipif(not JIT, reason="nothing is compiled")
def test_an_edit_to_a_games_rules_is_never_answered_from_a_stale_cache(tmp_path):
    package, places = tmp_path / "tiny", {"XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONPATH": str(tmp_path)}
    places["NUMBA_CACHE_DIR"] = ""  # whoever runs this may have set it
    places["PYTHONDONTWRITEBYTECODE"] = "1"  # Python's own cache goes by length and time
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "rules.py").write_text(_FALL)
    physics = package / "physics.py"
    physics.write_text(_PULL)
    age = physics.stat()
    assert python(_FLY, **places) == "4.0 4.0"
    physics.write_text(_PULL.replace("float32(1)", "float32(3)"))
    os.utime(physics, ns=(age.st_atime_ns, age.st_mtime_ns))  # neither length nor time gives the edit away
    assert python(_FLY, **places) == "12.0 12.0"


_CHECKED = """
import itertools
import numpy as np
from games_for_tests import quick_flappy, walk_by, threshold_bird
from neuro.evolution import *
from neuro.operators import CROSSOVERS
from neuro.network import Dense, Input, Network
from neuro.rollout.stepwise import Rollout

genomes = np.stack([threshold_bird(), *np.zeros((69, 66), np.float32)])
rollout = Rollout(quick_flappy, quick_flappy.layers, genomes, np.arange(70, dtype=np.uint32), max_steps=400)
assert rollout.record(400).shape == (400, len(quick_flappy.state), 70)
rollout.nodes(69)
kinds = "gaussian", "cauchy", "polynomial", "self-adaptive"
for selected, crossed, kind in itertools.zip_longest(sorted(SELECTIONS), sorted(CROSSOVERS), kinds):
    chosen = {"selection": selected, "crossover": crossed, "mutation_kind": kind}
    breeding = GeneticSettings(**{name: value for name, value in chosen.items() if value})
    evolution = Evolution(quick_flappy, EvolutionSettings(1, 67, 3, 100, breeding=breeding))
    evolution.step()
assert Network([Input(3), Dense(4, "softmax")], seed=1).predict(np.ones((3, 3))).shape == (3, 4)
print("finished")
"""


@pytest.mark.slow
@pytest.mark.skipif(not JIT, reason="Python checks its bounds itself")
def test_no_kernel_reaches_beyond_its_arrays(tmp_path):
    places = {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(tmp_path), "PYTHONPATH": str(Path(__file__).parent)}
    assert python(_CHECKED, **places) == "finished"


@pytest.mark.skipif(not JIT, reason="nothing is compiled")
def test_the_garbage_collector_waits_while_a_kernel_is_compiled():
    secret = secrets.randbits(40)  # so that they have never been compiled

    @kernel
    def inner(x):
        return x + secret

    @kernel
    def outer(x):
        return inner(x)

    collecting = []
    with report_compiling(lambda function, _: collecting.append((function.__name__, gc.isenabled()))):
        assert outer(1) == 1 + secret
    assert collecting == [("outer", True), ("inner", False), ("inner", False), ("outer", True)]


def test_fetching_a_row_changes_nothing():
    @kernel
    def fetch_all(matrix):
        for row in range(matrix.shape[0]):
            fetch_row(matrix, row)

    for shape in ((3, 5), (2, 1000), (1, 1)):
        matrix = np.arange(np.prod(shape), dtype=np.float32).reshape(shape)
        before = matrix.copy()
        fetch_all(matrix)
        assert (matrix == before).all()


def test_threads_that_claim_numbers_get_each_of_them_once():
    @kernel
    def claim_many(counter, found):
        for k in range(0, found.size, 2):
            found[k] = claim(counter, 2)
            found[k + 1] = found[k] + 1

    counter, found = np.zeros(1, np.int64), np.zeros((4, 5000 if JIT else 50), np.int64)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda mine: claim_many(counter, mine), found))
    assert sorted(found.ravel().tolist()) == list(range(found.size))
    assert all((np.diff(mine) > 0).all() for mine in found)
