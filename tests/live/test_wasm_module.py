"""Modules of live pages import memory and a stack, and nothing else; what cannot be in one is refused."""

import dataclasses
import struct
from functools import partial

import numpy as np
import pytest
import wasmtime

from games.flappy import game as flappy
from neuro.errors import NeuroError
from neuro.live import plain_code
from neuro.live.algorithms import live_algorithm
from neuro.live.exports import exports_of_search, program_of
from neuro.live.missing import explained_missing
from neuro.live.plain_code import compile_pages
from neuro.live.wasm_code import RESULTS, module_of_parts, optimised
from neuro.live.wasm_object import MissingError, module_of
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
REST = """
define i32 @rest(ptr %ret, ptr %exc, float %x, float %y) {
  %z = frem float %x, %y
  store float %z, ptr %ret
  ret i32 0
}
"""
HALF = """
declare float @cosf(float)
define i32 @half(ptr %ret, ptr %exc, float %x) {
  %y = call float @cosf(float %x)
  store float %y, ptr %ret
  ret i32 0
}
"""
NEARER = """
define i32 @nearer(ptr %ret, ptr %exc, ptr %p) {
  %q = getelementptr i8, ptr %p, i32 16
  %r = getelementptr i8, ptr %p, i32 32
  %flags = load <4 x float>, ptr %p, align 4
  %number = load <4 x float>, ptr %q, align 4
  %before = load <4 x float>, ptr %r, align 4
  %some = fcmp ogt <4 x float> %flags, zeroinitializer
  %few = fcmp olt <4 x float> %flags, <float 2.0, float 2.0, float 2.0, float 2.0>
  %beyond = fcmp SIGN <4 x float> %number, %before
  %fits = and <4 x i1> %some, %beyond
  %both = and <4 x i1> %few, %fits
  %found = select <4 x i1> %both, <4 x float> %number, <4 x float> %before
  store <4 x float> %found, ptr %p, align 4
  ret i32 0
}
"""
DOUBLED = """
define i32 @doubled(ptr %ret, ptr %exc, ptr %arg.a.4, ptr %arg.b.4) #0 {
entry:
  br label %loop
loop:
  %i = phi i32 [ 0, %entry ], [ %j, %loop ]
  %from = getelementptr float, ptr %arg.a.4, i32 %i
  %to = getelementptr float, ptr %arg.b.4, i32 %i
  %x0 = load float, ptr %from, align 4
STEPS
  store float %x60, ptr %to, align 4
  %j = add i32 %i, 1
  %more = icmp ult i32 %j, 64
  br i1 %more, label %loop, label %done
done:
  ret i32 0
}
attributes #0 = { alwaysinline }
""".replace("STEPS", "\n".join(f"  %x{k + 1} = fdiv float %x{k}, {k + 3}.0" for k in range(60)))
CALLING = (
    DOUBLED
    + """
define i32 @NAME(ptr %ret, ptr %exc, ptr %a, ptr %b) {
  %s = call i32 @doubled(ptr %ret, ptr %exc, ptr %a, ptr %b)
  ret i32 %s
}
"""
)
START = 1 << 17


def wasm_of(codes):
    return module_of_parts([optimised(codes)], list(codes))


class Run:
    """A module that has been loaded: its exports are called with float32 and return one."""

    def __init__(self, module):
        self.store = wasmtime.Store()
        self.memory = wasmtime.Memory(self.store, wasmtime.MemoryType(wasmtime.Limits(4, None)))
        place = wasmtime.GlobalType(wasmtime.ValType.i32(), True)
        stack = wasmtime.Global(self.store, place, wasmtime.Val.i32(START))
        loaded = wasmtime.Module(self.store.engine, module)
        given = {"__linear_memory": self.memory, "__stack_pointer": stack}
        imports = [given[one.name] for one in loaded.imports]
        self.exports = wasmtime.Instance(self.store, loaded, imports).exports(self.store)

    def __call__(self, name, *values):
        slots = b"".join(struct.pack("<f4x", value) for value in values)
        self.memory.write(self.store, bytes(RESULTS) + slots, START)
        assert self.exports[name](self.store, START) == 0
        return np.frombuffer(self.memory.read(self.store, START, START + 4), np.float32)[0]


def test_a_remainder_has_the_bits_of_the_library_without_it():
    run = Run(wasm_of({"remainder": ("rest", REST)})[0])
    ends = [0.0, -0.0, 1.0, -1.0, 1e-45, 1.1754944e-38, 3.4028235e38, np.inf, -np.inf, np.nan]
    drawn = np.random.default_rng(3).integers(0, 1 << 32, 400, dtype=np.uint32).view(np.float32).tolist()
    for x, y in [(x, y) for x in ends for y in ends] + list(zip(drawn[::2], drawn[1::2], strict=True)):
        with np.errstate(invalid="ignore"):
            found, wanted = run("remainder", x, y), np.fmod(np.float32(x), np.float32(y))
        assert np.isnan(found) == np.isnan(wanted), (x, y)
        assert np.isnan(wanted) or found.tobytes() == wanted.tobytes(), (x, y)


