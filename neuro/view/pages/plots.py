"""Charts of runs as figures fit for a page, by matplotlib."""

from __future__ import annotations

import importlib.util
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError, SettingError
from neuro.evolution.algorithms import Archive
from neuro.evolution.generation import Generation
from neuro.paths import asset
from neuro.texts import shown
from neuro.view.theme import LIGHT, Colour, mix

__all__ = ["FORMATS", "ArchivePlot", "Series", "comparison", "portrait"]

#: Kinds of files that a figure can be written as.
FORMATS = (".pdf", ".png", ".svg")

_SHORT = 50  # letters of all names of a legend that stands beside the title
_T_95 = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228)  # Student's t for 1 to 10 more runs


@dataclass(frozen=True)
class Series:
    """Runs that differ in nothing but their seed.

    Args:
        name: What sets them apart from others.
        runs: The records of each.
    """

    name: str
    runs: Sequence[Sequence[Generation]]


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _figure(rows: int, high: float, *, below: float = 0.0) -> tuple[Any, list[Any]]:
    """An empty figure of some charts over each other, and a chart of its own below them where there is room for it.

    Raises:
        NeuroError: If matplotlib is not installed.
    """
    if importlib.util.find_spec("matplotlib") is None:
        raise NeuroError("a plot needs matplotlib: pip install 'neuro-sandbox[plot]'")
    from matplotlib import font_manager
    from matplotlib.figure import Figure

    font_manager.fontManager.addfont(str(asset("fonts/Inter-Regular.otf")))
    figure = Figure(figsize=(7.2, high + below), dpi=200, layout="constrained")
    places = figure.add_gridspec(rows + (below > 0), 1, height_ratios=[high / rows] * rows + [below] * (below > 0))
    axes = [figure.add_subplot(places[0])]
    axes += [figure.add_subplot(places[row], sharex=axes[0]) for row in range(1, rows)]
    for one in axes[:-1]:
        one.tick_params(labelbottom=False)
    if below:
        figure.add_subplot(places[rows])
    for one in axes:
        one.grid(axis="y", color=_hex(LIGHT.line), linewidth=0.8)
        one.set_axisbelow(True)
        one.tick_params(colors=_hex(LIGHT.faint), labelsize=8, length=0)
        one.margins(x=0.01)
        for side in ("top", "right", "left"):
            one.spines[side].set_visible(False)
        one.spines["bottom"].set_color(_hex(LIGHT.line))
        _in_our_font(one.get_xticklabels() + one.get_yticklabels())
    axes[-1].set_xlabel("generation", fontsize=9, color=_hex(LIGHT.soft), fontfamily="Inter")
    return figure, axes


def _in_our_font(labels: Sequence[Any]) -> None:
    for label in labels:
        label.set_fontfamily("Inter")


def _title(axes: Any, text: str) -> None:
    bold = asset("fonts/Inter-SemiBold.otf")
    style = {"fontproperties": bold, "fontsize": 10, "color": _hex(LIGHT.text), "loc": "left"}
    axes.set_title(shown(text), parse_math=False, **style)


def _legend(axes: Any) -> None:
    """What the curves are: at the right, in the line of the title, or below it where the names are long."""
    names = axes.get_legend_handles_labels()[1]
    short = sum(map(len, names)) <= _SHORT
    style = {"prop": {"family": "Inter", "size": 8}, "labelcolor": _hex(LIGHT.soft), "borderaxespad": 0.0}
    style |= {"loc": "lower right", "bbox_to_anchor": (1.0, 1.02), "ncols": len(names)} if short else {"loc": "best"}
    for text in axes.legend(frameon=False, **style).get_texts():
        text.set_parse_math(False)


def _written(figure: Any, suffix: str) -> bytes:
    """The file's bytes, the same each time."""
    if suffix not in FORMATS:
        raise SettingError(f"a plot is a file that ends in {', '.join(FORMATS)}, not {suffix or 'nothing'!r}")
    import matplotlib

    file = io.BytesIO()
    nothing: dict[str, Any] = {".png": {"Software": None}, ".svg": {"Date": None}, ".pdf": {"CreationDate": None}}
    with matplotlib.rc_context({"svg.hashsalt": "neuro", "svg.fonttype": "path"}):
        figure.savefig(file, format=suffix[1:], metadata=nothing[suffix])
    return file.getvalue()


