"""``neuro lineage``: the family tree of a run's champion."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from neuro.cli.checks import check_count
from neuro.cli.session import announce_compiling
from neuro.cli.verify import running_again
from neuro.descent import Ancestor, FamilyTree, find_family
from neuro.descent.chosen import chosen_of
from neuro.errors import SettingError
from neuro.numerals import tallied
from neuro.storage.atomic import write_atomically
from neuro.texts import shown

__all__ = ["lineage"]

_TOLD, _MOST = 5, 24  # founders that are named; of the line


def lineage(
    run: Path,
    /,
    *,
    svg: Path | None = None,
    threads: int | None = None,
    json: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Tell where a run's champion comes from: its line of descent, and the origin of its genes.

    The run is played again up to its champion; nothing in its folder is changed. Who breeds no children of parents, as
    es and cmaes do, has no family tree. For example:

        neuro lineage saves/flappy-1 --svg family.svg

    Args:
        run: The run's folder.
        svg: A picture of the family tree, with portraits; it looks good on light and on dark pages.
        threads: Number of threads; as many as the machine has when not given. Changes no result.
        json: Print one JSON object, and nothing else.
    """
    check_count("threads", threads)
    if svg is not None and svg.suffix.lower() != ".svg":
        raise SettingError(f"--svg takes a file that ends in .svg, not {svg.name!r:.60}")
    with running_again() as told:
        tree = find_family(
            run,
            threads=threads,
            before=lambda evolution: announce_compiling(evolution, quiet=json),
            on_generation=told or (lambda _: None),
        )
    if svg is not None:
        from neuro.view.pages.family_picture import family_picture

        write_atomically(svg, family_picture(tree).encode())
    if json:
        print(json_format.dumps(_plain(run, tree), indent=2))
    else:
        print("\n".join(map(shown, _told(tree))))
        if svg is not None:
            print(f"wrote {svg}")
    return 0


def _plain(run: Path, tree: FamilyTree) -> dict[str, Any]:
    """The tree as JSON has it."""
    return {
        "run": str(run),
        "game": tree.game.name,
        "algorithm": tree.algorithm,
        "seed": tree.seed,
        "generation": tree.generation,
        "line": [
            {
                "generation": one.generation,
                "place": one.place,
                "score": one.score,
                "gave": one.gave,
                "mate": None if one.mate is None else {"generation": one.mate[0], "place": one.mate[1]},
                "mate_gave": one.mate_gave,
                "changed": one.changed,
            }
            for one in tree.line
        ],
        "founders": [{"place": None if one.place < 0 else one.place, "share": one.share} for one in tree.founders],
        "changed": {str(generation): share for generation, share in tree.changed.items()},
    }


def _told(tree: FamilyTree) -> list[str]:
    """The lines that people read."""
    agent, first = tree.game.agent, tree.line[0]
    found = f"The champion of generation {tree.generation:,}"
    births = tallied(len(tree.line) - 1, "births")
    lines = [f"{found} descends from {agent} {first.place:,} of generation 0, by {births}:", ""]
    if len(tree.line) == 1:
        lines = [f"{found} is a founder: it was drawn at random, and has no parents.", ""]
    places = chosen_of(tree.line, _MOST)
    lines += [f"  {_told_of(tree.line[place], tree)}" for place in places]
    if len(places) < len(tree.line):
        lines.append(f"  and {len(tree.line) - len(places):,} more between them, which --json tells")
    named = [_founder(one.place, one.share, agent) for one in tree.founders[:_TOLD]]
    rest = sum(one.share for one in tree.founders[_TOLD:])
    lines += ["", f"Its genes descend from {', '.join(named)}{f', others {rest:.0%}' if rest else ''}."]
    half = _half(tree.changed)
    lines.append(f"Half of them have had their value since generation {half:,}; {_unchanged(tree)} never changed.")
    return lines


def _told_of(one: Ancestor, tree: FamilyTree) -> str:
    score = "" if one.score is None else f" · {tallied(round(one.score, 1), tree.game.score_name)}"
    mate = "" if one.mate is None else f" · {one.mate_gave:.0%} from {tree.game.agent} {one.mate[1]:,}"
    changed = f" · {one.changed:.0%} changed" if one.changed else ""
    return f"generation {one.generation:,}, {tree.game.agent} {one.place:,}{score}{mate}{changed}"


def _founder(place: int, share: float, agent: str) -> str:
    return f"links that came later {share:.0%}" if place < 0 else f"{agent} {place:,} {share:.0%}"


def _half(changed: dict[int, float]) -> int:
    """The generation until which half of the genes had got their value."""
    total = 0.0
    for generation in sorted(changed):
        total += changed[generation]
        if total >= 0.5:
            return generation
    return max(changed)


def _unchanged(tree: FamilyTree) -> str:
    return f"{tree.changed.get(0, 0.0):.0%}"
