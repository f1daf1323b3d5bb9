"""The chart of an algorithm's archive: behaviours as squares, warmer where fitness is higher."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from neuro.evolution.algorithms import Archive
from neuro.view.pages.figures import hex_of
from neuro.view.theme import LIGHT

__all__ = ["ArchivePlot", "draw_archive"]


@dataclass(frozen=True, eq=False)
class ArchivePlot:
    """What is drawn of an algorithm's archive.

    Args:
        names: Names of the numbers of a behaviour; the first two are drawn.
        archive: Behaviours that were kept, at least one.
    """

    names: tuple[str, ...]
    archive: Archive

    @property
    def title(self) -> str:
        """What the chart shows, in a few words."""
        by = "" if self.archive.fitness is None else ", by fitness"
        return f"archive: {len(self.archive.behaviour):,} behaviours{by}"


def draw_archive(axes: Any, shown: ArchivePlot) -> list[Any]:
    """Draw an archive into empty axes; returns the axes that have labels.

    Args:
        axes: The axes, of matplotlib.
        shown: What is drawn.
    """
    behaviour, fitness = shown.archive.behaviour, shown.archive.fitness
    up = behaviour[:, 1] if behaviour.shape[1] > 1 else np.zeros(len(behaviour))
    style: dict[str, Any] = {"s": 22, "marker": "s", "linewidths": 0}
    if fitness is None:
        axes.scatter(behaviour[:, 0], up, color=hex_of(LIGHT.cold), **style)
    else:
        order = np.argsort(fitness, kind="stable")  # the best lie over the others
        dots = axes.scatter(behaviour[order, 0], up[order], c=fitness[order], cmap="YlOrBr", **style)
        bar = axes.figure.colorbar(dots, ax=axes, shrink=0.6, pad=0.02)
        bar.outline.set_visible(False)
    labels = {"fontsize": 9, "color": hex_of(LIGHT.soft), "fontfamily": "Inter", "parse_math": False}
    axes.set_xlabel(shown.names[0], **labels)
    axes.set_ylabel(shown.names[1] if len(shown.names) > 1 else "", **labels)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(hex_of(LIGHT.line))
    labelled = [axes] if fitness is None else [axes, bar.ax]
    for one in labelled:
        one.tick_params(colors=hex_of(LIGHT.faint), labelsize=8, length=0)
    return labelled