def portrait(
    title: str, records: Sequence[Generation], suffix: str, *, score_name: str, archive: ArchivePlot | None = None
) -> bytes:
    """The charts of one run: fitness with its spread, the score, each number of the search, and its archive.

    Args:
        title: Over them.
        records: Records of the run's generations, at least one.
        suffix: One of ``FORMATS``.
        score_name: What the score counts.
        archive: Behaviours that the algorithm has kept; None where there are none.

    Raises:
        NeuroError: If matplotlib is not installed.
        SettingError: If there is no such format.
    """
    metrics = list(records[-1].metrics)
    figure, (upper, lower, *others) = _figure(
        2 + len(metrics), 5.2 + 2.0 * len(metrics), below=0.0 if archive is None else 5.6
    )
    if archive is not None:
        _draw_archive(figure.axes[-1], archive)
    at = [record.number for record in records]
    mean = np.array([record.mean_fitness for record in records])
    spread = np.array([record.stdev_fitness for record in records])
    hot, cold = _hex(LIGHT.hot), _hex(LIGHT.cold)
    upper.fill_between(at, np.maximum(mean - spread, 0), mean + spread, color=cold, alpha=0.18, linewidth=0)
    upper.plot(at, mean, color=cold, linewidth=1.6, label="mean ± standard deviation")
    upper.plot(at, [record.best_fitness for record in records], color=hot, linewidth=1.6, label="best")
    lower.plot(at, [record.best_score for record in records], color=hot, linewidth=1.6, label="best")
    lower.plot(at, [record.mean_score for record in records], color=cold, linewidth=1.6, label="mean")
    for solved in [record.number for record in records if record.solved][:1]:
        for axes in (upper, lower, *others):
            axes.axvline(solved, color=_hex(LIGHT.good), linewidth=1.2, linestyle=(0, (4, 3)))
        upper.annotate(
            f"solved in generation {solved}",
            (solved, 0.04),
            xycoords=("data", "axes fraction"),
            xytext=(-4, 0),
            textcoords="offset points",
            ha="right",
            fontsize=8,
            color=_hex(LIGHT.good),
            fontfamily="Inter",
        )
    _title(upper, f"{title} · fitness")
    _title(lower, score_name)
    for axes, name in zip(others, metrics, strict=True):
        axes.plot(at, [record.metrics.get(name, math.nan) for record in records], color=hot, linewidth=1.6)
        _title(axes, name.replace("_", " "))
    _legend(upper)
    return _written(figure, suffix)


@dataclass(frozen=True, eq=False)
class ArchivePlot:
    """What is drawn of an algorithm's archive.

    Args:
        names: Names of the first two numbers of a behaviour.
        archive: Behaviours that were kept, at least one.
    """

    names: tuple[str, ...]
    archive: Archive


def _draw_archive(axes: Any, shown: ArchivePlot) -> None:
    """Draw behaviours as dots, warmer where the fitness that is known of them is higher."""
    behaviour, fitness = shown.archive.behaviour, shown.archive.fitness
    up = behaviour[:, 1] if behaviour.shape[1] > 1 else np.zeros(len(behaviour))
    shades = [_hex(mix(LIGHT.middle, LIGHT.hot, 0.25)), _hex(LIGHT.hot), "#5a2f00"]
    style: dict[str, Any] = {"s": 22, "marker": "s", "linewidths": 0, "color": _hex(LIGHT.cold)}
    if fitness is not None:
        from matplotlib.colors import LinearSegmentedColormap

        order = np.argsort(fitness, kind="stable")  # the best lie over the others
        behaviour, up, fitness = behaviour[order], up[order], fitness[order]
        style |= {"c": fitness, "cmap": LinearSegmentedColormap.from_list("fitness", shades), "color": None}
    dots = axes.scatter(behaviour[:, 0], up, **{key: value for key, value in style.items() if value is not None})
    labels = {"fontsize": 9, "color": _hex(LIGHT.soft), "fontfamily": "Inter", "parse_math": False}
    axes.set_xlabel(shown.names[0], **labels)
    axes.set_ylabel(shown.names[1] if len(shown.names) > 1 else "", **labels)
    axes.tick_params(colors=_hex(LIGHT.faint), labelsize=8, length=0)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(_hex(LIGHT.line))
    _in_our_font(axes.get_xticklabels() + axes.get_yticklabels())
    _title(axes, f"archive: {len(behaviour):,} behaviours" + ("" if fitness is None else ", by fitness"))
    if fitness is not None:
        bar = axes.figure.colorbar(dots, ax=axes, shrink=0.6, pad=0.02)
        bar.outline.set_visible(False)
        bar.ax.tick_params(colors=_hex(LIGHT.faint), labelsize=8, length=0)
        _in_our_font(bar.ax.get_yticklabels())


def comparison(title: str, series: Sequence[Series], suffix: str) -> bytes:
    """The best fitness of several series of runs in one chart, each with the 95 % interval of its mean over seeds.

    Args:
        title: Over it.
        series: What is compared.
        suffix: One of ``FORMATS``.

    Raises:
        NeuroError: If matplotlib is not installed.
        SettingError: If there is no such format.
    """
    figure, (axes,) = _figure(1, 3.6)
    for k, one in enumerate(series):
        colour = _hex(LIGHT.curves[k % len(LIGHT.curves)])
        values = _aligned(one.runs)
        at, mean, half = np.arange(values.shape[1]), values.mean(axis=0), _interval(values)
        label = one.name if len(values) == 1 else f"{one.name} (mean of {len(values)} runs, 95 % interval)"
        axes.fill_between(at, np.maximum(mean - half, 0), mean + half, color=colour, alpha=0.18, linewidth=0)
        axes.plot(at, mean, color=colour, linewidth=1.8, label=shown(label))
    _title(axes, f"{title} · best fitness")
    _legend(axes)
    return _written(figure, suffix)


def _aligned(runs: Sequence[Sequence[Generation]]) -> NDArray[np.float64]:
    """Best fitness ``(runs, generations)``: a run that ended sooner, because it was done, keeps its last value."""
    longest = max(len(records) for records in runs)
    rows = [[record.best_fitness for record in records] for records in runs]
    return np.array([row + [row[-1]] * (longest - len(row)) for row in rows])


def _interval(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Half the 95 % interval of the mean over runs, at each generation (Student, 1908)."""
    count = len(values)
    if count < 2:
        return np.zeros(values.shape[1])
    t = _T_95[count - 2] if count - 2 < len(_T_95) else 1.96 + 2.5 / (count - 1)
    return np.asarray(t * values.std(axis=0, ddof=1) / math.sqrt(count))
