"""Checks of the text of kernels: numbers that make float64, and functions that differ between machines."""

from __future__ import annotations

import ast
import inspect
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from neuro.compile_errors import explained, float64_lines, is_ours
from neuro.errors import NeuroError
from neuro.frozen_globals import reached
from neuro.game import Game
from neuro.kernels import JIT, LANES, bind, is_kernel

__all__ = ["kernels_compute_in_float32", "kernels_hold_float32", "kernels_use_exact_operations"]

_RULES = ("reset", "observe", "step", "fitness")
#: Of ``math`` and NumPy, what IEEE 754 or plain selection settles to the last bit.
_EXACT = frozenset(
    {
        *(
            "sqrt",
            "floor",
            "ceil",
            "trunc",
            "rint",
            "fabs",
            "abs",
            "absolute",
            "copysign",
            "fmod",
            "minimum",
            "maximum",
        ),
        *("isnan", "isinf", "isfinite", "sign", "signbit", "fmin", "fmax", "where", "clip", "zeros", "zeros_like"),
        *("empty", "empty_like", "ones", "full", "array", "arange", "bool_", "intp", "uintp"),
        *(f"{kind}{bits}" for kind in ("int", "uint") for bits in (8, 16, 32, 64)),
        *("float32", "float64", "double", "single", "radians", "degrees", "nan", "inf", "pi"),
    }
)
_LIBRARIES = frozenset({"math", "cmath", "numpy", "random"})
_WORLDLY = frozenset({"print", "input", "open", "exec", "eval"})


def _kernels(game: Game) -> dict[str, types.FunctionType]:
    """The Python functions of all kernels that a game's rules reach, neuro's own left out, by name."""
    found = [function for name in _RULES for function in reached(_python(getattr(game.rules, name)))]
    found += [_python(value) for value in vars(game.rules).values() if is_kernel(value)]
    return {one.__name__: one for one in found if not is_ours(Path(one.__code__.co_filename))}


def _python(function: Any) -> Any:
    return getattr(function, "py_func", function)


def _nodes(function: types.FunctionType) -> Iterator[tuple[ast.AST, str]]:
    """The parts of a kernel's text, each with its place in words."""
    source, first = inspect.getsourcelines(function)
    file = Path(function.__code__.co_filename).name
    for node in ast.walk(ast.parse(inspect.cleandoc("\n" + "".join(source)))):
        yield node, f"in {function.__name__} ({file}, line {first + getattr(node, 'lineno', 1) - 1})"


def kernels_hold_float32(game: Game) -> None:
    """A Python float makes numba compute in float64: half the speed, and other bits without the JIT."""
    for function in _kernels(game).values():
        narrowed: set[ast.AST] = set()  # numbers that are float32 before anything is done with them
        for node, place in _nodes(function):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "np.float32":
                narrowed.update(node.args)
            if isinstance(node, ast.Constant) and type(node.value) is float and node not in narrowed:
                raise NeuroError(f"{place}: {node.value} makes it float64; name np.float32({node.value}) at the top")
            if isinstance(node, ast.Name) and type(function.__globals__.get(node.id)) is float:
                raise NeuroError(f"{place}: {node.id} is a Python float, which makes it float64; make it np.float32")


def kernels_use_exact_operations(game: Game) -> None:
    """Sines, powers and their kin differ in the last bits from library to library; what prints or draws is no rule."""
    for function in _kernels(game).values():
        for node, place in _nodes(function):
            if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Pow):
                raise NeuroError(f"{place}: ** is not the same on every machine; multiply instead")
            if isinstance(node, ast.Call):
                _look_at_call(node.func, function, place)


def _look_at_call(called: ast.expr, function: types.FunctionType, place: str) -> None:
    told = ast.unparse(called)
    builtin = told if told not in function.__globals__ else ""
    if builtin in _WORLDLY:
        raise NeuroError(f"{place}: {told} has no place in a kernel, which computes and nothing else")
    library, name = ("builtins", "pow") if builtin == "pow" else _library(called, function.__globals__)
    if library.startswith(("random", "numpy.random")):
        raise NeuroError(f"{place}: {told} draws otherwise each time; draw with neuro.random.uniform(course, n)")
    if library and name not in _EXACT:
        raise NeuroError(
            f"{place}: {told} is not the same on every machine; use + - * / and comparisons, "
            f"for example a series or a table (neuro.rules.mathematics has a sine)"
        )


def _library(called: ast.expr, names: dict[str, Any]) -> tuple[str, str]:
    """The library that a called function is of, and its name there; empty when it is none of Python's or NumPy's."""
    try:
        value = eval(ast.unparse(called), {"__builtins__": {}}, names) if _is_dotted(called) else None
    except (AttributeError, NameError):
        return "", ""
    if isinstance(value, np.ufunc):
        return "numpy", value.__name__
    owner = getattr(value, "__module__", None) or type(getattr(value, "__self__", None)).__module__
    module, name = str(owner), str(getattr(value, "__name__", ""))
    return (module, name) if module.split(".")[0] in _LIBRARIES and name else ("", "")


def _is_dotted(called: ast.expr) -> bool:
    return isinstance(called, ast.Name) or (isinstance(called, ast.Attribute) and _is_dotted(called.value))


def kernels_compute_in_float32(game: Game) -> None:
    """What numba makes of them: a whole number times a float32 is a float64, too."""
    if not JIT:
        return
    players, described = game.players, len(game.behaviour)
    rows = {"state": len(game.state), "observation": len(game.observation), "action": game.action_rows * players}
    arrays: dict[str, Any] = {name: np.zeros((count, LANES), np.float32) for name, count in rows.items()}
    lanes = np.zeros(LANES, np.float32)
    arrays |= {"courses": np.zeros(LANES, np.uint32), "setting": game.setting, "steps": lanes, "player": 0}
    arrays |= {"out": lanes if players == 1 else np.zeros((players, LANES), np.float32)}
    arrays |= {"numbers": np.zeros((players * described, LANES), np.float32)}
    taken = {
        "reset": ("state", "courses", "setting"),
        "observe": ("state", "observation", *(["player"] if players > 1 else []), "setting"),
        "step": ("state", "action", "courses", "setting"),
        "fitness": ("state", "steps", "out"),
        **({"behaviour": ("state", "steps", "numbers")} if described else {}),
    }
    for name, given in taken.items():
        bound = _python(bind(getattr(game.rules, name), LANES=LANES))
        with explained():
            for place in float64_lines(bound, [arrays[one] for one in given]):
                raise NeuroError(
                    f"{place}: something here is a float64: a whole number beside a float32, or a division of two; "
                    "give it a name as np.float32"
                )
