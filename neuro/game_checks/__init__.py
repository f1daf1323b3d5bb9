"""The contract of a game, as checks that run on any: what neuro relies on, and what games get wrong most easily.

Each check is a function of the game that raises NeuroError with what it found; ``CHECKS`` lists them with what they
promise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from neuro.game import Game
from neuro.game_checks.check_arrays import arrays_are_kept
from neuro.game_checks.check_facts import facts_fit
from neuro.game_checks.check_plain import plain_and_compiled_agree, stepped_plainly
from neuro.game_checks.check_source import (
    kernels_compute_in_float32,
    kernels_hold_float32,
    kernels_use_exact_operations,
)
from neuro.game_checks.check_steps import (
    compiled_or_not,
    compiles,
    fitness_is_finite,
    lanes_are_apart,
    observations_are_sound,
    reset_covers_all,
    same_seed_same_bits,
)
from neuro.game_checks.check_view import picture_is_drawn
from neuro.rules.lane_rules import LaneRules

__all__ = [
    "CHECKS",
    "NEEDED",
    "Check",
    "arrays_are_kept",
    "checks_of",
    "compiled_or_not",
    "compiles",
    "facts_fit",
    "fitness_is_finite",
    "kernels_compute_in_float32",
    "kernels_hold_float32",
    "kernels_use_exact_operations",
    "lanes_are_apart",
    "observations_are_sound",
    "picture_is_drawn",
    "plain_and_compiled_agree",
    "reset_covers_all",
    "same_seed_same_bits",
    "stepped_plainly",
    "with_own_rules",
]

Check = Callable[[Game], None]

#: What each check promises, by the check, in the order in which they make sense.
CHECKS: dict[Check, str] = {
    facts_fit: "its facts fit each other",
    kernels_hold_float32: "its kernels hold float32 alone",
    kernels_use_exact_operations: "its kernels use what is the same on every machine",
    arrays_are_kept: "its kernels raise nothing, end, and stay within their arrays",
    compiles: "it compiles",
    kernels_compute_in_float32: "compiled, it computes in float32 alone",
    reset_covers_all: "reset writes every row of the state",
    observations_are_sound: "observe writes every row, finite and within its bounds",
    fitness_is_finite: "scores and fitness are finite numbers",
    same_seed_same_bits: "the same seed gives the same bits",
    lanes_are_apart: "lanes do not influence each other",
    plain_and_compiled_agree: "rules in plain Python are the same compiled",
    compiled_or_not: "compiled or not, the bits are the same",
    picture_is_drawn: "its picture is drawn, and its keys are keys",
}

#: Checks without which a game cannot be played: where one of them fails, those after it make no sense.
NEEDED: frozenset[Check] = frozenset({facts_fit, arrays_are_kept, compiles})

#: What need not be asked of kernels that are generated from plain rules.
_BY_HAND: frozenset[Check] = frozenset(
    {kernels_hold_float32, kernels_use_exact_operations, arrays_are_kept, kernels_compute_in_float32}
)


def with_own_rules(game: Game) -> list[Game]:
    """The game on each of its levels that have rules of their own; the checks of the game say nothing of these."""
    return [
        replace(game.at(name), levels={name: level}) for name, level in game.levels.items() if level.rules is not None
    ]


def checks_of(game: Game) -> dict[Check, str]:
    """The checks that make sense for a game: its rules are kernels by hand, or made of plain Python."""
    left_out = _BY_HAND if isinstance(game.rules, LaneRules) else {plain_and_compiled_agree}
    return {check: promise for check, promise in CHECKS.items() if check not in left_out}
