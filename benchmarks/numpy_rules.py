"""Kernels that neuro makes of plain rules, as calls of NumPy over all agents at once: to measure beside compiled ones.

The generated text is what a hand would write with `np.where` and index arrays, an operation a line; draws alone are
compiled, since NumPy has no generator that is keyed by course and number.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from neuro.random import uniform
from neuro.rules.lane_rules import LaneRules

__all__ = ["numpy_rules"]

_LOOP, _BRANCH = "for lane in range(LANES):", re.compile(r"if (scratch\[\d+, lane\] > _zero):$")
_SCATTER = re.compile(r"if (.+ and .+):$")
_GATHER = re.compile(r"(state\[\d+ \+ [^\[\]]*_int\(\w+\)), lane\]")


@njit
def _drawn(courses: Any, places: Any, out: Any) -> None:
    for k in range(out.size):
        out[k] = uniform(courses[k], places[k])


def _uniform(courses: NDArray[np.uint32], places: Any) -> NDArray[np.float32]:
    out = np.empty(courses.size, np.float32)
    _drawn(courses, np.broadcast_to(np.float32(places), out.shape), out)
    return out


def _int(values: Any) -> Any:
    return np.asarray(values, np.float32).astype(np.int32)


def _line(text: str) -> str:
    """One operation over lanes."""
    text = text.replace("pick(", "np.where(").replace("np.int32(", "_int(")
    text = re.sub(r"= not (\w+)$", r"= ~np.asarray(\1)", text)
    return _GATHER.sub(r"\1, at]", text)


def _body(lines: list[str], indent: str) -> list[str]:
    """What a loop over lanes does, for all of them at once."""
    inside, found, k = indent + "    ", [], 0
    match = _BRANCH.match(lines[0].strip())
    if match:
        otherwise = next((k for k, line in enumerate(lines) if line == f"{inside}else:"), len(lines))
        return [
            f"{indent}lane = at = every[{match[1].replace('lane', ':')}]",
            *(_line(line[8:]) for line in lines[1:otherwise]),
            *([f"{indent}lane = at = every[~({match[1].replace('lane', ':')})]"] if otherwise < len(lines) else []),
            *(_line(line[8:]) for line in lines[otherwise + 1 :]),
        ]  # fmt: skip
    found.append(f"{indent}lane, at = slice(None), every")
    while k < len(lines):
        text = lines[k][4:]
        match = _SCATTER.match(text.strip())
        if match:
            place, value = lines[k + 1].strip().split(" = ")
            row = _line(place[len("state[") : place.rindex(", lane]")])
            holds = " & ".join(f"({part})" for part in match[1].split(" and "))
            found += [f"{indent}held = {holds}", f"{indent}at = every[held]"]
            found.append(f"{indent}state[np.broadcast_to({row}, every.shape)[held], at] = "
                         f"np.broadcast_to({_line(value)}, every.shape)[held]")  # fmt: skip
            k += 2
            continue
        found.append(_line(text))
        k += 1
    return found


def _converted(text: str) -> str:
    lines, found, k = text.split("\n"), [], 0
    while k < len(lines):
        line = lines[k]
        indent = line[: len(line) - len(line.lstrip())]
        if line.strip() != _LOOP:
            found.append(re.sub(r"carray\(stack.*$", "np.zeros((ROWS, every.size), np.float32)", line)
                         .replace("(ROWS", f"({_rows(line)}"))  # fmt: skip
            k += 1
            continue
        body = []
        k += 1
        while k < len(lines) and lines[k].startswith(indent + "    "):
            body.append(lines[k])
            k += 1
        if "|= np.uint8(" in body[0]:
            condition = body[0].strip().partition(" |= np.uint8(")[2][:-1]
            name = body[0].split()[0]
            found += [f"{indent}lane = slice(None)", f"{indent}{name} = int(({condition}).any())"]
        else:
            found += _body(body, indent)
    return "\n".join(found)


def _rows(line: str) -> str:
    match = re.search(r"stack\((\d+),", line)
    return match[1] if match else "0"


def numpy_rules(rules: LaneRules, agents: int) -> dict[str, Any]:
    """``reset``, ``observe`` and ``step`` for so many agents, taking what the kernels take."""
    space: dict[str, Any] = {"np": np, "uniform": _uniform, "_int": _int, "every": np.arange(agents)}
    found = {}
    for name in ("reset", "observe", "step"):
        head, _, text = rules.texts[name].partition("\n\n")
        exec(head, space)
        own = dict(space)
        own |= {key: np.array(value, np.float32) for key, value in own.items() if isinstance(value, tuple)}
        exec(_converted(text), own)
        found[name] = own[name]
    return found
