"""The experiments of the lessons, and their figures: ``python docs/pictures/lessons.py [NAME ...] [--seeds 30]``.

Each variant of an experiment is evolved from the same seeds, so that luck does not decide. A figure shows the median
over the seeds, and a band that holds the middle half of the runs; a table of the same is printed.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import font_manager
from matplotlib.figure import Figure
from numpy.typing import NDArray

import neuro
from neuro.cli.layers_option import layers_given
from neuro.paths import asset
from neuro.view.theme import THEMES, Theme

HERE = Path(__file__).parent
_DASHES = ("-", (0, (1, 2)), (0, (5, 3)), (0, (6, 2, 1, 2)))  # so that lines differ without colours, too


@dataclass(frozen=True)
class Experiment:
    """Runs of one game that differ in one thing.

    Args:
        title: Over the figure.
        counted: What is counted, on the figure's upright axis.
        variants: By name, what ``neuro.evolve`` gets beside the common settings; the first is the one with a band.
        game: Name of the game.
        common: What all runs share.
    """

    title: str
    counted: str
    variants: Mapping[str, Mapping[str, Any]]
    game: str = "flappy"
    common: Mapping[str, Any] = field(default_factory=lambda: {"population": 200, "generations": 30, "max_steps": 3000})


EXPERIMENTS = {
    "selection": Experiment(
        "How strongly the best are preferred",
        "best so far, in pipes",
        {
            "5 in a tournament": {},
            "20": {"pressure": 20.0},
            "2": {"pressure": 2.0},
            "no selection": {"pressure": 1.0},
        },
    ),
    "variation": Experiment(
        "Crossover and mutation, each switched off",
        "best so far, in pipes",
        {
            "both": {},
            "no crossover": {"crossover_rate": 0.0},
            "no mutation": {"mutation_rate": 0.0},
            "neither": {"crossover_rate": 0.0, "mutation_rate": 0.0},
        },
    ),
    "size": Experiment(
        "Hidden nodes of a bird",
        "best so far, in pipes",
        {"8 nodes": {}, "none": {"layers": "5-2"}, "32 nodes": {"layers": "5-32-2"}, "8 and 8": {"layers": "5-8-8-2"}},
    ),
}


def best_so_far(name: str, variant: str, seeds: Sequence[int]) -> NDArray[np.float64]:
    """The best score up to each generation: ``(seeds, generations)``."""
    experiment = EXPERIMENTS[name]
    settings = {**experiment.common, **experiment.variants[variant]}
    if "layers" in settings:
        settings["layers"] = layers_given(settings["layers"], None, neuro.find_game(experiment.game))
    runs = [neuro.evolve(experiment.game, seed=seed, keep_going=True, **settings).history for seed in seeds]
    return np.maximum.accumulate([[generation.best_score for generation in run] for run in runs], axis=1)


def _hex(colour: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _figure(experiment: Experiment, found: Mapping[str, NDArray[np.float64]], theme: Theme) -> Figure:
    """The medians as lines, named at their ends, and the band of the first."""
    figure = Figure(figsize=(5.4, 3.4), layout="constrained")  # narrow: its words are read on a phone, too
    figure.patch.set_alpha(0)
    axes = figure.subplots()
    axes.patch.set_alpha(0)
    for (name, best), colour, dash in zip(found.items(), theme.curves, _DASHES, strict=False):
        at, median = np.arange(1, best.shape[1] + 1), np.median(best, axis=0)
        if name == next(iter(found)):
            axes.fill_between(at, *np.quantile(best, [0.25, 0.75], axis=0), color=_hex(colour), alpha=0.22, linewidth=0)
        axes.plot(at, median, color=_hex(colour), linewidth=2, linestyle=dash, label=name)
    _style(axes, experiment, theme)
    return figure


def _style(axes: Any, experiment: Experiment, theme: Theme) -> None:
    font_manager.fontManager.addfont(str(asset("fonts/Inter-Regular.otf")))
    axes.set_title(experiment.title, loc="left", fontsize=11, color=_hex(theme.text), fontfamily="Inter")
    axes.set_xlabel("generation", fontsize=9, color=_hex(theme.soft), fontfamily="Inter")
    axes.set_ylabel(experiment.counted, fontsize=9, color=_hex(theme.soft), fontfamily="Inter")
    axes.grid(axis="y", color=_hex(theme.line), linewidth=0.8)
    axes.tick_params(colors=_hex(theme.faint), labelsize=8, length=0)
    axes.margins(x=0.01)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(_hex(theme.line))
    axes.legend(frameon=False, labelcolor=_hex(theme.soft), prop={"family": "Inter", "size": 9}, loc="upper left")


def draw(name: str, seeds: Sequence[int]) -> None:
    """Run an experiment, write its figure for light and for dark pages, and print its medians and quartiles."""
    experiment = EXPERIMENTS[name]
    found = {variant: best_so_far(name, variant, seeds) for variant in experiment.variants}
    for theme in THEMES.values():
        figure = _figure(experiment, found, theme)
        figure.savefig(HERE / f"lesson-{name}-{theme.name}.svg", metadata={"Date": None})
    for variant, best in found.items():
        low, median, high = np.quantile(best[:, -1], [0.25, 0.5, 0.75])
        print(f"{name:10} {variant:18} {median:6.2f} ({low:.2f} to {high:.2f}) after {best.shape[1]} generations")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*EXPERIMENTS, []], help="experiments; all when not given")
    parser.add_argument("--seeds", type=int, default=30)
    asked = parser.parse_args()
    for chosen in asked.names or EXPERIMENTS:
        draw(chosen, range(1, asked.seeds + 1))
