"""Mazes: those of the paper, by their walls' ends, and what a text draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from neuro.errors import NeuroError
from neuro.game_levels import listed

__all__ = ["AWAY", "DECEPTIVE", "MEDIUM", "MOST_WALLS", "OPEN", "drawn_maze", "maze", "places_of"]

Wall = tuple[float, float, float, float]

MOST_WALLS = 20
AWAY = -1000.0  # where walls stand that a maze does not need
_ACROSS, _DOWN = 8.0, 16.0  # units from one sign of a text to the next, and from line to line


def maze(start: tuple[float, float], goal: tuple[float, float], walls: Sequence[Wall]) -> dict[str, float]:
    """Parameters of the rules for a maze.

    Args:
        start: The place at which the robot begins, looking to the right.
        goal: The place to which it is to go.
        walls: The two ends of each wall: x, y, x, y.

    Raises:
        NeuroError: If there are more walls than rules hold.
    """
    if len(walls) > MOST_WALLS:
        raise NeuroError(f"a maze has at most {MOST_WALLS} walls, and this one has {len(walls)}: leave some out")
    filled = [*walls, *[(AWAY,) * 4] * (MOST_WALLS - len(walls))]
    (start_x, start_y), (goal_x, goal_y) = start, goal
    found = {"start_x": start_x, "start_y": start_y, "goal_x": goal_x, "goal_y": goal_y}
    for name, values in zip(("ax", "ay", "bx", "by"), zip(*filled, strict=True), strict=True):
        found |= listed(name, values)
    return found


def places_of(name: str, found: Mapping[str, float]) -> list[float]:
    """The numbers of a list of a maze's parameters, such as ``ax``."""
    return [found[f"{name}_{k}"] for k in range(MOST_WALLS)]


#: The two mazes of Lehman and Stanley 2011, by the files of their experiment.
MEDIUM = maze(
    (30, 22),
    (270, 100),
    [
        *((293, 7, 289, 130), (289, 130, 6, 134), (6, 134, 8, 5), (8, 5, 292, 7)),
        *((241, 130, 58, 65), (114, 7, 73, 42), (130, 91, 107, 46), (196, 8, 139, 51)),
        *((219, 122, 182, 63), (267, 9, 214, 63), (271, 129, 237, 88)),
    ],
)
DECEPTIVE = maze(
    (36, 184),
    (31, 20),
    [
        *((41, 5, 3, 8), (3, 8, 4, 49), (4, 49, 57, 53), (4, 49, 7, 202), (7, 202, 195, 198)),
        *((195, 198, 186, 8), (186, 8, 39, 5), (56, 54, 56, 157), (57, 106, 158, 162)),
        *((77, 201, 108, 164), (6, 80, 33, 121), (192, 146, 87, 91), (56, 55, 133, 30)),
    ],
)


def drawn_maze(text: str) -> dict[str, float]:
    """The maze that a text draws: walls of ``-``, ``|`` and ``+`` where they meet, S the start, G the goal.

    Raises:
        NeuroError: If there is no start, no goal or no wall, a sign that stands for nothing, or too many walls.
    """
    lines = text.rstrip().split("\n")
    for number, line in enumerate(lines, 1):
        if wrong := sorted(set(line.rstrip()) - set(" -|+SG")):
            raise NeuroError(f"a maze is drawn with - | + S G and spaces: line {number} has {wrong[0]!r}")
    places = {sign: _only(sign, lines) for sign in "SG"}
    across = [(x, y, end, y) for y, line in enumerate(lines) for x, end in _runs(line, "-+")]
    wide = max(map(len, lines))
    columns = ["".join(line.ljust(wide)[x] for line in lines) for x in range(wide)]
    down = [(x, y, x, end) for x, column in enumerate(columns) for y, end in _runs(column, "|+")]
    if not across + down:
        raise NeuroError("a maze has walls: draw them with - and |")
    walls = [(ax * _ACROSS, ay * _DOWN, bx * _ACROSS, by * _DOWN) for ax, ay, bx, by in across + down]
    return maze(places["S"], places["G"], walls)


def _only(sign: str, lines: Sequence[str]) -> tuple[float, float]:
    """Where the one such sign stands."""
    found = [(x * _ACROSS, y * _DOWN) for y, line in enumerate(lines) for x, one in enumerate(line) if one == sign]
    if len(found) != 1:
        raise NeuroError(f"a maze has one {'start, S' if sign == 'S' else 'goal, G'}, and this one has {len(found)}")
    return found[0]


def _runs(line: str, signs: str) -> Iterator[tuple[int, int]]:
    """Where walls begin and end in a line: two signs of a wall and more, side by side."""
    begun = None
    for place, sign in enumerate([*line, " "]):
        if sign in signs and begun is None:
            begun = place
        elif sign not in signs and begun is not None:
            if place - begun > 1:
                yield begun, place - 1
            begun = None


OPEN = drawn_maze(
    """
+-----------------------+
|                       |
|                       |
|                    G  |
|                       |
|                       |
|                       |
|                       |
|                       |
|                       |
|  S                    |
|                       |
+-----------------------+
"""
)
