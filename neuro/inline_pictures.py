"""Small pictures in HTML that notebooks show in the place of an object: tables, curves and networks.

Lines and letters take the colour of the notebook's own text, so that they are seen on light and on dark pages.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["curves", "figures", "network_picture"]

_WARM, _COOL = "#d98a1f", "#3b8fdb"
_WIDE, _HIGH, _EDGE = 420, 220, 26
_MOST_LINKS = 2000


def figures(rows: Mapping[str, object]) -> str:
    """A table of two columns: what, and how much."""
    cells = "".join(
        f"<tr><th>{html.escape(name)}</th><td>{html.escape(str(told))}</td></tr>" for name, told in rows.items()
    )
    return f'<table style="text-align:left">{cells}</table>'


def _svg(title: str, parts: Iterable[str]) -> str:
    return (
        f'<svg role="img" aria-label="{html.escape(title)}" viewBox="0 0 {_WIDE} {_HIGH}" width="{_WIDE}" '
        f'style="font:12px sans-serif" fill="currentColor">{"".join(parts)}</svg>'
    )


def curves(title: str, lines: Mapping[str, Sequence[float]]) -> str:
    """Curves over generations, from a common zero; values that are no number are left out."""
    largest = max((value for line in lines.values() for value in line if np.isfinite(value)), default=0) or 1
    parts = [f'<path d="M{_EDGE} {_HIGH - _EDGE}H{_WIDE}" stroke="currentColor" stroke-opacity=".3"/>']
    for row, ((name, line), colour) in enumerate(zip(lines.items(), (_WARM, _COOL), strict=False)):
        wide = (_WIDE - _EDGE) / max(1, len(line) - 1)
        points = " ".join(
            f"{_EDGE + k * wide:.1f},{_HIGH - _EDGE - max(0.0, value) / largest * (_HIGH - 2 * _EDGE):.1f}"
            for k, value in enumerate(line)
            if np.isfinite(value)
        )
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{_EDGE + 6}" y="{16 + 16 * row}" style="fill:{colour}">{html.escape(name)}</text>')
    parts.append(
        f'<text x="0" y="{_EDGE}">{largest:.4g}</text><text x="{_WIDE - 90}" y="{_HIGH - 6}">generation</text>'
    )
    return _svg(title, parts)


def network_picture(title: str, columns: ArrayLike, links: NDArray[np.int64], weights: ArrayLike) -> str:
    """A network from left to right; warm links have positive weights, cool ones negative.

    Args:
        title: What it is, for those who cannot see it.
        columns: The column of each node, ``(nodes,)``, from 0; nodes of a column stand below each other in their order.
        links: Indices of the nodes that each link joins, ``(links, 2)``; none is drawn where there are too many to see.
        weights: The weight of each link, ``(links,)``.
    """
    column, weight = np.asarray(columns), np.asarray(weights, np.float64)
    places = np.zeros((len(column), 2))
    for one in np.unique(column):
        here = np.flatnonzero(column == one)
        places[here, 0] = _EDGE + (_WIDE - 2 * _EDGE) * one / max(1, column.max())
        places[here, 1] = _HIGH * (np.arange(len(here)) + 0.5) / len(here)
    parts = []
    largest = float(np.abs(weight).max(initial=0)) or 1.0
    for (source, target), value in zip(links if len(links) <= _MOST_LINKS else links[:0], weight, strict=False):
        (x, y), (to_x, to_y), colour = places[source], places[target], _WARM if value > 0 else _COOL
        strong = abs(value) / largest
        look = f'stroke="{colour}" stroke-opacity="{0.15 + 0.85 * strong:.2f}" stroke-width="{0.5 + 2 * strong:.1f}"'
        parts.append(f'<path d="M{x:.0f} {y:.0f}L{to_x:.0f} {to_y:.0f}" {look}/>')
    parts += [f'<circle cx="{x:.0f}" cy="{y:.0f}" r="5"/>' for x, y in places]
    return _svg(title, parts)
