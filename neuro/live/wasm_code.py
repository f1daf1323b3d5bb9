"""LLVM's code of kernels made one WebAssembly module: linked, wrapped, optimised and written by llvmlite alone."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import llvmlite
import llvmlite.binding

from neuro.live.masked_minima import with_minima
from neuro.live.wasm_object import MissingError, module_of

__all__ = ["RESULTS", "module_of_parts", "optimised"]

#: Bytes at the beginning of a call's arguments that its result is written to.
RESULTS = 64

#: Kernels that a page spends its time in; the others are made small.
_FAST = frozenset({"rollout", "advance", "start", "think", "losses", "train"})

_TRIPLE = "wasm32-unknown-unknown"
_FEATURES = "+simd128,+bulk-memory,+nontrapping-fptoint,+sign-ext,+mutable-globals"

#: The line with which a function begins: its name, what it takes, and a number for what numba wants to be done to it.
_HEAD = re.compile(r"^(define [^\n@]*@\"?)([\w.$]+)(\"?\([^\n]*\))( #\d+)?( \{)$", re.MULTILINE)
_DATA = re.compile(r"\bptr (?=%arg\.\w+\.4\b)")  # where an array's elements are: its fifth member

_REMAINDER = re.compile(r"= frem (?:\w+ )*(float|double) ([^,\n]+), ([^,\s]+)")


def _remainder(name: str, number: str, short: str) -> str:
    """The remainder of a division, rounded towards 0, as a function in LLVM's words; every step in it is exact.

    Args:
        name: Its name in C.
        number: LLVM's name of the numbers.
        short: Their name in names of intrinsics.
    """
    return f"""declare {number} @llvm.fabs.{short}({number})
declare {number} @llvm.copysign.{short}({number}, {number})
define internal {number} @{name}({number} %x, {number} %y) {{
entry:
  %ax = call {number} @llvm.fabs.{short}({number} %x)
  %ay = call {number} @llvm.fabs.{short}({number} %y)
  %some = fcmp ogt {number} %ay, 0.0
  %ends = fcmp olt {number} %ax, 0x7FF0000000000000
  %fits = and i1 %some, %ends
  br i1 %fits, label %bounded, label %none
none:
  ret {number} 0x7FF8000000000000
bounded:
  %real = fcmp olt {number} %ay, 0x7FF0000000000000
  br i1 %real, label %double, label %same
same:
  ret {number} %x
double:
  %t = phi {number} [ %ay, %bounded ], [ %tt, %double ]
  %tt = fadd {number} %t, %t
  %more = fcmp ole {number} %tt, %ax
  br i1 %more, label %double, label %halve
halve:
  %r = phi {number} [ %ax, %double ], [ %next, %halve ]
  %h = phi {number} [ %t, %double ], [ %half, %halve ]
  %over = fcmp oge {number} %r, %h
  %less = fsub {number} %r, %h
  %next = select i1 %over, {number} %less, {number} %r
  %half = fmul {number} %h, 5.0e-01
  %last = fcmp ogt {number} %h, %ay
  br i1 %last, label %halve, label %done
done:
  %out = call {number} @llvm.copysign.{short}({number} %next, {number} %x)
  ret {number} %out
}}"""


#: What numba's code calls outside of itself, in LLVM's words. Memory of a page is counted by nobody, and its arrays lie
#: in one piece each, so that another shape of one always has the strides that follow from it.
_SURROUNDINGS = {
    "NRT_incref": "define internal void @NRT_incref(ptr %0) alwaysinline { ret void }",
    "NRT_decref": "define internal void @NRT_decref(ptr %0) alwaysinline { ret void }",
    "sqrt": """declare double @llvm.sqrt.f64(double)
define internal double @sqrt(double %x) alwaysinline {
  %r = call double @llvm.sqrt.f64(double %x)
  ret double %r
}""",
    "sqrtf": """declare float @llvm.sqrt.f32(float)
