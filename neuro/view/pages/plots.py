"""Charts of runs as figures fit for a page, by matplotlib."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.comparison.ranks import half_width
from neuro.evolution.generation import Generation
from neuro.numerals import mark_in_short
from neuro.paths import asset
from neuro.texts import shown
from neuro.view.pages.archive_chart import ArchivePlot, draw_archive
from neuro.view.pages.figures import hex_of, new_figure, written
from neuro.view.theme import LIGHT

__all__ = ["Series", "comparison", "portrait"]

_SHORT = 50  # letters of all names of a legend that stands beside the title
_ARCHIVE_HIGH = 5.6  # inches
_POINTS = 2000  # of a curve over agent-steps


@dataclass(frozen=True)
class Series:
    """Runs that differ in nothing but their seed.

    Args:
        name: What sets them apart from others.
        runs: The records of each.
    """

    name: str
    runs: Sequence[Sequence[Generation]]


def _figure(rows: int, high: float, x: str, below: float = 0.0) -> tuple[Any, list[Any]]:
    """An empty figure of some charts over each other, by generation or by agent-steps, and of one of its own below.

    Raises:
        NeuroError: If matplotlib is not installed.
    """
    figure = new_figure(figsize=(7.2, high + below), dpi=200, layout="constrained")
    heights = [high / rows] * rows + ([below] if below else [])
    places = figure.add_gridspec(len(heights), 1, height_ratios=heights)
    axes = [figure.add_subplot(places[0])]
    axes += [figure.add_subplot(places[row], sharex=axes[0]) for row in range(1, rows)]
    for one in axes[:-1]:
        one.tick_params(labelbottom=False)
    if below:
        figure.add_subplot(places[rows])
    for one in axes:
        one.grid(axis="y", color=hex_of(LIGHT.line), linewidth=0.8)
        one.set_axisbelow(True)
        one.tick_params(colors=hex_of(LIGHT.faint), labelsize=8, length=0)
        one.margins(x=0.01)
        for side in ("top", "right", "left"):
            one.spines[side].set_visible(False)
        one.spines["bottom"].set_color(hex_of(LIGHT.line))
        _in_our_font(one.get_xticklabels() + one.get_yticklabels())
    if x != "generation":
        axes[-1].xaxis.set_major_formatter(lambda value, _: mark_in_short(value))
    axes[-1].set_xlabel(x, fontsize=9, color=hex_of(LIGHT.soft), fontfamily="Inter")
    return figure, axes


def _in_our_font(labels: Sequence[Any]) -> None:
    for label in labels:
        label.set_fontfamily("Inter")


def _title(axes: Any, text: str) -> None:
    bold = asset("fonts/Inter-SemiBold.otf")
    style = {"fontproperties": bold, "fontsize": 10, "color": hex_of(LIGHT.text), "loc": "left"}
    axes.set_title(shown(text), parse_math=False, **style)


def _legend(axes: Any) -> None:
    """What the curves are: at the right, in the line of the title, or below it where the names are long."""
    names = axes.get_legend_handles_labels()[1]
    style = {"prop": {"family": "Inter", "size": 8}, "labelcolor": hex_of(LIGHT.soft), "borderaxespad": 0.0}
    beside = {"loc": "lower right", "bbox_to_anchor": (1.0, 1.02), "ncols": len(names)}
    style |= beside if sum(map(len, names)) <= _SHORT else {"loc": "best"}
    for text in axes.legend(frameon=False, **style).get_texts():
        text.set_parse_math(False)


def portrait(
    title: str,
    records: Sequence[Generation],
    suffix: str,
    *,
    score_name: str,
    x: str = "generation",
    archive: ArchivePlot | None = None,
) -> bytes:
    """The charts of one run: fitness with its spread, the score, each number of the search, and its archive.

    Args:
        title: Over them.
        records: Records of the run's generations, at least one.
        suffix: One of ``figures.FORMATS``.
        score_name: What the score counts.
        x: What the charts go by, "generation" or "agent-steps".
        archive: Behaviours that the algorithm has kept; None where there are none.

    Raises:
        NeuroError: If matplotlib is not installed.
        SettingError: If there is no such format.
    """
    metrics, below = list(records[-1].metrics), 0.0 if archive is None else _ARCHIVE_HIGH
    figure, (upper, lower, *others) = _figure(2 + len(metrics), 5.2 + 2.0 * len(metrics), x, below)
    if archive is not None:
        _title(figure.axes[-1], archive.title)
        for one in draw_archive(figure.axes[-1], archive):
            _in_our_font(one.get_xticklabels() + one.get_yticklabels())
    at = _places(records, x)
    mean = np.array([record.mean_fitness for record in records])
    spread = np.array([record.stdev_fitness for record in records])
    hot, cold = hex_of(LIGHT.hot), hex_of(LIGHT.cold)
    upper.fill_between(at, np.maximum(mean - spread, 0), mean + spread, color=cold, alpha=0.18, linewidth=0)
    upper.plot(at, mean, color=cold, linewidth=1.6, label="mean ± standard deviation")
    upper.plot(at, [record.best_fitness for record in records], color=hot, linewidth=1.6, label="best")
    lower.plot(at, [record.best_score for record in records], color=hot, linewidth=1.6, label="best")
    lower.plot(at, [record.mean_score for record in records], color=cold, linewidth=1.6, label="mean")
    for place, record in [pair for pair in zip(at, records, strict=True) if pair[1].solved][:1]:
        for axes in (upper, lower, *others):
            axes.axvline(place, color=hex_of(LIGHT.good), linewidth=1.2, linestyle=(0, (4, 3)))
        upper.annotate(
            f"solved in generation {record.number}",
            (place, 0.04),
            xycoords=("data", "axes fraction"),
            xytext=(-4, 0),
            textcoords="offset points",
            ha="right",
            fontsize=8,
            color=hex_of(LIGHT.good),
            fontfamily="Inter",
        )
    _title(upper, f"{title} · fitness")
    _title(lower, score_name)
    for axes, name in zip(others, metrics, strict=True):
        axes.plot(at, [record.metrics.get(name, math.nan) for record in records], color=hot, linewidth=1.6)
        _title(axes, name.replace("_", " "))
    _legend(upper)
    return written(figure, suffix)


def comparison(title: str, series: Sequence[Series], suffix: str, *, x: str = "generation") -> bytes:
    """The best fitness of several series of runs in one chart, each with the 95 % interval of its mean over seeds.

    Args:
        title: Over it.
        series: What is compared.
        suffix: One of ``figures.FORMATS``.
        x: What the chart goes by, "generation" or "agent-steps".

    Raises:
        NeuroError: If matplotlib is not installed.
        SettingError: If there is no such format.
    """
    figure, (axes,) = _figure(1, 3.6, x)
    for k, one in enumerate(series):
        colour = hex_of(LIGHT.curves[k % len(LIGHT.curves)])
        at, values = _aligned(one.runs, x)
        mean, half = values.mean(axis=0), half_width(values)
        label = one.name if len(values) == 1 else f"{one.name} (mean of {len(values)} runs, 95 % interval)"
        axes.fill_between(at, np.maximum(mean - half, 0), mean + half, color=colour, alpha=0.18, linewidth=0)
        axes.plot(at, mean, color=colour, linewidth=1.8, label=shown(label))
    _title(axes, f"{title} · best fitness")
    _legend(axes)
    return written(figure, suffix)


def _places(records: Sequence[Generation], x: str) -> NDArray[np.int64]:
    """Where each generation of a run stands on the axis, ``(generations,)``."""
    if x == "generation":
        return np.array([record.number for record in records])
    return np.cumsum([record.agent_steps for record in records])


def _aligned(runs: Sequence[Sequence[Generation]], x: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Places ``(n,)`` on the axis, and the best fitness of each run there ``(runs, n)``.

    Between two generations a run has the value of the earlier one; one that ended sooner, because it was done, keeps
    its last.
    """
    own = [_places(records, x) for records in runs]
    at = np.unique(np.concatenate(own))
    if len(at) > _POINTS:
        at = np.unique(at[np.linspace(0, len(at) - 1, _POINTS).round().astype(int)])
    rows = []
    for places, records in zip(own, runs, strict=True):
        last = np.maximum(np.searchsorted(places, at, side="right") - 1, 0)
        rows.append(np.array([record.best_fitness for record in records])[last])
    return at, np.array(rows)
