"""Digits as people draw them on the pad: strokes of a round pen, two ways to write each, with a hand's tremor."""

import itertools

import numpy as np

__all__ = ["drawn"]


def _arc(x, y, wide, high, start, end):
    """Points of a part of an ellipse, from one angle to another, in degrees."""
    angles = np.radians(np.linspace(start, end, 16))
    return list(zip(x + wide * np.cos(angles), y + high * np.sin(angles), strict=True))


#: By digit, the ways to write it; each is some strokes, lines through points in a square of side 1, y down.
WAYS = {
    0: [[_arc(0.5, 0.5, 0.32, 0.48, -90, 270)], [_arc(0.5, 0.5, 0.42, 0.48, -60, 300)]],
    1: [[[(0.5, 0.02), (0.5, 0.98)]], [[(0.3, 0.25), (0.55, 0.02), (0.55, 0.98)]]],
    2: [
        [[*_arc(0.5, 0.28, 0.33, 0.27, 190, 380), (0.15, 0.97), (0.88, 0.97)]],
        [[*_arc(0.5, 0.3, 0.36, 0.28, 200, 400), (0.5, 0.75), (0.12, 0.95), (0.9, 0.93)]],
    ],
    3: [
        [_arc(0.45, 0.27, 0.33, 0.25, 200, 440) + _arc(0.45, 0.73, 0.38, 0.25, -80, 160)],
        [[(0.15, 0.04), (0.8, 0.04), (0.45, 0.4), *_arc(0.45, 0.69, 0.36, 0.29, -90, 150)]],
    ],
    4: [
        [[(0.62, 0.02), (0.12, 0.66), (0.92, 0.66)], [(0.66, 0.35), (0.66, 0.98)]],
        [[(0.25, 0.03), (0.2, 0.5), (0.85, 0.5)], [(0.72, 0.05), (0.68, 0.98)]],
    ],
    5: [
        [[(0.85, 0.04), (0.25, 0.04), (0.2, 0.45), *_arc(0.45, 0.69, 0.36, 0.29, -110, 150)]],
        [[(0.25, 0.05), (0.2, 0.48), *_arc(0.47, 0.7, 0.33, 0.27, -110, 150)], [(0.25, 0.05), (0.85, 0.03)]],
    ],
    6: [
        [[(0.7, 0.03), (0.35, 0.35), *_arc(0.5, 0.7, 0.3, 0.28, 190, 550)]],
        [_arc(0.75, 0.5, 0.5, 0.47, -100, -180) + _arc(0.5, 0.7, 0.28, 0.28, 180, 540)],
    ],
    7: [
        [[(0.12, 0.05), (0.88, 0.05), (0.4, 0.98)]],
        [[(0.12, 0.05), (0.88, 0.05), (0.4, 0.98)], [(0.3, 0.5), (0.8, 0.5)]],
    ],
    8: [
        [_arc(0.5, 0.27, 0.28, 0.25, 90, 450) + _arc(0.5, 0.74, 0.34, 0.24, -90, 270)],
        [[*_arc(0.5, 0.26, 0.3, 0.24, -40, -270), *_arc(0.5, 0.74, 0.33, 0.24, -90, 200), (0.72, 0.1)]],
    ],
    9: [
        [[*_arc(0.5, 0.3, 0.3, 0.28, 0, 360), (0.8, 0.3), (0.75, 0.98)]],
        [[*_arc(0.47, 0.3, 0.3, 0.28, -10, 350), (0.78, 0.25), (0.8, 0.6), (0.55, 0.97)]],
    ],
}


def drawn(count, pad=140, pen=5.5):
    """Labels and ink ``(pad, pad)`` of so many drawings, each digit in turn; the same ones each time."""
    random = np.random.default_rng(0)
    for k in range(count):
        ways = WAYS[k % 10]
        yield k % 10, _draw(ways[random.integers(len(ways))], random, pad, pen)


def _draw(strokes, random, pad, pen):
    size, shape, slant = pad * random.uniform(0.4, 0.75), random.uniform(0.5, 0.85), random.uniform(-0.1, 0.25)
    corner = pad / 2 + random.normal(0, pad / 24, 2)
    y, x = np.mgrid[:pad, :pad] + 0.5
    ink = np.zeros((pad, pad))
    for stroke in strokes:
        points = np.array(stroke) - 0.5 + random.normal(0, 0.018, (len(stroke), 2))
        points[:, 0] = shape * (points[:, 0] - slant * points[:, 1])
        points = points * size + corner
        for a, b in itertools.pairwise(points):
            step = b - a
            along = np.clip(((x - a[0]) * step[0] + (y - a[1]) * step[1]) / max(step @ step, 1e-9), 0, 1)
            away = np.hypot(x - a[0] - along * step[0], y - a[1] - along * step[1])
            ink = np.maximum(ink, np.clip(pen + 0.5 - away, 0, 1))
    return ink