@pytest.mark.parametrize(("sign", "instruction"), [("olt", b"\xfd\xea\x01"), ("ogt", b"\xfd\xeb\x01")])
def test_a_choice_by_two_conditions_becomes_a_minimum_of_the_same_bits(sign, instruction):
    module, _ = wasm_of({"chosen": ("nearer", NEARER.replace("SIGN", sign))})
    assert instruction in module
    run, place = Run(module), START + 1024
    some = np.array([0.0, -0.0, 1.5, -1.5, 1e-45, np.inf, -np.inf, np.nan], np.float32)
    cases = np.array([(flag, a, b) for flag in (0, 1, 2, np.nan) for a in some for b in some], np.float32)
    for four in cases.reshape(-1, 4, 3):
        flags, number, before = four.T
        holds = (flags > 0) & (flags < 2) & ((number < before) if sign == "olt" else (number > before))
        run.memory.write(run.store, four.T.tobytes(), place)
        run.memory.write(run.store, bytes(RESULTS) + struct.pack("<I4x", place), START)
        assert run.exports["chosen"](run.store, START) == 0
        found = np.frombuffer(run.memory.read(run.store, place, place + 16), np.uint32)
        assert found.tolist() == np.where(holds, number, before).view(np.uint32).tolist(), four


def test_what_exports_share_is_one_function_and_arrays_that_never_overlap_have_one_loop():
    codes = {name: (f"{name}_", CALLING.replace("NAME", f"{name}_")) for name in ("rollout", "advance")}
    alike, apart, known = (
        len(module_of_parts([optimised(codes, *told)], list(codes))[0])
        for told in ((), ({"doubled"},), ((), {"doubled"}))
    )
    assert apart < alike
    assert known < alike


def test_a_kernel_becomes_a_module_that_exports_it_by_its_name():
    module, _ = wasm_of({"power": ("square", SQUARE)})
    assert module.startswith(b"\0asm")
    assert b"power" in module
    assert b"square" not in module


@pytest.mark.parametrize(("function", "code", "name"), [("sine", SINE, "sin"), ("half", HALF, "cosf")])
def test_what_the_mathematics_library_would_compute_is_refused_by_its_name(function, code, name):
    with pytest.raises(MissingError) as found:
        wasm_of({"wave": (function, code)})
    assert found.value.names == (name,)


def swing(x):
    return 1 + np.arctan2(x, 2) ** 0.5


@pytest.mark.parametrize("name", ["atan2f", "powf", "llvm.pow.f64"])
def test_a_refusal_names_the_line_that_is_to_blame(name):
    line = swing.__code__.co_firstlineno + 1
    told = str(explained_missing(MissingError([name]), [swing]))
    assert told.startswith(f"a page cannot have these rules: in swing (test_wasm_module.py, line {line}): ")


def test_a_kernel_that_takes_memory_is_refused_with_the_reason():
    assert "take memory" in str(explained_missing(MissingError(["NRT_Allocate"]), [swing]))


def test_parts_that_were_made_apart_become_one_module():
    parts = [optimised({"power": ("square", SQUARE)}), optimised({"remainder": ("rest", REST)})]
    module, _ = module_of_parts(parts, ["power", "remainder"])
    assert Run(module)("remainder", 7.5, 2.0) == 1.5
    with pytest.raises(MissingError):
        module_of_parts([*parts, optimised({"wave": ("sine", SINE)})], ["power", "remainder", "wave"])


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


def test_the_first_page_of_all_finds_a_folder_for_its_parts(tmp_path, monkeypatch):
    monkeypatch.setattr("neuro.live.plain_code._compile_apart", lambda _: (tmp_path / "new" / "part").write_text(""))
    compile_pages([lambda: exports_of_search(policy_of(flappy.layers), "random")], tmp_path / "new")
    assert [one.name for one in (tmp_path / "new").iterdir()] == ["part"]


def test_sources_that_change_while_a_page_is_compiled_are_told_in_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(plain_code, "compile_pages", lambda *_: None)  # it was compiled from other sources
    exports = partial(exports_of_search, policy_of(flappy.layers), "random")
    with pytest.raises(NeuroError, match="were changed while the page was compiled: write it again"):
        plain_code.compiled_parts(exports, tmp_path)