define internal float @sqrtf(float %x) alwaysinline {
  %r = call float @llvm.sqrt.f32(float %x)
  ret float %r
}""",
    "fmodf": _remainder("fmodf", "float", "f32"),
    "fmod": _remainder("fmod", "double", "f64"),
    "numba_attempt_nocopy_reshape": """define internal i32 @numba_attempt_nocopy_reshape(
  i64 %nd, ptr %dims, ptr %strides, i64 %count, ptr %new, ptr %out, i64 %item, i32 %f) alwaysinline {
entry:
  br label %loop
loop:
  %i = phi i64 [ %count, %entry ], [ %j, %body ]
  %s = phi i64 [ %item, %entry ], [ %t, %body ]
  %more = icmp sgt i64 %i, 0
  br i1 %more, label %body, label %done
body:
  %j = sub i64 %i, 1
  %p = getelementptr i64, ptr %out, i64 %j
  store i64 %s, ptr %p
  %q = getelementptr i64, ptr %new, i64 %j
  %d = load i64, ptr %q
  %t = mul i64 %s, %d
  br label %loop
done:
  ret i32 1
}""",
}


def optimised(
    codes: Mapping[str, tuple[str, str]], shared: Collection[str] = (), separate: Collection[str] = ()
) -> bytes:
    """A part of a module: some kernels, optimised for WebAssembly, as LLVM's bitcode.

    Each export takes the address of its arguments, which stand in eight bytes each behind ``RESULTS`` bytes for what it
    returns, and answers 0, or another number where the kernel raised something.

    Args:
        codes: The name of each kernel's function, and LLVM's code of it and of all that it calls, not yet optimised
            for any processor; by the name of the export.
        shared: Names of functions that several of them call, and of which there is to be one, whatever numba wants: a
            copy in each of their callers made modules twice as long, and slower.
        separate: Names of functions of whose arrays no two overlap, which LLVM cannot know: it would keep all their
            loops a second time, for arrays that do.
    """
    machine = _machine()
    linked = _linked(codes, machine)
    text = _HEAD.sub(lambda found: _called_as(found, shared, separate), _without(str(linked), _SURROUNDINGS))
    text = _REMAINDER.sub(_called_remainder, text)
    wrappers = (_wrapper(name, linked.get_function(function)) for name, (function, _) in codes.items())
    module = llvmlite.binding.parse_assembly("\n".join([text, *_needed(text), *wrappers]))
    module.verify()
    _hide(module, codes)
    _optimise(module, machine)
    found: bytes = module.as_bitcode()
    return found


def module_of_parts(parts: Iterable[bytes], exports: Sequence[str]) -> tuple[bytes, int]:
    """A WebAssembly module of some parts, and the pages of memory, of 64 KiB each, that its data takes.

    Args:
        parts: Parts as ``optimised`` gives them.
        exports: The names of all exports in them.

    Raises:
        MissingError: If the code needs something that is not there.
    """
    context = _context()
    module, *others = (llvmlite.binding.parse_bitcode(part, context) for part in parts)
    for other in others:
        module.link_in(other)
    missing = [one.name for one in module.functions if one.is_declaration and not one.name.startswith("llvm.")]
    if missing:
        raise MissingError(sorted(missing))
    if context is None:  # an older LLVM cannot read what it has written as text: its pages only learn less quickly
        module = llvmlite.binding.parse_assembly(with_minima(str(module)))
    return module_of(_machine().emit_object(module), exports)


@functools.cache
def _context() -> Any:
    """LLVM's context for parts, whose pointers have no types; None for the usual one, which older llvmlite gives types.

    It lasts as long as the process, since whoever is in it must go before it.
    """
    if not hasattr(llvmlite, "opaque_pointers_enabled"):
        return None
    return llvmlite.binding.context.ContextRef(llvmlite.binding.ffi.lib.LLVMPY_ContextCreate(True))


@functools.cache
def _machine() -> Any:
    llvmlite.binding.initialize_all_targets()
    llvmlite.binding.initialize_all_asmprinters()
    target = llvmlite.binding.Target.from_triple(_TRIPLE)
    return target.create_target_machine(features=_FEATURES, opt=3, reloc="static")


def _linked(codes: Mapping[str, tuple[str, str]], machine: Any) -> Any:
    """One module of all; of what several of them bring, one copy."""
    whole: Any = None
    for function, text in codes.values():
        text = re.sub(r"^target triple = .*$", f'target triple = "{_TRIPLE}"', text, flags=re.M)
        text = re.sub(r"^target datalayout = .*$", f'target datalayout = "{machine.target_data}"', text, flags=re.M)
        module = llvmlite.binding.parse_assembly(text)
        for one in module.functions:
            if not one.is_declaration:
                one.linkage = "external" if one.name == function else "linkonce_odr"
        if whole is None:
            whole = module
        else:
            whole.link_in(module)
    return whole


def _called_as(found: re.Match[str], shared: Collection[str], separate: Collection[str]) -> str:
    """The first line of a function; see ``optimised``."""
    begin, name, taken, wanted, end = found.groups(default="")
    if name in separate:
        taken = _DATA.sub("ptr noalias ", taken)
    return f"{begin}{name}{taken}{'' if name in shared else wanted}{end}"


def _called_remainder(found: re.Match[str]) -> str:
    """A remainder as a call: what LLVM makes of its own is a call of C's library."""
    number, x, y = found.groups()
    return f"= call {number} @{'fmodf' if number == 'float' else 'fmod'}({number} {x}, {number} {y})"


