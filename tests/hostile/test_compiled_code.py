"""The cache of compiled code: damaged, not to be written to, full; and what tells one compiled form from another."""

import errno
import os
import subprocess
import sys
from collections import namedtuple
from types import FunctionType

import numpy as np
import pytest

from neuro import compiled_code, kernels
from neuro.compiled_code import CodeCache
from neuro.errors import NeuroWarning
from neuro.kernels import JIT, kernel, part

pytestmark = pytest.mark.skipif(not JIT, reason="nothing is compiled")


def twice(a):
    return a + a


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(kernels, "cache_folder", lambda: tmp_path / "code")
    monkeypatch.setattr(compiled_code, "_told", [])
    return tmp_path / "code"


def hits_of(function, *arguments):
    """How often a fresh dispatcher finds the compiled form, when it is called; the result must be right."""
    fresh = kernel(function)
    assert fresh(*arguments) == function(*arguments)
    return sum(fresh.stats.cache_hits.values())


def test_a_compiled_form_is_found_again(folder):
    assert hits_of(twice, 3.0) == 0
    assert hits_of(twice, 3.0) == 1
    assert hits_of(twice, np.float32(3)) == 0
    assert len(list(folder.iterdir())) == 2


DAMAGES = {
    "empty": lambda path: path.write_bytes(b""),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "zeroes": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "a bit in the machine code": lambda path: path.write_bytes(flipped(path.read_bytes(), 2000)),
    "a bit in the digest": lambda path: path.write_bytes(flipped(path.read_bytes(), 3)),
    "text": lambda path: path.write_text("not compiled code"),
    "whole, but of something else": lambda path: path.write_bytes(compiled_code._digest(b"N.") + b"N."),
}


def flipped(content, place):
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_removed_and_made_again(folder, damage):
    hits_of(twice, 3.0)
    (path,) = folder.iterdir()
    DAMAGES[damage](path)
    assert hits_of(twice, 3.0) == 0
    assert list(folder.iterdir()) == [path]
    assert hits_of(twice, 3.0) == 1


def test_a_folder_in_the_place_of_a_file_does_no_harm(folder):
    hits_of(twice, 3.0)
    (path,) = folder.iterdir()
    path.unlink()
    path.mkdir()
    with pytest.warns(NeuroWarning, match="cannot be kept"):
        assert hits_of(twice, 3.0) == 0


def test_a_full_disk_is_told_of_once_and_leaves_nothing_behind(folder, monkeypatch):
    def full(*paths):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.warns(NeuroWarning, match=r"cannot be kept in .* \(No space left on device\), so each start"):
        hits_of(twice, 3.0)
    assert hits_of(twice, np.float32(3)) == 0  # in silence: another warning would be an error
    assert list(folder.iterdir()) == []


def test_tuples_of_one_name_are_told_apart_by_their_fields(folder):
    def first(pair):
        return pair.a

    before, after = namedtuple("Pair", "a b"), namedtuple("Pair", "b a")
    assert hits_of(first, before(1.0, 2.0)) == 0
    assert hits_of(first, after(1.0, 2.0)) == 0
    assert hits_of(first, before(1.0, 2.0)) == 1


def test_functions_of_one_name_are_told_apart_by_their_code(folder):
    functions = [eval(text) for text in ("lambda a: a + 1.0", "lambda a: a - 1.0")]
    assert [hits_of(function, 1.0) for function in functions] == [0, 0]
    assert [hits_of(function, 1.0) for function in functions] == [1, 1]


def below_refused(a):
    if a < 0:
        raise ValueError("below zero by", a)
    return a * 3.0


def calling(a):
    return inner(a) + 1.0  # noqa: F821


def part_and_caller():
    """A part and a kernel that calls it, as a new process has them."""
    inner = part(FunctionType(below_refused.__code__, {"__name__": __name__}))
    return inner, kernel(FunctionType(calling.__code__, {"__name__": __name__, "inner": inner}))


def test_a_part_is_found_again_by_another_caller_has_no_machine_code_and_raises_what_it_raises(folder):
    for kept in (0, 1):
        inner, caller = part_and_caller()
        for hits in (kept, kept):
            assert caller(2.0) == 7.0
            assert sum(caller.stats.cache_hits.values()) == hits
        with pytest.raises(ValueError, match=r"below zero by', -2\.0"):
            caller(-2.0)
    (path,) = folder.glob("*calling*")
    path.unlink()
    inner, caller = part_and_caller()
    with pytest.raises(ValueError, match=r"below zero by', -3\.0"):
        caller(-3.0)
    assert caller(2.0) == 7.0
    assert (sum(caller.stats.cache_hits.values()), sum(inner.stats.cache_hits.values())) == (0, 1)
    (compiled,) = inner.overloads.values()
    assert compiled.library.get_pointer_to_function(compiled.fndesc.llvm_func_name) == 0


def test_all_forms_of_a_function_can_be_forgotten(folder):
    hits_of(twice, 3.0)
    CodeCache(twice, folder).flush()
    assert list(folder.iterdir()) == []


def run_neuro(*words, **variables):
    environment = {**os.environ, "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy", **variables}
    return subprocess.run([sys.executable, "-m", "neuro", *words], env=environment, capture_output=True, text=True)


def test_without_a_folder_for_compiled_code_everything_works_and_says_so_once(tmp_path):
    done = run_neuro(
        *("evolve", "flappy", "--seed", "1", "--generations", "1", "--population", "20", "--out", tmp_path / "run"),
        NUMBA_CACHE_DIR=os.devnull,
        NUMBA_OPT="0",  # all is compiled anew: quickly
    )
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stderr.splitlines() if not line.startswith("compiling kernels (at each start")]
    assert len(told) == 1
    assert told[0].startswith(f"neuro: compiled code cannot be kept in {os.devnull}")


def test_the_doctor_tells_that_nothing_can_be_kept():
    done = run_neuro("doctor", NUMBA_CACHE_DIR=os.devnull)
    assert done.returncode == 1
    assert f"! compiled code cannot be kept in {os.devnull}" in done.stdout
    assert "Traceback" not in done.stderr
