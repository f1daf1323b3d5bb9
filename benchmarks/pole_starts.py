"""How well a champion of the two poles generalises: ``python benchmarks/pole_starts.py saves/poles.neuro``.

The test of F. Gruau, D. Whitley and L. Pyeatt (1996), as in the tables of K. O. Stanley and R. Miikkulainen (2002) and
of F. Gomez, J. Schmidhuber and R. Miikkulainen (2008): from 625 starts, five values of the cart's position and speed
and of the long pole's angle and turning each, how often are both poles up for 1,000 steps? From 200 on it counts as
general. The short pole is upright and at rest.
"""

from __future__ import annotations

import argparse
import itertools
from dataclasses import replace
from pathlib import Path

from neuro.champion import Champion
from neuro.exact_replay import replay
from neuro.storage.files import load_champion

_SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
_WIDEST = {"position": 2.16, "speed": 1.35, "angle": 3.6, "turning": 8.6}  # metres, degrees, and a second
_STEPS, _ENOUGH = 1000, 200


def starts() -> list[dict[str, float]]:
    """The 625 starts, as parameters of the game."""
    values = [[(2 * share - 1) * widest for share in _SHARES] for widest in _WIDEST.values()]
    return [dict(zip(_WIDEST, one, strict=True)) for one in itertools.product(*values)]


def balanced(champion: Champion) -> int:
    """From how many starts a champion balances both poles for 1,000 steps."""
    count = 0
    for start in starts():
        begun = replace(champion, setting={**champion.setting, **start})
        count += replay(begun, max_steps=_STEPS)[0].steps >= _STEPS
    return count


def main() -> None:
    """Print a line for each champion."""
    parser = argparse.ArgumentParser(description="From how many of 625 starts are both poles balanced?")
    parser.add_argument("champions", nargs="+", type=Path)
    for path in parser.parse_args().champions:
        count = balanced(load_champion(path))
        print(f"{path}: {count} of 625 starts{'' if count >= _ENOUGH else f', and general is who has {_ENOUGH}'}")


if __name__ == "__main__":
    main()