def _without(text: str, names: Mapping[str, str]) -> str:
    """The code of a module without some functions, defined or declared."""
    for name in names:
        text = re.sub(rf"^define [^\n]*@{name}\(.*?^}}\n|^declare [^\n]*@{name}\([^\n]*\n", "", text, flags=re.M | re.S)
    return text


def _needed(text: str) -> list[str]:
    """The surroundings that a module's code mentions, but for what it has declared itself."""
    found = []
    for name, code in _SURROUNDINGS.items():
        if re.search(rf"@{name}\(", text):
            declared = [line for line in code.splitlines() if line.startswith("declare") and line in text]
            found.append("\n".join(line for line in code.splitlines() if line not in declared))
    return found


def _wrapper(name: str, function: Any) -> str:
    """An export that reads a kernel's arguments from memory."""
    small = "" if name in _FAST else "minsize optsize "
    lines, passed = [f"define i32 @{name}(ptr %a) {small}{{", "  %exc = alloca ptr"], ["ptr %a", "ptr %exc"]
    for k, argument in enumerate(list(function.arguments)[2:]):
        lines.append(f"  %p{k} = getelementptr i8, ptr %a, i32 {RESULTS + 8 * k}")
        lines.append(f"  %v{k} = load {argument.type}, ptr %p{k}, align 4")
        passed.append(f"{argument.type} %v{k}")
    lines.append(f'  %s = call i32 @"{function.name}"({", ".join(passed)}) alwaysinline')
    return "\n".join([*lines, "  ret i32 %s", "}"])


def _hide(module: Any, exports: Mapping[str, Any]) -> None:
    """Let nothing be seen from outside but the exports: what they do not need is left out."""
    for one in (*module.functions, *module.global_variables):
        if not one.is_declaration:
            one.linkage = "external" if one.name in exports else "internal"


def _optimise(module: Any, machine: Any) -> None:
    """Optimise twice: much can be folded only after all is in one place."""
    tuning = llvmlite.binding.create_pipeline_tuning_options(3)
    tuning.loop_vectorization = tuning.slp_vectorization = True
    tuning.loop_interleaving = tuning.loop_unrolling = True
    for _ in range(2):
        passes = llvmlite.binding.create_pass_builder(machine, tuning)
        passes.getModulePassManager().run(module, passes)
