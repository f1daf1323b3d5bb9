"""The one kernel decorator, templates bound to compile-time constants, and a cache that cannot be stale.

A *kernel* is a function that numba compiles: plain loops over arrays, no Python objects, nothing raised. A *lane* is
one agent in one episode; kernels that play games loop over the ``LANES`` lanes of a block, and every quantity of the
block is one contiguous row of ``LANES`` float32.

numba freezes the globals of a function when it compiles it. ``bind`` makes use of that: it copies a kernel, gives the
copy other globals, and so turns layer sizes, the number of lanes and even the functions to call into constants that
LLVM unrolls and vectorises. Closures would do the same, but miss the disk cache in every new process.
"""

from __future__ import annotations

import builtins
import functools
import hashlib
import platform
import sys
import threading
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import llvmlite.binding
import llvmlite.ir
import numba
import numpy as np
from numba import carray
from numba.extending import intrinsic

from neuro.compiled_code import CodeCache
from neuro.errors import NeuroError
from neuro.frozen_globals import globals_in, line_of_global, names_in
from neuro.kernel_compiler import KernelCompiler
from neuro.part_code import PartCompiler
from neuro.paths import cache_root
from neuro.processes import once_per_process
from neuro.version import __version__

__all__ = [
    "ALIVE",
    "JIT",
    "LANES",
    "MOST_PLAYERS",
    "SCORE",
    "SHORT",
    "bind",
    "cache_folder",
    "carray",
    "claim",
    "fetch_row",
    "is_cached",
    "is_kernel",
    "kernel",
    "kernels_in",
    "memory_of",
    "named",
    "part",
    "pick",
    "qualified_name",
    "stack",
    "stack_of_whole",
    "uncached",
]

#: The first rows of every game's state: 1 while the agent lives, else 0; and its score.
ALIVE, SCORE = 0, 1

#: The global in which a generated function has the code that is compiled in its place: ``neuro.rules.machine_code``.
SHORT = "SHORT"

#: The most players of a match.
MOST_PLAYERS = 8

Function = TypeVar("Function", bound=Callable[..., Any])

JIT = not numba.config.DISABLE_JIT

#: Lanes of a block. Its weights should fit the first-level cache; results do not depend on it.
LANES = 64 if JIT else 8

_PACKAGE = Path(__file__).parent
_BOUND: dict[tuple[types.FunctionType, str], Any] = {}  # what bind has made in this process


def _digest(*parts: bytes) -> str:
    return hashlib.blake2b(b"\0".join(parts), digest_size=10).hexdigest()


@functools.cache
def _folder_digest(folder: Path, pattern: str = "*.py") -> str:
    """A digest of the Python sources in a folder: what compiled code may depend on."""
    return _digest(*(path.read_bytes() for path in sorted(folder.glob(pattern))))


@functools.cache
def cache_folder() -> Path:
    """Where compiled kernels are kept.

    numba notices neither a changed callee nor a changed global, so the folder is named by everything that compiled
    code depends on: numba's version, and the source of every module of this package that may hold a kernel. What makes
    live pages is left out: their modules have digests of their own, and so has the one kernel there.
    """
    parts = "envs", "evolution", "network", "operators", "policies", "rollout", "rules"
    folders = (_PACKAGE, *(_PACKAGE / name for name in parts))
    sources = "".join(_folder_digest(folder, "*.py" if folder == _PACKAGE else "**/*.py") for folder in folders)
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return cache_root() / _digest(numba.__version__.encode(), python.encode(), sources.encode())


def _prepare_numba() -> None:
    """Set the vector width, before the first kernel is declared.

    LLVM prefers half-wide vectors on most processors with AVX-512; for these loops full width is a tenth faster.
    The width never changes a result: lanes do not meet.
    """
    if platform.machine() in ("x86_64", "AMD64") and not numba.config.CPU_FEATURES:
        features = llvmlite.binding.get_host_cpu_features()
        if features.get("avx512f"):
            numba.config.CPU_NAME = llvmlite.binding.get_host_cpu_name()
            numba.config.CPU_FEATURES = features.flatten() + ",-prefer-256-bit"


