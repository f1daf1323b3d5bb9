"""The charts beside the world: score or fitness by generation, the living, diversity, the families."""

from __future__ import annotations

from collections.abc import Hashable

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.numerals import legible, number
from neuro.view.drawing.shapes import Point
from neuro.view.inspect.snapshot import Snapshot
from neuro.view.keys import Command
from neuro.view.looks import FAMILIES, colour_of
from neuro.view.paint import Paint
from neuro.view.theme import AXIS, BODY, HINT, Theme
from neuro.view.widgets.chart import ChartPanel, Plot, Reading, room_for_axis
from neuro.view.widgets.control import Control
from neuro.view.widgets.dropdown import Choice, DropDown
from neuro.view.widgets.panel import Panel

__all__ = ["AlivePanel", "DiversityPanel", "FamiliesPanel", "FitnessPanel"]

_WIDE = 112  # of the field with the measure


class FitnessPanel(ChartPanel[Snapshot]):
    """Best and mean score by generation, or fitness with its spread; a pointer reads the values."""

    about = (
        "How good the best of each generation is, and all of them on the mean: in the game's own score, or as fitness,"
        " which selection goes by. The band of fitness is one standard deviation wide on each side."
    )

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._measure = DropDown(theme, "measure", "What the chart counts: the game's score, or fitness")
        self.drop_downs = (self._measure,)
        self._by_fitness = False

    def choose(self, measure: int) -> None:
        """Chart the score (0) or fitness (1); -1 for the one that is not charted now."""
        self._by_fitness = not self._by_fitness if measure < 0 else measure == 1

    def key(self, shown: Snapshot) -> Hashable:
        """What the picture depends on; at full speed it changes twice a second."""
        count = len(shown.history)
        newest = int(shown.seconds * 2) if shown.at_full_speed else count
        return newest, min(count, 2), len(shown.left_behind), self.pointer, self._by_fitness, self._measure.opened

    def controls(self) -> list[Control]:
        """The field with the measure."""
        return [self._measure.control._replace(commands=("other measure",))]

    def command(self, at: Point, event: Event) -> Command | None:
        """The command of an event: a click on the field opens its list."""
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and self._measure.field.collidepoint(at):
            self._measure.open()
        return super().command(at, event)

    def render(self, paint: Paint, area: Rect, shown: Snapshot) -> None:
        names = (shown.score_name, "fitness")
        name = names[self._by_fitness]
        title = f"{name[:1].upper()}{name[1:]} by generation"
        space = self.card(paint, area, title)
        wide = min(_WIDE, round(space.w - paint.width_of(title, BODY, "SemiBold")) - 12)
        self._measure.draw_field(
            paint, Rect(space.right - wide, 7, wide, 26), Choice(names, int(self._by_fitness), name)
        )
        history = list(shown.history)
        if not history:
            paint.text(space.center, "the first generation is still playing", HINT, self.theme.faint, align="c")
            return
        best = [entry.best_fitness if self._by_fitness else entry.best_score for entry in history]
        mean = [entry.mean_fitness if self._by_fitness else entry.mean_score for entry in history]
        spread = [entry.stdev_fitness for entry in history] if self._by_fitness else []
        before = [entry.best_fitness if self._by_fitness else entry.best_score for entry in shown.left_behind]
        top, low = max(0, *best, *before) * 1.06, min(0, *best, *mean)
        left = room_for_axis(paint, top, space.h - 26, low)
        ends = max(52, 14 + max(paint.width_of(legible(values[-1]), HINT, "SemiBold") for values in (best, mean)))
        field = Rect(round(space.x + left), space.y + 8, round(space.w - left - ends), space.h - 26)
        plot = Plot(paint, field, max(len(history), len(before)) - 1, top, self.theme, low=low)
        plot.axes()
        if before:  # the run that was left, as far as it went
            plot.line(before, self.theme.faint, 1.2)
        if spread:
            high = [m + s for m, s in zip(mean, spread, strict=True)]
            plot.area([m - s for m, s in zip(mean, spread, strict=True)], high, self.theme.cold, 56)
        plot.line(mean, self.theme.cold)
        plot.line(best, self.theme.hot)
        self._ends(paint, plot, field, best, mean)
        if self.pointer:
            g = min(plot.nearest(self.pointer[0]), len(best) - 1)
            told = legible(mean[g]) + (f" ± {legible(spread[g])}" if spread else "")
            readings = (
                Reading("best", best[g], legible(best[g]), self.theme.warm),
                Reading("mean", mean[g], told, self.theme.cool),
            )
            plot.read(g, f"generation {number(g)}", readings)

    def _ends(self, paint: Paint, plot: Plot, field: Rect, best: list[float], mean: list[float]) -> None:
        """The newest values, named beside the ends of their lines; apart, however near the lines are."""
        x = field.right + 9
        y_best, y_mean = plot.y(best[-1]), plot.y(mean[-1])
        shift = max(0.0, 30 - (y_mean - y_best)) / 2
        y_mean = min(y_mean + shift, field.bottom - 4)
        y_best = min(y_best - shift, y_mean - 30)
        for values, y, name, colour in (
            (best, y_best, "best", self.theme.warm),
            (mean, y_mean, "mean", self.theme.cool),
        ):
            plot.end(values, colour)
            paint.text((x, y - 7), name, AXIS, self.theme.soft, "Medium")
            paint.text((x, y + 7), legible(values[-1]), HINT, colour, "SemiBold")


