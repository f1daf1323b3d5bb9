"""Draws ``architecture.svg``, the picture of ``docs/architecture.md``: ``python docs/pictures/architecture.py``.

The floors and the shelves, from the top to the bottom, are the table of ``tests/test_structure.py``; what each holds is
the page's own sentence; and an arrow is an import that stands in the code. ``tests/test_architecture.py`` fails when
the picture in the folder is not the one that this script would draw.
"""

from __future__ import annotations

import re
import sys
from html import escape
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
sys.path.insert(0, str(CHECKOUT / "tests"))

from test_structure import GROUND, MAY_IMPORT, SHELVES, SOURCES, TOP, imports  # noqa: E402

PAGE = CHECKOUT / "docs" / "architecture.md"
PICTURE = Path(__file__).with_name("architecture.svg")
FLOOR, SHELF = "the ground floor", "view itself"  # the lowest rows, each of several modules
WIDTH, ROW, COLUMN = 940, 34, 17  # pixels of the picture, of a row, between two columns of arrows at most
BOX, TEXT, ARROWS = 128, 150, 584  # where boxes end, where sentences begin, and the first column of arrows

STYLE = """
svg {
  --back: #ffffff; --ink: #20242b; --soft: #5b6472; --box: #e8edf5; --edge: #9aa8bd; --line: #2f6fde; --rule: #e3e7ee
}
@media (prefers-color-scheme: dark) {
  svg {
    --back: #14171c; --ink: #e8ebf0; --soft: #a2acbb; --box: #232a35; --edge: #566379; --line: #7aa9ff; --rule: #262c36
  }
}
text { font: 13px system-ui, sans-serif; fill: var(--ink) }
.title { font-weight: 600; font-size: 16px }
.name { font-weight: 600 }
.about { fill: var(--soft) }
.back { fill: var(--back) }
.box { fill: var(--box); stroke: var(--edge) }
.rule { stroke: var(--rule) }
.arrow { stroke: var(--line); stroke-width: 1.6; fill: none }
.start, .head { fill: var(--line) }
"""


def floors() -> list[str]:
    """The parts of neuro, the highest first."""
    return [*reversed(MAY_IMPORT), FLOOR]


def shelves() -> list[str]:
    """The shelves of the view, the highest first."""
    return [*reversed(SHELVES), SHELF]


def arrows() -> set[tuple[str, str]]:
    """Every pair of a floor and another one that it imports from."""
    found = set()
    for path in SOURCES:
        parts = path.relative_to(CHECKOUT).with_suffix("").parts
        if parts[0] == "neuro" and parts[1] != "__init__":
            found |= {(_floor(parts[1]), _floor(name.split(".")[1])) for name in imports(path) if _is_ours(name)}
    return {(start, end) for start, end in found if start != end}


def arrows_of_the_view() -> set[tuple[str, str]]:
    """Every pair of a shelf of the view and another one that it imports from."""
    found = set()
    for path in SOURCES:
        parts = path.relative_to(CHECKOUT).with_suffix("").parts
        if parts[:2] == ("neuro", "view") and parts[2] != "__init__":
            names = [name.split(".") for name in imports(path) if name.startswith("neuro.view.")]
            found |= {(_shelf(parts[2]), _shelf(name[2])) for name in names}
    return {(start, end) for start, end in found if start != end}


def sentences() -> dict[str, str]:
    """What each floor and shelf holds: the rows of the page's two tables, by name."""
    rows = re.findall(r"^\| (?:`(\w+)`|([a-z ]+)) \| (.+?) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    kept = [(code or plain, about) for code, plain, about in rows if about != "holds"]  # a table has a head
    return {name: re.sub(r"[`*]|\[([^]]*)\]\([^)]*\)", r"\1", about) for name, about in kept}


def picture() -> str:
    """The whole picture, as the text of an SVG file."""
    about = sentences()
    missing = {*floors(), *shelves()} - set(about)
    if missing:
        raise SystemExit(f"docs/architecture.md has no row for {', '.join(sorted(missing))}: write one")
    parts = _tower("neuro, floor by floor", floors(), arrows(), about, 0)
    top = (len(floors()) + 2) * ROW
    parts += _tower("neuro/view, shelf by shelf", shelves(), arrows_of_the_view(), about, top)
    height = top + (len(shelves()) + 2) * ROW
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">'
    back = '<rect class="back" width="100%" height="100%"/>'
    return "\n".join([head, f"<style>{STYLE}</style>", back, *parts, "</svg>", ""])


def _is_ours(name: str) -> bool:
    return name.startswith("neuro.") and name.split(".")[1].islower()


def _floor(module: str) -> str:
    return FLOOR if module in GROUND else module


def _shelf(module: str) -> str:
    return SHELF if module in TOP else module


def _tower(title: str, names: list[str], pairs: set[tuple[str, str]], about: dict[str, str], top: int) -> list[str]:
    """Rows with a name and a sentence, and a column of arrows for each row that imports from others."""
    parts = [f'<text class="title" x="12" y="{top + 26}">{escape(title)}</text>']
    middle = {name: top + ROW * (index + 2) - ROW // 2 for index, name in enumerate(names)}
    for name, y in middle.items():
        parts += [
            f'<path class="rule" d="M{BOX} {y}H{WIDTH - 12}"/>',
            f'<rect class="box" x="12" y="{y - 13}" width="{BOX + 12}" height="26" rx="5"/>',
            f'<text class="name" x="20" y="{y + 5}">{escape(name)}</text>',
            f'<rect class="back" x="{TEXT + 4}" y="{y - 8}" width="{ARROWS - TEXT - 26}" height="16"/>',
            f'<text class="about" x="{TEXT + 8}" y="{y + 5}">{escape(about[name])}</text>',
        ]
    importing = [name for name in names if any(start == name for start, _ in pairs)]
    apart = min(COLUMN, (WIDTH - 24 - ARROWS) // max(1, len(importing) - 1))
    for index, start in enumerate(importing):
        ends = [middle[end] for end in names if (start, end) in pairs]
        parts += _column(ARROWS + apart * index, middle[start], ends)
    return parts


def _column(x: int, start: int, ends: list[int]) -> list[str]:
    """A line through all rows that one row imports from: a square where it starts, a head at each of them."""
    lowest, highest = max(start, *ends), min(start, *ends)
    heads = [f'<path class="head" d="M{x - 4} {y - 8}h8l-4 8z"/>' for y in ends if y > start]
    heads += [f'<path class="head" d="M{x - 4} {y + 8}h8l-4 -8z"/>' for y in ends if y < start]
    line = f'<path class="arrow" d="M{x} {highest}V{lowest - 6}"/>'
    return [line, f'<rect class="start" x="{x - 4}" y="{start - 4}" width="8" height="8"/>', *heads]


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
    print(f"{PICTURE}: {len(arrows())} arrows between floors, {len(arrows_of_the_view())} between shelves")