_prepare_numba()


def kernel(function: Function) -> Function:
    """Compile a function of arrays and scalars on its first call: strict IEEE, no GIL, cached on disk."""
    return _compiled(function, inline=False, called=True, memory=True)


def part(function: Function) -> Function:
    """A kernel that only other kernels call: what would lead into it from Python takes as long to compile as itself."""
    return _compiled(function, inline=False, called=False, memory=True)


def _compiled(function: Function, *, inline: bool, called: bool, memory: bool) -> Function:
    """Compile a function; see ``bind``. Rules by hand may ask for memory whoever calls them."""
    if not JIT:
        function.__kernel__ = True  # type: ignore[attr-defined]
        return function
    options: dict[str, Any] = {"no_cpython_wrapper": not called, "no_cfunc_wrapper": True, "forceinline": inline}
    options["pipeline_class"] = KernelCompiler if called else PartCompiler
    options["_nrt"] = memory or not (SHORT in function.__globals__ or function.__module__.startswith("neuro."))
    compiled: Any = numba.njit(error_model="numpy", nogil=True, **options)(function)
    compiled._cache = CodeCache(_python(function), cache_folder())
    if SHORT in function.__globals__:
        compiled._compiler.py_func = _copied(function, function.__globals__[SHORT], function.__globals__)
    return cast(Function, compiled)


def uncached(function: Callable[..., Any]) -> Any:
    """A kernel whose compiled code is not kept, but can be asked for the types of its values."""
    return numba.njit(error_model="numpy", nogil=True)(function)


def memory_of(builder: Any, kind: Any, count: int) -> Any:
    """Room for so many values of a kind, where the function that is being built begins."""
    with builder.goto_entry_block():
        memory = builder.alloca(llvmlite.ir.ArrayType(kind, count))
        memory.align = 64
    return builder.bitcast(memory, kind.as_pointer())


if JIT:

    @intrinsic  # type: ignore[untyped-decorator]
    def claim(typing_context: Any, counter: Any, count: Any) -> Any:
        """The number in ``counter`` (1,) int64, which grows by ``count``: each thread that asks gets other numbers."""

        def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            place = context.make_array(counter)(context, builder, arguments[0]).data
            return builder.atomic_rmw("add", place, arguments[1], "monotonic")

        return numba.int64(counter, numba.int64), build

    @intrinsic  # type: ignore[untyped-decorator]
    def fetch_row(typing_context: Any, matrix: Any, row: Any) -> Any:
        """Have the beginning of a matrix's row, which is read soon, brought from memory meanwhile; no value changes."""

        def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            array = context.make_array(matrix)(context, builder, arguments[0])
            stride, _ = numba.core.cgutils.unpack_tuple(builder, array.strides)
            byte, word = llvmlite.ir.IntType(8).as_pointer(), llvmlite.ir.IntType(32)
            begin = builder.gep(builder.bitcast(array.data, byte), [builder.mul(arguments[1], stride)])
            kind = llvmlite.ir.FunctionType(llvmlite.ir.VoidType(), [byte, word, word, word])
            ask = numba.core.cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
            reading, near, data = (word(value) for value in (0, 3, 1))
            short = builder.icmp_signed("<", stride, stride.type(1024))
            end = builder.select(short, stride, stride.type(1024))
            with numba.core.cgutils.for_range_slice(builder, stride.type(0), end, stride.type(64)) as (place, _):
                builder.call(ask, [builder.gep(begin, [place]), reading, near, data])
            return context.get_dummy_value()

        return numba.types.void(matrix, numba.int64), build

    @intrinsic  # type: ignore[untyped-decorator]
    def pick(typing_context: Any, condition: Any, a: Any, b: Any) -> Any:
        """``a`` where the condition holds, else ``b``, of one type: a choice that numba does not make a branch of."""
        if a != b or not isinstance(condition, numba.types.Boolean):
            return None
        return a(condition, a, b), lambda _context, builder, _signature, arguments: builder.select(*arguments)

    @intrinsic(prefer_literal=True)  # type: ignore[untyped-decorator]
    def stack(typing_context: Any, rows: Any, lanes: Any) -> Any:
        """Memory for rows of float32 that lasts as long as the kernel runs, for ``carray``: it costs nothing."""

        def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return memory_of(builder, llvmlite.ir.FloatType(), rows.literal_value * lanes.literal_value)

        return numba.types.CPointer(numba.float32)(rows, lanes), build

    @intrinsic(prefer_literal=True)  # type: ignore[untyped-decorator]
    def stack_of_whole(typing_context: Any, count: Any) -> Any:
        """The same for so many int64, for ``carray``."""

        def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return memory_of(builder, llvmlite.ir.IntType(64), count.literal_value)

        return numba.types.CPointer(numba.int64)(count), build

    @intrinsic  # type: ignore[untyped-decorator]
    def named(typing_context: Any, record: Any, kind: Any) -> Any:
        """The fields of a record as a named tuple of a class: it is quickly handed over, and rules take the tuple."""
        names = kind.instance_class._fields
        result = numba.types.BaseTuple.from_types([record.typeof(name) for name in names], kind.instance_class)

        def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            found = [context.get_getattr(record, name)(context, builder, record, arguments[0], name) for name in names]
            return context.make_tuple(builder, result, found)

        return result(record, kind), build
