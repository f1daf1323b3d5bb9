"""Roads by the points of a closed line: those that people draw, and those of a text file."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from neuro.errors import NeuroError
from neuro.game_levels import listed

__all__ = ["BEND", "HAIRPINS", "HARMONICS", "LAKES", "read_road", "road_of"]

HARMONICS = 8
_SAMPLES = 512
_SHORTEST = 800  # units: on less, cars meet their own tail


def road_of(points: Sequence[tuple[float, float]]) -> dict[str, float]:
    """Parameters of the rules for the road along a closed line.

    Args:
        points: Points of the line, in units of the world; from the last one it goes back to the first.

    Raises:
        NeuroError: If the line is too short for a road.
    """
    line = np.array([*points, *points[:1]], np.float64)  # (points + 1, 2)
    lengths = np.hypot(*np.diff(line, axis=0).T) if len(line) > 1 else np.zeros(1)
    way = np.concatenate([[0], np.cumsum(lengths)])
    if way[-1] < _SHORTEST:
        raise NeuroError(f"a road is at least {_SHORTEST} long, and this line only {way[-1]:.0f}: draw a longer one")
    at = np.arange(_SAMPLES) / _SAMPLES
    even = np.stack([np.interp(at * way[-1], way, line[:, k]) for k in range(2)])  # (2, samples)
    found: dict[str, float] = {"drawn": 1}
    for name, values in zip("xy", even, strict=True):
        parts = [values.mean()]
        for k in range(1, HARMONICS + 1):
            angle = 2 * np.pi * k * at
            parts += [2 * (values * np.cos(angle)).mean(), 2 * (values * np.sin(angle)).mean()]
        found |= listed(name, [round(float(part), 2) for part in parts])
    return found


def read_road(text: str) -> dict[str, float]:
    """Parameters of the rules for a road whose points stand in a text, x and y in each line; # begins a comment.

    Raises:
        NeuroError: If a line is no point, or the road too short.
    """
    points = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].replace(",", " ").split()
        if not words:
            continue
        try:
            x, y = map(float, words)
        except ValueError:
            raise NeuroError(f"a line of a road is x and y, like 550 120, and line {number} is {line!r:.40}") from None
        if not (abs(x) < 10_000 and abs(y) < 10_000):
            raise NeuroError(f"points of a road lie within 10,000, and line {number} is {line!r:.40}")
        points.append((x, y))
    if len(points) < 3:
        raise NeuroError(f"a road has at least three points, and this text {len(points)}")
    return road_of(points)


BEND = road_of(
    [
        *((150, 430), (210, 230), (400, 130), (600, 160), (680, 330), (650, 500), (760, 560), (820, 430)),
        *((850, 220), (960, 160), (1010, 330), (980, 640), (860, 780), (700, 740), (560, 640), (420, 690)),
        *((290, 780), (180, 680)),
    ]
)
LAKES = road_of(
    [
        *((160, 480), (220, 260), (420, 190), (560, 330), (700, 200), (920, 230), (980, 450), (880, 700)),
        *((660, 640), (520, 740), (300, 760)),
    ]
)
HAIRPINS = road_of(
    [
        *((140, 480), (140, 200), (250, 110), (360, 200), (370, 560), (470, 660), (570, 560), (570, 260)),
        *((680, 120), (800, 260), (790, 500), (870, 590), (980, 560), (1000, 700), (880, 800), (400, 820), (140, 740)),
    ]
)
