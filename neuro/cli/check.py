"""``neuro check``: checking a game against the contract."""

from __future__ import annotations

import json as json_format
import sys
from typing import Annotated

from cyclopts import Parameter

from neuro.errors import NeuroError, SettingError
from neuro.game import Game, imported_game
from neuro.game_checks import NEEDED, checks_of, stepped_plainly, with_own_rules
from neuro.rules.lane_rules import LaneRules

__all__ = ["check"]

_STEPPED = 60


def check(
    game: str,
    /,
    *,
    json: Annotated[bool, Parameter(negative="")] = False,
    step: Annotated[bool, Parameter(negative="")] = False,
    show: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Check that a game keeps the contract that neuro relies on; run it on every game of your own.

    For example:

        neuro check pong --games .

    Args:
        game: Name of the game; see `neuro games`.
        json: Print the findings as one JSON object, and nothing else.
        step: Check nothing, but play one agent of rules in plain Python, as Python: print, breakpoints and assert work.
        show: Check nothing, but print the kernels that are made of rules in plain Python.
    """
    if step and show:
        raise SettingError("--step plays one agent and --show prints the kernels: give one of them")
    chosen = imported_game(game)
    if step or show:
        for line in stepped_plainly(chosen, _STEPPED) if step else _shown(chosen):
            print(line)
        return 0
    if not chosen.has_rules:
        raise NeuroError(f"{chosen.title} has no rules of ours to check")
    findings = _findings(chosen, quiet=json)
    for played in with_own_rules(chosen) if not any(findings.values()) else []:
        findings |= _findings(played, quiet=json)
    if json:
        print(json_format.dumps({"game": chosen.name, "findings": findings}, indent=2))
    elif not any(findings.values()):
        print(f"{chosen.title} keeps the contract.")
    return 1 if any(findings.values()) else 0


def _shown(game: Game) -> list[str]:
    if not isinstance(game.rules, LaneRules):
        raise NeuroError(f"the rules of {game.name!r} are kernels as they stand: nothing is made of them")
    return list(game.rules.texts.values())


def _findings(game: Game, *, quiet: bool) -> dict[str, str | None]:
    """What each check found; None for nothing. A game that lacks what is needed is not looked at any further."""
    found: dict[str, str | None] = {}
    for function, promise in checks_of(game).items():
        promise = f"{game.level}: {promise}" if game.level else promise
        try:
            function(game)
            found[promise] = None
        except NeuroError as error:
            found[promise] = str(error)
        if not quiet:
            print(f"{'✗' if found[promise] else '✓'} {promise}" + (f": {found[promise]}" if found[promise] else ""))
            sys.stdout.flush()
        if found[promise] and function in NEEDED:
            break
    return found