else:

    @once_per_process
    def _turn() -> threading.Lock:
        return threading.Lock()

    def claim(counter: Any, count: Any) -> Any:
        """See above."""
        with _turn():
            counter[0] += count
            return counter[0] - count

    def fetch_row(matrix: Any, row: Any) -> None:
        """See above."""

    def pick(condition: Any, a: Any, b: Any) -> Any:
        """See above."""
        return a if condition else b

    def named(record: Any, kind: Any) -> Any:
        """See above."""
        return kind(*(record[name] for name in kind._fields))

    def stack(rows: int, lanes: int) -> Any:
        """See above."""
        return np.zeros(rows * lanes, np.float32)

    def stack_of_whole(count: int) -> Any:
        """See above."""
        return np.zeros(count, np.int64)

    def carray(memory: Any, shape: tuple[int, ...]) -> Any:
        """The memory of ``stack`` as an array."""
        return memory.reshape(shape)


def is_kernel(value: object) -> bool:
    """Whether a value is a function under ``kernel``."""
    return hasattr(value, "py_func") or getattr(value, "__kernel__", False)


def _python(function: Any) -> types.FunctionType:
    """The Python function behind a kernel."""
    plain: types.FunctionType = getattr(function, "py_func", function)
    return plain


def qualified_name(function: Any) -> str:
    """The name that a kernel's compiled code is stored under."""
    return _python(function).__qualname__


def _source_folder(function: types.FunctionType) -> Path:
    return Path(function.__code__.co_filename).parent


def _spell(value: object) -> str:
    """A constant as text that differs whenever the compiled code would: two modules may have functions of one name."""
    if is_kernel(value) or isinstance(value, types.FunctionType):
        function = _python(value)
        return f"{function.__module__}.{function.__qualname__}:{_folder_digest(_source_folder(function))}"
    return f"{type(value).__name__}:{value!r}"


def bind(
    template: Any, *, inline: bool = False, called: bool = True, memory: bool | None = None, **constants: Any
) -> Any:
    """A compiled copy of a kernel in which the given globals are constants.

    The constants reach every kernel of the same folder that the template calls, however deep; other names stay as
    they are. The copy's name holds a digest of those constants that it and its callees read, of the folder's sources
    and of the module's name (which compiled code refers to), so compiled code in the disk cache is found again only
    while all are unchanged. A callee is shared by all that bind it with the same: a program of a network that was never
    seen compiles what depends on the network, and the rest is there.

    Args:
        template: A kernel or a plain function, at module level.
        inline: Whether it and what it calls become parts of their callers. At each call numba counts references to
            every array, which took a sixth of the time of a rollout; in the innermost loop it pays to have no calls.
        called: Whether it is called from Python, too, and not only from kernels, see ``part``.
        memory: Whether it may make arrays, by default if Python calls it. Where not, numba need not count who holds
            which, and compiles in a tenth less.
        **constants: Numbers, strings or kernels, by the global name they replace.

    Returns:
        The bound kernel.
    """
    how = {"inline": inline, "called": called, "memory": called if memory is None else memory}
    return _bind(_python(template), constants, how, {})[0]


