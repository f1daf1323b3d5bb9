"""The smaller of two numbers where a condition holds, in the instructions that WebAssembly has for it.

"Where a wall is met, and nearer than all before: that far" is one condition and one choice for LLVM, and so it is for
processors whose vectors have masks. WebAssembly has none: a choice by a mask takes three instructions of most
processors, and each wall's waits for that of the wall before. It has a minimum and a maximum, though, and a comparison
with what is not a number never holds. So the condition is asked first, which nothing waits for: where it does not hold
the number becomes not a number, and the minimum leaves that out. Every bit stays as it was.
"""

from __future__ import annotations

import re

__all__ = ["with_minima"]

_FUNCTION = re.compile(r"^define .*?^}", re.MULTILINE | re.DOTALL)
_CHOICE = re.compile(r"^  (%\S+) = select <4 x i1> (%\S+), <4 x float> (%\S+), <4 x float> (%\S+)$", re.MULTILINE)
_NEARER = re.compile(r"^  (%\S+) = fcmp (olt|ogt) <4 x float> (%\S+), (%\S+)$", re.MULTILINE)
_BOTH = re.compile(
    r"^  (%\S+) = (?:and <4 x i1> (%\S+), (%\S+)|select <4 x i1> (%\S+), <4 x i1> (%\S+), <4 x i1> zeroinitializer)$",
    re.MULTILINE,
)
_NO_NUMBER = f"<{', '.join(['float 0x7FF8000000000000'] * 4)}>"


def with_minima(text: str) -> str:
    """LLVM's code of a module, optimised, with minima and maxima in the place of choices by two conditions.

    Args:
        text: The code, which is optimised no more after this.
    """
    return _FUNCTION.sub(lambda found: _Function(found[0]).rewritten(), text)


class _Function:
    """The choices in one function.

    Args:
        text: Its code.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._nearer = {name: (sign, a, b) for name, sign, a, b in _NEARER.findall(text)}
        self._both = {name: (a or c, b or d) for name, a, b, c, d in _BOTH.findall(text)}

    def rewritten(self) -> str:
        """Its code, with minima and maxima."""
        return _CHOICE.sub(self._choice, self._text)

    def _conditions(self, name: str) -> list[str]:
        """Those that all have to hold where one holds."""
        return [one for part in self._both[name] for one in self._conditions(part)] if name in self._both else [name]

    def _choice(self, found: re.Match[str]) -> str:
        """A choice; as it was, unless it is by a comparison of the same two numbers and by another condition."""
        chosen, condition, number, before = found.groups()
        every = self._conditions(condition)
        compared = [one for one in every if self._nearer.get(one, ())[1:] == (number, before)]
        others = [one for one in every if one not in compared]
        if not compared or not others:
            return found[0]
        sign, *_ = self._nearer[compared[0]]
        own, lines, holds = f"%minimum.{chosen[1:]}", [], others[0]
        for k, other in enumerate(others[1:]):
            lines.append(f"  {own}.{k} = select <4 x i1> {holds}, <4 x i1> {other}, <4 x i1> zeroinitializer")
            holds = f"{own}.{k}"
        return "\n".join([
            *lines,
            f"  {own}.met = select <4 x i1> {holds}, <4 x float> {number}, <4 x float> {_NO_NUMBER}",
            f"  {own}.nearer = fcmp {sign} <4 x float> {own}.met, {before}",
            f"  {chosen} = select <4 x i1> {own}.nearer, <4 x float> {own}.met, <4 x float> {before}",
        ])  # fmt: skip