class AlivePanel(ChartPanel[Snapshot]):
    """How many live, step by step of the rollout."""

    about = "How many are still alive at each step of this episode"

    def key(self, shown: Snapshot) -> Hashable:
        """What the picture depends on; it does not change with every step."""
        return shown.tick, 0 if shown.at_full_speed else shown.generation, self.pointer

    def render(self, paint: Paint, area: Rect, shown: Snapshot) -> None:
        space = self.card(paint, area, "Alive in this episode", f"step {number(shown.step)}")
        alive = list(shown.alive_by_step)
        left = paint.width_of(number(shown.population), AXIS) + 10
        field = Rect(round(space.x + left), space.y + 8, round(space.w - left - 40), space.h - 26)
        plot = Plot(paint, field, max(120, len(alive) - 1), shown.population * 1.04, self.theme)
        plot.axes(whole=True)
        plot.area([0.0] * len(alive), alive, self.theme.cold, 48)
        plot.line(alive, self.theme.cold)
        plot.end(alive, self.theme.cool)
        plot.write_end(alive, number(alive[-1]), self.theme.cool)
        if self.pointer:
            step = min(plot.nearest(self.pointer[0]), len(alive) - 1)
            plot.read(
                step, f"step {number(step)}", [Reading("alive", alive[step], number(alive[step]), self.theme.cool)]
            )


class DiversityPanel(ChartPanel[Snapshot]):
    """How far the genomes differ, by generation."""

    about = (
        "How far the genomes differ: the standard deviation of a gene over the population, as a mean over all genes."
        " Near 0 all are alike, and only mutation still brings something new."
    )

    def key(self, shown: Snapshot) -> Hashable:
        """What the picture depends on; at full speed it changes twice a second."""
        return int(shown.seconds * 2) if shown.at_full_speed else len(shown.diversity), self.pointer

    def render(self, paint: Paint, area: Rect, shown: Snapshot) -> None:
        space = self.card(paint, area, "Diversity by generation", "mean spread of a gene")
        known = sorted(shown.diversity.items())
        first, values = known[0][0], [value for _, value in known]
        left = room_for_axis(paint, max(values) * 1.1, space.h - 26)
        field = Rect(round(space.x + left), space.y + 8, round(space.w - left - 44), space.h - 26)
        plot = Plot(paint, field, len(values) - 1, max(values) * 1.1, self.theme, first=first)
        plot.axes()
        plot.area([0.0] * len(values), values, self.theme.cold, 48)
        plot.line(values, self.theme.cold)
        plot.end(values, self.theme.cool)
        plot.write_end(values, legible(values[-1]), self.theme.cool)
        if self.pointer:
            k = plot.nearest(self.pointer[0])
            readings = [Reading("diversity", values[k], legible(values[k]), self.theme.cool)]
            plot.read(k, f"generation {number(known[k][0])}", readings)


class FamiliesPanel(Panel[Snapshot]):
    """Families of looks in the population, and the share of each that lives."""

    about = "Relatives look alike: which families the population is made of, and how many of each still live"

    def key(self, shown: Snapshot) -> Hashable:
        return shown.generation, tuple(round(living, 2) for _, living in shown.families)

    def render(self, paint: Paint, area: Rect, shown: Snapshot) -> None:
        space = self.card(paint, area, "Families", "share, and who lives")
        row = space.h / len(FAMILIES)
        for i, ((name, looks), (share, living)) in enumerate(zip(FAMILIES.items(), shown.families, strict=True)):
            y, colour = space.y + (i + 0.5) * row, colour_of(looks)
            radius = min(8.5, row * 0.3)
            shown.marker.stamp(paint, (space.x + 16, y), looks, radius, outline=None)
            paint.text((space.x + 42, y), name, HINT, self.theme.soft, "Medium")
            left, right = space.x + 104, space.right - 44
            paint.bar((left, y - 2.5, right - left, 5), self.theme.line)
            for part, alpha in ((share, 110), (living, 255)):
                if part > 0:
                    paint.box((left, y - 2.5, max(5, (right - left) * part), 5), colour, 2.5, alpha)
            paint.text((space.right, y), f"{share * 100:.0f} %", HINT, self.theme.text, "Medium", "r")
