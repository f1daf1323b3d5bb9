"""Modules of live pages import memory and a stack, and nothing else; what cannot be in one is refused."""

import dataclasses

import pytest

from games.flappy import game as flappy
from neuro.errors import NeuroError
from neuro.live.algorithms import live_algorithm
from neuro.live.exports import program_of
from neuro.live.wasm_code import wasm_of
from neuro.live.wasm_object import module_of
from neuro.policies import policy_of

SQUARE = """
define i32 @square(ptr %ret, ptr %exc, double %x) {
  %y = fmul double %x, %x
  store double %y, ptr %ret
  ret i32 0
}
"""
SINE = """
declare double @sin(double)
define i32 @sine(ptr %ret, ptr %exc, double %x) {
  %y = call double @sin(double %x)
  store double %y, ptr %ret
  ret i32 0
}
"""


def test_a_kernel_becomes_a_module_that_exports_it_by_its_name():
    module, _ = wasm_of({"power": ("square", SQUARE)})
    assert module.startswith(b"\0asm")
    assert b"power" in module
    assert b"square" not in module


def test_what_the_mathematics_library_would_compute_is_refused_by_its_name():
    with pytest.raises(NeuroError, match="sin"):
        wasm_of({"wave": ("sine", SINE)})


def test_what_is_no_module_is_refused():
    with pytest.raises(NeuroError, match="WebAssembly"):
        module_of(b"\x7fELF", ["step"])


def test_a_game_of_another_world_is_refused_with_the_reason():
    foreign = dataclasses.replace(flappy, engine=lambda *_: None)
    with pytest.raises(NeuroError, match="its rules are not neuro's"):
        program_of(foreign, policy_of(flappy.layers))


def test_an_algorithm_that_no_page_has_is_refused_with_those_that_are():
    with pytest.raises(NeuroError, match="ga"):
        live_algorithm("cma-es-of-somebody")
