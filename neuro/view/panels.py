"""The panels beside the world: figures of the run, fitness by generation, the living, the families."""

from __future__ import annotations

from collections.abc import Hashable

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.view import birds
from neuro.view.chart import Plot
from neuro.view.keys import Command
from neuro.view.layout import header_columns
from neuro.view.paint import Paint
from neuro.view.panel import Panel
from neuro.view.shapes import Point
from neuro.view.snapshot import Snapshot, clock, number, short
from neuro.view.theme import AXIS, BODY, FIGURE, HINT, LARGE_FIGURE, NAME, Theme

__all__ = ["AlivePanel", "DiversityPanel", "FamiliesPanel", "FitnessPanel", "HeaderPanel"]


_ALIVE_BAR = 104  # its length


def _lefts(width: float, columns: int) -> list[float]:
    """Left ends of the header's figures; in one row, each gets the room that its longest number needs."""
    weights = (1.0,) * columns
    if columns == 6:
        weights = (1.1, 1.55, 1.0, 1.0, 1.05, 1.15) if width >= 600 else (1.0, 1.7, 0.98, 1.0, 0.97, 1.2)
    return [width * sum(weights[:i]) / sum(weights) for i in range(columns)]


class HeaderPanel(Panel[Snapshot]):
    """Which run this is, and its six figures."""

    def key(self, shown: Snapshot) -> Hashable:
        """See ``Panel.key``."""
        return self._figures(shown), clock(shown.seconds), shown.state

    def _figures(self, s: Snapshot) -> tuple[tuple[str, str, str], ...]:
        """Label, value and unit of each."""
        ever = "–" if s.best_ever is None else number(s.best_ever)
        return (
            ("Generation", number(s.generation), f"/ {number(s.present)}" if s.rewound else ""),
            ("Alive", number(s.alive), f"/ {number(s.population)}"),
            ("Best now", number(s.best), ""),
            ("Mean now", number(s.mean, 1), ""),
            ("Best ever", ever, ""),
            (f"{s.agent.capitalize()}-steps / s", *short(s.rate)),
        )

    def render(self, paint: Paint, area: Rect, shown: Snapshot) -> None:
        """See ``Panel.render``."""
        theme, wide = self.theme, area.w >= 370
        paint.box(area, theme.panel, 12, border=theme.line)
        title = FIGURE if wide else NAME
        paint.text((16, 26), shown.title, title, theme.text, "SemiBold")
        self._chips(paint, 16 + paint.width_of(shown.title, title, "SemiBold") + 10, shown)
        self._state(paint, area, shown, wide)
        columns = header_columns(area)
        lefts = _lefts(area.w - 32, columns)
        for i, figure in enumerate(self._figures(shown)):
            at = 16 + lefts[i % columns], 60 + i // columns * 52
            self._figure(paint, at, figure, LARGE_FIGURE if area.w >= 640 else FIGURE)
            if i == 1 and shown.population:
                long = min(_ALIVE_BAR, lefts[2] - lefts[1] - 14) if columns > 2 else _ALIVE_BAR
                paint.bar((at[0], at[1] + 37, long, 3), theme.line)
                paint.bar((at[0], at[1] + 37, long * shown.alive / shown.population, 3), theme.good)

    def _chips(self, paint: Paint, x: float, shown: Snapshot) -> None:
        for name in shown.chips:
            width = paint.width_of(name, AXIS, "Medium") + 14
            paint.box((x, 16, width, 20), self.theme.raised, 10)
            paint.text((x + 7, 26), name, AXIS, self.theme.soft, "Medium")
            x += width + 6

    def _state(self, paint: Paint, area: Rect, shown: Snapshot, wide: bool) -> None:
        """The time, and before it what goes on, with a dot."""
        right = area.w - 16.0
        right -= paint.text((right, 26), clock(shown.seconds), BODY, self.theme.soft, "Medium", "r") + 10
        if wide:
            right -= paint.text((right, 26), shown.state, HINT, self.theme.faint, align="r") + 9
            paint.circle((right, 26), 3.5, self.theme.good if shown.state == "running" else self.theme.hot)

    def _figure(self, paint: Paint, at: Point, figure: tuple[str, str, str], size: int) -> None:
        label, value, unit = figure
        colour = self.theme.warm if label == "Best ever" else self.theme.text
        if label == "Generation" and unit:  # of the past
            colour = self.theme.cool
        paint.text(at, label, AXIS, self.theme.faint, "Medium")
        width = paint.text((at[0], at[1] + 21), value, size, colour, "SemiBold")
        paint.text((at[0] + width + 3, at[1] + 23), unit, HINT, self.theme.soft)