def _bind(
    function: types.FunctionType, constants: dict[str, Any], how: dict[str, bool], done: dict[types.FunctionType, Any]
) -> tuple[Any, frozenset[str]]:
    """A bound kernel, and which of the constants it and what it calls read: it is the same one whatever the others are.

    Args:
        function: The function to bind.
        constants: The constants, by name.
        how: What ``bind`` is told besides; what it calls is not called from Python.
        done: What has been bound for the same template.
    """
    if function in done:
        if done[function] is None:
            raise _uncompilable(function, function.__code__.co_firstlineno, "it calls itself, and kernels cannot")
        return cast(tuple[Any, frozenset[str]], done[function])
    done[function] = None
    folder = _source_folder(function)
    names, used = {**function.__globals__, **constants}, constants.keys() & names_in(function.__code__)
    # Generated text, which may be long, calls no kernel of its own folder.
    for name in () if SHORT in names else globals_in(function.__code__):
        if name not in names and not hasattr(builtins, name):
            line = line_of_global(function.__code__, name)
            raise _uncompilable(function, line, f"the name {name!r} is not defined")
        callee = names.get(name)
        if name not in constants and is_kernel(callee) and _source_folder(_python(callee)) == folder:
            names[name], of_callee = _bind(_python(callee), constants, {**how, "called": False}, done)
            used |= of_callee
    spelled = ",".join(f"{name}={_spell(constants[name])}" for name in sorted(used))
    parts = spelled, _folder_digest(folder), __version__, str(function.__module__), str(how)
    tag = _digest(*(part.encode() for part in parts))
    if (function, tag) not in _BOUND:
        _BOUND[function, tag] = _copy(function, names, tag, how)
    done[function] = found = _BOUND[function, tag], frozenset(used)
    return found


def _copy(function: types.FunctionType, names: dict[str, Any], tag: str, how: dict[str, bool]) -> Any:
    """A compiled copy of a function, which reads its globals among ``names``."""
    copy = _copied(function, function.__code__, names)
    copy.__qualname__ = f"{function.__name__}_{tag}"
    return _compiled(copy, **how)


def _copied(function: Any, code: types.CodeType, names: dict[str, Any]) -> types.FunctionType:
    """A function with other code and other globals."""
    copy = types.FunctionType(code, names, function.__name__, function.__defaults__, function.__closure__)
    copy.__qualname__, copy.__module__, copy.__doc__ = function.__qualname__, function.__module__, function.__doc__
    return copy


def _uncompilable(function: types.FunctionType, line: int | None, why: str) -> NeuroError:
    file = Path(function.__code__.co_filename).name
    return NeuroError(f"the rules cannot be compiled: in {function.__name__} ({file}, line {line}): {why}")


def is_cached(function: Any) -> bool:
    """Whether compiled code of a bound kernel waits in the disk cache."""
    return not JIT or any(cache_folder().glob(f"*{qualified_name(function)}-*.code"))


def kernels_in(*functions: Any) -> frozenset[types.FunctionType]:
    """The Python functions behind kernels, and behind all kernels that they call, however deep."""
    found: set[types.FunctionType] = set()
    waiting = [_python(function) for function in functions]
    while waiting:
        function = waiting.pop()
        if function not in found:
            found.add(function)
            callees = (function.__globals__.get(name) for name in globals_in(function.__code__))
            waiting += [_python(callee) for callee in callees if is_kernel(callee)]
    return frozenset(found)
