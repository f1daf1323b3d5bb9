"""A comparison as a figure for a page: who has solved the task by then, the scores, and the table."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.comparison.comparison_table import table_rows
from neuro.comparison.contest import Contest
from neuro.comparison.ranks import half_width, wilson
from neuro.comparison.standing import pairs_of
from neuro.comparison.trial import Trial
from neuro.game import find_game
from neuro.numerals import legible, short, spelled
from neuro.paths import asset
from neuro.texts import shown
from neuro.view.pages.figures import hex_of, new_figure, written
from neuro.view.theme import LIGHT

__all__ = ["comparison_figure"]

_WIDE, _ROW, _ABOVE = 1200, 38, 620  # pixels: the figure, a row of the table, all above its first row
_BOLD = "fonts/Inter-SemiBold.otf"
_POINTS = 400  # of a curve
_MARKS = ("o", "s", "^", "D", "o", "v", "P", "X")
_HOLLOW = 4  # the place of the mark that is a ring
_NAME = 0.062  # of a chart's height: a name
_LONGEST, _LONGEST_IN_TABLE = 12, 30  # letters of a name beside a curve, and in the table
_WIDE_RANGE = 100  # scores from which on their axis is logarithmic
#: The table's columns: the place of each, how its cells are set, and how it is named; the first is the name itself.
_COLUMNS = (
    *(
        (80, "left", "Algorithm"),
        (352, "right", "Solved"),
        (452, "right", "95 %"),
        (590, "right", "Agent-steps, median"),
    ),
    *((742, "right", "quartiles"), (872, "right", "Generations"), (1012, "right", "Score at the end")),
    (1158, "right", "Seconds, one core"),
)


def comparison_figure(contest: Contest, trials: Mapping[str, Sequence[Trial]], suffix: str) -> bytes:
    """The figure as a file.

    Args:
        contest: What is compared.
        trials: The runs of each algorithm that have ended, at least one of each.
        suffix: Kind of the file, one of ``figures.FORMATS``.

    Raises:
        NeuroError: If matplotlib is not installed.
        SettingError: If there is no such format.
    """
    page = _Page(_ABOVE + _ROW * len(trials))
    many = spelled(len(trials)).capitalize()
    way, title = "way" if len(trials) == 1 else "ways", contest.task if contest.is_examples else contest.game.title
    page.write(32, 41, f"{many} {way} to learn {title}", 24, bold=True)
    seeds = f"{contest.seeds:,} seeds each" if contest.seeds > 1 else "one seed each"
    shared = "examples" if contest.is_examples else "courses"
    page.write(32, 71, f"{seeds}, the same {shared} for all · bands: 95 % confidence", 15, LIGHT.soft)
    about = [contest.level, f"{contest.population:,} a generation" if contest.population else ""]
    page.write(1166, 41, " · ".join(filter(None, about)), 13, LIGHT.faint, "right")
    score = "share right" if contest.is_examples else find_game(contest.task).score_name
    _solved(page.chart(24, "Solved", "share of the seeds"), contest, trials)
    _scores(page.chart(606, "Score", f"{score}, the best in training so far, mean"), contest, trials)
    _table(page, trials)
    return written(page.figure, suffix)


class _Page:
    """A figure that is measured in pixels from its top left corner.

    Args:
        high: Its height.
    """

    def __init__(self, high: int) -> None:
        self.high = high
        self.figure = new_figure(figsize=(_WIDE / 100, high / 100), dpi=150, facecolor=hex_of(LIGHT.window))

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        colour: Any = LIGHT.text,
        align: str = "left",
        bold: bool = False,
    ) -> None:
        """Write a text whose middle is at a height."""
        style: dict[str, Any] = {"fontproperties": asset(_BOLD)} if bold else {"fontfamily": "Inter"}
        style |= {"fontsize": size * 0.72, "color": hex_of(colour)}
        self.figure.text(x / _WIDE, 1 - y / self.high, shown(text), ha=align, va="center", parse_math=False, **style)

    def panel(self, x: float, y: float, wide: float, high: float) -> None:
        """Draw a panel."""
        from matplotlib.patches import FancyBboxPatch

        box = FancyBboxPatch(
            (x / 100, (self.high - y - high) / 100),
            wide / 100,
            high / 100,
            boxstyle="round,pad=0,rounding_size=0.12",
            facecolor=hex_of(LIGHT.panel),
            edgecolor=hex_of(LIGHT.line),
            transform=self.figure.dpi_scale_trans,
            zorder=-1,
        )
        self.figure.add_artist(box)

    def line(self, y: float) -> None:
        """Draw a line across the table."""
        from matplotlib.lines import Line2D

        at = 1 - y / self.high
        self.figure.add_artist(Line2D([40 / _WIDE, 1160 / _WIDE], [at, at], color=hex_of(LIGHT.line), linewidth=0.8))

    def chart(self, x: float, title: str, about: str) -> Any:
        """An empty chart on a panel of its own."""
        self.panel(x, 96, 570, 424)
        self.write(x + 16, 116, title, 14, bold=True)
        self.write(x + 552, 116, about, 12.5, LIGHT.faint, "right")
        axes = self.figure.add_axes(((x + 60) / _WIDE, 1 - 462 / self.high, 402 / _WIDE, 318 / self.high))
        axes.set_facecolor("none")
        axes.grid(axis="y", color=hex_of(LIGHT.line), linewidth=0.8)
        axes.set_axisbelow(True)
        axes.tick_params(colors=hex_of(LIGHT.faint), labelsize=8, length=0, labelfontfamily="Inter")
        for side in axes.spines.values():
            side.set_visible(False)
        self.write(x + 261, 498, "agent-steps", 12.5, LIGHT.soft, "center")
        return axes

    def mark(self, place: int, x: float, y: float) -> None:
        """Draw the mark of an algorithm."""
        from matplotlib.lines import Line2D

        at = [x / _WIDE], [1 - y / self.high]
        self.figure.add_artist(Line2D(*at, linestyle="none", **_mark(place, 7)))


def _colour(place: int) -> str:
    return hex_of(LIGHT.curves[place % len(LIGHT.curves)])


def _mark(place: int, size: float) -> dict[str, Any]:
    hollow = place % len(_MARKS) == _HOLLOW
    inside = hex_of(LIGHT.panel) if hollow else _colour(place)
    return {
        "marker": _MARKS[place % len(_MARKS)],
        "markersize": size,
        "markerfacecolor": inside,
        "markeredgecolor": _colour(place) if hollow else hex_of(LIGHT.panel),
        "markeredgewidth": 1.6 if hollow else 1,
    }


def _grid(contest: Contest, trials: Mapping[str, Sequence[Trial]]) -> NDArray[np.float64]:
    """The agent-steps at which curves are drawn, evenly spread over their logarithms: ``(n,)``."""
    first = min(trial.curve[0][0] for runs in trials.values() for trial in runs)
    last = max(contest.budget, first + 1, *(one.agent_steps for runs in trials.values() for one in runs))
    return np.geomspace(first, last, _POINTS)


def _solved(axes: Any, contest: Contest, trials: Mapping[str, Sequence[Trial]]) -> None:
    at, ends = _grid(contest, trials), []
    for place, runs in enumerate(trials.values()):
        steps = sorted(one.agent_steps for one in runs if one.solved)
        counts = np.searchsorted(steps, at, side="right")
        bands = np.array([wilson(int(count), len(runs)) for count in counts])
        seen = counts > 0  # where nobody has solved it, the band would only hide others
        axes.fill_between(at, *bands.T, where=seen, step="post", color=_colour(place), alpha=0.16, linewidth=0)
        _curve(axes, place, at, counts / len(runs), drawstyle="steps-post")
        ends.append(counts[-1] / len(runs))
    axes.set_ylim(0, 1.02)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    _finish(axes, at, list(trials), ends)


def _scores(axes: Any, contest: Contest, trials: Mapping[str, Sequence[Trial]]) -> None:
    at, ends, least, most = _grid(contest, trials), [], math.inf, -math.inf
    for place, runs in enumerate(trials.values()):
        values = np.array([_best_so_far(one, at) for one in runs])
        mean, half = values.mean(axis=0), half_width(values)
        low, high = np.maximum(mean - half, values.min(axis=0)), np.minimum(mean + half, values.max(axis=0))
        axes.fill_between(at, low, high, color=_colour(place), alpha=0.16, linewidth=0)
        _curve(axes, place, at, mean)
        ends.append(float(mean[-1]))
        least, most = min(least, float(low.min())), max(most, float(high.max()))
    if least >= 0 and most >= _WIDE_RANGE:
        axes.set_yscale("symlog", linthresh=1)
        axes.set_yticks([0, *(10.0**k for k in range(math.ceil(math.log10(most)) + 1))])
    room = 0.02 * (most - least) or 1
    axes.set_ylim(least if least >= 0 else least - room, most + room)
    axes.yaxis.set_major_formatter(lambda value, _: legible(value))
    _finish(axes, at, list(trials), ends)


def _best_so_far(trial: Trial, at: NDArray[np.float64]) -> NDArray[np.float64]:
    """The best score in training that a run has had at each of some agent-steps, ``(n,)``."""
    steps, scores = (np.array(column, np.float64) for column in zip(*trial.curve, strict=True))
    return np.asarray(scores[np.maximum(np.searchsorted(steps, at, side="right") - 1, 0)])


def _curve(axes: Any, place: int, at: NDArray[np.float64], values: NDArray[np.float64], **style: Any) -> None:
    """A curve with its mark where it has risen half its way."""
    rise = values >= (values[0] + values[-1]) / 2
    half = int(rise.argmax()) if values[-1] > values[0] else len(at) // 2
    axes.plot(
        at, values, color=_colour(place), linewidth=1.8, clip_on=False, markevery=[half], **_mark(place, 7), **style
    )


def _finish(axes: Any, at: NDArray[np.float64], names: list[str], ends: list[float]) -> None:
    """Set the axis of agent-steps, and write each name beside the end of its curve."""
    from matplotlib.ticker import FixedLocator

    axes.set_xscale("log")
    axes.set_xlim(at[0], at[-1])
    decades = [10.0**k for k in range(math.floor(math.log10(at[0])), math.ceil(math.log10(at[-1])) + 1)]
    axes.xaxis.set_major_locator(FixedLocator([one for one in decades if at[0] <= one <= at[-1]] or [at[0], at[-1]]))
    axes.xaxis.set_major_formatter(lambda value, _: " ".join(filter(None, short(value))))
    axes.minorticks_off()
    to_share = (axes.transData + axes.transAxes.inverted()).transform
    heights = [float(to_share((at[-1], end))[1]) for end in ends]
    for place, free in _apart(heights).items():
        colour = _colour(place)
        axes.plot(
            [1, 1.03], [heights[place], free], transform=axes.transAxes, clip_on=False, color=colour, linewidth=0.7
        )
        axes.plot([1.045], [free], transform=axes.transAxes, clip_on=False, linestyle="none", **_mark(place, 6))
        name = names[place] if len(names[place]) <= _LONGEST else names[place][: _LONGEST - 1] + "…"
        style = {"fontfamily": "Inter", "fontsize": 8.5, "color": hex_of(LIGHT.text), "va": "center"}
        axes.text(1.065, free, shown(name), transform=axes.transAxes, parse_math=False, **style)


def _apart(heights: list[float]) -> dict[int, float]:
    """Heights at which names can be read, near those of their curves: by the places of these."""
    order = sorted(range(len(heights)), key=lambda place: -heights[place])
    free, below = math.inf, -_NAME
    found = dict.fromkeys(order, 0.0)
    for place in order:
        found[place] = free = min(heights[place], free - _NAME)
    for place in reversed(order):
        found[place] = below = max(found[place], below + _NAME)
    return found


def _table(page: _Page, trials: Mapping[str, Sequence[Trial]]) -> None:
    """The table; the row of an algorithm is lit that the seeds set apart from all others as the better one."""
    page.panel(24, 532, 1152, _ROW * len(trials) + 64)
    for x, align, name in _COLUMNS:
        page.write(x, 555, name, 13, LIGHT.soft, align)
    ahead = [pair.better for pair in pairs_of(trials) if pair.is_separated]
    for place, row in enumerate(table_rows(trials)[1:]):
        y = 595 + _ROW * place
        page.line(y - _ROW / 2 - (2 if place == 0 else 0))
        page.mark(place, 54, y)
        best = len(trials) > 1 and ahead.count(row[0]) == len(trials) - 1
        for (x, align, _), cell in zip(_COLUMNS, row, strict=True):
            named = x == _COLUMNS[0][0]
            cell = cell if len(cell) <= _LONGEST_IN_TABLE else cell[: _LONGEST_IN_TABLE - 1] + "…"
            colour = LIGHT.warm if best and not named else LIGHT.text
            page.write(x, y, cell, 13.5, colour, align, bold=best or named)