class FitnessPanel(Panel[Snapshot]):
    """Best and mean fitness by generation, with the spread; a pointer reads the values."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._pointer: Point | None = None

    def key(self, shown: Snapshot) -> Hashable:
        """See ``Panel.key``; twice a second is enough at full speed."""
        count = len(shown.history)
        return count if shown.speed < 9 else int(shown.seconds * 2), min(count, 2), self._pointer

    def command(self, at: Point, event: Event) -> Command | None:
        """See ``Panel.command``: a pointer inside the card reads values, and gives no command."""
        if event.type == pygame.MOUSEMOTION and self.rect:
            inside = Rect(0, 0, *self.rect.size).collidepoint(at)
            self._pointer = at if inside else None
        return None

    def render(self, paint: Paint, area: Rect, shown: Snapshot) -> None:
        """See ``Panel.render``."""
        space = self.card(paint, area, "Fitness by generation", "best, mean ± spread")
        history = list(shown.history)
        if not history:
            paint.text(space.center, "the first generation is in the air", HINT, self.theme.faint, align="c")
            return
        best = [entry.best_fitness for entry in history]
        mean = [entry.mean_fitness for entry in history]
        spread = [entry.stdev_fitness for entry in history]
        top = max(best) * 1.06
        left = paint.width_of(number(top), AXIS) + 10
        field = Rect(round(space.x + left), space.y + 8, round(space.w - left - 52), space.h - 26)
        plot = Plot(paint, field, len(history) - 1, top, self.theme)
        plot.axes()
        high = [m + s for m, s in zip(mean, spread, strict=True)]
        plot.area([max(0, m - s) for m, s in zip(mean, spread, strict=True)], high, self.theme.cold, 56)
        plot.line(mean, self.theme.cold)
        plot.line(best, self.theme.hot)
        self._ends(paint, plot, field, best, mean)
        if self._pointer:
            self._read(paint, plot, field, (best, mean, spread))

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
            paint.text((x, y + 7), number(values[-1]), HINT, colour, "SemiBold")

    def _read(self, paint: Paint, plot: Plot, field: Rect, series: tuple[list[float], ...]) -> None:
        """The values of the generation under the pointer."""
        assert self._pointer
        theme, (best, mean, spread) = self.theme, series
        g = plot.nearest(self._pointer[0])
        x = plot.x(g)
        paint.fill((x, field.y, 1, field.h), theme.soft)
        for values, colour in ((best, theme.warm), (mean, theme.cool)):
            paint.circle((x, plot.y(values[g])), 5, theme.panel)
            paint.circle((x, plot.y(values[g])), 3.5, colour)
        lines = (
            ("best", number(best[g]), theme.warm),
            ("mean", f"{number(mean[g])} ± {number(spread[g])}", theme.cool),
        )
        width = 70 + max(paint.width_of(value, HINT, "Medium") for _, value, _ in lines)
        left = x - width - 10 if x - width - 10 > field.x else x + 10
        paint.box((left, field.y + 4, width, 66), theme.raised, 8, border=theme.line)
        paint.text((left + 10, field.y + 18), f"generation {g}", AXIS, theme.soft, "Medium")
        for k, (name, value, colour) in enumerate(lines):
            y = field.y + 37 + 18 * k
            paint.circle((left + 14, y), 3.5, colour)
            paint.text((left + 24, y), name, HINT, theme.soft)
            paint.text((left + width - 10, y), value, HINT, theme.text, "Medium", "r")


class AlivePanel(Panel[Snapshot]):
    """How many live, step by step of the flight."""

    def key(self, shown: Snapshot) -> Hashable:
        """See ``Panel.key``: not with every step."""
        return shown.tick, shown.generation if shown.speed < 9 else 0

    def render(self, paint: Paint, area: Rect, shown: Snapshot) -> None:
        """See ``Panel.render``."""
        space = self.card(paint, area, "Alive in this flight", f"step {number(shown.step)}")
        alive = list(shown.alive_by_step)
        left = paint.width_of(number(shown.population), AXIS) + 10
        field = Rect(round(space.x + left), space.y + 8, round(space.w - left - 40), space.h - 26)
        plot = Plot(paint, field, max(120, len(alive) - 1), shown.population * 1.04, self.theme)
        plot.axes(whole=True)
        plot.area([0.0] * len(alive), alive, self.theme.cold, 48)
        plot.line(alive, self.theme.cold)
        plot.end(alive, self.theme.cool)
        at = plot.x(len(alive) - 1) + 9, min(max(plot.y(alive[-1]), field.y), field.bottom - 6)
        paint.text(at, number(alive[-1]), HINT, self.theme.cool, "SemiBold")


class DiversityPanel(Panel[Snapshot]):
    """How far the genomes differ, by generation."""

    def key(self, shown: Snapshot) -> Hashable:
        """See ``Panel.key``; twice a second is enough at full speed."""
        return len(shown.diversity) if shown.speed < 9 else int(shown.seconds * 2)

    def render(self, paint: Paint, area: Rect, shown: Snapshot) -> None:
        """See ``Panel.render``."""
        space = self.card(paint, area, "Diversity by generation", "mean spread of a gene")
        known = sorted(shown.diversity.items())
        first, values = known[0][0], [value for _, value in known]
        left = paint.width_of("0.00", AXIS) + 10
        field = Rect(round(space.x + left), space.y + 8, round(space.w - left - 44), space.h - 26)
        plot = Plot(paint, field, len(values) - 1, max(values) * 1.1, self.theme, first=first)
        plot.axes()
        plot.area([0.0] * len(values), values, self.theme.cold, 48)
        plot.line(values, self.theme.cold)
        plot.end(values, self.theme.cool)
        at = plot.x(len(values) - 1) + 9, min(max(plot.y(values[-1]), field.y), field.bottom - 6)
        paint.text(at, number(values[-1], 2), HINT, self.theme.cool, "SemiBold")


class FamiliesPanel(Panel[Snapshot]):
    """Which families of looks the population is made of, and how many of each live."""

    def key(self, shown: Snapshot) -> Hashable:
        """See ``Panel.key``."""
        return shown.generation, tuple(round(living, 2) for _, living in shown.families)

    def render(self, paint: Paint, area: Rect, shown: Snapshot) -> None:
        """See ``Panel.render``."""
        space = self.card(paint, area, "Families", "share, and who lives")
        row = space.h / len(birds.FAMILIES)
        for i, ((name, looks), (share, living)) in enumerate(zip(birds.FAMILIES.items(), shown.families, strict=True)):
            y, colour = space.y + (i + 0.5) * row, birds.colour_of(looks)
            radius = min(8.5, row * 0.3)
            paint.stamp(birds.sprite(looks, radius * paint.scale, 3, 0, 255, None), (space.x + 16, y))
            paint.text((space.x + 42, y), name, HINT, self.theme.soft, "Medium")
            left, right = space.x + 104, space.right - 44
            paint.bar((left, y - 2.5, right - left, 5), self.theme.line)
            for part, alpha in ((share, 110), (living, 255)):
                if part > 0:
                    paint.box((left, y - 2.5, max(5, (right - left) * part), 5), colour, 2.5, alpha)
            paint.text((space.right, y), f"{share * 100:.0f} %", HINT, self.theme.text, "Medium", "r")
