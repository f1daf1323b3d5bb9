"""Rules of a game in plain Python for one agent, compiled to kernels over lanes of the same bits.

``form`` reads what a module says; ``statements`` runs its functions symbolically: what is known is computed, the rest
becomes nodes of a graph, and each of them one line of a kernel (``kernel_text``). An `if` becomes a choice between the
results of both ways where that is cheap; where a way draws or holds a long loop, it becomes a region that runs only if
some lane needs it. ``one_agent`` runs the same module as Python. docs/rules.md tells what rules may hold.

Games import the functions below for their rules; they give the same bits on every machine.
"""

from __future__ import annotations

from neuro.rules.mathematics import atan2, cos, exp, floor, sin, sqrt

__all__ = ["atan2", "cos", "exp", "floor", "sin", "sqrt"]
